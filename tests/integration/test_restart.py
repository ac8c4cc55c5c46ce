"""A timer that starts anew in front of very many open clocks."""

from __future__ import annotations

import signal
from collections import Counter
from itertools import count

from infra.kafka.admin import apply
from tests.integration.open_clocks import model, resident, store_clocks, tickets
from tests.integration.workers import Process, desk_of, in_threads, now, of, wait_until

OPEN = 20_000
EVERY = 10_000
"""A clock falls due each so many microseconds, from the past on."""
ON_TIME = 500_000
ALLOWED = 256
"""MiB."""


def last_lateness(desk):
    """Return how late the latest breach was recorded, in microseconds, and how many there are."""
    rows = desk.recorder.datastore.execute(
        "SELECT recorded_at, position FROM events WHERE topic = 'escalon.SlaBreached'"
        " ORDER BY position DESC LIMIT 1"
    )
    if not rows:
        return None
    [fact] = desk.outbox.stored_behind(rows[0][1] - 1, 1)
    return fact.recorded_at - fact.event.due_at


def is_on_time(desk):
    late = last_lateness(desk)
    return late is not None and late < ON_TIME


def test_it_fires_on_time_again_and_holds_in_memory_only_what_is_next(database, kafka):
    apply(kafka)
    with desk_of(database, kafka) as desk, in_threads(["relay"], database, kafka):
        first = now() - 2_000_000
        dues = zip(tickets(OPEN), count(first, EVERY), strict=False)
        store_clocks(database, model(desk), kafka.partitions, dues)
        timer = Process("sla-timer", database, kafka)
        try:
            wait_until(lambda: is_on_time(desk), "a breach on time")
            _, held = resident(timer.popen.pid)
        finally:
            timer.end(signal.SIGKILL)
        breached = Counter(event.ticket_id for event in of(desk, "SlaBreached"))

    assert held < ALLOWED
    assert set(breached.values()) == {1}
