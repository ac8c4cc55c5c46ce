"""How clocks end with their ticket, and what they then say."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from domain.events.sla import SlaBreached, SlaMet, SlaStopped
from domain.ids import derive
from tests.spec import ANNA, MACHINE, NOON, TICKET, Fact, after, events_of
from tests.unit.clock_examples import promise, said, told
from tests.unit.ticket_facts import (
    closed,
    contacted,
    held,
    merged,
    opened,
    replied,
    resolved,
    resumed,
)

BY_PEOPLE_AND_RULES = pytest.mark.parametrize("by", [ANNA, MACHINE], ids=["person", "machine"])


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
