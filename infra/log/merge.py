"""Several ordered sources merged into the order of the log they came from."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

Source = TypeVar("Source", bound=Hashable)
Item = TypeVar("Item")


class Watermark(NamedTuple, Generic[Source]):
    """Up to `position`, each source holds nothing from its offset in `ends` on.

    So it was at `recorded_at`, in microseconds of the store's clock.
    """

    position: int
    ends: Mapping[Source, int]
    recorded_at: int = 0


class Merge(Generic[Source, Item]):
    """Releases an item once every source is known to be complete up to its log position.

    A source is complete up to the last position that came from it, and up to each watermark
    whose end it has been read to. Positions grow within a source; one that doesn't is a repeat and
    is dropped, as is one up to the source's own in `positions`. `offsets` says where each source
    is read from.
    """

    def __init__(self, offsets: Mapping[Source, int], positions: Mapping[Source, int]) -> None:
        self._next = dict(offsets)
        self._seen = {source: positions.get(source, 0) for source in offsets}
        self._complete = dict(self._seen)
        self._held: Counter[Source] = Counter()
        self._released = min(self._seen.values(), default=0)
        self._waiting: list[tuple[int, int, Source, Item]] = []
        self._watermarks: list[Watermark[Source]] = []

    @property
    def position(self) -> int:
        """The log position up to which everything was released."""
        return self._released

    @property
    def sources(self) -> Collection[Source]:
        """What is merged."""
        return self._next.keys()

    def offer(self, source: Source, offset: int, position: int, item: Item) -> None:
        """Take in the item at an offset of a source."""
        self._next[source] = offset + 1
        if position > self._seen[source]:
            self._seen[source] = position
            self._held[source] += 1
            heapq.heappush(self._waiting, (position, offset, source, item))

    def slip_in(self, source: Source, offset: int, item: Item) -> None:
        """Take in an item that states no position: it lies right behind the one before it."""
        self._next[source] = offset + 1
        self._held[source] += 1
        heapq.heappush(self._waiting, (self._seen[source], offset, source, item))

    def reach(self, source: Source, offset: int) -> None:
        """Hear that the source has been read up to an offset, whatever lay before it."""
        self._next[source] = max(self._next[source], offset)

    def mark(self, watermark: Watermark[Source]) -> None:
        """Hear how far the sources were complete; marks come in order."""
        if watermark.position > self._released:
            self._watermarks.append(watermark)

    def release(self) -> list[tuple[int, Source, Item]]:
        """Return what is complete now, in the order of the log: position, source and item."""
        self._released = max(self._released, self._complete_up_to())
        self._watermarks = [mark for mark in self._watermarks if mark.position > self._released]
        released = []
        while self._waiting and self._waiting[0][0] <= self._released:
            position, _, source, item = heapq.heappop(self._waiting)
            self._held[source] -= 1
            released.append((position, source, item))
        return released

    def crowded(self, limit: int) -> set[Source]:
        """Return the sources of which more items wait for the other sources than the limit.

        The source that the others wait for is never among them.
        """
        return {source for source, held in self._held.items() if held > limit}

    def offsets(self) -> dict[Source, int]:
        """Return from where each source has to be read again by whoever goes on from `position`."""
        first: dict[Source, int] = dict(self._next)
        for _, offset, source, _ in self._waiting:
            first[source] = min(first[source], offset)
        return first

    def _complete_up_to(self) -> int:
        for source, offset in self._next.items():
            reached = [m.position for m in self._watermarks if offset >= m.ends.get(source, 0)]
            known = (self._complete[source], self._seen[source], *reached)
            self._complete[source] = max(known)
        return min(self._complete.values(), default=0)
