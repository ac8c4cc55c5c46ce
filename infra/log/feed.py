"""An ordered read of the log, decoded once for all followers of a process."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from eventsourcing.persistence import ApplicationRecorder

from domain.model import Event
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper

KEPT = 5_000
"""How many decoded facts wait for the slower followers of the process."""


class Feed(Protocol):
    """Facts behind a position, in the order of the log."""

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position; none if there are none yet."""
        ...


class LogFeed:
    """Reads the store's log directly."""

    def __init__(self, recorder: ApplicationRecorder, mapper: AvroMapper) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._recent: deque[Recorded] = deque(maxlen=KEPT)
        self._from = 0

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        """Return up to `limit` facts behind the position."""
        if self._recent and self._from <= after < self._recent[-1].position:
            return self._remembered(after, limit)
        batch = self._select(after, limit)
        if batch:
            self._remember(after, batch)
        return batch

    def _remembered(self, after: int, limit: int) -> Sequence[Recorded]:
        back = 0
        for recorded in reversed(self._recent):
            if recorded.position <= after:
                break
            back += 1
        start = len(self._recent) - back
        return list(islice(self._recent, start, start + limit))

    def _remember(self, after: int, batch: Sequence[Recorded]) -> None:
        if not self._recent or self._recent[-1].position != after:
            self._recent.clear()
            self._from = after
        dropped = len(self._recent) + len(batch) - KEPT
        if dropped >= len(self._recent):
            self._from = after if dropped <= len(self._recent) else batch[-KEPT].position - 1
        elif dropped > 0:
            self._from = self._recent[dropped - 1].position
        self._recent.extend(batch)

    def _select(self, after: int, limit: int) -> Sequence[Recorded]:
        rows = self._recorder.select_notifications(after, limit, inclusive_of_start=False)
        return [Recorded(int(row.id), self._decoded(row)) for row in rows]

    def _decoded(self, row: object) -> Event:
        return self._mapper.to_domain_event(row)  # type: ignore[arg-type]  # a notification is a stored event
