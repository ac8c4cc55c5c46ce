"""What waits in each tier, the most pressing first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    select,
)

from domain.events.sla import SlaBreached, SlaBreachRetracted
from domain.events.ticket_event import TicketEvent
from domain.ticket.status import HELD
from projections.generations import reading
from projections.memory import Memory
from projections.projection import Definition, Facts, Setting
from projections.rows import Writer
from projections.waiting import Waiting, opened, stored

NAME = "queues"
STATE = ("external_id", "subject", "escalations", "breaches", "state")


@cache
def tickets(generation: int) -> Table:
    """Return the table of that number: all tickets, for an ended one may be taken up again."""
    table = Table(
        f"queues_{generation}",
        MetaData(),
        Column("ticket_id", String, primary_key=True),
        Column("waiting", Boolean, nullable=False),
        Column("external_id", String, nullable=False),
        Column("tier", String, nullable=False),
        Column("queue", String, nullable=False),
        Column("priority", String, nullable=False),
        Column("status", String, nullable=False),
        Column("held_on", String, nullable=False),
        Column("assignee", String, nullable=False),
        Column("requester", String, nullable=False),
        Column("subject", Text, nullable=False),
        Column("opened_at", BigInteger, nullable=False),
        Column("tier_entered_at", BigInteger, nullable=False),
        Column("next_breach_at", BigInteger),
        Column("next_metric", String),
        Column("overdue_since", BigInteger),
        Column("breaches", Text, nullable=False),
        Column("escalations", Integer, nullable=False),
        Column("state", Text, nullable=False),
    )
    waits = table.c.waiting.is_(True)
    Index(f"{table.name}_by_tier", table.c.tier, sqlite_where=waits, postgresql_where=waits)
    return table


class Queues:
    """Folds the clocks of each ticket once more: no fact says when a clock is due."""

    def __init__(self, setting: Setting) -> None:
        self._table = tickets(setting.generation)
        self._policies = setting.policies
        self._writer = Writer(self._table, setting.dialect)
        self._memory: Memory[Waiting] = Memory(self._fetch)

    def project(self, connection: Connection, facts: Facts) -> None:
        """Write where the facts leave each ticket."""
        kinds = TicketEvent | SlaBreached | SlaBreachRetracted
        events: list[Any] = [event for _, event in facts if isinstance(event, kinds)]
        known = self._memory.recall(connection, dict.fromkeys(e.ticket_id for e in events))
        for event in events:
            known[event.ticket_id] = self._after(known.get(event.ticket_id), event)
        self._writer.write(connection, [waiting.row() for waiting in known.values()])
        self._memory.keep(known)

    def _after(self, waiting: Waiting | None, event: Any) -> Waiting:
        if waiting is None:
            return opened(event, self._policies)
        if isinstance(event, SlaBreached):
            return waiting.after_breach(event, self._policies)
        if isinstance(event, SlaBreachRetracted):
            return waiting.after_retraction(event)
        return waiting.after(event, self._policies)

    def _fetch(self, connection: Connection, ids: Sequence[str]) -> Mapping[str, Waiting]:
        columns = self._table.c
        query = select(columns.ticket_id, *(columns[name] for name in STATE))
        rows = connection.execute(query.where(columns.ticket_id.in_(ids)))
        return {row[0]: stored(*row[1:]) for row in rows}


DEFINITION = Definition(NAME, lambda generation: tickets(generation).metadata, Queues)


class Queued(NamedTuple):
    """A waiting ticket; instants are microseconds UTC.

    `next_breach_at` is when the first of its running clocks is due, `next_metric` which that is.
    `overdue_since` is the oldest breach of what is still waited for, `breached` the names of all
    metrics that were breached so far.
    """

    ticket_id: str
    external_id: str
    tier: str
    queue: str
    priority: str
    status: str
    held_on: str
    assignee: str
    requester: str
    subject: str
    opened_at: int
    tier_entered_at: int
    next_breach_at: int | None
    next_metric: str | None
    overdue_since: int | None
    breached: tuple[str, ...]
    escalations: int


class TierCount(NamedTuple):
    """How many tickets wait in a tier, not on hold and on hold.

    Of these, `breached` had a breach so far, and `overdue` one of what is still waited for.
    """

    tier: str
    open: int
    held: int
    breached: int
    overdue: int


def queue(engine: Engine, tier: str | None = None, limit: int = 100) -> list[Queued]:
    """Return what waits in the tier, or in all, ordered by the time left until a breach.

    What is overdue comes first, the oldest breach before others; what no clock runs on comes last.
    """
    with reading(engine, NAME) as (connection, generation):
        c = tickets(generation).c
        query = select(*(c["breaches" if f == "breached" else f] for f in Queued._fields))
        query = query.where(c.waiting.is_(True)).limit(limit)
        if tier is not None:
            query = query.where(c.tier == tier)
        pressing = (c.overdue_since.nulls_last(), c.next_breach_at.nulls_last())
        rows = connection.execute(query.order_by(*pressing, c.opened_at, c.ticket_id))
        return [Queued(*row)._replace(breached=_metrics(row.breaches)) for row in rows]


def tiers(engine: Engine) -> list[TierCount]:
    """Return the counts of every tier in which something waits, in the order of their names."""
    with reading(engine, NAME) as (connection, generation):
        c = tickets(generation).c
        held = func.count().filter(c.status == HELD)
        overdue = func.count(c.overdue_since)
        breached = func.count().filter(c.breaches != "")
        query = select(c.tier, func.count() - held, held, breached, overdue)
        rows = connection.execute(query.where(c.waiting.is_(True)).group_by(c.tier))
        return sorted(TierCount(*row) for row in rows)


def _metrics(breaches: str) -> tuple[str, ...]:
    return tuple(sorted({breach.partition(":")[0] for breach in breaches.split(";") if breach}))
