"""In which order clocks speak, and which of what they say at once acts."""

from __future__ import annotations

from typing import Any

from domain.clocks.fire import order_of_saying
from domain.events.sla import SlaBreached, SlaWarned
from tests.spec import TICKET, after
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    assigned,
    opened,
    prioritised,
    replied,
)

PLAIN = document(target(resolution={"target": "4h", "pause": ["vendor"]}))


def passed_together(**change: Any) -> list[str]:
    """Return what is said once a change of priority has put everything in the past."""
    policy = document(
        target({"priority": ["urgent"]}, resolution=change),
        target(resolution={"target": "100h", "pause": ["vendor"]}),
    )
    return told(policy, opened(), prioritised("urgent").at("5h"), until="10h").lines


def test_milestones_passed_together_are_all_said_and_the_highest_acts() -> None:
    steps = {"warn_at": ["50%", "10m before"], "overdue": ["1h", "3h"]}
    assert passed_together(target="3h", **steps) == [
        "5h retargeted resolution 100h to 3h",
        "5h warned resolution 50% due 1h30m superseded",
        "5h warned resolution 10m before due 2h50m superseded",
        "5h breached resolution due 3h superseded",
        "5h overdue resolution 1h due 4h",
        "6h overdue resolution 3h",
    ]


def test_the_breach_acts_where_it_is_the_highest() -> None:
    assert passed_together(target="5h", warn_at=["50%"], overdue=["1h"]) == [
        "5h retargeted resolution 100h to 5h",
        "5h warned resolution 50% due 2h30m superseded",
        "5h breached resolution",
        "6h overdue resolution 1h",
    ]


def test_two_warnings_of_one_point_both_act() -> None:
    policy = document(target(resolution={"target": "1h", "warn_at": ["50%", "30m before"]}))
    warnings = told(policy, opened(), until="40m").said
    assert [(w.milestone, w.acts) for w in warnings if isinstance(w, SlaWarned)] == [
        ("30m before", True),
        ("50%", True),
    ]


def test_milestones_of_several_clocks_are_said_in_the_order_of_their_times() -> None:
    policy = document(
        target(
            acknowledge="10m",
            first_response={"target": "1h", "warn_at": ["50%"]},
            resolution={"target": "1h", "warn_at": ["50%"], "overdue": ["30m"]},
        )
    )
    assert told(policy, opened(), until="10h").lines == [
        "10m breached acknowledge",
        "30m warned first_response 50%",
        "30m warned resolution 50%",
        "1h breached first_response",
        "1h breached resolution",
        "1h30m overdue resolution 30m",
    ]


def test_of_what_takes_effect_together_the_earlier_due_is_said_first() -> None:
    policy = document(
        target({"priority": ["urgent"]}, resolution="2h", first_response="3h", tier_time="1h"),
        target(resolution="100h", first_response="100h", tier_time="100h"),
    )
    [*_, first, second, third] = told(
        policy, opened(), prioritised("urgent").at("5h"), until="6h"
    ).said
    assert [(event.metric, event.due_at) for event in (first, second, third)] == [
        ("tier_time", after("1h")),
        ("resolution", after("2h")),
        ("first_response", after("3h")),
    ]
    assert sorted([third, first, second], key=order_of_saying) == [first, second, third]


def test_a_fact_comes_after_all_that_was_due_before_it() -> None:
    policy = document(target(first_response="1h", acknowledge="2h"))
    history = [opened(), assigned().at("1h30m"), replied().at("3h")]
    assert told(policy, *history, until="10h").lines == [
        "1h breached first_response",
        "1h30m met acknowledge",
    ]


def test_a_breach_is_said_by_the_machine() -> None:
    breach = told(PLAIN, opened(), until="10h").only(SlaBreached)
    assert breach.actor.is_machine
    assert breach.correlation_id == TICKET
    assert breach.acts
