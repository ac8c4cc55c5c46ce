"""How the clocks of tickets stand: what `queues` keeps of them, brought up to a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, select

from domain.clocks.fire import fire
from domain.clocks.standing import Standing, standing
from domain.clocks.stored import from_text
from domain.policy.catalogue import Catalogue
from projections.generations import reading
from projections.queues import NAME, tickets


def board(
    engine: Engine, ids: Sequence[str], policies: Catalogue, now: int
) -> Mapping[str, Sequence[Standing]]:
    """Return the latest clock of each metric of each of these tickets, as of `now`.

    `now` is in microseconds and no earlier than the tickets' last facts; what is due exactly then
    is still ahead. A ticket that isn't known is left out.
    """
    with reading(engine, NAME) as (connection, generation):
        c = tickets(generation).c
        rows = connection.execute(select(c.ticket_id, c.state).where(c.ticket_id.in_(ids)))
        states = {row.ticket_id: row.state for row in rows}
    return {ticket: _standings(states[ticket], policies, now) for ticket in ids if ticket in states}


def _standings(state: str, policies: Catalogue, now: int) -> list[Standing]:
    clocks, _ = fire(from_text(state), now, policies)
    return [standing(clock, now, policies) for clock in clocks.clocks]
