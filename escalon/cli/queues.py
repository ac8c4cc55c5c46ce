"""The command `escalon queues`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from domain.policy.catalogue import Catalogue
from domain.ticket.status import HELD
from escalon.cli.asking import answering
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Position, Store, Wait
from escalon.cli.output import RED, console, countdown, instant, print_json, shown, table
from projections.queues import Queued, TierCount, queue, tiers

app = new_app()

COLUMNS = ("ticket", "subject", "priority", "status", "assignee", "next", "left")


@app.command(epilog="Example: `escalon queues --tier front-line --limit 10`")
def queues(
    *,
    tier: Annotated[str, typer.Option(help="Only this tier.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many tickets of each tier.")] = 20,
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show what waits in each tier, the most pressing first.

    `left` is the time to the next breach; red and behind a minus, the time since the oldest one.
    """
    with answering(store, wait, position) as handling:
        engine = handling.engine
        order = _by_height(handling.policies())
        counts = sorted(tiers(engine), key=lambda count: order.get(count.tier, len(order)))
        if tier:
            counts = [count for count in counts if count.tier == tier]
        found = [(count, queue(engine, count.tier, limit)) for count in counts]
        now = handling.clock.now()
        stalled = handling.stalled()
        if tier and not found and tier not in order:
            message = f"there is no tier '{tier}'; tiers are {', '.join(order)}"
            raise typer.BadParameter(message, param_hint="'--tier'")
    if as_json:
        listed = [_as_json(count, tickets, stalled) for count, tickets in found]
        print_json({"now": instant(now), "tiers": listed})
        return
    for count, tickets in found:
        rows = [_row(ticket, now, stalled) for ticket in tickets]
        console().print(table(_title(count, len(rows)), COLUMNS, rows))
    if not found:
        console().print("Nothing waits.")


def _by_height(catalogue: Catalogue) -> dict[str, int]:
    """Return the tiers of all policies in use, lowest first."""
    names: dict[str, int] = {}
    for name in sorted(catalogue.in_use()):
        policy = catalogue.current(name)
        for tier in policy.ladder.names if policy else ():
            names.setdefault(tier, len(names))
    return names


def _title(count: TierCount, listed: int) -> str:
    waiting = count.open + count.held
    parts = [f"{waiting} waiting"]
    if count.held:
        parts.append(f"{count.held} on hold")
    if count.overdue:
        parts.append(f"{count.overdue} breached")
    if listed < waiting:
        parts.append(f"the first {listed}")
    return f"{count.tier}: {', '.join(parts)}"


def _row(ticket: Queued, now: int, stalled: Mapping[str, str]) -> tuple[object, ...]:
    status = shown(f"{HELD}: {ticket.held_on}" if ticket.held_on else ticket.status)
    if ticket.ticket_id in stalled:
        status.append(", stalled", RED)
    metric, left = (ticket.next_metric or "").replace("_", " "), shown("")
    if ticket.overdue_since is not None:
        metric, left = "breached", shown(countdown(ticket.overdue_since - now), RED)
    elif ticket.next_breach_at is not None:
        left = shown(countdown(ticket.next_breach_at - now))
    name = ticket.external_id or ticket.ticket_id
    return name, ticket.subject, ticket.priority, status, ticket.assignee, metric, left


def _as_json(count: TierCount, tickets: list[Queued], stalled: Mapping[str, str]) -> dict[str, Any]:
    listed = [
        {**_ticket_as_json(ticket), "stalled": stalled.get(ticket.ticket_id)} for ticket in tickets
    ]
    return {**count._asdict(), "tickets": listed}


def _ticket_as_json(ticket: Queued) -> dict[str, Any]:
    times = {name: instant(getattr(ticket, name)) for name in Queued._fields if name[-3:] == "_at"}
    return {
        **ticket._asdict(),
        **times,
        "overdue_since": instant(ticket.overdue_since),
        "breached": list(ticket.breached),
    }
