"""One process that works, and others that wait to take over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic

import psycopg

STANDBY_SECONDS = 0.25
FROZEN = "5s"
"""After so long without a word the server ends the session: a process that is stopped or cut off
keeps its connection open, and nobody could lead in its place."""
ASK_SECONDS = 1.0


class LeadershipLost(RuntimeError):
    """The session that held the lock is gone; another may lead by now."""


class Leadership:
    """A session that holds an advisory lock as long as it lives."""

    def __init__(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        self._session = session
        self._asked = monotonic()

    def must_hold(self) -> None:
        """Raise `LeadershipLost` if the session is gone, and the lock with it.

        To be called all the time; it asks the server once a second.
        """
        if monotonic() - self._asked < ASK_SECONDS:
            return
        self._asked = monotonic()
        try:
            self._session.execute("SELECT 1")
        except psycopg.Error as error:
            raise LeadershipLost(str(error)) from None


@contextmanager
def leading(
    database: str, lock: int, stop: Event, waits: Callable[[], None]
) -> Iterator[Leadership | None]:
    """Wait until this process leads; gives `None` when told to stop before that.

    `waits` is told again and again that another leads.
    """
    with psycopg.connect(database, autocommit=True) as session:
        while not _takes(session, lock):
            waits()
            if stop.wait(STANDBY_SECONDS):
                yield None
                return
        session.execute(f"SET idle_session_timeout = '{FROZEN}'")
        yield Leadership(session)


def _takes(session: psycopg.Connection[tuple[object, ...]], lock: int) -> bool:
    row = session.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
    return bool(row and row[0])
