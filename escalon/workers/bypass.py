"""The log as a timer reads it itself while the relay publishes nothing: no breach waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from domain.events.ticket_event import TicketEvent
from escalon.distributed import Distributed
from infra.kafka.feed import KafkaFeed, View
from infra.kafka.partitioning import partition_of
from infra.kafka.topics import BY_NAME, topic_of
from infra.log.feed import LogFeed
from infra.log.recorded import Recorded

LOOK_SECONDS = 1.0
"""The relay says something each second: if nothing came for so long, it stalls or is far away."""
LIMIT = 1_000


class Bypass:
    """Puts into a feed's views what the log holds and the topics don't yet.

    What comes through Kafka later is dropped there. So a timer needs the relay for speed only:
    tickets that are opened while it stalls breach on time as well.
    """

    def __init__(self, desk: Distributed, topics: Sequence[str], feed: KafkaFeed) -> None:
        self._desk = desk
        self._topics = topics
        self._feed = feed
        self._log = LogFeed(desk.recorder, desk.mapper)
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
        batch = self._log.read(self._reached, LIMIT)
        for recorded in batch:
            if topic_of(recorded.event.TOPIC) in self._topics:
                self._put(recorded)
        if batch:
            self._reached = batch[-1].position

    def _look(self) -> None:
        before, self._complete = self._complete, self._feed.complete_to
        self._looked = monotonic()
        self._reached = max(self._reached, self._complete)
        self._stalls = before == self._complete < self._desk.recorder.max_notification_id()

    def _put(self, recorded: Recorded) -> None:
        for view in self._views_of(recorded):
            view.put(recorded)

    def _views_of(self, recorded: Recorded) -> Sequence[View]:
        event = recorded.event
        if isinstance(event, TicketEvent) and BY_NAME[topic_of(event.TOPIC)].is_spread:
            number = partition_of(event.originator_id, self._desk.kafka.partitions)
            return [self._feed.views[number]] if number in self._feed.views else []
        return list(self._feed.views.values())
