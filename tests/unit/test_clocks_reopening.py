"""A reopened ticket: what goes on, what begins anew, what is over."""

from __future__ import annotations

import pytest

from domain.events.sla import SlaBreached
from tests.spec import Fact
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    contacted,
    escalated,
    opened,
    reopened,
    replied,
    resolved,
)

POLICY = document(
    target(
        acknowledge="1h",
        first_response="1h",
        next_response="1h",
        update="1h",
        requester_wait="1h",
        tier_time="1h",
        resolution={"target": "1h", "overdue": ["1h"]},
    )
)
ENDINGS = pytest.mark.parametrize(
    ("ending", "was"), [(resolved(), "resolved"), (closed(), "closed")], ids=["resolved", "closed"]
)


def about(metric: str, *history: Fact) -> list[str]:
    return told(POLICY, opened(), *history, until="20h").about(metric)


@ENDINGS
@pytest.mark.parametrize("metric", ["resolution", "requester_wait"])
def test_a_reopen_resumes_what_it_had_measured(metric: str, ending: Fact, was: str) -> None:
    said = about(metric, ending.at("20m"), reopened(was).at("5h"))
    assert said[1] == f"5h40m breached {metric} r1"
    assert len(said) == 2 + (metric == "resolution")


@ENDINGS
def test_the_stay_in_the_tier_goes_on(ending: Fact, was: str) -> None:
    said = about("tier_time", ending.at("20m"), reopened(was).at("5h"))
    assert said[1:] == ["5h40m breached tier_time r1"]


@ENDINGS
@pytest.mark.parametrize("metric", ["acknowledge", "first_response"])
def test_what_the_end_stopped_goes_on(metric: str, ending: Fact, was: str) -> None:
    said = about(metric, ending.at("20m"), reopened(was).at("5h"))
    assert said == [f"20m stopped {metric} ({was})", f"5h40m breached {metric} r1"]


def test_an_open_question_goes_on() -> None:
    history = [replied().at("5m"), contacted().at("10m"), resolved().at("20m"), reopened().at("5h")]
    assert about("next_response", *history)[1:] == ["5h50m breached next_response r1"]
    assert about("update", *history)[1:] == ["5h45m breached update r1"]


@pytest.mark.parametrize(
    ("metric", "fact"), [("acknowledge", acknowledged()), ("first_response", replied())]
)
def test_what_was_done_stays_done(metric: str, fact: Fact) -> None:
    history = [fact.at("5m"), resolved().at("20m"), reopened().at("5h")]
    assert about(metric, *history) == [f"5m met {metric}"]


def test_a_breached_clock_does_not_breach_again() -> None:
    history = [
        resolved().at("1h30m"),
        reopened().at("5h"),
        resolved().at("8h"),
        reopened().at("9h"),
    ]
    assert about("resolution", *history) == [
        "1h breached resolution",
        "5h30m overdue resolution 1h r1",
    ]


def test_a_resolution_in_time_counts_each_time() -> None:
    history = [
        resolved().at("20m"),
        reopened().at("1h"),
        resolved().at("1h10m"),
        reopened().at("2h"),
    ]
    assert about("resolution", *history) == [
        "20m met resolution",
        "1h10m met resolution r1",
        "2h30m breached resolution r2",
        "3h30m overdue resolution 1h r2",
    ]


def test_the_ids_of_each_round_differ() -> None:
    history = [resolved().at("20m"), reopened().at("1h"), resolved().at("1h10m")]
    said = told(POLICY, opened(), *history, until="20h").said
    assert len({event.event_id for event in said}) == len(said)


def test_a_resolution_until_closed_runs_through_resolving_and_reopening() -> None:
    policy = document(target(resolution={"target": "1h", "until": "closed"}))
    history = [resolved().at("10m"), reopened().at("20m"), resolved().at("30m")]
    spoken = told(policy, opened(), *history, until="20h")
    assert spoken.lines == ["1h breached resolution"]
    assert spoken.only(SlaBreached).revision == 0


def test_a_closed_resolution_until_closed_goes_on_once_reopened() -> None:
    policy = document(target(resolution={"target": "1h", "until": "closed"}))
    history = [closed().at("10m"), reopened("closed").at("5h")]
    assert told(policy, opened(), *history, until="20h").lines == [
        "10m met resolution",
        "5h50m breached resolution r1",
    ]


# Moves in between


def test_a_ticket_that_moved_meanwhile_stays_in_its_new_tier_anew() -> None:
    history = [resolved().at("20m"), escalated().at("1h"), reopened().at("5h")]
    assert about("tier_time", *history) == ["20m met tier_time", "6h breached tier_time #2"]


def test_so_does_one_that_moved_in_the_instant_in_which_it_was_resolved() -> None:
    history = [resolved().at("20m"), escalated().at("20m"), reopened().at("5h")]
    assert about("tier_time", *history) == ["20m met tier_time", "6h breached tier_time #2"]


def test_a_ticket_that_moved_meanwhile_is_acknowledged_anew() -> None:
    history = [resolved().at("20m"), escalated().at("1h"), reopened().at("5h")]
    assert about("acknowledge", *history) == [
        "20m stopped acknowledge (resolved)",
        "6h breached acknowledge #2",
    ]


def test_a_ticket_that_moved_meanwhile_is_acknowledged_anew_also_if_it_was_before() -> None:
    history = [
        acknowledged().at("10m"),
        resolved().at("20m"),
        escalated().at("1h"),
        reopened().at("5h"),
    ]
    assert about("acknowledge", *history) == [
        "10m met acknowledge",
        "6h breached acknowledge #2",
    ]


def test_a_ticket_that_was_taken_meanwhile_needs_no_acknowledgement() -> None:
    """An assignment of an ended ticket is recorded too."""
    history = [resolved().at("20m"), assigned().at("1h"), reopened().at("5h")]
    assert about("acknowledge", *history) == ["20m stopped acknowledge (resolved)"]


def test_a_ticket_that_was_answered_meanwhile_needs_no_first_response() -> None:
    history = [resolved().at("20m"), replied().at("1h"), reopened().at("5h")]
    assert about("first_response", *history) == ["20m stopped first_response (resolved)"]


def test_a_question_that_was_answered_meanwhile_needs_no_answer() -> None:
    history = [
        replied().at("5m"),
        contacted().at("10m"),
        resolved().at("20m"),
        replied().at("1h"),
        reopened().at("5h"),
    ]
    assert about("next_response", *history) == ["20m stopped next_response (resolved)"]


def test_an_update_is_awaited_while_the_ticket_is_open() -> None:
    history = [resolved().at("20m"), replied().at("1h"), reopened().at("5h")]
    assert about("update", *history) == ["6h breached update"]
