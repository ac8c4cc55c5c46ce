"""A change of what is promised: another target, not another start, and no way back."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events.sla import SlaBreached, SlaOverdue, SlaRetargeted
from domain.ids import derive
from tests.spec import NOON, TICKET, Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    contacted,
    escalated,
    held,
    opened,
    policy_applied,
    policy_withdrawn,
    prioritised,
    reopened,
    replied,
    resolved,
    resumed,
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


# No promise any more, or only now


PARTIAL = document(
    target(
        {"priority": ["normal"]},
        acknowledge="1h",
        first_response="1h",
        next_response="1h",
        update="1h",
        tier_time="1h",
        resolution={"target": "1h", "pause": ["vendor"]},
    )
)
"""Promises something to normal tickets only."""

OFF = prioritised("low").at("10m")
ON = prioritised("normal", "low")


def partly(metric: str, *history: Fact, start: Fact | None = None) -> list[str]:
    """Return what a metric says, after the fact that takes its promise away."""
    lines = told(PARTIAL, start or opened(), *history, until="20h").about(metric)
    return [text for text in lines if not text.startswith("10m stopped")]


def test_without_a_promise_a_clock_stops() -> None:
    assert told(PARTIAL, opened(), OFF, until="20h").about("resolution") == [
        "10m stopped resolution (no_target)"
    ]


def test_with_a_promise_again_it_goes_on_where_it_stood() -> None:
    assert partly("resolution", OFF, ON.at("2h")) == ["2h50m breached resolution r1"]


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])
@pytest.mark.parametrize("metric", ["resolution", "tier_time", "first_response", "acknowledge"])
def test_an_ended_tickets_clock_does_not_go_on(metric: str, ending: Fact) -> None:
    assert partly(metric, OFF, ending.at("20m"), ON.at("30m")) == []


@pytest.mark.parametrize(
    ("metric", "fact"),
    [("first_response", replied()), ("acknowledge", acknowledged()), ("acknowledge", assigned())],
)
def test_what_was_done_without_a_promise_needs_not_be_done_again(metric: str, fact: Fact) -> None:
    assert partly(metric, OFF, fact.at("20m"), ON.at("30m")) == []


def test_what_was_answered_without_a_promise_needs_no_answer_again() -> None:
    history = [replied().at("5m"), contacted().at("6m"), OFF, replied().at("20m"), ON.at("30m")]
    assert partly("next_response", *history) == []


def test_an_update_that_is_promised_again_is_due_after_the_latest_reply() -> None:
    history = [replied().at("5m"), OFF, replied().at("20m"), ON.at("30m")]
    assert partly("update", *history) == ["1h20m breached update #2"]


def test_a_stay_that_began_without_a_promise_is_a_cycle_of_its_own() -> None:
    history = [OFF, escalated().at("20m"), ON.at("30m")]
    assert partly("tier_time", *history) == ["1h20m breached tier_time #2"]
    assert partly("acknowledge", *history) == ["1h20m breached acknowledge #2"]


def test_a_clock_that_goes_on_while_held_is_paused() -> None:
    history = [OFF, held().at("20m"), ON.at("30m"), resumed().at("5h")]
    assert partly("resolution", *history) == ["5h50m breached resolution r1"]


def test_what_is_promised_only_now_counts_from_the_start() -> None:
    assert partly(
        "resolution", prioritised("normal", "low").at("30m"), start=opened(priority="low")
    ) == ["1h breached resolution"]


def test_what_is_promised_only_now_counts_no_pause() -> None:
    history = [held().at("20m"), resumed().at("3h"), ON.at("3h10m")]
    assert partly("resolution", *history, start=opened(priority="low")) == [
        "3h40m breached resolution"
    ]


def test_what_is_promised_while_held_counts_up_to_the_hold() -> None:
    history = [held().at("20m"), ON.at("3h10m"), resumed().at("4h")]
    assert partly("resolution", *history, start=opened(priority="low")) == [
        "4h40m breached resolution"
    ]


def test_what_is_promised_only_now_counts_from_entering_the_tier() -> None:
    history = [escalated().at("30m"), ON.at("1h")]
    assert partly("tier_time", *history, start=opened(priority="low")) == [
        "1h30m breached tier_time"
    ]


@pytest.mark.parametrize(
    ("metric", "fact"), [("first_response", replied()), ("acknowledge", assigned())]
)
def test_what_was_done_already_is_not_promised_only_now(metric: str, fact: Fact) -> None:
    assert partly(metric, fact.at("10m"), ON.at("20m"), start=opened(priority="low")) == []


def test_what_is_promised_only_now_does_not_count_the_time_in_which_it_was_resolved() -> None:
    history = [resolved().at("10m"), ON.at("20m"), reopened().at("5h")]
    for metric in ("resolution", "tier_time"):
        assert partly(metric, *history, start=opened(priority="low")) == [
            f"5h50m breached {metric}"
        ]


UNTIL = document(
    target({"priority": ["urgent"]}, resolution={"target": "1h", "until": "closed"}),
    target(resolution={"target": "1h", "until": "resolved"}),
)


def test_what_was_met_is_not_awaited_again_because_another_promise_would_wait_longer() -> None:
    history = [resolved().at("10m"), prioritised("urgent").at("20m")]
    assert told(UNTIL, opened(), *history, until="20h").lines == ["10m met resolution"]


def test_what_is_resolved_is_not_late_because_another_promise_would_have_waited_for_less() -> None:
    history = [resolved().at("10m"), prioritised("normal", "urgent").at("20m")]
    lines = told(UNTIL, opened(priority="urgent"), *history, until="20h").lines
    assert [text for text in lines if "breached" in text] == []


# Policy versions


SHORTER = document(target(resolution="1h"))
LONGER = document(target(resolution={"target": "8h"}))


@pytest.mark.parametrize("mode", ["from_now", "retroactive"])
def test_another_version_is_another_target(mode: str) -> None:
    history = [opened(), policy_applied(2, mode=mode).at("30m")]
    spoken = told([LONGER, SHORTER], *history, until="20h")
    assert spoken.lines == ["30m retargeted resolution 8h to 1h", "1h breached resolution"]
    assert spoken.only(SlaBreached).policy_version == 2


def test_a_version_that_was_published_but_not_applied_changes_nothing() -> None:
    spoken = told([LONGER, SHORTER], opened(), until="20h")
    assert spoken.lines == ["8h breached resolution"]
    assert spoken.only(SlaBreached).policy_version == 1


def test_a_withdrawn_policy_stops_the_clocks() -> None:
    assert told(SHORTER, opened(), policy_withdrawn().at("30m"), until="20h").lines == [
        "30m stopped resolution (policy_withdrawn)"
    ]


def test_a_withdrawn_policy_says_nothing_more_of_what_was_breached() -> None:
    assert told(SHORTER, opened(), policy_withdrawn().at("2h"), until="20h").lines == [
        "1h breached resolution"
    ]


def test_a_policy_that_is_applied_again_goes_on() -> None:
    history = [policy_withdrawn().at("30m"), policy_applied(1, old=0).at("5h")]
    assert told(SHORTER, opened(), *history, until="20h").lines[1:] == [
        "5h30m breached resolution r1"
    ]


def test_under_no_policy_nothing_starts() -> None:
    policy = document(target(tier_time="1h", update="1h"))
    history = [policy_withdrawn(), escalated().at("10m"), replied().at("20m")]
    assert told(policy, opened(), *history, until="20h").lines == [
        "0s stopped tier_time (policy_withdrawn)"
    ]


def test_a_reopened_ticket_comes_under_the_promise_in_force() -> None:
    history = [resolved().at("10m"), prioritised("urgent").at("20m"), reopened().at("30m")]
    assert said(*history, until="1h30m") == [
        "10m met resolution",
        "30m retargeted resolution 4h to 1h r1",
        "1h20m breached resolution r1",
    ]
