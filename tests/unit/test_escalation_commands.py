"""What the rules of a policy ask for."""

from __future__ import annotations

from typing import Any

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import ChangePriority, DeescalateTier, EscalateTier, Notify
from domain.escalation import evolve
from domain.ids import derive
from tests.spec import NOON, TICKET, after
from tests.unit.escalation_examples import (
    BREACHED,
    CAUSES,
    EIGHTY,
    asked,
    known,
    names,
    one,
)
from tests.unit.policy_documents import rule
from tests.unit.ticket_facts import (
    deescalated,
    escalated,
    noted,
    opened,
)


def test_a_move_carries_all_that_the_desk_needs() -> None:
    up = rule("up", "sla_breached", to="next", unless={"moved_within": "30m"})
    move = one(up, because=BREACHED)
    assert move == EscalateTier(
        command_id=derive(BREACHED.event_id, "up"),
        at=after("1h"),
        actor=Actor(SYSTEM, "rule:up"),
        causation_id=BREACHED.event_id,
        ticket_id=TICKET,
        to="next",
        reason="sla_breached",
        rule="up",
        metric="resolution",
        policy="default",
        policy_version=1,
        cause_at=after("1h"),
        moved_within=after("30m") - NOON,
    )


@pytest.mark.parametrize(
    ("to", "tier", "kind"),
    [
        ("next", "front-line", EscalateTier),
        ("previous", "technical", DeescalateTier),
        ("management", "front-line", EscalateTier),
        ("front-line", "technical", DeescalateTier),
        ("technical", "technical", EscalateTier),
        ("technical", "management", DeescalateTier),
    ],
)
def test_a_named_tier_is_up_or_down_from_where_the_ticket_is(
    to: str, tier: str, kind: type[Any]
) -> None:
    assert type(one(rule("go", "sla_breached", to=to), because=BREACHED, tier=tier)) is kind


def test_a_rule_can_raise_the_priority() -> None:
    command = one(rule("raise", "sla_breached", set_priority="urgent"), because=BREACHED)
    assert command == ChangePriority(
        command_id=derive(BREACHED.event_id, "raise:set_priority"),
        at=after("1h"),
        actor=Actor(SYSTEM, "rule:raise"),
        causation_id=BREACHED.event_id,
        ticket_id=TICKET,
        priority="urgent",
        rule="raise",
    )


def test_a_rule_can_tell_people() -> None:
    command = one(
        rule("heads-up", "sla_warned", at="80%", notify=["assignee", "lead"]), because=EIGHTY
    )
    assert command == Notify(
        command_id=derive(EIGHTY.event_id, "heads-up:notify"),
        at=after("48m"),
        actor=Actor(SYSTEM, "rule:heads-up"),
        causation_id=EIGHTY.event_id,
        ticket_id=TICKET,
        audience=("assignee", "lead"),
        subject="sla_warned resolution 80%",
        rule="heads-up",
        policy="default",
        policy_version=1,
    )


def test_what_is_told_names_the_cause_in_words() -> None:
    tell = [rule("tell", when, notify=["lead"]) for when in CAUSES]
    assert {when: one(*tell, because=CAUSES[when]).subject for when in CAUSES} == {
        "sla_warned": "sla_warned resolution 50%",
        "sla_breached": "sla_breached resolution",
        "sla_overdue": "sla_overdue resolution 1h",
        "sla_breach_retracted": "sla_breach_retracted resolution",
        "repeat_contact": "repeat_contact",
        "acknowledged": "acknowledged",
        "resolved": "resolved",
    }


def test_a_rule_does_all_that_it_says_in_one_order() -> None:
    everything = rule("all", "sla_breached", notify=["lead"], set_priority="urgent", to="next")
    commands = asked(everything, because=BREACHED)
    assert [type(command) for command in commands] == [EscalateTier, ChangePriority, Notify]
    assert len({command.command_id for command in commands}) == 3


def test_rules_act_in_the_order_of_the_policy() -> None:
    rules = [
        rule("first", "sla_breached", notify=["lead"]),
        rule("second", "repeat_contact", to="next"),
        rule("third", "sla_breached", to="management"),
        rule("fourth", "sla_breached", to="next"),
    ]
    assert names(asked(*rules, because=BREACHED)) == ["first", "third", "fourth"]


def test_the_same_cause_always_asks_for_the_same() -> None:
    rules = [rule("up", "sla_breached", to="next", notify=["lead"])]
    assert asked(*rules, because=BREACHED) == asked(*rules, because=BREACHED)


def test_without_rules_nothing_is_asked_for() -> None:
    assert asked(because=BREACHED) == []


# What the process manager knows


def test_nothing_is_known_of_a_ticket_before_its_opening() -> None:
    assert evolve(None, noted().event(2)) is None
    assert evolve(None, BREACHED) is None


def test_a_conclusion_changes_nothing_that_is_known() -> None:
    facts = known(opened())
    assert evolve(facts, BREACHED) is facts


def test_a_fact_that_is_known_changes_nothing() -> None:
    facts = known(opened(), escalated(), deescalated())
    assert evolve(facts, escalated().event(2)) is facts
