"""A follower of a replay acts when it is given a turn, and on nothing that lies behind it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from threading import Event, Thread

import pytest

from escalon.workers.kinds import KINDS
from escalon.workers.turns import InTurns
from infra.kafka.admin import apply
from infra.store.postgres.turns import Horizon, TurnsGiven
from tests.integration.workers import (
    desk_of,
    id_of,
    numbers_of,
    of,
    opening,
    publish,
    publish_log,
    wait_until,
)

POLICY_AND_TICKET = 2
SECONDS = 0.2


@pytest.fixture
def topics(kafka):
    apply(kafka)
    return kafka


@contextmanager
def in_turns(kind, desk):
    """Run a follower of a replay, and give turns to it."""
    stop = Event()
    follower = InTurns(desk, KINDS[kind], stop)
    thread = Thread(target=follower.run)
    thread.start()
    try:
        with closing(TurnsGiven(desk.database)) as turns:
            yield turns
    finally:
        stop.set()
        thread.join()


def take(turns, kind, until, kafka, horizons=()):
    """Give a turn, and wait until all shares have taken it."""
    number = turns.give(kind, until, horizons)
    shares = [f"{kind}:{partition}" for partition in range(kafka.partitions)]
    wait_until(lambda: turns.is_done(number, shares, SECONDS), "the turn")


def positions(desk, kind, kafka):
    return {
        number: desk.workspace.states.position(f"{kind}:{number}")
        for number in range(kafka.partitions)
    }


def test_what_lies_behind_the_turn_waits_though_it_has_come(database, topics):
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish(), opening("ticket"), opening("later")])
        publish_log(desk, topics)
        with desk_of(database, topics) as other, in_turns("escalation", other) as turns:
            take(turns, "escalation", POLICY_AND_TICKET, topics)
            first = positions(desk, "escalation", topics)
            take(turns, "escalation", POLICY_AND_TICKET + 1, topics)
            second = positions(desk, "escalation", topics)

    assert max(first.values()) == POLICY_AND_TICKET
    assert max(second.values()) == POLICY_AND_TICKET + 1


def test_a_ticket_fires_only_when_its_turn_says_so(database, topics):
    with desk_of(database, topics) as desk:
        opened = opening("ticket")
        desk.desk.execute_many([publish(), opened])
        publish_log(desk, topics)
        [number] = numbers_of(topics, "ticket")
        horizon = Horizon(f"sla-timer:{number}", id_of("ticket"), opened.at + 1_000_001)
        with desk_of(database, topics) as other, in_turns("sla-timer", other) as turns:
            take(turns, "sla-timer", POLICY_AND_TICKET, topics)
            before = of(desk, "SlaBreached")
            take(turns, "sla-timer", POLICY_AND_TICKET, topics, [horizon])
            after = of(desk, "SlaBreached")
            take(turns, "sla-timer", POLICY_AND_TICKET, topics)
            again = of(desk, "SlaBreached")

    assert before == []
    assert [event.ticket_id for event in after] == [id_of("ticket")]
    assert again == after
