"""The log as it is read from Kafka: partitions of several topics, in the order of the log."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from infra.kafka.client import Reads, consumer
from infra.kafka.headers import POSITION, position_of
from infra.kafka.protocols import Partition, Record
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import BY_NAME, WATERMARKS
from infra.kafka.watermarks import from_value
from infra.log.merge import Merge
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper

MARKS = Partition(WATERMARKS.name, 0)
AT_MOST = 2_000
AHEAD = 10_000
"""How many facts of one partition may wait in memory for those before them in others."""
NOT_READABLE = (ValueError, LookupError, TypeError)
"""What comes of a record that isn't ours: of its frame, its schema, its fields or its headers."""


class OffsetGone(RuntimeError):
    """A stored offset that Kafka doesn't have; reading on would leave something out."""


class Unreadable(RuntimeError):
    """A record on a topic of ours that isn't one of ours; the sentence says where it lies."""

    def __init__(self, record: Record, why: str) -> None:
        super().__init__(
            f"{record.topic} partition {record.partition} has a record at offset {record.offset}"
            f" that can't be read: {why.rstrip('.')}."
        )


class Begin(NamedTuple):
    """Where to go on in a partition: its offset (`None` from its beginning) and log position."""

    offset: int | None = None
    position: int = 0


class View:
    """The port `Feed` over one share of the partitions; it keeps what came until told to forget."""

    def __init__(self) -> None:
        self._ready: list[Recorded] = []
        self._positions: list[int] = []
        self._last = 0

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position, of those that have come."""
        start = bisect_right(self._positions, after)
        return self._ready[start : start + limit]

    def put(self, recorded: Recorded) -> None:
        """Add what has come, unless it came before, by whatever way."""
        if recorded.position > self._last:
            self._last = recorded.position
            self._ready.append(recorded)
            self._positions.append(recorded.position)

    def has_all_handled(self, position: int) -> bool:
        """Return whether nothing that has come lies behind the position."""
        return not self._positions or self._positions[-1] <= position

    def forget(self, position: int) -> None:
        """Let go of what every reader has handled: all up to the position."""
        handled = bisect_right(self._positions, position)
        del self._ready[:handled], self._positions[:handled]


class KafkaFeed:
    """Reads partitions that are given, each for the view of its number; of one partition, for all.

    `begins` holds where to go on in each partition. Without `shares` all is for one view, 0.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        mapper: AvroMapper,
        begins: Mapping[Partition, Begin],
        shares: Sequence[int] = (),
    ) -> None:
        self.views = {share: View() for share in shares or (0,)}
        self._is_shared = bool(shares)
        self._mapper = mapper
        self._consumer = consumer(settings, Reads(name="escalon-feed", at_most=AT_MOST))
        self._consumer.assign([*begins, MARKS])
        offsets = self._seek(begins)
        positions = {place: begin.position for place, begin in begins.items()}
        self._held_back: AbstractSet[Partition] = set()
        self._merge: Merge[Partition, Recorded] = Merge(offsets, positions)

    def poll(self, seconds: float) -> None:
        """Take in what has come, waiting that long for something; raises `Unreadable`."""
        found = self._consumer.poll(timeout_ms=int(seconds * 1_000))
        for place, records in found.items():
            for record in records:
                self._take(place, record)
        for place in self._merge.sources:
            self._merge.reach(place, self._consumer.position(place))
        for _, place, recorded in self._merge.release():
            for view in self._views_of(place):
                view.put(recorded)
        self._hold_back(self._merge.crowded(AHEAD))

    def offsets(self) -> Mapping[Partition, int]:
        """Return from where each partition is to be read again once all that came is handled."""
        return self._merge.offsets()

    @property
    def complete_to(self) -> int:
        """The log position up to which everything has come."""
        return self._merge.position

    def close(self) -> None:
        """Let go."""
        self._consumer.close()

    def _hold_back(self, crowded: AbstractSet[Partition]) -> None:
        """Read no more of a partition that is far ahead of the others, until they have come."""
        if crowded != self._held_back:
            self._consumer.resume(*(self._held_back - crowded))
            self._consumer.pause(*crowded)
            self._held_back = crowded

    def _views_of(self, place: Partition) -> Sequence[View]:
        if self._is_shared and BY_NAME[place.topic].is_spread:
            return [self.views[place.partition]]
        return list(self.views.values())

    def _take(self, place: Partition, record: Record) -> None:
        try:
            if place == MARKS:
                self._merge.mark(from_value(record.value or b""))
            else:
                recorded = self._recorded(record)
                self._merge.offer(place, record.offset, recorded.position, recorded)
        except NOT_READABLE as error:
            raise Unreadable(record, str(error)) from None

    def _recorded(self, record: Record) -> Recorded:
        """Return the fact, read at once: one with a false position would never be released."""
        position = position_of(record.headers)
        if position is None:
            message = f"it has no header '{POSITION}'"
            raise ValueError(message)
        return Recorded(position, self._mapper.published(record.value or b""))

    def _seek(self, begins: Mapping[Partition, Begin]) -> dict[Partition, int]:
        first = self._consumer.beginning_offsets([*begins, MARKS])
        ends = self._consumer.end_offsets([*begins, MARKS])
        offsets = {}
        for place, begin in begins.items():
            offset = first[place] if begin.offset is None else begin.offset
            if not first[place] <= offset <= ends[place]:
                message = (
                    f"{place.topic} partition {place.partition} has offsets {first[place]} to"
                    f" {ends[place]}, the stored one is {offset}; is this the same cluster?"
                )
                raise OffsetGone(message)
            self._consumer.seek(place, offset)
            offsets[place] = offset
        # The last mark is enough to know how far all is there; those before it say less.
        self._consumer.seek(MARKS, max(first[MARKS], ends[MARKS] - 2))
        return offsets
