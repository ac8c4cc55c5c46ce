"""The worker that publishes the log: one leader, and others that wait to take over."""

from __future__ import annotations

import logging
from threading import Event
from time import monotonic

from consumers.relay import BATCH, IDLE_SECONDS, Relay
from escalon.distributed import Distributed
from escalon.workers.leadership import Leadership, leading
from infra.kafka.publisher import Publisher
from infra.kafka.settings import KafkaSettings
from infra.schema_ids.registry import Registry
from infra.schema_ids.translation import Translation
from infra.store.postgres.outbox import LEADER_LOCK

LOOK_SECONDS = 0.015
"""Between two looks at the log: what comes meanwhile shares a transaction.

One costs the broker as much as a hundred records do, and wakes up every reader.
"""
log = logging.getLogger(__name__)


class Publishing:
    """`escalon work relay`."""

    def __init__(self, desk: Distributed, stop: Event) -> None:
        self._desk = desk
        self._stop = stop

    def run(self) -> None:
        """Wait to lead, then publish until told to stop; raises when leadership is lost."""
        with leading(
            self._desk.database, LEADER_LOCK, self._stop, self._desk.signs.stands_by
        ) as leadership:
            if leadership is None:
                return
            publisher = Publisher(self._desk.kafka)
            try:
                announce(self._desk.kafka)
                position = publisher.begin()
                told = {"position": position}
                log.info("The relay leads from position %s.", position, extra=told)
                self._publish(Relay(self._desk.outbox, publisher, position), leadership)
            finally:
                publisher.close()

    def _publish(self, relay: Relay, leadership: Leadership) -> None:
        spoken = monotonic()
        signs = self._desk.signs
        while not self._stop.is_set():
            leadership.must_hold()
            signs.round()
            signs.leads(relay.position, relay.marked_at)
            published = relay.step()
            if published:
                spoken = monotonic()
            elif monotonic() - spoken > IDLE_SECONDS:
                relay.idle()
                spoken = monotonic()
            if published < BATCH:
                self._stop.wait(LOOK_SECONDS)


def announce(kafka: KafkaSettings) -> None:
    """Have all schemas in the registry that is set, if one is; raises `RegistryMistake`."""
    if kafka.registry is not None:
        with Registry(kafka.registry) as registry:
            Translation(registry).announce()
