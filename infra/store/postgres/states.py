"""Followers' states and positions in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from infra.store.postgres.datastore import Datastore
from infra.store.states import State


class PostgresStates:
    """The port `States` on the tables beside the log."""

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore

    def position(self, follower: str) -> int:
        """Return the log position up to which the follower has handled everything; 0 at first."""
        rows = self._datastore.execute(
            "SELECT position FROM positions WHERE follower = %s", (follower,)
        )
        return int(rows[0][0]) if rows else 0

    def save_position(self, follower: str, position: int) -> None:
        """Remember how far the follower has come."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO positions (follower, position) VALUES (%s, %s)"
                " ON CONFLICT (follower) DO UPDATE SET position = excluded.position",
                (follower, position),
                prepare=True,
            )

    def load(self, follower: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of those keys that have one."""
        rows = self._datastore.execute(
            "SELECT key, text FROM states WHERE follower = %s AND key = ANY(%s)",
            (follower, list(keys)),
        )
        return {row[0]: row[1] for row in rows}

    def save(self, follower: str, states: Iterable[State]) -> None:
        """Write states over those of the same keys."""
        rows = list(states)
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO states"
                " SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::text[])"
                " ON CONFLICT (follower, key)"
                " DO UPDATE SET due = excluded.due, text = excluded.text",
                (
                    follower,
                    [state.key for state in rows],
                    [state.due for state in rows],
                    [state.text for state in rows],
                ),
                prepare=True,
            )

    def waiting_after(self, follower: str, key: str, limit: int) -> Sequence[str]:
        """Return the next `limit` keys behind that one which have a due time, in their order."""
        rows = self._datastore.execute(
            "SELECT key FROM states WHERE follower = %s AND key > %s AND due IS NOT NULL"
            " ORDER BY key LIMIT %s",
            (follower, key, limit),
        )
        return [row[0] for row in rows]

    def due_from(self, follower: str, since: int, limit: int) -> Sequence[tuple[int, str]]:
        """Return about `limit` due times from `since` on, in order, with their keys."""
        rows = self._datastore.execute(
            "SELECT due, key FROM states WHERE follower = %s AND due >= %s"
            " ORDER BY due FETCH FIRST %s ROWS WITH TIES",
            (follower, since, limit),
        )
        return [(row[0], row[1]) for row in rows]
