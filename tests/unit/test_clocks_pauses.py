"""What doesn't count: the time in which a metric is paused."""

from __future__ import annotations

import pytest

from domain.events.sla import SlaBreached
from tests.spec import NOON, after
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    acknowledged,
    escalated,
    held,
    opened,
    policy_applied,
    prioritised,
    reopened,
    replied,
    resolved,
    resumed,
)

VENDOR = document(
    target(
        resolution={
            "target": "1h",
            "pause": ["vendor", "requester"],
            "warn_at": ["50%"],
            "overdue": ["1h"],
        },
        first_response="1h",
    )
)


def test_a_paused_clock_never_breaches() -> None:
    assert told(VENDOR, opened(), held().at("10m"), until="10000h").about("resolution") == []


def test_a_clock_goes_on_where_it_stood() -> None:
    history = [held().at("10m"), resumed().at("5h")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution") == [
        "5h20m warned resolution 50%",
        "5h50m breached resolution",
        "6h50m overdue resolution 1h",
    ]


def test_every_pause_counts() -> None:
    pauses = [held().at("10m"), resumed().at("20m"), held().at("30m"), resumed().at("1h30m")]
    history = [opened(), replied(), *pauses]
    breach = told(VENDOR, *history, until="2h30m").only(SlaBreached)
    assert breach.due_at == after("2h10m")
    assert breach.paused_for == after("1h10m") - NOON


@pytest.mark.parametrize("metric", ["first_response"])
def test_a_hold_pauses_only_what_the_policy_says(metric: str) -> None:
    assert told(VENDOR, opened(), held().at("10m"), until="10h").about(metric) == [
        f"1h breached {metric}"
    ]


def test_another_hold_pauses_nothing() -> None:
    assert told(VENDOR, opened(), held("internal").at("10m"), until="1h10m").about(
        "resolution"
    ) == ["30m warned resolution 50%", "1h breached resolution"]


def test_a_pause_goes_on_while_the_ticket_waits_for_one_after_the_other() -> None:
    history = [held("vendor").at("10m"), held("requester").at("2h"), resumed().at("3h")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution")[-2:] == [
        "3h50m breached resolution",
        "4h50m overdue resolution 1h",
    ]


def test_waiting_for_somebody_who_is_no_pause_ends_the_pause() -> None:
    history = [held("vendor").at("10m"), held("internal").at("2h")]
    assert told(VENDOR, opened(), *history, until="3h").about("resolution") == [
        "2h20m warned resolution 50%",
        "2h50m breached resolution",
    ]


def test_overdue_steps_pause_with_the_clock() -> None:
    history = [held().at("1h10m"), resumed().at("5h10m")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution")[1:] == [
        "1h breached resolution",
        "6h overdue resolution 1h",
    ]


def test_a_clock_that_starts_while_held_is_paused_from_the_start() -> None:
    policy = document(target(tier_time={"target": "1h", "pause": ["vendor"]}))
    history = [held().at("10m"), escalated().at("20m"), resumed().at("5h")]
    assert told(policy, opened(), *history, until="10h").lines == [
        "20m met tier_time",
        "6h breached tier_time #2",
    ]


def test_a_paused_clock_can_be_satisfied() -> None:
    history = [held().at("10m"), resolved().at("5h")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution") == [
        "5h met resolution"
    ]


def test_resolving_ends_the_pause_and_the_clock_goes_on_once_reopened() -> None:
    history = [held().at("10m"), resolved().at("2h"), reopened().at("3h")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution")[2:] == [
        "3h50m breached resolution r1",
        "4h50m overdue resolution 1h r1",
    ]


def test_neither_a_reply_nor_an_acknowledgement_ends_a_pause() -> None:
    history = [held().at("10m"), replied().at("20m"), acknowledged().at("30m")]
    assert told(VENDOR, opened(), *history, until="10h").about("resolution") == []


# Pauses and changes of the promise

BY_PRIORITY = document(
    target({"priority": ["urgent"]}, resolution={"target": "30m", "pause": ["vendor"]}),
    target({"priority": ["hasty"]}, resolution={"target": "1h", "pause": []}),
    target(resolution={"target": "4h", "pause": ["vendor"]}),
)


def test_a_change_of_priority_forgets_no_pause() -> None:
    history = [held().at("10m"), resumed().at("3h"), prioritised("urgent").at("3h10m")]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "3h10m retargeted resolution 4h to 30m",
        "3h20m breached resolution",
    ]


def test_a_paused_clock_can_be_given_another_target() -> None:
    history = [held().at("10m"), prioritised("urgent").at("2h"), resumed().at("3h")]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "2h retargeted resolution 4h to 30m",
        "3h20m breached resolution",
    ]


def test_what_fell_due_during_a_pause_is_said_once_it_is_over() -> None:
    """An hour was used; the change to 30 minutes puts the deadline back to 12:30."""
    history = [held().at("1h"), prioritised("urgent").at("2h"), resumed().at("3h")]
    assert told(BY_PRIORITY, opened(), *history, until="3h").lines == [
        "2h retargeted resolution 4h to 30m"
    ]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "2h retargeted resolution 4h to 30m",
        "3h breached resolution due 30m",
    ]


def test_a_deadline_in_the_past_lies_behind_every_pause_before_it() -> None:
    """Ten minutes were used before the pause and an hour after it: 30 minutes end at 13:20."""
    history = [held().at("10m"), resumed().at("1h"), prioritised("urgent").at("2h")]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "2h retargeted resolution 4h to 30m",
        "2h breached resolution due 1h20m",
    ]


def test_what_fell_due_during_a_pause_is_no_success_if_it_ends_paused() -> None:
    history = [held().at("1h"), prioritised("urgent").at("2h"), resolved().at("3h")]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "2h retargeted resolution 4h to 30m",
        "3h stopped resolution (late_while_paused)",
    ]


def test_a_promise_that_does_not_pause_ends_the_pause() -> None:
    history = [held().at("10m"), prioritised("hasty").at("2h")]
    assert told(BY_PRIORITY, opened(), *history, until="10h").lines == [
        "2h retargeted resolution 4h to 1h",
        "2h50m breached resolution",
    ]


def test_a_promise_that_pauses_begins_the_pause() -> None:
    history = [held().at("10m"), prioritised("urgent", "hasty").at("20m"), resumed().at("5h")]
    assert told(BY_PRIORITY, opened(priority="hasty"), *history, until="10h").lines == [
        "20m retargeted resolution 1h to 30m",
        "5h10m breached resolution",
    ]


def test_another_version_forgets_no_pause() -> None:
    shorter = document(target(resolution={"target": "1h", "pause": ["vendor"]}))
    for mode in ("from_now", "retroactive"):
        history = [held().at("10m"), resumed().at("3h"), policy_applied(2, mode=mode).at("3h10m")]
        assert told([BY_PRIORITY, shorter], opened(), *history, until="10h").lines == [
            "3h10m retargeted resolution 4h to 1h",
            "3h50m breached resolution",
        ]


def test_a_retargeted_pause_is_counted_in_what_is_said() -> None:
    history = [held().at("10m"), prioritised("urgent").at("2h")]
    [change] = told(BY_PRIORITY, opened(), *history).said
    assert change.paused_for == after("1h50m") - NOON
