"""The worker that publishes the log: one leader, and others that wait to take over."""

from __future__ import annotations

import logging
from threading import Event
from time import monotonic

import psycopg

from consumers.relay import IDLE_SECONDS, Relay
from escalon.distributed import Distributed
from infra.kafka.publisher import Publisher
from infra.store.postgres.outbox import LEADER_LOCK

STANDBY_SECONDS = 0.25
LOOK_SECONDS = 0.005
log = logging.getLogger(__name__)


class Publishing:
    """`escalon work relay`."""

    def __init__(self, desk: Distributed, stop: Event) -> None:
        self._desk = desk
        self._stop = stop

    def run(self) -> None:
        """Wait to lead, then publish until told to stop; raises when leadership is lost."""
        with psycopg.connect(self._desk.database, autocommit=True) as leadership:
            while not self._leads(leadership):
                if self._stop.wait(STANDBY_SECONDS):
                    return
            publisher = Publisher(self._desk.kafka)
            try:
                position = publisher.begin()
                log.info("The relay leads from position %s.", position)
                self._publish(Relay(self._desk.outbox, publisher, position), leadership)
            finally:
                publisher.close()

    def _publish(self, relay: Relay, leadership: psycopg.Connection[tuple[object, ...]]) -> None:
        spoken = monotonic()
        while not self._stop.is_set():
            if relay.step():
                spoken = monotonic()
            elif monotonic() - spoken > IDLE_SECONDS:
                leadership.execute("SELECT 1")  # without the session the lock is gone
                relay.idle()
                spoken = monotonic()
            else:
                self._stop.wait(LOOK_SECONDS)

    def _leads(self, leadership: psycopg.Connection[tuple[object, ...]]) -> bool:
        row = leadership.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,)).fetchone()
        return bool(row and row[0])
