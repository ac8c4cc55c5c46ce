"""Warnings, the breach and what follows it: each once, in order, none before its time."""

from __future__ import annotations

import pytest

from domain.clocks.book import next_milestone
from domain.clocks.fire import fire
from domain.events.sla import SlaMet, SlaOverdue, SlaWarned
from domain.ids import derive
from tests.spec import NOON, TICKET, Fact, after
from tests.unit.clock_examples import line, told
from tests.unit.policy_documents import catalogue, document, rule, target
from tests.unit.ticket_facts import (
    acknowledged,
    closed,
    held,
    merged,
    opened,
    resolved,
    resumed,
)

FULL = document(
    target(
        resolution={
            "target": "4h",
            "pause": ["vendor"],
            "warn_at": ["50%", "75%", "10m before"],
            "overdue": ["2h", "4h"],
        }
    )
)
PLAIN = document(target(resolution={"target": "4h", "pause": ["vendor"]}))
ALL = [
    "2h warned resolution 50%",
    "3h warned resolution 75%",
    "3h50m warned resolution 10m before",
    "4h breached resolution",
    "6h overdue resolution 2h",
    "8h overdue resolution 4h",
]


def test_warnings_the_breach_and_overdue_steps_come_in_order() -> None:
    assert told(FULL, opened(), until="100h").lines == ALL


@pytest.mark.parametrize("number", range(len(ALL)))
def test_a_milestone_is_said_when_its_instant_is_over(number: int) -> None:
    at = ALL[number].split()[0]
    before = told(FULL, opened(), until=at)
    assert before.lines == ALL[:number]
    said = fire(before.clocks, after(at) + 1, catalogue(FULL)).said
    assert [line(event) for event in said] == [ALL[number]]


@pytest.mark.parametrize("number", range(len(ALL)))
def test_the_clock_says_when_it_has_to_be_asked_next(number: int) -> None:
    at = ALL[number].split()[0]
    assert next_milestone(told(FULL, opened(), until=at).clocks) == after(at)


def test_a_clock_that_has_said_all_need_not_be_asked() -> None:
    assert next_milestone(told(FULL, opened(), until="100h").clocks) is None


def test_a_ticket_without_promises_need_not_be_asked() -> None:
    nothing = told(document(), opened(), acknowledged(), held(), resumed(), until="100h")
    assert (nothing.lines, next_milestone(nothing.clocks)) == ([], None)


@pytest.mark.parametrize(
    "fact", [held(), resolved(), closed(), merged()], ids=lambda f: str(f.kind)
)
def test_a_clock_that_does_not_run_need_not_be_asked(fact: Fact) -> None:
    assert next_milestone(told(PLAIN, opened(), fact.at("1h")).clocks) is None


def test_what_was_said_is_not_said_again() -> None:
    before = told(FULL, opened(), until="7h")
    assert fire(before.clocks, after("7h"), catalogue(FULL)) == (before.clocks, [])


# At the very instant


def test_what_happens_exactly_when_it_is_due_is_in_time() -> None:
    assert told(PLAIN, opened(), resolved().at("4h"), until="10h").lines == ["4h met resolution"]


def test_a_microsecond_later_is_late() -> None:
    late = Fact(kind=resolved().kind, said=resolved().said, occurred_at=after("4h") + 1)
    assert told(PLAIN, opened(), late, until="10h").lines == ["4h breached resolution"]


def test_all_facts_of_an_instant_come_before_its_milestones() -> None:
    """The clock is paused at the instant in which it would breach, and breaches once resumed."""
    history = [opened(), held().at("4h"), resumed().at("7h")]
    assert told(PLAIN, *history, until="7h").lines == []
    assert [text.split()[:2] for text in told(PLAIN, *history, until="10h").lines] == [
        ["7h", "breached"]
    ]


def test_of_facts_of_an_instant_the_last_counts() -> None:
    """Held, resumed and answered within the instant of the breach: answered in time."""
    history = [held().at("4h"), resumed().at("4h"), resolved().at("4h")]
    assert told(PLAIN, opened(), *history, until="10h").lines == ["4h met resolution"]


def test_a_satisfied_clock_states_what_it_took() -> None:
    history = [opened(), held().at("1h"), resumed().at("2h"), resolved().at("3h")]
    met = told(PLAIN, *history).only(SlaMet)
    assert (met.elapsed, met.due_at) == (after("2h") - NOON, after("5h"))
    assert met.event_id == derive(TICKET, "resolution:1:0:met")


# What each says


def test_a_warning_says_which_and_what_it_warns_of() -> None:
    [first, *_] = told(FULL, opened(), until="3h").said
    assert isinstance(first, SlaWarned)
    assert (first.milestone, first.reached_at, first.due_at) == ("50%", after("2h"), after("4h"))
    assert first.event_id == derive(TICKET, "resolution:1:0:warned 50%")


def test_an_overdue_step_says_by_how_much() -> None:
    overdue = told(FULL, opened(), until="7h").only(SlaOverdue)
    assert (overdue.milestone, overdue.overdue_by) == ("2h", after("2h") - NOON)
    assert (overdue.reached_at, overdue.due_at) == (after("6h"), after("4h"))
    assert overdue.event_id == derive(TICKET, "resolution:1:0:overdue 2h")


def test_a_percentage_is_rounded_down_to_the_microsecond() -> None:
    policy = document(target(resolution={"target": "1ms", "warn_at": ["33%"]}))
    assert told(policy, opened(), until="1s").lines == [
        "0s+330us warned resolution 33%",
        "1ms breached resolution",
    ]


def test_a_warning_longer_before_than_the_target_is_said_at_once() -> None:
    policy = document(target(resolution={"target": "1h", "warn_at": ["2h before"]}))
    assert told(policy, opened(), until="10h").lines == [
        "0s warned resolution 2h before",
        "1h breached resolution",
    ]


# Steps that rules add


def test_rules_add_their_steps_to_the_clocks_they_watch() -> None:
    policy = document(
        target(resolution={"target": "4h", "overdue": ["2h"]}, first_response={"target": "1h"}),
        escalation=[
            rule("heads-up", "sla_warned", at="80%", metric=["first_response"]),
            rule("still-open", "sla_overdue", after="2h", metric=["resolution"]),
            rule("very-late", "sla_overdue", after="3h"),
        ],
    )
    assert told(policy, opened(), until="100h").lines == [
        "48m warned first_response 80%",
        "1h breached first_response",
        "4h overdue first_response 3h",
        "4h breached resolution",
        "6h overdue resolution 2h",
        "7h overdue resolution 3h",
    ]
