"""What PostgreSQL says of the log, the clocks and what is parked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic

import psycopg

Session = psycopg.Connection[tuple[int | str | bool, ...]]
CLOCKS_EVERY = 15.0
"""Seconds between two counts of clocks: with a million of them one takes a tenth of a second."""
PATIENCE = 2
"""Seconds to connect in; a session whose other side is gone is given up as quickly."""
HEAD = "SELECT coalesce(max(position), 0) FROM events"
CLOCKS = (
    "SELECT asked, (SELECT count(*) FROM states WHERE follower = asked AND due IS NOT NULL)"
    " FROM unnest(%s::text[]) AS asked"
)
PARKED = (
    "SELECT follower, count(*), count(DISTINCT key) FILTER (WHERE NOT is_alone)"
    " FROM public.parked WHERE settled_at IS NULL GROUP BY follower"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfDatabase:
    """`head` is the last position of the log; the counts are by follower or share.

    `clocks` are those with a milestone ahead, `parked` records that couldn't be handled, or wait
    behind such a one, and `stalled` the tickets that they are of.
    """

    head: int = 0
    clocks: Mapping[str, int] = field(default_factory=dict)
    parked: Mapping[str, int] = field(default_factory=dict)
    stalled: Mapping[str, int] = field(default_factory=dict)


class AskingDatabase:
    """Asks in a session of its own; `shares` gives the names of those whose clocks are ours."""

    def __init__(self, database: str, shares: Callable[[], Collection[str]]) -> None:
        self._database = database
        self._shares = shares
        self._session: Session | None = None
        self._clocks: Mapping[str, int] = {}
        self._counted_at = 0.0

    def __call__(self) -> OfDatabase:
        """Return what it says now; raises psycopg's error when it doesn't answer."""
        try:
            return self._asked(self._opened())
        except psycopg.Error:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the session."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _opened(self) -> Session:
        if self._session is None:
            self._session = psycopg.connect(
                self._database,
                autocommit=True,
                connect_timeout=PATIENCE,
                keepalives_idle=PATIENCE,
                tcp_user_timeout=PATIENCE * 1_000,
                application_name="escalon-health",
            )
        return self._session

    def _asked(self, session: Session) -> OfDatabase:
        parked = _parked(session)
        return OfDatabase(
            head=_number(session, HEAD),
            clocks=self._counted(session),
            parked={follower: count for follower, count, _ in parked},
            stalled={follower: tickets for follower, _, tickets in parked},
        )

    def _counted(self, session: Session) -> Mapping[str, int]:
        shares = sorted(self._shares())
        if sorted(self._clocks) != shares or monotonic() - self._counted_at > CLOCKS_EVERY:
            rows = session.execute(CLOCKS, (shares,)).fetchall()
            self._clocks = {str(row[0]): int(row[1]) for row in rows}
            self._counted_at = monotonic()
        return self._clocks


def _parked(session: Session) -> list[tuple[str, int, int]]:
    """Return follower, records and tickets, of followers that have any."""
    return [(str(row[0]), int(row[1]), int(row[2])) for row in session.execute(PARKED)]


def _number(session: Session, query: str) -> int:
    row = session.execute(query.encode()).fetchone()
    assert row is not None  # noqa: S101  # an aggregate has a row
    return int(row[0])
