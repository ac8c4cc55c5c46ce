"""Followers' states and positions in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from infra.store.sqlite.datastore import Datastore
from infra.store.states import State


class SQLiteStates:
    """The port `States` on the tables beside the log."""

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore

    def position(self, follower: str) -> int:
        """Return the log position up to which the follower has handled everything; 0 at first."""
        rows = self._datastore.execute(
            "SELECT position FROM positions WHERE follower = ?", (follower,)
        )
        return int(rows[0][0]) if rows else 0

    def save_position(self, follower: str, position: int) -> None:
        """Remember how far the follower has come."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute("INSERT OR REPLACE INTO positions VALUES (?, ?)", (follower, position))

    def load(self, follower: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of those keys that have one."""
        rows = self._datastore.execute(
            "SELECT key, text FROM states WHERE follower = ?"
            " AND key IN (SELECT value FROM json_each(?))",
            (follower, json.dumps(list(keys))),
        )
        return {row[0]: row[1] for row in rows}

    def save(self, follower: str, states: Iterable[State]) -> None:
        """Write states over those of the same keys."""
        rows = [(follower, state.key, state.due, state.text) for state in states]
        with self._datastore.transaction(commit=True) as cursor:
            cursor.executemany("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?)", rows)

    def waiting_after(self, follower: str, key: str, limit: int) -> Sequence[str]:
        """Return the next `limit` keys behind that one which have a due time, in their order."""
        rows = self._datastore.execute(
            "SELECT key FROM states WHERE follower = ? AND key > ? AND due IS NOT NULL"
            " ORDER BY key LIMIT ?",
            (follower, key, limit),
        )
        return [row[0] for row in rows]

    def due_from(self, follower: str, since: int, limit: int) -> Sequence[tuple[int, str]]:
        """Return about `limit` due times from `since` on, in order, with their keys."""
        last = self._datastore.execute(
            "SELECT due FROM states WHERE follower = ? AND due >= ? ORDER BY due LIMIT 1 OFFSET ?",
            (follower, since, limit - 1),
        )
        rows = self._datastore.execute(
            "SELECT due, key FROM states WHERE follower = ? AND due BETWEEN ? AND ? ORDER BY due",
            (follower, since, last[0][0] if last else 2**62),
        )
        return [(row[0], row[1]) for row in rows]
