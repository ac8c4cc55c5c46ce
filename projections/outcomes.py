"""What became of each ticket, in the order of its reference: the lines of a replay's report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, select

from projections.generations import reading
from projections.performance import NAME, tables
from projections.summary import metrics

COLLATION = {"sqlite": "BINARY", "postgresql": "C"}
"""The order by code point, which is the same on every machine."""


class Outcome(NamedTuple):
    """One ticket; `breached_metrics` are sorted and joined by `;`, `escalations` all by rules."""

    external_id: str
    reopens: int
    routings: int
    moves_up: int
    moves_down: int
    resolution_breached: bool
    breached_metrics: str
    escalations: int
    final_tier: str
    final_status: str


def outcomes(engine: Engine) -> Iterator[Outcome]:
    """Yield every ticket, sorted by its external id, then by its own."""
    with reading(engine, NAME) as (connection, generation):
        c = tables(generation).tickets.c
        by_reference = c.external_id.collate(COLLATION[engine.dialect.name])
        rows = connection.execution_options(yield_per=1_000).execute(
            select(
                c.external_id,
                c.reopens,
                c.routings,
                c.moves_up,
                c.moves_down,
                c.breaches,
                c.escalations,
                c.tier,
                c.status,
            ).order_by(by_reference, c.ticket_id)
        )
        for row in rows:
            yield _outcome(row)


def _outcome(row: Row[*tuple[Any, ...]]) -> Outcome:
    breached = metrics(row.breaches)
    return Outcome(
        external_id=row.external_id,
        reopens=row.reopens,
        routings=row.routings,
        moves_up=row.moves_up,
        moves_down=row.moves_down,
        resolution_breached="resolution" in breached.split(";"),
        breached_metrics=breached,
        escalations=row.escalations,
        final_tier=row.tier,
        final_status=row.status,
    )
