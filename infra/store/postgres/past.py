"""The past as the log in PostgreSQL has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

from infra.store.past import COLUMNS, End, Past

AT_ONCE = 2_000
"""How many rows come from the server at a time."""


class PostgresPast(Past):
    """Reads in one transaction that can't write."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self._session = psycopg.connect(database)
        self._session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self._session.read_only = True
        last = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
        self.end = End(*(self._session.execute(last).fetchone() or (0, 0)))

    def close(self) -> None:
        """Let go of the database."""
        self._session.close()

    def _select(self, values: dict[str, Collection[str]]) -> Iterator[Sequence[Any]]:
        within = [sql.SQL("{} = ANY(%s)").format(sql.Identifier(column)) for column in values]
        query = sql.SQL("SELECT {} FROM events WHERE {} ORDER BY position").format(
            sql.SQL(COLUMNS), sql.SQL(" AND ").join([sql.SQL("position <= %s"), *within])
        )
        with self._session.cursor(name="past") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(query, [self.end.position, *(list(v) for v in values.values())])
            yield from cursor
