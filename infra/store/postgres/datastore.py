"""Transactions on PostgreSQL that steps of one thread can share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, cast

from eventsourcing.postgres import PostgresDatastore
from psycopg import Cursor
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from infra.store.transaction import Deferred

LOG_LOCK = 0x45_5343_414C_4F4E
"""The advisory lock under which the log grows, so that positions commit in their order.

Not a lock on the table: that would keep autovacuum from it.
"""

FROZEN_SECONDS = 10
"""After so long without a word the server ends a transaction: a process that is stopped in the
midst of one would keep all others from what it holds, the log above all."""


class _Turn(local):
    cursor: Cursor[Any] | None = None
    deferred: Deferred | None = None
    holds_log = False


class Datastore(PostgresDatastore):
    """As the library's, with transactions that can nest within a thread.

    `database` is a libpq connection string or URL, with TLS settings where it has them.
    `turn` counts the write transactions of this process.
    """

    def __init__(self, database: str, *, connections: int = 4) -> None:
        parts = conninfo_to_dict(database)
        super().__init__(
            dbname=str(parts.pop("dbname", "")),
            host=str(parts.pop("host", "")),
            port=str(parts.pop("port", "")),
            user=str(parts.pop("user", "")),
            password=str(parts.pop("password", "")),
            pool_size=1,
            max_overflow=connections - 1,
            originator_id_type="text",
            idle_in_transaction_session_timeout=FROZEN_SECONDS,
        )
        known = cast("dict[str, Any]", self.pool.kwargs)
        self.pool.kwargs = {k: v for k, v in {**known, **parts}.items() if v != ""}
        self.turn = 0
        self._undone: list[Callable[[], None]] = []
        self._mine = _Turn()

    @property
    def is_locked(self) -> bool:
        """Whether this thread's transaction holds the log, so that nobody else can append."""
        return self._mine.cursor is not None and self._mine.holds_log

    @contextmanager
    def transaction(self, *, commit: bool = False) -> Iterator[Cursor[Any]]:
        """Give a cursor in a transaction; inside another of this thread, in that one."""
        if self._mine.cursor is not None:
            yield self._mine.cursor
            return
        with (
            self.get_connection() as connection,
            connection.transaction(force_rollback=not commit),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            yield from self._write(cursor) if commit else (cursor,)

    def lock_log(self, cursor: Cursor[Any]) -> None:
        """Wait until nobody else appends, and keep it so until the transaction ends."""
        if not self._mine.holds_log:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOG_LOCK,), prepare=True)
            self._mine.holds_log = True

    def before_commit(self, key: str, act: Callable[[], None]) -> None:
        """Have something written once, just before the transaction of this thread commits."""
        assert self._mine.deferred is not None  # noqa: S101  # asked for inside a transaction
        self._mine.deferred.add(key, act)

    def after_rollback(self, act: Callable[[], None]) -> None:
        """Have something done whenever a write transaction came to nothing."""
        self._undone.append(act)

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Read rows, inside the transaction of this thread if there is one."""
        with self.transaction() as cursor:
            return cursor.execute(statement, parameters, prepare=True).fetchall()

    def _write(self, cursor: Cursor[Any]) -> Iterator[Cursor[Any]]:
        self._mine.cursor, self._mine.deferred = cursor, Deferred()
        self.turn += 1
        try:
            yield cursor
            with cursor.connection.pipeline():  # all at once: others may wait for the log
                self._mine.deferred.run()
        except BaseException:
            for act in self._undone:
                act()
            raise
        finally:
            self._mine.cursor, self._mine.deferred, self._mine.holds_log = None, None, False
