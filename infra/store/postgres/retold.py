"""Whether a database holds a replay, and whether somebody drives it now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

import psycopg

DRIVER_LOCK = 0x45_5343_4452_4956
"""The advisory lock of the process that drives a replay."""
MARK = "replay"
"""The name that a replay's checkpoint is kept under, as in an embedded store."""


class Standing(Enum):
    """What a database is for its workers."""

    LIVE = "live"
    DRIVEN = "driven"
    OVER = "over"


class HoldsReplay(RuntimeError):
    """A database whose time is a replay's, which nobody drives."""

    def __init__(self) -> None:
        super().__init__(
            "The database holds a replay, which stays as it is; name another with ESCALON_DATABASE."
        )


@contextmanager
def driving(database: str) -> Iterator[bool]:
    """Drive the replay until the end of the block, unless another process does; say whether."""
    with psycopg.connect(database, autocommit=True) as session:
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (DRIVER_LOCK,)).fetchone()
        yield bool(row and row[0])


def standing(database: str) -> Standing:
    """Return what the database is now."""
    with psycopg.connect(database, autocommit=True) as session:
        marked = session.execute("SELECT 1 FROM states WHERE follower = %s", (MARK,)).fetchone()
        if marked is None:
            return Standing.LIVE
        return Standing.DRIVEN if is_driven(session) else Standing.OVER


def is_driven(session: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Return whether a process drives the replay; the session commits by itself."""
    row = session.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", (DRIVER_LOCK,)).fetchone()
    return not (row and row[0])


def is_untouched(database: str) -> bool:
    """Return whether nothing was ever recorded in the database, nor worked on."""
    with psycopg.connect(database, autocommit=True) as session:
        row = session.execute(
            "SELECT EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM processed_commands)"
            " OR EXISTS (SELECT FROM positions) OR EXISTS (SELECT FROM states WHERE follower = %s)",
            (MARK,),
        ).fetchone()
    return not (row and row[0])
