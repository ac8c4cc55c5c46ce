"""An ordered read of the log, decoded once for all followers of a process."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from eventsourcing.persistence import Notification

from domain.model import Event
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper

KEPT = 2_000
"""How many decoded facts wait for the slower followers of the process."""


class Feed(Protocol):
    """Facts behind a position, in the order of the log."""

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position; none if there are none yet."""
        ...


class Log(Protocol):
    """What a feed asks of the store."""

    def head(self) -> int | None:
        """Return the position of the last event if only this thread can append now."""
        ...

    def select_notifications(
        self, start: int | None, limit: int, *, inclusive_of_start: bool
    ) -> Sequence[Notification]:
        """Return what was recorded from a position on, in order."""
        ...


class LogFeed:
    """Reads the store's log directly."""

    def __init__(self, log: Log, mapper: AvroMapper) -> None:
        self._log = log
        self._mapper = mapper
        self._recent: list[Recorded] = []
        self._positions: list[int] = []
        self._from = 0

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position."""
        if self._positions and self._from <= after < self._positions[-1]:
            start = bisect_right(self._positions, after)
            return self._recent[start : start + limit]
        if self._log.head() == after:
            return ()
        rows = self._log.select_notifications(after, limit, inclusive_of_start=False)
        batch = [Recorded(int(row.id), self._mapper.to_domain_event(row)) for row in rows]
        self._remember(after, batch)
        return batch

    def offer(self, placed: Sequence[tuple[int, Event]]) -> None:
        """Take in what this process recorded just now, so that it needn't be read and decoded.

        Only while nobody else can append: otherwise something may lie in between.
        """
        if self._log.head() == placed[-1][0] and self._positions[-1:] == [placed[0][0] - 1]:
            self._remember(self._positions[-1], [Recorded(*each) for each in placed])

    def forget(self) -> None:
        """Read everything anew, after a transaction that came to nothing."""
        self._recent, self._positions = [], []

    def _remember(self, after: int, batch: Sequence[Recorded]) -> None:
        if not self._positions or self._positions[-1] != after:
            self.forget()
            self._from = after
        self._recent += batch
        self._positions += [recorded.position for recorded in batch]
        if len(self._positions) > 2 * KEPT:
            self._from = self._positions[-KEPT - 1]
            del self._recent[:-KEPT], self._positions[:-KEPT]
