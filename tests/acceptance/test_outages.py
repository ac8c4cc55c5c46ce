"""Servers go away for a while: workers wait, go on by themselves, and lose nothing."""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import contextmanager
from time import monotonic

from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import TICKETS
from infra.store.postgres.migrate import upgrade
from tests.integration.workers import (
    Process,
    desk_of,
    header,
    id_of,
    log_of,
    of,
    opening,
    publish,
    records,
    results,
    send,
    wait_until,
)
from tests.services import own_kafka, own_postgres  # noqa: F401  # fixtures

AWAY_SECONDS = 15
PATIENCE = 120
AGAIN = "begins anew in"


def prepared(kafka, postgres):
    """Return the database and Kafka's settings of a desk that has a policy."""
    database = postgres.create_database("outage")
    upgrade(database)
    settings = KafkaSettings(bootstrap=kafka.bootstrap, partitions=3)
    apply(settings)
    with desk_of(database, settings) as desk:
        desk.desk.execute_many([publish()])
    return database, settings


@contextmanager
def all_workers(database, kafka):
    """Run one of each kind in a process, which must outlive all that happens and end in order."""
    process = Process("all", database, kafka)
    try:
        wait_until(lambda: process.has_said("The read models go on"), "the workers", PATIENCE)
        yield process
        assert process.end(signal.SIGTERM) == 0, process.said[-20:]
        assert not process.has_said("Traceback")
    finally:
        process.end(signal.SIGKILL)


def must_have_all(desk, kafka, names):
    """Wait until each ticket was breached, moved and published; each of it once."""
    tickets = Counter(id_of(name) for name in names)
    wait_until(lambda: len(of(desk, "TierEscalated")) >= len(names), "all moves", PATIENCE)
    wait_until(lambda: len(log_of(desk)) == len(told(kafka)), "all facts on topics", PATIENCE)
    assert Counter(event.originator_id for event in of(desk, "TicketOpened")) == tickets
    assert Counter(event.ticket_id for event in of(desk, "SlaBreached")) == tickets
    assert Counter(event.originator_id for event in of(desk, "TierEscalated")) == tickets


def told(kafka):
    """Return the positions of the facts on their own topics; each is there once."""
    topics = (TICKETS.name, "escalon.sla.v1", "escalon.policies.v1")
    found = [int(header(one, "position")) for topic in topics for one in records(kafka, topic)]
    assert len(found) == len(set(found))
    return set(found)


def stay_away(since):
    wait_until(lambda: monotonic() - since > AWAY_SECONDS, "the time is over")


def test_a_database_that_was_away_is_gone_on_with(own_kafka, own_postgres):  # noqa: F811  # fixtures
    database, kafka = prepared(own_kafka, own_postgres)
    names = [f"ticket {number}" for number in range(20)]
    with all_workers(database, kafka) as process:
        send(kafka, [opening(name) for name in names[:10]])
        wait_until(lambda: len(results(kafka)) >= 10, "the first answers", PATIENCE)
        own_postgres.stop("immediate")
        gone = monotonic()
        send(kafka, [opening(name) for name in names[10:]])
        wait_until(lambda: process.has_said(f"commands {AGAIN}"), "the worker knows", PATIENCE)
        stay_away(gone)
        own_postgres.start()
        with desk_of(database, kafka) as desk:
            must_have_all(desk, kafka, names)

    assert process.has_said(f"relay {AGAIN}")


def test_a_broker_that_was_away_is_gone_on_with(own_kafka, own_postgres):  # noqa: F811  # fixtures
    database, kafka = prepared(own_kafka, own_postgres)
    names = [f"ticket {number}" for number in range(20)]
    with all_workers(database, kafka) as process, desk_of(database, kafka) as desk:
        desk.desk.execute_many([opening(name) for name in names[:10]])
        wait_until(lambda: len(of(desk, "SlaBreached")) >= 10, "the first breaches", PATIENCE)
        own_kafka.kill()
        gone = monotonic()
        desk.desk.execute_many([opening(name) for name in names[10:]])
        wait_until(lambda: process.has_said(f"relay {AGAIN}"), "the relay knows", PATIENCE)
        stay_away(gone)
        own_kafka.start()
        must_have_all(desk, kafka, names)
