"""The database of the read models, tuned for speed: what it loses can be rebuilt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url

from projections.generations import metadata

VIEWS = "views.sqlite"
"""The file in the folder of a store."""

WRITES = "escalon_writes"
PATIENCE = 30
"""Seconds that a writer waits for another to finish."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -32000",  # 32 MB: the indexes by ticket are hit all over
    "wal_autocheckpoint = 4000",
    "temp_store = MEMORY",
)


def open_views(path: Path | None, url: str | None = None) -> Engine:
    """Open the read models in a file, in the database of the URL, or without both in memory.

    Those in memory have one connection and are for one thread. A failing database raises
    SQLAlchemy's `OperationalError`.
    """
    engine = create_engine(url) if url and _is_elsewhere(url) else _sqlite(path, url)
    with writing(engine).begin() as connection:
        metadata.create_all(connection)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine for transactions that write; on SQLite they queue for the lock at once.

    A deferred `BEGIN` that reads and then writes fails beside another process.
    """
    return engine.execution_options(**{WRITES: True})


def _is_elsewhere(url: str) -> bool:
    return make_url(url).get_backend_name() != "sqlite"


def _sqlite(path: Path | None, url: str | None) -> Engine:
    place = make_url(url) if url else URL.create("sqlite", database=str(path) if path else None)
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if place.database in (None, "", ":memory:"):
        options = {"connect_args": {"check_same_thread": False}, "poolclass": StaticPool}
    engine = create_engine(place, **options)
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine


def _tune(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late, before writes only
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
