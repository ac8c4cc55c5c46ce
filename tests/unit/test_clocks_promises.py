"""Clocks without a promise for a while: what they measured, and what they then wait for."""

from __future__ import annotations

import pytest

from tests.spec import Fact
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
    prioritised,
    reopened,
    replied,
    resolved,
    resumed,
)

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
