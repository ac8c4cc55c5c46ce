"""What each metric measures: what starts its clock, what satisfies it, what stops it."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from tests.spec import ANNA, MACHINE, Fact
from tests.unit.clock_examples import promise, said, told
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    contacted,
    deescalated,
    escalated,
    held,
    linked,
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
