"""Facts that the desk learns of late: what they take back, and what they can't."""

from __future__ import annotations

import pytest

from domain.events.sla import SlaBreached, SlaBreachRetracted, SlaMet
from domain.ids import derive
from tests.spec import MACHINE, TICKET, Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    contacted,
    escalated,
    held,
    merged,
    noted,
    opened,
    policy_withdrawn,
    prioritised,
    replied,
    resolved,
    resumed,
)

POLICY = document(
    target(
        {"priority": ["urgent"]},
        resolution={"target": "30m", "pause": ["vendor"]},
        first_response="30m",
    ),
    target(
        resolution={"target": "1h", "pause": ["vendor"], "warn_at": ["50%"], "overdue": ["5m"]},
        first_response="1h",
    ),
)
BREACHED = ["30m warned resolution 50%", "1h breached resolution", "1h5m overdue resolution 5m"]


def about(metric: str, *history: Fact, until: str = "20h") -> list[str]:
    return told(POLICY, opened(), *history, until=until).about(metric)


def test_an_answer_in_time_that_was_told_late_takes_the_breach_back() -> None:
    late = resolved().at("59m", heard="1h10m")
    assert about("resolution", late) == [
        *BREACHED,
        "59m retracted resolution",
        "59m met resolution r1",
    ]


def test_what_is_taken_back_names_the_breach_and_the_fact() -> None:
    history = [opened(), replied().at("59m", heard="1h10m")]
    spoken = told(POLICY, *history)
    [breach] = [
        e for e in spoken.said if isinstance(e, SlaBreached) and e.metric == "first_response"
    ]
    back = spoken.only(SlaBreachRetracted)
    fact = events_of(history)[-1].event_id
    assert back.breach_id == breach.event_id == derive(TICKET, "first_response:1:0:breach")
    assert back.event_id == back.originator_id == derive(breach.event_id, "retracted")
    assert (back.fact_id, back.causation_id) == (fact, fact)
    assert (back.revision, back.due_at, back.ticket_version) == (0, after("1h"), 2)
    assert spoken.only(SlaMet).revision == 1


def test_an_answer_at_the_deadline_that_was_told_late_was_in_time() -> None:
    """Satisfied at or before the deadline is met; so it would be had it been told in time."""
    late = replied().at("1h", heard="1h10m")
    assert about("first_response", late)[1:] == [
        "1h retracted first_response",
        "1h met first_response r1",
    ]


def test_an_answer_after_the_deadline_takes_nothing_back() -> None:
    late = replied().at("1h1m", heard="1h10m")
    assert about("first_response", late) == ["1h breached first_response"]


@pytest.mark.parametrize(
    ("ending", "reason"), [(closed(), "closed"), (merged(), "merged")], ids=["closed", "merged"]
)
def test_an_end_before_the_breach_takes_it_back_without_a_verdict(
    ending: Fact, reason: str
) -> None:
    assert about("first_response", ending.at("50m", heard="1h10m")) == [
        "1h breached first_response",
        "50m retracted first_response",
        f"50m stopped first_response ({reason}) r1",
    ]


def test_a_pause_before_the_breach_takes_it_back_for_now() -> None:
    history = [held().at("50m", heard="1h10m"), resumed().at("5h")]
    assert about("resolution", *history) == [
        *BREACHED,
        "50m retracted resolution",
        "5h10m breached resolution r1",
        "5h15m overdue resolution 5m r1",
    ]


def test_a_longer_promise_before_the_breach_takes_it_back_for_now() -> None:
    history = [prioritised("normal", "urgent").at("20m", heard="40m")]
    spoken = told(POLICY, opened(priority="urgent"), *history, until="20h")
    assert spoken.about("first_response") == [
        "30m breached first_response",
        "20m retracted first_response",
        "20m retargeted first_response 30m to 1h r1",
        "1h breached first_response r1",
    ]


@pytest.mark.parametrize(
    "fact", [prioritised("low"), policy_withdrawn()], ids=["gone", "withdrawn"]
)
def test_a_promise_that_was_taken_away_before_the_breach_takes_it_back(fact: Fact) -> None:
    policy = document(target({"priority": ["normal"]}, first_response="1h"))
    lines = told(policy, opened(), fact.at("50m", heard="1h10m"), until="20h").lines
    assert lines[:2] == ["1h breached first_response", "50m retracted first_response"]
    assert [text.split()[1] for text in lines[2:]] == ["stopped"]


def test_a_shorter_promise_told_late_breaches_when_it_is_due() -> None:
    assert about("first_response", prioritised("urgent").at("20m", heard="1h10m")) == [
        "1h breached first_response",
        "20m retracted first_response",
        "20m retargeted first_response 1h to 30m r1",
        "30m breached first_response r1",
    ]


@pytest.mark.parametrize(
    "fact",
    [noted(), contacted(), acknowledged(), assigned(), escalated(), replied(automatic=True)],
    ids=lambda fact: fact.kind.__name__,
)
def test_a_late_fact_that_does_not_matter_takes_nothing_back(fact: Fact) -> None:
    assert about("first_response", fact.at("50m", heard="1h10m")) == ["1h breached first_response"]


def test_a_machines_late_reply_takes_nothing_back() -> None:
    late = replied().at("50m", heard="1h10m").by(MACHINE)
    assert about("first_response", late) == ["1h breached first_response"]


def test_no_fact_comes_before_one_that_was_known_already() -> None:
    """A note of 1h5m is known; a reply of 50m told after it counts from there, which is late."""
    history = [noted().at("1h5m"), replied().at("50m", heard="1h10m")]
    assert about("first_response", *history) == ["1h breached first_response"]


def test_time_never_runs_backwards_between_facts() -> None:
    """The hold is told with a time before the note's: it begins with the note."""
    history = [noted().at("40m"), held().at("10m", heard="41m"), resumed().at("2h")]
    assert about("resolution", *history)[1:] == [
        "2h20m breached resolution",
        "2h25m overdue resolution 5m",
    ]


def test_after_a_retraction_later_steps_come_anew() -> None:
    history = [held().at("50m", heard="1h10m"), resumed().at("55m", heard="1h11m")]
    assert about("resolution", *history) == [
        *BREACHED,
        "50m retracted resolution",
        "1h5m breached resolution r1",
        "1h10m overdue resolution 5m r1",
    ]


def test_a_breach_is_taken_back_once() -> None:
    history = [held().at("50m", heard="1h10m"), resolved().at("52m", heard="1h12m")]
    assert about("resolution", *history)[3:] == [
        "50m retracted resolution",
        "52m met resolution r1",
    ]


def test_each_breach_that_was_none_is_taken_back() -> None:
    history = [
        held().at("50m", heard="1h10m"),
        resumed().at("51m", heard="1h11m"),
        noted().at("51m", heard="1h20m"),
        resolved().at("59m", heard="1h21m"),
    ]
    assert about("resolution", *history)[3:] == [
        "50m retracted resolution",
        "1h1m breached resolution r1",
        "1h6m overdue resolution 5m r1",
        "59m retracted resolution r1",
        "59m met resolution r2",
    ]


def test_warnings_stay_given() -> None:
    history = [held().at("10m", heard="1h10m"), resumed().at("20m", heard="1h11m")]
    lines = about("resolution", *history)
    assert [text for text in lines if "warned" in text] == ["30m warned resolution 50%"]
    assert "1h10m breached resolution r1" in lines
