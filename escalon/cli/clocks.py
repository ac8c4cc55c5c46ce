"""The command `escalon clocks`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.clocks.standing import Standing
from domain.durations import SECOND
from escalon.cli.asking import answering
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Position, Store, Wait
from escalon.cli.output import (
    RED,
    countdown,
    instant,
    length,
    print_json,
    print_table,
    shown,
    to_the_second,
)
from projections.board import board
from projections.queues import Queued, queue

app = new_app()

COLUMNS = ("ticket", "clock", "state", "used", "target", "due", "left", "next")
Row = tuple[Queued, Standing]


@app.command(epilog="Example: `escalon clocks --tier front-line --limit 10`")
def clocks(
    *,
    tier: Annotated[str, typer.Option(help="Only this tier.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many tickets.")] = 20,
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show the clocks of what waits, the most pressing ticket first.

    A clock that is `off hours` goes on at the next opening; `next` is what it says next.
    """
    with answering(store, wait, position) as handling:
        waiting = queue(handling.engine, tier or None, limit)
        ids, now = [ticket.ticket_id for ticket in waiting], handling.clock.now()
        found = board(handling.engine, ids, handling.policies(), now)
    rows = [
        (ticket, clock)
        for ticket in waiting
        for clock in found.get(ticket.ticket_id, ())
        if clock.ended_at is None
    ]
    if as_json:
        print_json({"now": instant(now), "clocks": [_as_json(row) for row in rows]})
        return
    print_table(f"{len(waiting)} tickets", COLUMNS, [_row(row, now) for row in rows])


def _row(row: Row, now: int) -> tuple[object, ...]:
    ticket, clock = row
    name = clock.metric.replace("_", " ") + (f" ({clock.cycle})" if clock.cycle > 1 else "")
    state = clock.state.replace("_", " ") + ", breached" * clock.is_breached
    left = countdown(clock.due_at - now) if clock.due_at is not None else ""
    return (
        ticket.external_id or ticket.ticket_id,
        name,
        state,
        length(clock.used),
        length(clock.target),
        to_the_second(clock.due_at) or "",
        shown(left, RED if clock.is_breached else ""),
        clock.ahead[0].milestone if clock.ahead else "",
    )


def _as_json(row: Row) -> dict[str, Any]:
    ticket, clock = row
    return {
        "ticket_id": ticket.ticket_id,
        "external_id": ticket.external_id,
        "metric": clock.metric,
        "cycle": clock.cycle,
        "revision": clock.revision,
        "state": clock.state,
        "breached": clock.is_breached,
        **clock.terms._asdict(),
        "started_at": instant(clock.started_at),
        "due_at": instant(clock.due_at),
        "target_seconds": clock.target / SECOND,
        "used_seconds": clock.used / SECOND,
        "uncounted_seconds": clock.uncounted / SECOND,
        "paused_for_seconds": clock.paused_for / SECOND,
        "ahead": [{"milestone": each.milestone, "at": instant(each.at)} for each in clock.ahead],
    }
