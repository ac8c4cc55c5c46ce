"""What a log in PostgreSQL has grown by, and when the tickets in it are due next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import psycopg

from infra.kafka.partitioning import partition_of

TIMER = "sla-timer"


class Growth(NamedTuple):
    """The position of the last new fact of each stored name, and the tickets that grew."""

    ends: Mapping[str, int]
    tickets: Collection[str]


class LogGrowth:
    """Reads behind what it has seen."""

    def __init__(self, database: str, partitions: int) -> None:
        self._session = psycopg.connect(database, autocommit=True)
        self._partitions = partitions
        self.position = 0
        """The position of the last fact seen."""

    def look(self) -> Growth:
        """Return what is new since the last look."""
        rows = self._session.execute(
            "SELECT position, topic, ticket_id FROM events WHERE position > %s ORDER BY position",
            (self.position,),
            prepare=True,
        ).fetchall()
        ends: dict[str, int] = {}
        for position, name, _ in rows:
            self.position = position
            ends[name] = position
        return Growth(ends, {ticket for _, _, ticket in rows if ticket})

    def dues(self, tickets: Collection[str]) -> dict[str, int | None]:
        """Return when each of the tickets is due next (microseconds), `None` where it never is."""
        listed = sorted(tickets)
        followers = [self.timer_of(ticket) for ticket in listed]
        rows = self._session.execute(
            "SELECT states.key, states.due FROM unnest(%s::text[], %s::text[]) AS asked (it, key)"
            " JOIN states ON states.follower = asked.it AND states.key = asked.key",
            (followers, listed),
            prepare=True,
        ).fetchall()
        return {**dict.fromkeys(listed), **dict(rows)}

    def timer_of(self, ticket: str) -> str:
        """Return the share that runs the ticket's clocks."""
        return f"{TIMER}:{partition_of(ticket, self._partitions)}"

    def close(self) -> None:
        """Let go."""
        self._session.close()
