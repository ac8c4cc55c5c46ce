"""How many promises were kept: the last verdict on each clock, counted by metric and tier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    case,
    func,
    select,
)

from domain.events.sla import ClockEvent, SlaBreached, SlaBreachRetracted, SlaMet, SlaStopped
from domain.events.ticket import PriorityChanged, TicketOpened
from domain.model import Event
from projections.generations import reading
from projections.memory import Memory
from projections.projection import Definition, Facts, Setting
from projections.rows import Row, Writer

NAME = "attainment"
MET, BREACHED, STOPPED = "met", "breached", "stopped"
VERDICTS: Mapping[type[Event], str] = {
    SlaMet: MET,
    SlaBreached: BREACHED,
    SlaBreachRetracted: MET,
    SlaStopped: STOPPED,
}
"""What each fact says of the promise; a breach that was taken back counts as kept."""


class Tables(NamedTuple):
    """The verdicts, and the priority that each ticket has now."""

    verdicts: Table
    priorities: Table


@cache
def tables(generation: int) -> Tables:
    """Return the tables of that number."""
    metadata = MetaData()
    verdicts = Table(
        f"attainment_{generation}",
        metadata,
        Column("ticket_id", String, primary_key=True),
        Column("metric", String, primary_key=True),
        Column("cycle", Integer, primary_key=True),
        Column("revision", Integer, nullable=False),
        Column("verdict", String, nullable=False),
        Column("tier", String, nullable=False),
        Column("priority", String, nullable=False),
        Column("policy", String, nullable=False),
        Column("policy_version", Integer, nullable=False),
        Column("due_at", BigInteger, nullable=False),
        Column("at", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    priorities = Table(
        f"attainment_priorities_{generation}",
        metadata,
        Column("ticket_id", String, primary_key=True),
        Column("priority", String, nullable=False),
        sqlite_with_rowid=False,
    )
    return Tables(verdicts, priorities)


class Attainment:
    """Keeps the last verdict of each cycle, with the priority that the ticket had then."""

    def __init__(self, setting: Setting) -> None:
        self._tables = tables(setting.generation)
        self._verdicts = Writer(self._tables.verdicts, setting.dialect, newer="revision")
        self._priorities = Writer(self._tables.priorities, setting.dialect)
        self._memory: Memory[str] = Memory(self._fetch)

    def project(self, connection: Connection, facts: Facts) -> None:
        """Write the verdicts that the facts hold."""
        events: list[Any] = [event for _, event in facts if type(event) in INTERESTING]
        known = self._memory.recall(connection, dict.fromkeys(e.ticket_id for e in events))
        changed: dict[str, str] = {}
        verdicts: dict[tuple[str, str, int], Row] = {}
        for event in events:
            match event:
                case TicketOpened():
                    known[event.ticket_id] = changed[event.ticket_id] = event.priority
                case PriorityChanged():
                    known[event.ticket_id] = changed[event.ticket_id] = event.new
                case ClockEvent():
                    _judge(verdicts, event, known[event.ticket_id])
        self._priorities.write(connection, list(changed.items()))
        self._verdicts.write(connection, list(verdicts.values()))
        self._memory.keep(known)

    def _fetch(self, connection: Connection, tickets: Sequence[str]) -> Mapping[str, str]:
        table = self._tables.priorities
        query = select(table.c.ticket_id, table.c.priority).where(table.c.ticket_id.in_(tickets))
        return {row[0]: row[1] for row in connection.execute(query)}


INTERESTING = frozenset([TicketOpened, PriorityChanged, *VERDICTS])


def _judge(verdicts: dict[tuple[str, str, int], Row], event: ClockEvent, priority: str) -> None:
    key = (event.ticket_id, event.metric, event.cycle)
    said = (
        event.revision,
        VERDICTS[type(event)],
        event.tier,
        priority,
        event.policy,
        event.policy_version,
        event.due_at,
        event.occurred_at,
    )
    if key not in verdicts or verdicts[key][3] <= event.revision:
        verdicts[key] = key + said


DEFINITION = Definition(NAME, lambda generation: tables(generation).verdicts.metadata, Attainment)


class Attained(NamedTuple):
    """The verdicts on a metric in a tier; `percent` is of met and breached, `None` without any."""

    metric: str
    tier: str
    met: int
    breached: int
    stopped: int
    percent: float | None


def attained(
    engine: Engine, *, since: int | None = None, until: int | None = None, priority: str = ""
) -> list[Attained]:
    """Return what was attained for each metric and tier, in the order of their names.

    Counts verdicts from `since` on and before `until`, in microseconds; with `priority` only those
    on tickets that had it at the time.
    """
    with reading(engine, NAME) as (connection, generation):
        table = tables(generation).verdicts
        counts = [_count(table.c.verdict == verdict) for verdict in (MET, BREACHED, STOPPED)]
        query = select(table.c.metric, table.c.tier, *counts).group_by(table.c.metric, table.c.tier)
        query = query.where(*_within(table, since, until))
        if priority:
            query = query.where(table.c.priority == priority)
        return sorted(_attained(*row) for row in connection.execute(query))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _within(table: Table, since: int | None, until: int | None) -> Iterable[ColumnElement[bool]]:
    if since is not None:
        yield table.c.at >= since
    if until is not None:
        yield table.c.at < until


def _attained(metric: str, tier: str, met: int, breached: int, stopped: int) -> Attained:
    judged = met + breached
    percent = 100 * met / judged if judged else None
    return Attained(metric, tier, met, breached, stopped, percent)
