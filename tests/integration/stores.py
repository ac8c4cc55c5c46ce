"""Every kind of store, opened in the same way, and rows for it without a meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

from domain.desk import Desk
from domain.ids import NAMESPACE, derive
from infra.clock import SystemClock
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.postgres.recorder import Recorder as PostgresRecorder
from infra.store.postgres.workspace import PostgresWorkspace
from infra.store.sqlite.recorder import Recorder as SQLiteRecorder
from infra.store.sqlite.workspace import SQLiteWorkspace

MEMORY, FILE, POSTGRES = "in memory", "in a file", "on PostgreSQL"
KINDS = (MEMORY, FILE, POSTGRES)


class Row(NamedTuple):
    """What the log says of an event's place."""

    position: int
    ordinal: int
    recorded_at: int


class Store(NamedTuple):
    """A store as the desk and the consumers see it."""

    recorder: Any
    workspace: Any
    mapper: AvroMapper

    def rows(self) -> list[Row]:
        """Return the places of all events, in order."""
        statement = "SELECT position, ordinal, recorded_at FROM events ORDER BY position"
        return [Row(*row) for row in self.recorder.datastore.execute(statement)]

    def stored(self) -> list[tuple[str, int]]:
        """Return stream and version of all events, in order."""
        found = self.recorder.select_notifications(1, 1_000)
        return [(event.originator_id, event.originator_version) for event in found]


def id_of(name: str) -> str:
    """Return the id that stands for a name."""
    return derive(NAMESPACE, name)


def event(stream: str, version: int = 1, *, ticket: str = "", topic: str = "test.Said") -> Any:
    """Return a row of the log; its stream and its ticket are named."""
    ticket_id = id_of(ticket or stream)
    return FiledEvent(id_of(stream), version, topic, f"{stream} {version}".encode(), ticket_id)


def events(stream: str, versions: Sequence[int]) -> list[Any]:
    """Return rows of one stream."""
    return [event(stream, version) for version in versions]


@contextmanager
def opened(kind: str, folder: Path, database: str) -> Iterator[Store]:
    """Open a store of that kind; each opening of a file or a database is another process's."""
    clock = SystemClock()
    with_mapper = {"MAPPER_TOPIC": "infra.store.mapper:AvroMapper"}
    desk = Desk({**with_mapper, **_environment(kind, folder, database)}, clock=clock.now)
    mapper = cast("AvroMapper", desk.mapper)
    workspace: Any
    if kind == POSTGRES:
        workspace = PostgresWorkspace(cast("PostgresRecorder", desk.recorder), mapper)
    else:
        recorder = cast("SQLiteRecorder", desk.recorder)
        recorder.clock = clock.now
        workspace = SQLiteWorkspace(recorder, mapper)
    try:
        yield Store(desk.recorder, workspace, mapper)
    finally:
        desk.close()


def _environment(kind: str, folder: Path, database: str) -> dict[str, str]:
    if kind == POSTGRES:
        return {"PERSISTENCE_MODULE": "infra.store.postgres", "ESCALON_DATABASE": database}
    name = "file:contract?mode=memory" if kind == MEMORY else str(folder / "log.sqlite")
    return {"PERSISTENCE_MODULE": "infra.store.sqlite", "SQLITE_DBNAME": name}
