"""The consumers' side of the store in SQLite: effects, states and positions in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from domain.model import Event
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.sqlite.datastore import Datastore
from infra.store.sqlite.recorder import COLUMNS, Recorder
from infra.store.sqlite.states import SQLiteStates


class SQLiteWorkspace:
    """The port `Workspace` of the consumers."""

    def __init__(self, recorder: Recorder, mapper: AvroMapper) -> None:
        self._datastore: Datastore = recorder.datastore
        self._mapper = mapper
        self.states = SQLiteStates(self._datastore)

    def transaction(self) -> AbstractContextManager[Any]:
        """Begin a transaction; inside another of this thread, be part of that one."""
        return self._datastore.transaction(commit=True)

    def before_commit(self, key: str, act: Callable[[], None]) -> None:
        """Have something written once, just before the transaction commits."""
        self._datastore.before_commit(key, act)

    def events_behind(self, versions: dict[str, int]) -> Sequence[Event]:
        """Return the facts of each stream behind its version, from the store as it is now."""
        events: list[Event] = []
        for id, version in versions.items():
            rows = self._datastore.execute(
                f"SELECT {COLUMNS} FROM events WHERE originator_id = ?"  # noqa: S608  # a constant
                " AND originator_version > ? ORDER BY originator_version",
                (id, version),
            )
            events += [self._mapper.to_domain_event(FiledEvent(*row)) for row in rows]
        return events
