"""Tiers that a newer version of a policy has no more."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import DeescalateTier, EscalateTier
from domain.policy.ladder import Ladder, removed_tiers
from tests.spec import MACHINE, Fact, after, ask, given, published
from tests.unit.policy_documents import POLICY, document
from tests.unit.ticket_facts import (
    closed,
    declined,
    deescalated,
    escalated,
    held,
    merged,
    opened,
    resolved,
)

MERGED = document(tiers=("front-line", "management"), moved={"technical": "management"})
RENAMED = document(tiers=("front-line", "experts", "management"), moved={"technical": "experts"})
THERE = escalated("technical")
RULED = {"reason": "sla_breached", "rule": "up", "policy": "default", "policy_version": 1}
"""What a rule says of its move."""


def ladder(*names: str, **moved: str) -> Ladder:
    return Ladder.of([{"name": name, "team": name} for name in names], moved)


def reorganised(to: str, kind: type[Any] = EscalateTier, version: int = 2) -> Any:
    """Return the move out of a removed tier."""
    said = {"policy": "default", "policy_version": version, "cause_at": after("0s")}
    return ask(kind, by=MACHINE, to=to, reason="policy", **said)


def gone(to: str, **about: Any) -> Fact:
    """Say that the ticket went there from the tier that was removed."""
    said = {"reason": "policy", "policy_version": 2, **about}
    return escalated(to, was="technical", **said)


@pytest.mark.parametrize(
    ("old", "moved", "left"),
    [
        ("a b c", {"b": "c"}, "a c"),
        ("a b c", {"b": "a"}, "a c"),
        ("a b c", {"b": "x"}, "a x c"),
        ("a b c", {"a": "c"}, "b c"),
        ("a b c d", {"b": "x", "c": "x"}, "a x d"),
        ("a b c", {}, "a b c"),
    ],
)
def test_a_removed_tier_leaves_its_place_to_where_its_tickets_went(
    old: str, moved: dict[str, str], left: str
) -> None:
    assert ladder(*old.split()).without(moved).names == tuple(left.split())


def test_what_was_removed_twice_went_to_the_last_place() -> None:
    ladders = [ladder("a", "b"), ladder("a", "c", b="c"), ladder("a", c="a")]
    assert removed_tiers(ladders) == {"b": "a", "c": "a"}


def test_a_tier_that_comes_back_is_not_removed() -> None:
    assert removed_tiers([ladder("a", "b"), ladder("a", b="a"), ladder("a", "b")]) == {}


def test_a_ticket_in_a_removed_tier_goes_where_the_version_says() -> None:
    given(POLICY, published(RENAMED, 2), opened(), THERE).when(reorganised("experts")).then(
        gone("experts")
    )


@pytest.mark.parametrize(
    "history",
    [
        [opened()],
        [opened(), escalated("management", was="front-line")],
        [opened(), THERE, resolved()],
        [opened(), THERE, closed()],
        [opened(), THERE, merged()],
    ],
    ids=["lower", "moved on", "resolved", "closed", "merged"],
)
def test_a_ticket_that_is_not_there_any_more_stays_where_it_is(history: list[Fact]) -> None:
    given(POLICY, published(RENAMED, 2), *history).when(reorganised("experts")).then_nothing()


def test_a_held_ticket_goes_along() -> None:
    given(POLICY, published(RENAMED, 2), opened(), THERE, held()).when(reorganised("experts")).then(
        gone("experts")
    )


def test_a_reorganisation_uses_up_no_cause() -> None:
    """An escalation whose cause came before the reorganisation is not lost by it."""
    up = ask(EscalateTier, by=MACHINE, at="-1m", cause_at=after("-1m"), **RULED)
    given(POLICY, published(RENAMED, 2), opened().at("-1h"), THERE.at("-30m")).when(
        reorganised("experts"), up
    ).then(gone("experts"), escalated("management", was="experts", **RULED))


def test_a_reorganisation_starts_no_cool_down() -> None:
    within = after("30m") - after("0s")
    up = ask(EscalateTier, by=MACHINE, cause_at=after("0s"), moved_within=within, **RULED)
    given(POLICY, published(RENAMED, 2), opened().at("-2h"), THERE.at("-1h")).when(
        reorganised("experts"), up
    ).then(gone("experts"), escalated("management", was="experts", **RULED))


def test_a_rule_of_an_older_version_leads_past_the_removed_tier() -> None:
    up = ask(EscalateTier, by=MACHINE, cause_at=after("0s"), **RULED)
    given(POLICY, published(MERGED, 2), opened()).when(up).then(
        escalated("management", was="front-line", **RULED)
    )


def test_a_rule_that_names_a_removed_tier_leads_to_where_its_tickets_went() -> None:
    up = ask(EscalateTier, by=MACHINE, to="technical", cause_at=after("0s"), **RULED)
    given(POLICY, published(RENAMED, 2), opened()).when(up).then(
        escalated("experts", was="front-line", **RULED)
    )


def test_from_the_new_tier_an_older_version_leads_on() -> None:
    history = [opened(), THERE, gone("experts")]
    given(POLICY, published(RENAMED, 2), *history).when(ask(EscalateTier)).then(
        escalated("management", was="experts")
    )
    given(POLICY, published(RENAMED, 2), *history).when(ask(DeescalateTier)).then(
        deescalated("front-line", was="experts")
    )


def test_a_person_moves_no_ticket_into_a_removed_tier() -> None:
    [said] = (
        given(POLICY, published(RENAMED, 2), opened())
        .when(ask(EscalateTier, to="technical"))
        .outcomes()
    )
    assert (
        said.refusal == "There is no tier 'technical'; tiers are front-line, experts, management."
    )


def test_declining_still_goes_by_moves_of_rules_and_people() -> None:
    up = ask(EscalateTier, by=MACHINE, at="-1m", cause_at=after("-1m"), **RULED)
    given(
        POLICY, published(RENAMED, 2), opened().at("-1h"), THERE.at("-30s"), gone("experts")
    ).when(up).then(declined("moved_already", ticket_version=3))
