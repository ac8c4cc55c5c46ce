"""Processes that are stopped, given up, and woken later: they change nothing any more."""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest

from escalon.workers.projecting import views_url
from infra.kafka.admin import apply
from infra.kafka.topics import SLA, TICKETS, WATERMARKS
from infra.kafka.watermarks import from_value
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.views import open_views
from tests.integration.workers import (
    Process,
    desk_of,
    folded_outcomes,
    header,
    id_of,
    in_threads,
    log_of,
    of,
    opening,
    publish,
    records,
    wait_until,
)

NAMES = [[f"{portion} {number}" for number in range(20)] for portion in range(3)]


@pytest.fixture
def topics(kafka):
    apply(kafka)
    return kafka


@contextmanager
def processes(name, database, kafka, words):
    """Run the first of a kind, and beside it a second, which is started but doesn't work yet."""
    with ExitStack() as ends:
        both = []
        for _ in range(2):
            both.append(Process(name, database, kafka))
            ends.callback(both[-1].end, signal.SIGKILL)
            wait_until(lambda: both[0].has_said(words), "the first to work")
        yield both


def open_tickets(desk, portion):
    desk.desk.execute_many([opening(name) for name in NAMES[portion]])


def breached(desk):
    return Counter(event.ticket_id for event in of(desk, "SlaBreached"))


def test_a_timer_that_slept_past_its_end_says_nothing_behind_its_successor(database, topics):
    with (
        desk_of(database, topics) as desk,
        in_threads(["relay"], database, topics),
        processes("sla-timer", database, topics, "works on partitions [0, 1, 2]") as (old, new),
    ):
        desk.desk.execute_many([publish()])
        open_tickets(desk, 0)
        wait_until(lambda: breached(desk).total() == 20, "the first breaches")
        open_tickets(desk, 1)
        old.popen.send_signal(signal.SIGSTOP)
        wait_until(lambda: breached(desk).total() == 40, "what fell due meanwhile")
        old.popen.send_signal(signal.SIGCONT)
        open_tickets(desk, 2)
        wait_until(lambda: breached(desk).total() == 60, "the last breaches")
        wait_until(lambda: shared_out(old, new), "both to work")
        said = breached(desk)

    assert said == Counter(id_of(name) for portion in NAMES for name in portion)


def shared_out(old, new):
    return old.has_said("taken over") or new.has_said("works on partitions [0, 1, 2]")


def positions(kafka, topic):
    """Return the positions of each partition's records, as they lie there."""
    found = {}
    for record in records(kafka, topic):
        found.setdefault(record.partition, []).append(int(header(record, "position")))
    return found


def test_a_relay_that_slept_past_its_end_writes_nothing_behind_its_successor(database, topics):
    with (
        desk_of(database, topics) as desk,
        processes("relay", database, topics, "leads from position") as (old, new),
    ):
        desk.desk.execute_many([publish()])
        open_tickets(desk, 0)
        wait_until(lambda: len(records(topics, TICKETS.name)) == 20, "the first facts")
        old.popen.send_signal(signal.SIGSTOP)
        open_tickets(desk, 1)
        wait_until(lambda: new.has_said("leads from position"), "the successor")
        old.popen.send_signal(signal.SIGCONT)
        wait_until(lambda: old.has_said("begins anew"), "the first to notice")
        open_tickets(desk, 2)
        wait_until(lambda: len(records(topics, TICKETS.name)) >= 60, "all facts")
    for topic in (TICKETS, SLA):
        for listed in positions(topics, topic.name).values():
            assert listed == sorted(set(listed))
    marks = [from_value(record.value).position for record in records(topics, WATERMARKS.name)]

    assert len(records(topics, TICKETS.name)) == 60
    assert marks == sorted(marks)


def test_who_kept_the_read_models_and_slept_past_its_end_changes_nothing(database, topics):
    with (
        desk_of(database, topics) as desk,
        in_threads(["relay"], database, topics),
        processes("projections", database, topics, "go on from position") as (old, new),
    ):
        desk.desk.execute_many([publish()])
        open_tickets(desk, 0)
        engine = open_views(None, views_url(database))
        wait_until(lambda: reached(engine) == len(log_of(desk)), "the read models")
        old.popen.send_signal(signal.SIGSTOP)
        open_tickets(desk, 1)
        wait_until(lambda: new.has_said("go on from position"), "the successor")
        wait_until(lambda: reached(engine) == len(log_of(desk)), "the read models")
        old.popen.send_signal(signal.SIGCONT)
        wait_until(lambda: old.has_said("begins anew"), "the first to notice")
        open_tickets(desk, 2)
        wait_until(lambda: reached(engine) == len(log_of(desk)), "the read models")
        shown, folded = list(outcomes(engine)), folded_outcomes(desk)
        engine.dispose()

    assert shown == folded


def reached(engine):
    return min(position_of(engine, name) for name in ALL)
