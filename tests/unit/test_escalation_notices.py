"""What requesters are told of moves and of the resolution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import Notify
from domain.escalation import requester_notice
from domain.ids import derive
from tests.spec import NOON, TICKET, Fact, after
from tests.unit.escalation_examples import (
    known,
    policy,
)
from tests.unit.ticket_facts import (
    assigned,
    closed,
    deescalated,
    escalated,
    noted,
    opened,
    prioritised,
    resolved,
)


def notice(fact: Fact, *, on: Sequence[str] = ("tier_moved", "resolved"), **about: Any) -> Any:
    told_of = {"requester": {"on": list(on), "hours": ["office"]}}
    facts = known(opened(**about), fact)
    return requester_notice(fact.event(2), facts, policy(notify=told_of))


@pytest.mark.parametrize(
    ("fact", "subject"),
    [(escalated(), "tier_moved"), (deescalated(), "tier_moved"), (resolved(), "resolved")],
    ids=["up", "down", "resolved"],
)
def test_the_requester_is_told_of_moves_and_of_the_resolution(fact: Fact, subject: str) -> None:
    event = fact.event(2)
    assert notice(fact) == Notify(
        command_id=derive(event.event_id, "notice:requester"),
        at=NOON,
        actor=Actor(SYSTEM, "requester-notice"),
        causation_id=event.event_id,
        ticket_id=TICKET,
        audience=("requester",),
        subject=subject,
        policy="default",
        policy_version=1,
        deliver_at=NOON,
    )


@pytest.mark.parametrize(
    ("at", "deliver_at"),
    [("0s", "0s"), ("8h", "21h"), ("102h", "165h")],
    ids=["open", "night", "weekend"],
)
def test_the_requester_is_told_inside_the_hours(at: str, deliver_at: str) -> None:
    assert notice(escalated().at(at)).deliver_at == after(deliver_at)
    assert notice(escalated().at(at)).at == after(at)


@pytest.mark.parametrize("fact", [noted(), closed(), assigned(), prioritised("high")])
def test_of_other_things_the_requester_is_not_told(fact: Fact) -> None:
    assert notice(fact) is None


def test_the_requester_is_told_of_what_the_policy_says() -> None:
    assert notice(resolved(), on=["tier_moved"]) is None
    assert notice(escalated(), on=["resolved"]) is None


def test_where_nobody_is_known_nobody_is_told() -> None:
    assert notice(escalated(), requester="") is None


def test_without_a_word_in_the_policy_nobody_is_told() -> None:
    assert requester_notice(escalated().event(2), known(opened()), policy()) is None
