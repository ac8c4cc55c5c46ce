"""A change of what is promised: another target, not another start, and no way back."""

from __future__ import annotations

from typing import Any

from domain.events.sla import SlaBreached, SlaOverdue, SlaRetargeted
from domain.ids import derive
from tests.spec import NOON, TICKET, Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    closed,
    escalated,
    opened,
    prioritised,
    reopened,
    resolved,
    routed,
)


def by_priority(**lengths: Any) -> dict[str, Any]:
    """Return a policy with a resolution time for each priority."""
    promises = [target({"priority": [p]}, resolution=length) for p, length in lengths.items()]
    return document(*promises)


POLICY = by_priority(
    urgent={"target": "1h", "overdue": ["1h"]},
    high="2h",
    normal={"target": "4h", "warn_at": ["50%"]},
)


def said(*history: Fact, until: str = "20h") -> list[str]:
    return told(POLICY, opened(), *history, until=until).lines


def test_another_priority_is_another_target_from_the_same_start() -> None:
    assert said(prioritised("high").at("30m")) == [
        "30m retargeted resolution 4h to 2h",
        "2h breached resolution",
    ]


def test_a_longer_target_gives_more_time() -> None:
    assert told(
        POLICY, opened(priority="urgent"), prioritised("high").at("30m"), until="20h"
    ).lines == [
        "30m retargeted resolution 1h to 2h",
        "2h breached resolution",
    ]


def test_a_deadline_that_is_past_by_then_breaches_at_once_with_its_true_time() -> None:
    history = [opened(), prioritised("urgent").at("3h")]
    spoken = told(POLICY, *history, until="3h")
    assert spoken.lines == ["2h warned resolution 50%", "3h retargeted resolution 4h to 1h"]
    spoken = told(POLICY, *history, until="3h30m")
    breach, overdue = spoken.only(SlaBreached), spoken.only(SlaOverdue)
    assert (breach.due_at, breach.occurred_at) == (after("1h"), after("3h"))
    assert (overdue.reached_at, overdue.occurred_at) == (after("2h"), after("3h"))
    assert (breach.acts, overdue.acts) == (False, True)
    assert breach.causation_id == events_of(history)[-1].event_id


def test_a_change_says_what_it_changed() -> None:
    history = [opened(), prioritised("high").at("30m")]
    change = told(POLICY, *history).only(SlaRetargeted)
    fact = events_of(history)[-1].event_id
    assert (change.old_target, change.target) == (after("4h") - NOON, after("2h") - NOON)
    assert (change.old_due_at, change.due_at) == (after("4h"), after("2h"))
    assert change.elapsed == after("30m") - NOON
    assert change.causation_id == fact
    assert change.event_id == derive(TICKET, f"resolution:1:0:retargeted {fact}")
    assert change.ticket_version == 2


def test_what_was_breached_stays_breached() -> None:
    history = [prioritised("high").at("3h"), prioritised("normal", "high").at("3h30m")]
    assert said(*history)[1:] == [
        "3h retargeted resolution 4h to 2h",
        "3h breached resolution due 2h",
        "3h30m retargeted resolution 2h to 4h",
    ]


def test_a_breached_clock_that_is_resolved_in_the_longer_time_is_no_success() -> None:
    history = [
        prioritised("high").at("3h"),
        prioritised("normal", "high").at("3h10m"),
        resolved().at("3h20m"),
    ]
    assert [text for text in said(*history) if "met" in text or "stopped" in text] == []


def test_overdue_steps_follow_the_target_in_force() -> None:
    history = [opened(), prioritised("urgent").at("4h30m")]
    assert told(POLICY, *history, until="20h").lines[-2:] == [
        "4h30m retargeted resolution 4h to 1h",
        "4h30m overdue resolution 1h due 2h",
    ]


def test_a_warning_is_not_given_twice() -> None:
    history = [prioritised("high").at("2h30m"), prioritised("normal", "high").at("2h40m")]
    assert [text for text in said(*history) if "warned" in text] == ["2h warned resolution 50%"]


def test_what_is_promised_alike_is_no_change() -> None:
    policy = by_priority(high="4h", normal="4h")
    assert told(policy, opened(), prioritised("high").at("1h"), until="20h").lines == [
        "4h breached resolution"
    ]


def test_a_change_at_the_deadline_is_in_time_for_the_longer_one() -> None:
    start = opened(priority="high")
    history = [prioritised("normal", "high").at("2h")]
    assert told(POLICY, start, *history, until="20h").about("resolution")[-1] == (
        "4h breached resolution"
    )


def test_a_change_to_the_past_and_an_answer_at_once_is_late() -> None:
    history = [prioritised("urgent").at("3h"), resolved().at("3h")]
    assert said(*history)[1:] == [
        "3h retargeted resolution 4h to 1h",
        "3h breached resolution due 1h superseded",
        "3h overdue resolution 1h due 2h",
    ]


def test_a_change_to_the_past_and_an_end_at_once_is_no_breach() -> None:
    history = [prioritised("urgent").at("3h"), closed().at("3h")]
    assert said(*history)[1:] == [
        "3h retargeted resolution 4h to 1h",
        "3h stopped resolution (closed)",
    ]


def test_a_queue_can_change_the_target() -> None:
    policy = document(target({"queue": ["hot"]}, resolution="1h"), target(resolution="4h"))
    assert told(policy, opened(), routed("hot").at("30m"), until="20h").lines == [
        "30m retargeted resolution 4h to 1h",
        "1h breached resolution",
    ]


def test_a_tier_can_change_the_target() -> None:
    policy = document(
        target({"tier": ["technical"]}, resolution="8h", tier_time="3h"),
        target(resolution="4h", tier_time="2h"),
    )
    assert told(policy, opened(), escalated().at("1h"), until="20h").lines == [
        "1h met tier_time",
        "1h retargeted resolution 4h to 8h",
        "4h breached tier_time #2",
        "8h breached resolution",
    ]


def test_a_reopened_ticket_comes_under_the_promise_in_force() -> None:
    history = [resolved().at("10m"), prioritised("urgent").at("20m"), reopened().at("30m")]
    assert said(*history, until="1h30m") == [
        "10m met resolution",
        "30m retargeted resolution 4h to 1h r1",
        "1h20m breached resolution r1",
    ]
