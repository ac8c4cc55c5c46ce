"""What is parked, from the outside: looking, asking for a redrive, and who is stalled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from infra.kafka.topics import SLA, TICKETS
from infra.store.postgres.parked_record import COLUMNS, ParkedRecord, record_of

Database = Connection[tuple[Any, ...]]
OF_TICKETS = [TICKETS.name, SLA.name]
"""The topics of which the key is a ticket."""


class Stalled(NamedTuple):
    """A ticket that a follower doesn't go on with, and why."""

    ticket_id: str
    follower: str
    error: str


class Filter(NamedTuple):
    """Which records are meant: those of a follower (all its partitions, or one), of a ticket."""

    follower: str = ""
    ticket: str = ""
    id: int | None = None


WHERE = (
    "settled_at IS NULL"
    " AND (%(follower)s = '' OR follower = %(follower)s"
    " OR starts_with(follower, %(follower)s || ':'))"
    " AND (%(ticket)s = '' OR key = %(ticket)s)"
    " AND (%(id)s::bigint IS NULL OR id = %(id)s)"
)


def stalled(database: Database) -> Sequence[Stalled]:
    """Return the tickets that some follower doesn't go on with, by ticket and follower."""
    rows = database.execute(
        "SELECT DISTINCT ON (key, follower) key, follower, error FROM public.parked"
        " WHERE settled_at IS NULL AND NOT is_alone AND topic = ANY(%s)"
        " ORDER BY key, follower, id",
        (OF_TICKETS,),
    )
    return [Stalled(*row) for row in rows]


def found(database: Database, wanted: Filter) -> Sequence[ParkedRecord]:
    """Return what is parked, in the order of parking."""
    rows = database.execute(
        f"SELECT {COLUMNS} FROM public.parked WHERE {WHERE} ORDER BY id",  # noqa: S608  # constants
        wanted._asdict(),
    )
    return [record_of(row) for row in rows]


def ask_redrive(database: Database, wanted: Filter) -> int:
    """Have what is meant handled again, with all that waits behind it; return how many records."""
    return _ask(database, wanted, "redrive")


def ask_drop(database: Database, id: int) -> int:
    """Have one record skipped, and those that wait with it handled; return how many records."""
    return _ask(database, Filter(id=id), "drop")


def _ask(database: Database, wanted: Filter, what: str) -> int:
    """Mark records and those of the same key; only what was named takes another mark."""
    return database.execute(
        f"WITH meant AS (SELECT id, follower, key, is_alone FROM public.parked WHERE {WHERE})"  # noqa: S608  # a constant
        " UPDATE public.parked AS parked SET asked = CASE"
        " WHEN parked.id IN (SELECT id FROM meant) THEN %(what)s"
        " ELSE coalesce(parked.asked, 'redrive') END"
        " WHERE parked.settled_at IS NULL AND (parked.id IN (SELECT id FROM meant)"
        " OR NOT parked.is_alone AND (parked.follower, parked.key) IN"
        " (SELECT follower, key FROM meant WHERE NOT is_alone))",
        wanted._asdict() | {"what": what},
    ).rowcount
