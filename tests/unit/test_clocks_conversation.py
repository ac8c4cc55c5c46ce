"""Clocks of a conversation: questions that wait for an answer, and answers for the next."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from tests.spec import ANNA, MACHINE, REQUESTER, Fact
from tests.unit.clock_examples import promise, said, told
from tests.unit.ticket_facts import (
    closed,
    contacted,
    opened,
    replied,
    resolved,
)

# first_response


def first_contact(opening: Fact, *history: Fact) -> list[str]:
    policy = promise(first_response={"target": "1h", "begins": "first_contact"})
    return told(policy, opening, *history, until="10h").lines


def test_a_policy_may_count_a_first_response_from_the_first_contact_on() -> None:
    assert first_contact(opened().by(REQUESTER)) == ["1h breached first_response"]
    assert first_contact(opened().by(ANNA)) == []
    history = [contacted().at("2h"), contacted().at("3h"), replied().at("4h")]
    assert first_contact(opened().by(ANNA), *history) == ["3h breached first_response"]


def test_an_answer_before_the_first_contact_is_the_first_response() -> None:
    history = [replied().at("1h"), contacted().at("2h")]
    assert first_contact(opened().by(ANNA), *history) == []


# next_response


def test_next_response_runs_from_the_first_unanswered_contact() -> None:
    history = [replied().at("10m"), contacted().at("30m"), contacted().at("1h")]
    assert said("next_response", *history) == ["1h30m breached next_response"]


def test_next_response_has_a_cycle_for_each_question() -> None:
    history = [
        replied().at("10m"),
        contacted().at("20m"),
        replied().at("30m"),
        contacted().at("40m"),
        contacted().at("45m"),
        replied().at("50m"),
        contacted().at("1h"),
    ]
    assert said("next_response", *history) == [
        "30m met next_response",
        "50m met next_response #2",
        "2h breached next_response #3",
    ]


def test_before_the_first_reply_a_contact_is_no_next_question() -> None:
    assert said("next_response", contacted().at("10m"), replied().at("20m")) == []


def from_opening(metric: str, *history: Fact) -> list[str]:
    policy = promise(**{metric: {"target": "1h", "begins": "opening"}})
    return told(policy, opened(), *history, until="10h").lines


def test_a_policy_may_count_questions_from_the_opening_on() -> None:
    history = [contacted().at("10m"), contacted().at("20m"), replied().at("30m")]
    assert from_opening("next_response", *history, contacted().at("40m")) == [
        "30m met next_response",
        "1h40m breached next_response #2",
    ]


def test_the_opening_itself_is_no_question() -> None:
    assert from_opening("next_response") == []


def test_a_machine_asks_nothing() -> None:
    history = [replied().at("10m"), contacted().at("20m").by(MACHINE)]
    assert said("next_response", *history) == []


@pytest.mark.parametrize("by", [ANNA, REQUESTER], ids=["a call written down", "a message"])
def test_a_question_counts_whoever_wrote_it_down(by: Actor) -> None:
    history = [replied().at("10m"), contacted().at("20m").by(by)]
    assert said("next_response", *history) == ["1h20m breached next_response"]


@pytest.mark.parametrize(
    "answer", [replied(automatic=True), replied().by(MACHINE)], ids=["automatic", "machine"]
)
def test_a_machine_answers_nothing(answer: Fact) -> None:
    history = [replied().at("10m"), contacted().at("20m"), answer.at("30m")]
    assert said("next_response", *history) == ["1h20m breached next_response"]


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])
def test_a_question_after_the_end_starts_no_clock(ending: Fact) -> None:
    history = [replied().at("10m"), ending.at("20m"), contacted().at("30m")]
    assert said("next_response", *history) == []


# update


def test_update_runs_from_reply_to_reply() -> None:
    history = [replied().at("10m"), replied().at("50m"), replied().at("1h")]
    assert said("update", *history) == [
        "50m met update",
        "1h met update #2",
        "2h breached update #3",
    ]


def test_a_policy_may_want_updates_from_the_opening_on() -> None:
    assert from_opening("update", contacted().at("10m"), replied().at("30m")) == [
        "30m met update",
        "1h30m breached update #2",
    ]


@pytest.mark.parametrize(
    "fact", [replied(automatic=True), replied().by(MACHINE)], ids=["automatic", "machine"]
)
def test_a_machine_neither_starts_nor_meets_an_update(fact: Fact) -> None:
    assert said("update", fact.at("10m")) == []
    assert said("update", replied().at("10m"), fact.at("20m")) == ["1h10m breached update"]


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])
def test_a_reply_after_the_end_starts_no_update(ending: Fact) -> None:
    assert said("update", ending.at("10m"), replied().at("20m")) == []


def test_an_update_is_late_once_and_the_next_one_counts_anew() -> None:
    assert said("update", replied().at("10m"), replied().at("2h")) == [
        "1h10m breached update",
        "3h breached update #2",
    ]
