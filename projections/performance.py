"""How each ticket went, and how long it stayed in each tier: what reports on people are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    or_,
    select,
)

from domain.events.sla import CaseEvent
from domain.events.ticket import TicketOpened
from domain.events.ticket_event import TicketEvent
from projections.generations import reading
from projections.life import learn, opened
from projections.memory import Memory
from projections.projection import Definition, Facts, Setting
from projections.rows import Writer
from projections.summary import Summary, Visit

NAME = "performance"


class Tables(NamedTuple):
    """One row for each ticket, and one for each of its stays in a tier."""

    tickets: Table
    visits: Table


@cache
def tables(generation: int) -> Tables:
    """Return the tables of that number."""
    metadata = MetaData()
    return Tables(_tickets(generation, metadata), _visits(generation, metadata))


def _tickets(generation: int, metadata: MetaData) -> Table:
    table = Table(
        f"performance_{generation}",
        metadata,
        Column("ticket_id", String, primary_key=True),
        Column("external_id", String, nullable=False),
        Column("requester", String, nullable=False),
        Column("opened_at", BigInteger, nullable=False),
        Column("effective_at", BigInteger, nullable=False),
        Column("tier", String, nullable=False),
        Column("priority", String, nullable=False),
        Column("status", String, nullable=False),
        Column("assignee", String, nullable=False),
        Column("first_reply_at", BigInteger),
        Column("resolved_at", BigInteger),
        Column("resolved_for", String, nullable=False),
        Column("resolved_by", String, nullable=False),
        Column("resolved_in", String, nullable=False),
        Column("closed_at", BigInteger),
        Column("first_contact_resolution", Boolean, nullable=False),
        Column("reopens", Integer, nullable=False),
        Column("routings", Integer, nullable=False),
        Column("moves_up", Integer, nullable=False),
        Column("moves_down", Integer, nullable=False),
        Column("escalations", Integer, nullable=False),
        Column("climbs", Integer, nullable=False),
        Column("repeat_contacts", Integer, nullable=False),
        Column("contacts", Integer, nullable=False),
        Column("replies", Integer, nullable=False),
        Column("breaches", Text, nullable=False),
        Column("tiers", Text, nullable=False),
        Column("visits", Integer, nullable=False),
        Column("entered_at", BigInteger),
    )
    Index(f"{table.name}_by_reference", table.c.external_id)
    waits = waiting(table)
    Index(f"{table.name}_waiting", table.c.tier, sqlite_where=waits, postgresql_where=waits)
    return table


def waiting(table: Table) -> ColumnElement[bool]:
    """Return the condition that a ticket waits: so it is in a tier still. An index is for this."""
    return table.c.entered_at.is_not(None)


def _visits(generation: int, metadata: MetaData) -> Table:
    return Table(
        f"performance_visits_{generation}",
        metadata,
        Column("ticket_id", String, primary_key=True),
        Column("visit", Integer, primary_key=True),
        Column("tier", String, nullable=False),
        Column("entered_at", BigInteger, nullable=False),
        Column("left_at", BigInteger),
        Column("ended", String, nullable=False),
        sqlite_with_rowid=False,
    )


class Performance:
    """Sums up each ticket's life, and notes its stays in tiers."""

    def __init__(self, setting: Setting) -> None:
        self._tables = tables(setting.generation)
        self._summaries = Writer(self._tables.tickets, setting.dialect)
        self._visits = Writer(self._tables.visits, setting.dialect)
        self._memory: Memory[Summary] = Memory(self._fetch)

    def project(self, connection: Connection, facts: Facts) -> None:
        """Write what the facts make of each ticket."""
        events: list[Any] = [e for _, e in facts if isinstance(e, TicketEvent | CaseEvent)]
        known = self._memory.recall(connection, dict.fromkeys(e.ticket_id for e in events))
        began = {id: summary.visits for id, summary in known.items()}
        visits = {}
        for event in events:
            if isinstance(event, TicketOpened):
                known[event.ticket_id] = opened(event)
            elif left := learn(known[event.ticket_id], event):
                visits[left.ticket_id, left.visit] = left
        for id, summary in known.items():
            present = summary.present()
            if present and present.visit > began.get(id, 0):
                visits[id, present.visit] = present
        self._summaries.write(connection, [summary.row() for summary in known.values()])
        self._visits.write(connection, list(visits.values()))
        self._memory.keep(known)

    def _fetch(self, connection: Connection, ids: Sequence[str]) -> Mapping[str, Summary]:
        table = self._tables.tickets
        rows = connection.execute(select(table).where(table.c.ticket_id.in_(ids))).mappings()
        return {row["ticket_id"]: Summary(**row) for row in rows}


DEFINITION = Definition(NAME, lambda generation: tables(generation).tickets.metadata, Performance)


def find(engine: Engine, reference: str) -> str | None:
    """Return the id of the ticket that has this id or this external id; of several the newest."""
    with reading(engine, NAME) as (connection, generation):
        c = tables(generation).tickets.c
        either = or_(c.ticket_id == reference, c.external_id == reference)
        query = select(c.ticket_id).where(either).order_by(c.opened_at.desc(), c.ticket_id).limit(1)
        return connection.scalar(query)


def tickets_of(engine: Engine, requester: str, times: tuple[int, int], most: int) -> dict[str, str]:
    """Return ids and external ids of what the requester had going on between two instants.

    In microseconds; `most` of them, the latest.
    """
    with reading(engine, NAME) as (connection, generation):
        c = tables(generation).tickets.c
        query = select(c.ticket_id, c.external_id).where(
            c.requester == requester, c.opened_at <= times[1], c.effective_at >= times[0]
        )
        latest = query.order_by(c.opened_at.desc(), c.ticket_id).limit(most)
        return {row.ticket_id: row.external_id for row in connection.execute(latest)}


def stays(engine: Engine, ticket_id: str) -> list[Visit]:
    """Return the ticket's stays in tiers, in order."""
    with reading(engine, NAME) as (connection, generation):
        table = tables(generation).visits
        query = select(table).where(table.c.ticket_id == ticket_id).order_by(table.c.visit)
        return [Visit(*row) for row in connection.execute(query)]
