"""Turns of followers in PostgreSQL: whoever drives a replay gives them, shares take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from infra.store.postgres.datastore import Datastore

DONE = "escalon_turn_done"
"""The channel on which whoever drives hears that a process has done its part of a turn."""
Session = psycopg.Connection[tuple[object, ...]]


class Turn(NamedTuple):
    """Handle all up to the log position `until`; `followers` are the shares that haven't yet."""

    number: int
    until: int
    followers: Sequence[str]


class Horizon(NamedTuple):
    """Let the follower say of a ticket what took effect before `now` (microseconds)."""

    follower: str
    ticket_id: str
    now: int


class TurnsTaken:
    """The side of the followers of one kind; a session of its own hears of turns at once."""

    def __init__(self, database: str, kind: str) -> None:
        self._kind = kind
        self._session: Session = psycopg.connect(database, autocommit=True)
        self._session.execute(f"LISTEN {channel(kind)}")

    def wait(self, seconds: float) -> None:
        """Wait that long, or until a turn is given."""
        for _ in self._session.notifies(timeout=seconds, stop_after=1):
            return

    def current(self, followers: Sequence[str]) -> Turn | None:
        """Return the turn that some of these have yet to take, if there is one."""
        rows = self._session.execute(
            "SELECT turns.number, turns.until, asked.follower FROM turns"
            " CROSS JOIN unnest(%s::text[]) AS asked (follower)"
            " LEFT JOIN turns_done AS done ON done.follower = asked.follower"
            " WHERE turns.kind = %s AND coalesce(done.number, 0) < turns.number"
            " ORDER BY asked.follower",
            (list(followers), self._kind),
            prepare=True,
        ).fetchall()
        if not rows:
            return None
        number, until, _ = rows[0]
        return Turn(int(str(number)), int(str(until)), [str(row[2]) for row in rows])

    def close(self) -> None:
        """Let go."""
        self._session.close()


def channel(kind: str) -> str:
    """Return the channel on which followers of a kind hear of turns."""
    return f"escalon_turn_{kind.replace('-', '_')}"


def horizons(datastore: Datastore, followers: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return what is to fire in the turn: by follower and ticket, until when (microseconds)."""
    found: dict[str, dict[str, int]] = {}
    for follower, ticket, now in datastore.execute(
        "SELECT follower, ticket_id, now FROM horizons WHERE follower = ANY(%s)",
        (list(followers),),
    ):
        found.setdefault(follower, {})[ticket] = now
    return found


def done(datastore: Datastore, followers: Sequence[str], number: int) -> None:
    """Say that these have taken the turn, in the transaction of its effects."""
    with datastore.transaction(commit=True) as cursor:
        cursor.execute(
            "INSERT INTO turns_done SELECT follower, %s FROM unnest(%s::text[]) AS it (follower)"
            " ON CONFLICT (follower) DO UPDATE SET number = excluded.number",
            (number, list(followers)),
            prepare=True,
        )
        cursor.execute("DELETE FROM horizons WHERE follower = ANY(%s)", (list(followers),))
        cursor.execute(f"NOTIFY {DONE}")


class TurnsGiven:
    """The side of whoever drives: one turn at a time of each kind."""

    def __init__(self, database: str) -> None:
        self._session: Session = psycopg.connect(database, autocommit=True)
        self._session.execute(f"LISTEN {DONE}")
        self._number = 0

    def give(self, kind: str, until: int, horizons: Sequence[Horizon] = ()) -> int:
        """Give followers of a kind a turn, and return its number."""
        self._number += 1
        with self._session.transaction():
            if horizons:
                self._session.execute(
                    "INSERT INTO horizons"
                    " SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])",
                    [list(column) for column in zip(*horizons, strict=True)],
                )
            self._session.execute(
                "INSERT INTO turns VALUES (%s, %s, %s) ON CONFLICT (kind)"
                " DO UPDATE SET number = excluded.number, until = excluded.until",
                (kind, self._number, until),
                prepare=True,
            )
            self._session.execute(f"NOTIFY {channel(kind)}")
        return self._number

    def is_done(self, number: int, followers: Sequence[str], seconds: float) -> bool:
        """Return whether all of these have taken the turn, waiting that long for news of it."""
        if self._have_done(number, followers):
            return True
        for _ in self._session.notifies(timeout=seconds, stop_after=1):
            pass
        return self._have_done(number, followers)

    def close(self) -> None:
        """Let go."""
        self._session.close()

    def _have_done(self, number: int, followers: Sequence[str]) -> bool:
        row = self._session.execute(
            "SELECT count(*) FROM turns_done WHERE follower = ANY(%s) AND number >= %s",
            (list(followers), number),
            prepare=True,
        ).fetchone()
        assert row is not None  # noqa: S101  # an aggregate has a row
        return row[0] == len(followers)
