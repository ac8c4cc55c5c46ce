"""What happened to a ticket, one line for each fact, in words for people."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    select,
)

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from projections.generations import reading
from projections.projection import Definition, Facts, Setting
from projections.rows import Writer
from projections.sentences import sentence

NAME = "timeline"
POSITION = BigInteger().with_variant(Integer, "sqlite")  # there the only type of a row's own number


@cache
def lines(generation: int) -> Table:
    """Return the table of that number."""
    return Table(
        f"timeline_{generation}",
        MetaData(),
        Column("position", POSITION, primary_key=True, autoincrement=False),
        Column("ticket_id", String, nullable=False),
        Column("occurred_at", BigInteger, nullable=False),
        Column("name", String, nullable=False),
        Column("actor", String, nullable=False),
        Column("sentence", Text, nullable=False),
        Index(f"timeline_{generation}_by_ticket", "ticket_id"),
    )


class Timeline:
    """Adds a line for each fact about a ticket; what was written or said is not repeated."""

    def __init__(self, setting: Setting) -> None:
        self._writer = Writer(lines(setting.generation), setting.dialect)

    def project(self, connection: Connection, facts: Facts) -> None:
        """Write the lines of the facts."""
        rows = []
        for position, event in facts:
            if isinstance(event, TicketEvent | CaseEvent):
                name = event.TOPIC.rpartition(".")[2]
                actor = " ".join(event.actor)
                said = sentence(event)
                rows.append((position, event.ticket_id, event.occurred_at, name, actor, said))
        self._writer.write(connection, rows)


DEFINITION = Definition(NAME, lambda generation: lines(generation).metadata, Timeline)


class Line(NamedTuple):
    """One fact; `occurred_at` is in microseconds, `actor` a kind and an id such as `agent anna`."""

    position: int
    ticket_id: str
    occurred_at: int
    name: str
    actor: str
    sentence: str


def history(engine: Engine, ticket_id: str) -> list[Line]:
    """Return the ticket's lines in the order of the log, in which its facts took effect."""
    with reading(engine, NAME) as (connection, generation):
        table = lines(generation)
        query = select(table).where(table.c.ticket_id == ticket_id).order_by(table.c.position)
        return [Line(*row) for row in connection.execute(query)]
