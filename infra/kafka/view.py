"""What has come for one share of the partitions, until it is handled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from infra.kafka.letter import Letter
from infra.kafka.protocols import Record
from infra.log.recorded import Recorded


class Unread(NamedTuple):
    """A record that can't be read; it comes behind all facts up to that log position."""

    behind: int
    letter: Letter


class View:
    """The port `Feed`; it keeps what came until told to forget.

    `unread` are the records that can't be read, in the order in which they came.
    """

    def __init__(self) -> None:
        self.unread: list[Unread] = []
        self._ready: list[Recorded] = []
        self._records: list[Record] = []
        self._positions: list[int] = []
        self._last = 0

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position, of those that have come."""
        start = bisect_right(self._positions, after)
        return self._ready[start : start + limit]

    def records(self, after: int, limit: int) -> Sequence[Record]:
        """Return the records that hold the facts that `read` returns."""
        start = bisect_right(self._positions, after)
        return self._records[start : start + limit]

    def put(self, recorded: Recorded, record: Record) -> None:
        """Add what has come, unless it came before, by whatever way."""
        if recorded.position <= self._last:
            return
        self._ready.append(recorded)
        self._records.append(record)
        self._positions.append(recorded.position)
        self._last = recorded.position

    def put_unread(self, letter: Letter) -> None:
        """Add a record that can't be read, behind all that has come."""
        self.unread.append(Unread(self._last, letter))

    def has_all_handled(self, position: int) -> bool:
        """Return whether no fact that has come lies behind the position."""
        return not self._positions or self._positions[-1] <= position

    def forget(self, position: int) -> None:
        """Let go of what every reader has handled: all up to the position."""
        handled = bisect_right(self._positions, position)
        del self._ready[:handled], self._records[:handled], self._positions[:handled]
