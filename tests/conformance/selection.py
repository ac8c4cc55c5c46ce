"""Cases of which policy holds for a ticket, which are refused, and which deadline comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from domain import commands as c
from domain.durations import HOUR
from domain.hours import AlwaysOpen
from infra.policies import PolicyMistake, read_policy, to_json
from tests.conformance.agreements import FACETS, Agreement, match_of
from tests.conformance.instants import instant
from tests.conformance.moment import instant_or_none
from tests.conformance.policies import OPEN_TIER, canonical
from tests.conformance.rows import NotCovered, Row, known
from tests.conformance.stage import Stage, State

MONDAY = "2026-01-05T09:00:00Z"
YEAR = 2026
TIERS = [{"name": OPEN_TIER, "team": OPEN_TIER}]


def selected(row: Row) -> list[str]:
    """Return whether another policy than expected holds for the ticket."""
    known(row["input"], "policies ticket", row["kind"])
    policies = _tried(row["input"]["policies"])
    document = canonical(_document(policies), YEAR)
    state = _state(document, _facets(row["input"]["ticket"]))
    numbers = [each.terms.target for each in state.standings.values()]
    found = policies[numbers[0] - 1]["name"] if numbers else None
    return [] if found == row["expected"] else [f"found {found}, expected {row['expected']}"]


def validation(row: Row) -> list[str]:
    """Return whether the policies are accepted where they are to be refused, or the reverse."""
    policies = _stated(row)
    if any({"next_response", "periodic_update"} <= _promised(policy) for policy in policies):
        raise NotCovered("next_response and update may both be promised here")
    known(row["expected"], "error valid", "the answer")
    wanted = row["expected"].get("error", not row["expected"].get("valid", False))
    try:
        read_policy(to_json(_document(policies)), first_year=YEAR)
    except PolicyMistake as mistake:
        return [] if wanted else [f"the policies are refused: {mistake}"]
    return ["the policies are accepted"] if wanted else []


def _stated(row: Row) -> Sequence[Mapping[str, Any]]:
    """Return the policies wherever the case has them: a list, one of its own, or its parts."""
    asked = row.get("input", {})
    known(asked, "policies policy ticket name condition targets_seconds", row["kind"])
    if "policies" in asked:
        return list(asked["policies"])
    if "targets_seconds" in asked or "condition" in asked:
        return [asked]
    return [asked["policy"] if "policy" in asked else row["policy"]]


def _promised(policy: Mapping[str, Any]) -> set[str]:
    return set(policy.get("targets_seconds", ()))


def next_deadline(row: Row) -> list[str]:
    """Return whether the queue shows another deadline than the first of those given."""
    names = ("first_response", "next_response", "periodic_update", "resolution")
    known(row["input"], " ".join(f"{name}_due" for name in names), row["kind"])
    dues = {
        key.removesuffix("_due").removeprefix("periodic_"): instant(text)
        for key, text in row["input"].items()
        if text
    }
    always = AlwaysOpen()
    start = always.subtract(min(dues.values(), default=instant(MONDAY)), HOUR)
    metrics: dict[str, Any] = {
        name: {"target": f"{always.elapsed(start, due) // 1000}ms"} for name, due in dues.items()
    }
    for name in metrics.keys() & {"next_response", "update"}:
        metrics[name]["begins"] = "opening"
    targets = [{"metrics": metrics}] if metrics else []
    document = canonical({"policy": "default", "tiers": TIERS, "targets": targets}, YEAR)
    state = _state(document, {}, start=start)
    wanted = instant_or_none(row["expected"])
    found = state.queued.next_breach_at if state.queued else None
    return [] if found == wanted else [f"found {found}, expected {wanted}"]


def _state(document: Mapping[str, Any], facets: Mapping[str, Any], start: int = 0) -> State:
    with closing(Stage(start or instant(MONDAY))) as stage:
        stage.publish(document)
        stage.ask(c.OpenTicket, by="customer", requester="customer", **facets)
        stage.ask(c.ReceiveContact, by="customer")
        return stage.state()


def _tried(policies: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the policies in the order in which they are tried: those without condition last.

    Where one is the default, the peer lets no other without a condition match anything.
    """
    for policy in policies:
        known(policy, "name condition default enabled", "the policy")
    policies = [policy for policy in policies if policy.get("enabled", True)]
    specific = [policy for policy in policies if policy.get("condition")]
    blank = [policy for policy in policies if not policy.get("condition")]
    if any("default" in policy for policy in policies):
        blank = [policy for policy in blank if policy.get("default")]
    return [*specific, *blank]


def _document(policies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    targets = [
        {"match": match_of(policy.get("condition", {})), "metrics": _metrics(policy)}
        for policy in policies
    ]
    return {"policy": "default", "tiers": TIERS, "targets": targets}


def _metrics(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what it promises; something, where the case doesn't say what."""
    if "targets_seconds" not in policy:
        return {"resolution": "1h"}
    metrics: Mapping[str, Any] = Agreement(policy, {}).target("always", "close")["metrics"]
    return metrics


def _facets(ticket: Mapping[str, Any]) -> dict[str, str]:
    return {facet: str(value) for facet, value in ticket.items() if facet in FACETS}
