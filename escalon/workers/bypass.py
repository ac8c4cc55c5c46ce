"""The log as a timer reads it itself while the relay publishes nothing: no breach waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from domain.events.policy import PolicyEvent
from domain.events.ticket_event import TicketEvent
from escalon.distributed import Distributed
from escalon.workers.share import Kind
from infra.kafka.feed import KafkaFeed
from infra.kafka.headers import headers_of
from infra.kafka.letter import UNPUBLISHED
from infra.kafka.partitioning import partition_of
from infra.kafka.protocols import Headers
from infra.kafka.topics import BY_NAME, topic_of
from infra.log.recorded import Recorded
from infra.store.postgres.outbox import StoredFact

LOOK_SECONDS = 1.0
"""The relay says something each second: if nothing came for so long, it stalls or is far away."""
LIMIT = 1_000


class Foretold(NamedTuple):
    """What the record of a fact will be once the relay has published it."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: Headers
    offset: int = UNPUBLISHED
    timestamp: int = 0


class Bypass:
    """Puts into a feed's views what the log holds and the topics don't yet.

    What comes through Kafka later is dropped there. So a timer needs the relay for speed only:
    tickets that are opened while it stalls breach on time as well.
    """

    def __init__(self, desk: Distributed, kind: Kind, feed: KafkaFeed) -> None:
        self._desk = desk
        self._kind = kind
        self._feed = feed
        self._looked = monotonic()
        self._complete = feed.complete_to
        self._reached = 0
        self._stalls = False

    def fill(self) -> None:
        """Read on in the log while nothing comes through Kafka; to be called all the time."""
        if monotonic() - self._looked >= LOOK_SECONDS:
            self._look()
        if not self._stalls:
            return
        batch = self._desk.outbox.stored_behind(self._reached, LIMIT)
        for fact in batch:
            if self._kind.reads(fact.event.TOPIC):
                self._put(fact)
        if batch:
            self._reached = batch[-1].position

    def _look(self) -> None:
        before, self._complete = self._complete, self._feed.complete_to
        self._looked = monotonic()
        self._reached = max(self._reached, self._complete)
        self._stalls = before == self._complete < self._desk.recorder.max_notification_id()

    def _put(self, fact: StoredFact) -> None:
        event = fact.event
        topic = topic_of(event.TOPIC)
        key = event.policy if isinstance(event, PolicyEvent) else event.correlation_id
        number = partition_of(key, BY_NAME[topic].partitions(self._desk.kafka.partitions))
        headers = headers_of(fact.position, event, fact.trace)
        record = Foretold(topic, number, key.encode(), fact.state, headers)
        for share in self._shares_of(fact, number):
            self._feed.views[share].put(Recorded(fact.position, event), record)

    def _shares_of(self, fact: StoredFact, number: int) -> Sequence[int]:
        if isinstance(fact.event, TicketEvent):
            return [number] if number in self._feed.views else []
        return list(self._feed.views)
