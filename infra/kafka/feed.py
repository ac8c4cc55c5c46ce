"""The log as it is read from Kafka: partitions of several topics, in the order of the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import islice

from infra.kafka.client import Reads, consumer
from infra.kafka.headers import position_of
from infra.kafka.protocols import Partition, Record
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import WATERMARKS
from infra.kafka.watermarks import from_value
from infra.log.merge import Merge
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper

MARKS = Partition(WATERMARKS.name, 0)
AT_MOST = 2_000


class OffsetGone(RuntimeError):
    """A stored offset that Kafka doesn't have; reading on would leave something out."""


class KafkaFeed:
    """The port `Feed` over partitions that are given; `offsets` and `position` are where to go on.

    A partition without an offset is read from its beginning.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        mapper: AvroMapper,
        places: Sequence[Partition],
        *,
        position: int = 0,
        offsets: Mapping[Partition, int] | None = None,
    ) -> None:
        self._mapper = mapper
        self._consumer = consumer(settings, Reads(name="escalon-feed", at_most=AT_MOST))
        self._consumer.assign([*places, MARKS])
        begins = self._begin(places, offsets or {})
        self._merge: Merge[Partition, Record] = Merge(begins, position)
        self._ready: deque[Recorded] = deque()
        self._safe = dict(begins)

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position, of those that have come."""
        while self._ready and self._ready[0].position <= after:
            self._ready.popleft()
        return list(islice(self._ready, limit))

    def poll(self, seconds: float) -> bool:
        """Wait that long for something to come; return whether anything is to be read now."""
        found = self._consumer.poll(timeout_ms=int(seconds * 1_000))
        for place, records in found.items():
            for record in records:
                self._take(place, record)
        for place in self._safe:
            self._merge.reach(place, self._consumer.position(place))
        for position, record in self._merge.release():
            event = self._mapper.published(record.value or b"")
            self._ready.append(Recorded(position, event))
        return bool(self._ready)

    def offsets(self, handled: int) -> Mapping[Partition, int]:
        """Return from where to read again for whoever has handled all up to that position."""
        if not self._ready or self._ready[-1].position <= handled:
            self._safe = self._merge.offsets()
        return self._safe

    @property
    def complete_to(self) -> int:
        """The log position up to which everything has come."""
        return self._merge.position

    def close(self) -> None:
        """Let go."""
        self._consumer.close()

    def _take(self, place: Partition, record: Record) -> None:
        if place == MARKS:
            self._merge.mark(from_value(record.value or b""))
            return
        position = position_of(record.headers)
        if position is not None:
            self._merge.offer(place, record.offset, position, record)

    def _begin(
        self, places: Sequence[Partition], offsets: Mapping[Partition, int]
    ) -> dict[Partition, int]:
        first = self._consumer.beginning_offsets([*places, MARKS])
        ends = self._consumer.end_offsets([*places, MARKS])
        begins = {place: offsets.get(place, first[place]) for place in places}
        for place, offset in begins.items():
            if not first[place] <= offset <= ends[place]:
                message = (
                    f"{place.topic} partition {place.partition} has offsets {first[place]} to"
                    f" {ends[place]}, the stored one is {offset}; is this the same cluster?"
                )
                raise OffsetGone(message)
            self._consumer.seek(place, offset)
        # The last mark is enough to know how far all is there; those before it say less.
        self._consumer.seek(MARKS, max(first[MARKS], ends[MARKS] - 2))
        return begins
