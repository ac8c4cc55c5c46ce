"""Transactions on SQLite: writers queue for the lock, and a batch of steps can share one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident

from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from infra.store.transaction import Deferred

CACHE = -65_536
"""The page cache of a connection, in negative KiB as SQLite wants it: an index stays in memory."""


class ConnectionPool(SQLiteConnectionPool):
    """The library's, with room for the log's indexes."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        connection.cursor().execute(f"PRAGMA cache_size={CACHE}")
        return connection


class Datastore(SQLiteDatastore):
    """As the library's, with `BEGIN IMMEDIATE` for writers and transactions that can nest.

    A deferred `BEGIN` that reads and then writes fails beside another process.
    `turn` counts the write transactions: while one lasts, nobody else can write.
    """

    def __init__(self, db_name: str, *, lock_timeout: int | None = None) -> None:
        super().__init__(db_name, lock_timeout=lock_timeout)
        self.pool.close()
        self.pool = ConnectionPool(db_name=db_name, lock_timeout=lock_timeout)
        self.turn = 0
        self._undone: list[Callable[[], None]] = []

    _shared: SQLiteCursor | None = None
    _owner = 0

    @property
    def is_locked(self) -> bool:
        """Whether this thread is in a write transaction, so that only it changes the store."""
        return self._shared is not None and self._owner == get_ident()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Give a cursor in a transaction; inside another of this thread, in that one."""
        if self._shared is not None and self._owner == get_ident():
            yield self._shared
        elif commit:
            with self.get_connection(commit=True) as connection:
                yield from self._write(connection)
        else:
            with super().transaction(commit=False) as cursor:
                yield cursor

    def before_commit(self, key: str, act: Callable[[], None]) -> None:
        """Have something written once, just before the transaction of this thread commits."""
        self._deferred.add(key, act)

    def after_rollback(self, act: Callable[[], None]) -> None:
        """Have something done whenever a write transaction came to nothing."""
        self._undone.append(act)

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Read rows, inside the transaction of this thread if there is one."""
        if self._shared is not None and self._owner == get_ident():
            return self._shared.sqlite_cursor.execute(statement, parameters).fetchall()
        with self.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    def _write(self, connection: SQLiteConnection) -> Iterator[SQLiteCursor]:
        cursor = connection.cursor()
        cursor.sqlite_cursor.execute("BEGIN IMMEDIATE")
        self._shared, self._owner, self._deferred = cursor, get_ident(), Deferred()
        self.turn += 1
        try:
            yield cursor
            self._deferred.run()
            connection.commit()
        except BaseException:
            connection.rollback()
            for act in self._undone:
                act()
            raise
        finally:
            self._shared, self._owner = None, 0
            cursor.sqlite_cursor.close()
