"""What each metric measures: what starts its clock, what satisfies it, what stops it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.actor import Actor
from domain.events.sla import SlaBreached, SlaMet, SlaStopped
from domain.ids import derive
from tests.spec import ANNA, MACHINE, NOON, REQUESTER, TICKET, Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    contacted,
    deescalated,
    escalated,
    held,
    linked,
    merged,
    noted,
    opened,
    prioritised,
    rated,
    replied,
    requester_told,
    resolved,
    resumed,
    routed,
    staff_told,
    unassigned,
)


def promise(**metrics: Any) -> dict[str, Any]:
    """Return a policy that promises the same to all tickets, around the clock."""
    return document(target(**metrics))


def said(metric: str, *history: Fact, length: str = "1h", until: str = "10h") -> list[str]:
    """Return what the clock of a metric of one hour says."""
    return told(promise(**{metric: length}), opened(), *history, until=until).lines


EVERY = ("acknowledge", "first_response", "requester_wait", "resolution", "tier_time")
STARTED_BY_OPENING = pytest.mark.parametrize("metric", EVERY)
BY_PEOPLE_AND_RULES = pytest.mark.parametrize("by", [ANNA, MACHINE], ids=["person", "machine"])


@STARTED_BY_OPENING
def test_the_opening_starts_a_clock(metric: str) -> None:
    assert said(metric) == [f"1h breached {metric}"]


@pytest.mark.parametrize("metric", ["next_response", "update"])
def test_the_opening_alone_starts_no_clock_of_a_conversation(metric: str) -> None:
    assert said(metric) == []


@STARTED_BY_OPENING
def test_a_clock_that_a_machine_started_runs_too(metric: str) -> None:
    policy = promise(**{metric: "1h"})
    assert told(policy, opened().by(MACHINE), until="10h").lines == [f"1h breached {metric}"]


@STARTED_BY_OPENING
@pytest.mark.parametrize(
    "fact",
    [
        noted(),
        contacted(),
        routed("hardware"),
        prioritised("high"),
        unassigned(),
        linked(),
        rated(5),
        requester_told(),
        staff_told("lead"),
    ],
    ids=lambda fact: fact.kind.__name__,
)
def test_what_else_happens_ends_no_clock(metric: str, fact: Fact) -> None:
    assert said(metric, fact.at("10m")) == [f"1h breached {metric}"]


# acknowledge


@pytest.mark.parametrize("fact", [acknowledged(), assigned()], ids=["acknowledge", "assign"])
def test_acknowledge_is_met_by_the_first_who_takes_it(fact: Fact) -> None:
    assert said("acknowledge", fact.at("10m")) == ["10m met acknowledge"]


@pytest.mark.parametrize("fact", [acknowledged(), assigned()], ids=["acknowledge", "assign"])
def test_acknowledge_is_not_met_by_a_machine(fact: Fact) -> None:
    assert said("acknowledge", fact.at("10m").by(MACHINE)) == ["1h breached acknowledge"]


def test_acknowledge_is_not_met_by_a_reply() -> None:
    assert said("acknowledge", replied().at("10m")) == ["1h breached acknowledge"]


def test_acknowledge_is_met_once() -> None:
    history = [acknowledged().at("10m"), assigned().at("20m"), acknowledged().at("30m")]
    assert said("acknowledge", *history) == ["10m met acknowledge"]


def test_in_another_tier_it_is_acknowledged_anew() -> None:
    history = [acknowledged().at("10m"), escalated().at("30m"), assigned().at("50m")]
    assert said("acknowledge", *history) == ["10m met acknowledge", "50m met acknowledge #2"]


def test_a_move_stops_the_acknowledge_of_the_tier_that_it_leaves() -> None:
    assert said("acknowledge", escalated().at("30m")) == [
        "30m stopped acknowledge (moved)",
        "1h30m breached acknowledge #2",
    ]


def test_a_move_down_starts_acknowledge_too() -> None:
    history = [escalated().at("10m"), deescalated().at("20m")]
    assert said("acknowledge", *history) == [
        "10m stopped acknowledge (moved)",
        "20m stopped acknowledge (moved) #2",
        "1h20m breached acknowledge #3",
    ]


# first_response


def test_first_response_is_met_by_the_first_reply() -> None:
    assert said("first_response", replied().at("10m"), replied().at("20m")) == [
        "10m met first_response"
    ]


@pytest.mark.parametrize(
    "fact",
    [replied(automatic=True), replied().by(MACHINE), noted(), assigned(), requester_told()],
    ids=["automatic", "machine", "note", "assign", "notice"],
)
def test_first_response_is_met_by_nothing_less_than_a_persons_reply(fact: Fact) -> None:
    assert said("first_response", fact.at("10m")) == ["1h breached first_response"]


def test_first_response_goes_on_through_the_tiers() -> None:
    assert said("first_response", escalated().at("10m")) == ["1h breached first_response"]


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


# requester_wait


def test_requester_wait_leaves_out_what_the_requester_is_waited_for() -> None:
    history = [held("requester").at("10m"), resumed("requester").at("5h")]
    assert said("requester_wait", *history) == ["5h50m breached requester_wait"]


@pytest.mark.parametrize("on", ["vendor", "internal"])
def test_requester_wait_counts_what_others_are_waited_for(on: str) -> None:
    assert said("requester_wait", held(on).at("10m")) == ["1h breached requester_wait"]


def test_requester_wait_ends_with_the_resolution() -> None:
    assert said("requester_wait", replied().at("5m"), resolved().at("10m")) == [
        "10m met requester_wait"
    ]


def test_requester_wait_can_leave_out_more() -> None:
    policy = promise(requester_wait={"target": "1h", "pause": ["vendor"]})
    history = [held("vendor").at("10m"), held("requester").at("20m")]
    assert told(policy, opened(), *history, until="10h").lines == []


# tier_time


def test_tier_time_is_met_by_leaving_the_tier() -> None:
    assert said("tier_time", escalated().at("10m")) == [
        "10m met tier_time",
        "1h10m breached tier_time #2",
    ]


def test_entering_a_tier_again_is_a_new_cycle() -> None:
    history = [escalated().at("50m"), deescalated().at("1h40m"), resolved().at("2h30m")]
    assert said("tier_time", *history) == [
        "50m met tier_time",
        "1h40m met tier_time #2",
        "2h30m met tier_time #3",
    ]


@BY_PEOPLE_AND_RULES
def test_a_move_ends_tier_time_whoever_made_it(by: Actor) -> None:
    assert said("tier_time", escalated().at("10m").by(by), until="20m") == ["10m met tier_time"]


# resolution


def test_resolution_is_met_by_resolving() -> None:
    assert said("resolution", resolved().at("10m")) == ["10m met resolution"]


@BY_PEOPLE_AND_RULES
def test_resolving_ends_resolution_whoever_did_it(by: Actor) -> None:
    assert said("resolution", resolved().at("10m").by(by)) == ["10m met resolution"]


def test_resolution_until_closed_is_met_by_closing() -> None:
    policy = promise(resolution={"target": "1h", "until": "closed"})
    history = [resolved().at("10m"), closed("resolved").at("50m")]
    assert told(policy, opened(), *history, until="10h").lines == ["50m met resolution"]


def test_resolution_until_closed_goes_on_while_resolved() -> None:
    policy = promise(resolution={"target": "1h", "until": "closed"})
    assert told(policy, opened(), resolved().at("10m"), until="10h").lines == [
        "1h breached resolution"
    ]


def test_resolution_until_closed_is_met_without_resolving() -> None:
    policy = promise(resolution={"target": "1h", "until": "closed"})
    assert told(policy, opened(), closed().at("10m")).lines == ["10m met resolution"]


def test_resolved_is_not_a_pause() -> None:
    policy = promise(resolution={"target": "1h", "until": "closed", "pause": ["vendor"]})
    history = [held().at("10m"), resolved().at("20m")]
    assert told(policy, opened(), *history, until="10h").lines == ["1h10m breached resolution"]


# The end of a ticket


CONVERSATION = (replied().at("10m"), contacted().at("20m"))
"""After this, the clocks of acknowledge, next_response and update run besides."""


@pytest.mark.parametrize(
    ("ending", "reason"), [(closed("open"), "closed"), (merged(), "merged")], ids=["close", "merge"]
)
@BY_PEOPLE_AND_RULES
def test_the_end_of_a_ticket_stops_all_its_clocks(by: Actor, ending: Fact, reason: str) -> None:
    metrics = (
        "acknowledge",
        "next_response",
        "requester_wait",
        "resolution",
        "tier_time",
        "update",
    )
    policy = promise(**dict.fromkeys(metrics, "1h"))
    lines = told(policy, opened(), *CONVERSATION, ending.at("30m").by(by), until="10h").lines
    assert lines == [f"30m stopped {metric} ({reason})" for metric in metrics]


def test_resolving_stops_what_it_does_not_meet() -> None:
    metrics = ("acknowledge", "first_response", "next_response", "update")
    policy = promise(**dict.fromkeys(metrics, "1h"))
    assert told(policy, opened(), resolved().at("10m"), until="10h").lines == [
        "10m stopped acknowledge (resolved)",
        "10m stopped first_response (resolved)",
    ]
    assert told(policy, opened(), *CONVERSATION, resolved().at("30m"), until="10h").lines == [
        "10m met first_response",
        "30m stopped acknowledge (resolved)",
        "30m stopped next_response (resolved)",
        "30m stopped update (resolved)",
    ]


@pytest.mark.parametrize("ending", [resolved(), closed(), merged()], ids=lambda f: f.kind.__name__)
@pytest.mark.parametrize("metric", ["resolution", "first_response"])
def test_after_a_breach_the_end_says_nothing_more(metric: str, ending: Fact) -> None:
    assert said(metric, ending.at("2h")) == [f"1h breached {metric}"]


# What a saying holds


def test_a_saying_holds_all_that_it_takes_to_recompute_it() -> None:
    policy = promise(resolution={"target": "1h", "pause": ["vendor"]})
    history = [opened(), held().at("10m"), resumed().at("30m")]
    breach = told(policy, *history, until="10h").only(SlaBreached)
    id = derive(TICKET, "resolution:1:0:breach")
    assert (breach.event_id, breach.originator_id, breach.originator_version) == (id, id, 1)
    assert (breach.ticket_id, breach.ticket_version, breach.tier) == (TICKET, 3, "front-line")
    assert (breach.metric, breach.cycle, breach.revision) == ("resolution", 1, 0)
    assert (breach.started_at, breach.due_at) == (NOON, after("1h20m"))
    assert (breach.target, breach.paused_for) == (after("1h") - NOON, after("20m") - NOON)
    assert (breach.calendar, breach.policy, breach.policy_version) == ("always", "default", 1)
    assert breach.causation_id == events_of(history)[-1].event_id


def test_a_clock_that_was_met_was_met_by_what_met_it() -> None:
    history = [opened(), replied().at("10m")]
    met = told(promise(first_response="1h"), *history).only(SlaMet)
    assert met.causation_id == events_of(history)[-1].event_id
    assert met.ticket_version == 2


def test_a_clock_that_was_stopped_was_stopped_by_what_stopped_it() -> None:
    history = [opened(), merged().at("10m")]
    stopped = told(promise(first_response="1h"), *history).only(SlaStopped)
    assert stopped.causation_id == events_of(history)[-1].event_id


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["met", "stopped"])
def test_a_clock_that_ends_while_paused_counts_the_whole_pause(ending: Fact) -> None:
    """Elapsed and paused time add up to the time since the start."""
    policy = promise(resolution={"target": "1h", "pause": ["vendor"]})
    [end] = told(policy, opened(), held().at("10m"), ending.at("30m")).said
    assert isinstance(end, SlaMet | SlaStopped)
    assert (end.elapsed, end.paused_for) == (after("10m") - NOON, after("20m") - NOON)
