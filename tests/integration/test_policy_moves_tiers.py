"""How open tickets leave tiers that their policy has no more."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import (
    AcknowledgeTicket,
    ReopenTicket,
    ResolveTicket,
)
from domain.events.sla import (
    SlaBreached,
    SlaMet,
)
from domain.events.ticket import (
    PolicyApplied,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from tests.integration.policy_change_examples import (
    begun,
    publishing,
    spoken,
)
from tests.spec import ask
from tests.unit.policy_documents import document, rule, target

MERGED = {"tiers": ("front-line", "management"), "moved": {"technical": "management"}}
RENAMED = {"tiers": ("front-line", "experts", "management"), "moved": {"technical": "experts"}}
LOWERED = {"tiers": ("front-line", "management"), "moved": {"technical": "front-line"}}


@pytest.mark.parametrize("mode", ["keep", "from_now", "retroactive"])
@pytest.mark.parametrize(
    ("change", "kind", "to"),
    [
        (MERGED, TierEscalated, "management"),
        (RENAMED, TierEscalated, "experts"),
        (LOWERED, TierDeescalated, "front-line"),
    ],
    ids=["merged", "renamed", "lowered"],
)
def test_tickets_in_a_removed_tier_are_moved_whatever_the_mode(
    mode: str, change: dict[str, Any], kind: type[TierMoved], to: str
) -> None:
    day = begun(tier="technical")
    day.ask(publishing(document(target(resolution="8h"), apply_to_open=mode, **change), "1h"))
    [move] = day.of(TierMoved)
    assert (type(move), move.to_tier, move.reason, move.rule) == (kind, to, "policy", "")
    assert (move.policy, move.policy_version) == ("default", 2)
    day.close()


def test_out_of_the_removed_tier_comes_before_the_new_version() -> None:
    """So the stay there is judged by the terms that it was spent under, not by shorter ones."""
    day = begun(document(target(tier_time="8h")), tier="technical")
    text = document(target(tier_time="1h"), apply_to_open="from_now", **MERGED)
    day.ask(publishing(text, "4h"))
    assert spoken(day.until("20h"), TierMoved, PolicyApplied, SlaMet, SlaBreached) == [
        "4h TierEscalated",
        "4h PolicyApplied",
        "4h SlaMet",
        "5h SlaBreached",
    ]


def test_a_resolved_ticket_leaves_a_removed_tier_when_it_is_reopened() -> None:
    day = begun(tier="technical")
    day.ask(ask(ResolveTicket, at="30m"))
    day.ask(publishing(document(target(resolution="8h"), **MERGED), "1h"))
    day.ask(ask(ReopenTicket, at="2h"))
    assert spoken(day, TierMoved) == ["2h TierEscalated"]


def test_a_tier_that_is_removed_in_two_steps_is_left_in_two() -> None:
    day = begun(tier="technical")
    day.ask(publishing(document(target(resolution="8h"), **RENAMED), "1h"))
    last = {"tiers": ("front-line", "management"), "moved": {"experts": "front-line"}}
    day.ask(publishing(document(target(resolution="8h"), **last), "2h"))
    assert [move.to_tier for move in day.of(TierMoved)] == ["experts", "front-line"]
    day.close()


def test_a_removed_tier_that_is_moved_nowhere_stays_valid_for_its_tickets() -> None:
    day = begun(tier="technical")
    text = document(target(resolution="8h"), tiers=("front-line", "management"))
    day.ask(publishing(text, "1h"))
    assert spoken(day, TierMoved) == []


def test_a_reorganisation_does_not_hide_why_a_ticket_had_moved() -> None:
    """A rule that brings back what nobody took still knows it after the tier was renamed."""
    back = rule("back", "acknowledged", after_reason="unacknowledged", to="previous")
    nobody = rule("nobody", "sla_breached", metric=["acknowledge"], to="technical")
    rules = {"escalation": [nobody, back]}
    day = begun(document(target(acknowledge="1h"), **rules))
    day.until("90m")
    day.ask(publishing(document(target(acknowledge="1h"), **rules | RENAMED), "90m"))
    day.ask(ask(AcknowledgeTicket, at="100m"))
    assert [move.to_tier for move in day.of(TierMoved)] == ["technical", "experts", "front-line"]
    day.close()
