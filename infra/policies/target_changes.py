"""What is different in the targets of two policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.policy.metric import BEGINNINGS, SAME_TIME
from infra.policies.wording import becomes, order_becomes, said

DETAILS = {
    "until": "end",
    "pause": "pauses",
    "warn_at": "warnings",
    "overdue": "overdue steps",
}


def target_changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Say what is different; both list canonical targets, which are known by their match."""
    before = {_tickets(target["match"]): target for target in old}
    after = {_tickets(target["match"]): target for target in new}
    for tickets, target in before.items():
        if tickets in after:
            yield from _changes(tickets, target, after[tickets])
        else:
            yield f"the target for {tickets} is gone"
    for tickets, target in after.items():
        if tickets not in before:
            promises = [f"{name} {_length(metric)}" for name, metric in target["metrics"].items()]
            yield f"the target for {tickets} is new: {said(promises)}"
    yield from order_becomes("targets are tried in another order", [*before], [*after])


def _tickets(match: Mapping[str, Sequence[str]]) -> str:
    conditions = [f"{facet} {' or '.join(values)}" for facet, values in match.items()]
    return " and ".join(conditions) or "every ticket"


def _length(metric: Mapping[str, Any]) -> str:
    days = metric["business_days"]
    if days:
        same = " to the same time" if metric["target"].endswith(SAME_TIME) else ""
        return f"{days} business day{'s' if days > 1 else ''}{same}"
    return str(metric["target"])


def _changes(tickets: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    calendars = (" & ".join(target["calendar"]) for target in (old, new))
    yield from becomes(f"calendar for {tickets}", *calendars)
    yield from becomes(f"boundary for {tickets}", old["boundary"], new["boundary"])
    before, after = old["metrics"], new["metrics"]
    for name, metric in before.items():
        if name in after:
            yield from _beginning(name, tickets, metric, after[name])
            yield from _promise_changes(f"{name} for {tickets}", metric, after[name])
        else:
            yield f"{name} for {tickets} is gone; it was {_length(metric)}"
    for name in after:
        if name not in before:
            yield f"{name} for {tickets} is new: {_length(after[name])}"


def _own(metric: Mapping[str, Any], key: str) -> str:
    return said(metric[key]).replace(", ", " & ") if key in metric else "the target's"


def _beginning(
    name: str, tickets: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[str]:
    unless_written = BEGINNINGS.get(name, ("",))[0]
    starts = (metric.get("begins", unless_written) for metric in (old, new))
    return becomes(f"beginning of {name} for {tickets}", *starts)


def _promise_changes(promise: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from becomes(promise, _length(old), _length(new))
    for key in ("calendar", "boundary"):
        yield from becomes(f"{key} of {promise}", _own(old, key), _own(new, key))
    for key, word in DETAILS.items():
        yield from becomes(f"{word} of {promise}", old.get(key), new.get(key))
