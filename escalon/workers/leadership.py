"""One process that works, and others that wait to take over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import psycopg

STANDBY_SECONDS = 0.25


class LeadershipLost(RuntimeError):
    """The session that held the lock is gone; another may lead by now."""


class Leadership:
    """A session that holds an advisory lock as long as it lives."""

    def __init__(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        self._session = session

    def must_hold(self) -> None:
        """Raise `LeadershipLost` if the session is gone, and the lock with it."""
        try:
            self._session.execute("SELECT 1")
        except psycopg.Error as error:
            raise LeadershipLost(str(error)) from None


@contextmanager
def leading(database: str, lock: int, stop: Event) -> Iterator[Leadership | None]:
    """Wait until this process leads; gives `None` when told to stop before that."""
    with psycopg.connect(database, autocommit=True) as session:
        while not _takes(session, lock):
            if stop.wait(STANDBY_SECONDS):
                yield None
                return
        yield Leadership(session)


def _takes(session: psycopg.Connection[tuple[object, ...]], lock: int) -> bool:
    row = session.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
    return bool(row and row[0])
