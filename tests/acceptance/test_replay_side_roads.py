"""Breaches come from the timer that runs live, and from nowhere else."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.events.sla import ClockEvent, RepeatContact
from domain.events.ticket import (
    PriorityChanged,
    TicketClosed,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TicketRouted,
    TierEscalated,
)
from tests.acceptance.replay_program import SERVICENOW, first_incidents
from tests.acceptance.virtual_replay import facts_of

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS = 3_000
TOLD = (
    TicketOpened,
    TicketRouted,
    PriorityChanged,
    TicketResolved,
    TicketReopened,
    TicketClosed,
    RepeatContact,
)


@pytest.fixture(scope="module")
def log(shared, tmp_path_factory):
    return first_incidents(shared, tmp_path_factory.mktemp("side-roads") / "log.csv", ROWS)


@pytest.fixture(scope="module")
def timed(log):
    return facts_of(log)


@pytest.fixture(scope="module")
def untimed(log):
    return facts_of(log, timer=False)


def test_without_the_timer_no_clock_says_anything(timed, untimed):
    assert sum(isinstance(fact, ClockEvent) for fact in timed) > 100
    assert [fact for fact in untimed if isinstance(fact, ClockEvent)] == []


def test_without_the_timer_only_repeat_contacts_move_tickets(timed, untimed):
    assert {"sla_breached", "sla_overdue"} < reasons_of(timed)
    assert reasons_of(untimed) == {"repeat_contact"}


def test_without_the_timer_the_log_and_its_repeat_contacts_are_told_the_same(timed, untimed):
    assert told(untimed) == told(timed)
    assert told(timed)["RepeatContact"] > 10


def reasons_of(facts):
    return {fact.reason for fact in facts if isinstance(fact, TierEscalated)}


def told(facts):
    """Count what only the log's rows decide, and repeat contacts."""
    return Counter(type(fact).__name__ for fact in facts if isinstance(fact, TOLD))
