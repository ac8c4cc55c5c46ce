"""The log as it is read from Kafka: partitions of several topics, in the order of the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kafka.errors import UnknownTopicOrPartitionError

from domain.events.names import BY_NAME as EVENTS_BY_NAME
from infra.kafka.client import Reads, consumer
from infra.kafka.headers import POSITION, position_of, type_of
from infra.kafka.letter import Letter, letter_of
from infra.kafka.protocols import Headers, Partition, Record
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import BY_NAME, WATERMARKS
from infra.kafka.view import View
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
LAST = 2**63 - 1
log = logging.getLogger(__name__)


class OffsetGone(RuntimeError):
    """A stored offset that Kafka doesn't have; reading on would leave something out."""


class Begin(NamedTuple):
    """Where to go on in a partition: its offset (`None` from its beginning) and log position."""

    offset: int | None = None
    position: int = 0

    def earlier(self, other: Begin) -> Begin:
        """Return where two that read the same partition have to begin."""
        position = min(self.position, other.position)
        if self.offset is None or other.offset is None:
            return Begin(None, position)
        return Begin(min(self.offset, other.offset), position)


class Arrived(NamedTuple):
    """A fact with the record that it came in."""

    recorded: Recorded
    record: Record


class KafkaFeed:
    """Reads partitions that are given, each for the view of its number; of one partition, for all.

    `begins` holds where to go on in each partition. Without `shares` all is for one view, 0.
    Events that `wants` says no to, by their stored names, are passed over unread.
    `marked_at` is the time of the newest watermark, in microseconds; 0 before the first.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        mapper: AvroMapper,
        begins: Mapping[Partition, Begin],
        shares: Sequence[int] = (),
        wants: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.views = {share: View() for share in shares or (0,)}
        self.marked_at = 0
        self._is_shared = bool(shares)
        self._mapper = mapper
        self._wants = wants
        self._consumer = consumer(settings, Reads(name="escalon-feed", at_most=AT_MOST))
        self._consumer.assign([*begins, MARKS])
        offsets = self._seek(begins)
        positions = {place: begin.position for place, begin in begins.items()}
        self._held_back: AbstractSet[Partition] = set()
        self._merge: Merge[Partition, Arrived | Letter] = Merge(offsets, positions)

    def poll(self, seconds: float) -> None:
        """Take in what has come, waiting that long for something."""
        found = self._consumer.poll(timeout_ms=int(seconds * 1_000))
        for place, records in found.items():
            for record in records:
                self._take(place, record)
        for place in self._merge.sources:
            self._merge.reach(place, self._consumer.position(place))
        for _, place, came in self._merge.release():
            for view in self._views_of(place):
                if isinstance(came, Letter):
                    view.put_unread(came)
                else:
                    view.put(*came)
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
        if place == MARKS:
            self._mark(record)
            return
        name = type_of(record.headers)
        if name in EVENTS_BY_NAME and not self._wants(name):
            return
        try:
            recorded = fact_of(self._mapper, record.value, record.headers)
        except NOT_READABLE as error:
            why = f"The record can't be read: {str(error).rstrip('.')}."
            self._merge.slip_in(place, record.offset, letter_of(record, None, why))
        else:
            arrived = Arrived(recorded, record)
            self._merge.offer(place, record.offset, recorded.position, arrived)

    def _mark(self, record: Record) -> None:
        try:
            mark = from_value(record.value or b"")
        except NOT_READABLE as error:  # the next one says as much, and more
            log.warning(
                "%s offset %s is passed over: %s", WATERMARKS.name, record.offset, str(error)
            )
        else:
            self._merge.mark(mark)
            self.marked_at = mark.recorded_at

    def _seek(self, begins: Mapping[Partition, Begin]) -> dict[Partition, int]:
        try:
            first = self._consumer.beginning_offsets([*begins, MARKS])
            ends = self._consumer.end_offsets([*begins, MARKS])
        except KeyError as gone:  # as the library says it of a topic that was deleted
            raise UnknownTopicOrPartitionError(str(gone)) from None
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


def fact_of(mapper: AvroMapper, value: bytes | None, headers: Headers) -> Recorded:
    """Return the fact that a record of an event topic holds; raises one of `NOT_READABLE`.

    All of it is read at once: one with a false position would never be released.
    """
    position = position_of(headers)
    if position is None:
        message = f"it has no header '{POSITION}'"
        raise ValueError(message)
    if not 0 < position <= LAST:
        message = f"its header '{POSITION}' is {position}, which is no place in a log"
        raise ValueError(message)
    try:
        return Recorded(position, mapper.published(value or b""))
    except KeyError as error:
        message = f"it holds {error.args[0]}, which is no event"
        raise ValueError(message) from None
