"""How agents and tiers do, and how old what waits is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Table, case, func, select

from domain.durations import DAY
from projections.generations import reading
from projections.life import UP
from projections.performance import NAME, tables, waiting

AGES = (DAY, 3 * DAY, 7 * DAY, 30 * DAY)
"""The usual ages at which one bucket ends and the next begins."""


class Period(NamedTuple):
    """From `since` on and before `until`, in microseconds; without one of them it has no end."""

    since: int | None = None
    until: int | None = None

    def holds(self, at: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Return the conditions on an instant."""
        conditions = []
        if self.since is not None:
            conditions.append(at >= self.since)
        if self.until is not None:
            conditions.append(at < self.until)
        return conditions


ALWAYS = Period()


class Resolutions(NamedTuple):
    """The tickets that stand resolved; rates are shares from 0 to 1, times microseconds on average.

    `who` is an agent (empty for tickets that nobody had) or the tier in which they were resolved.
    A ticket counts as escalated if it ever moved up, by whomever.
    """

    who: str
    resolved: int
    first_contact_rate: float
    mean_time_to_resolve: float
    escalation_rate: float
    repeat_contact_rate: float


class TierStays(NamedTuple):
    """The stays in a tier that ended in the period: how many, how long on average, how many up.

    `mean_time` is in microseconds by the wall clock, `escalation_rate` the share that moved up.
    """

    tier: str
    stays: int
    mean_time: float
    escalation_rate: float


class Ageing(NamedTuple):
    """How many tickets wait in a tier, by age: below the first bound, …, from the last one on."""

    tier: str
    counts: tuple[int, ...]


def by_agent(engine: Engine, period: Period = ALWAYS) -> list[Resolutions]:
    """Return what was resolved in the period by whom: who had the ticket, else who resolved it."""
    with reading(engine, NAME) as (connection, generation):
        table = tables(generation).tickets
        had = func.nullif(table.c.resolved_for, "")
        return _resolutions(connection, table, func.coalesce(had, table.c.resolved_by), period)


def by_tier(engine: Engine, period: Period = ALWAYS) -> list[Resolutions]:
    """Return what was resolved in the period in which tier."""
    with reading(engine, NAME) as (connection, generation):
        table = tables(generation).tickets
        return _resolutions(connection, table, table.c.resolved_in, period)


def _resolutions(
    connection: Connection, table: Table, who: ColumnElement[str], period: Period
) -> list[Resolutions]:
    c = table.c
    query = select(
        who,
        func.count(),
        _share(c.first_contact_resolution.is_(True)),
        func.avg(c.resolved_at - c.opened_at),
        _share(c.climbs > 0),
        _share(c.repeat_contacts > 0),
    ).where(c.resolved_at.is_not(None), *period.holds(c.resolved_at))
    rows = connection.execute(query.group_by(who))
    return sorted(Resolutions(who, n, *map(float, rates)) for who, n, *rates in rows)


def time_in_tiers(engine: Engine, period: Period = ALWAYS) -> list[TierStays]:
    """Return how long tickets stayed in each tier, in the order of the tiers' names."""
    with reading(engine, NAME) as (connection, generation):
        c = tables(generation).visits.c
        query = select(
            c.tier, func.count(), func.avg(c.left_at - c.entered_at), _share(c.ended == UP)
        ).where(c.left_at.is_not(None), *period.holds(c.left_at))
        rows = connection.execute(query.group_by(c.tier))
        return sorted(TierStays(tier, n, *map(float, rates)) for tier, n, *rates in rows)


def ageing(engine: Engine, now: int, bounds: Sequence[int] = AGES) -> list[Ageing]:
    """Return how old the waiting tickets of each tier are at `now` (microseconds).

    `bounds` are ages in microseconds, ascending; there is one bucket more than bounds.
    """
    with reading(engine, NAME) as (connection, generation):
        table = tables(generation).tickets
        c = table.c
        age = now - c.opened_at
        younger = [func.count(case((age < bound, 1))) for bound in bounds]
        query = select(c.tier, *younger, func.count()).where(waiting(table))
        rows = connection.execute(query.group_by(c.tier))
        return sorted(Ageing(tier, _differences(counts)) for tier, *counts in rows)


def _differences(counts: Sequence[int]) -> tuple[int, ...]:
    return tuple(n - before for before, n in zip((0, *counts), counts, strict=False))


def _share(condition: ColumnElement[bool]) -> ColumnElement[float]:
    return func.avg(case((condition, 1.0), else_=0.0))
