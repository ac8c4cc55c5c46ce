"""The log in PostgreSQL as the relay reads it: as it was stored, with the store's time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.model import Event
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.postgres.recorder import COLUMNS, Recorder

LEADER_LOCK = 0x45_5343_5245_4C59
"""The advisory lock of the one relay that publishes."""


class StoredFact(NamedTuple):
    """A fact as the log has it; `recorded_at` is in microseconds UTC, `trace` a `traceparent`."""

    position: int
    recorded_at: int
    state: bytes
    event: Event
    trace: str


class Outbox:
    """Reads behind a position, and knows from when on nothing earlier can come."""

    def __init__(self, recorder: Recorder, mapper: AvroMapper) -> None:
        self._datastore = recorder.datastore
        self._mapper = mapper

    def stored_behind(self, position: int, limit: int) -> Sequence[StoredFact]:
        """Return up to `limit` facts behind the position, in order."""
        rows = self._datastore.execute(
            f"SELECT position, recorded_at, coalesce(trace, ''), {COLUMNS} FROM events"  # noqa: S608  # a constant
            " WHERE position > %s ORDER BY position LIMIT %s",
            (position, limit),
        )
        return [self._fact(row) for row in rows]

    def quiet_since(self) -> int:
        """Return a time of the store before which nothing can be recorded any more.

        Under the log's lock, so that whoever records next takes a later time.
        """
        with self._datastore.transaction(commit=True) as cursor:
            self._datastore.lock_log(cursor)
            row = cursor.execute(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
            ).fetchone()
        assert row is not None  # noqa: S101  # a row without a table
        return int(row[0])

    def _fact(self, row: Sequence[Any]) -> StoredFact:
        position, recorded_at, trace, *columns = row
        stored = FiledEvent(*columns)
        event = self._mapper.to_domain_event(stored)
        return StoredFact(position, recorded_at, stored.state, event, trace)
