"""The consumers' side of the store in PostgreSQL: effects, states and positions together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from domain.model import Event
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.postgres.recorder import COLUMNS, Recorder
from infra.store.postgres.states import PostgresStates


class PostgresWorkspace:
    """The port `Workspace` of the consumers."""

    def __init__(self, recorder: Recorder, mapper: AvroMapper) -> None:
        self._datastore = recorder.datastore
        self._mapper = mapper
        self.states = PostgresStates(self._datastore)

    def transaction(self) -> AbstractContextManager[Any]:
        """Begin a transaction; inside another of this thread, be part of that one."""
        return self._datastore.transaction(commit=True)

    def before_commit(self, key: str, act: Callable[[], None]) -> None:
        """Have something written once, just before the transaction commits."""
        self._datastore.before_commit(key, act)

    def events_behind(self, versions: dict[str, int]) -> Sequence[Event]:
        """Return the facts of each stream behind its version, from the store as it is now."""
        rows = self._datastore.execute(
            f"SELECT {COLUMNS} FROM events,"  # noqa: S608  # a constant
            " unnest(%s::text[], %s::int[]) AS known (id, version)"
            " WHERE originator_id = known.id AND originator_version > known.version"
            " ORDER BY originator_id, originator_version",
            (list(versions), list(versions.values())),
        )
        return [self._mapper.to_domain_event(FiledEvent(*row)) for row in rows]
