"""The commands `escalon report …`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.durations import DAY, SECOND
from escalon.cli.asking import answering
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Moment, Position, Store, Wait
from escalon.cli.output import length, print_json, print_table
from projections.attainment import attained
from projections.reports import (
    AGES,
    Period,
    Resolutions,
    TierStays,
    ageing,
    by_agent,
    by_tier,
    time_in_tiers,
)

app = new_app(
    help="Show how promises were kept, and how agents and tiers do.",
    no_args_is_help=True,
    epilog="Example: `escalon report sla --since 2026-03-01`",
)

SHARES = ("resolved", "first contact", "time to resolve", "escalated", "came back")
TIMES = ("mean_time_to_resolve", "mean_time")


@app.command(epilog="Example: `escalon report sla --since 2026-03-01 --priority urgent`")
def sla(
    *,
    since: Moment = None,
    until: Moment = None,
    priority: Annotated[str, typer.Option(help="Only tickets that had it at the time.")] = "",
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show how many promises were kept, by metric and tier."""
    with answering(store, wait, position) as handling:
        found = attained(handling.engine, since=since, until=until, priority=priority)
    if as_json:
        print_json([row._asdict() for row in found])
        return
    rows = [
        (
            row.metric.replace("_", " "),
            row.tier,
            row.met,
            row.breached,
            row.stopped,
            "" if row.percent is None else _share(row.percent / 100),
        )
        for row in found
    ]
    print_table("Promises", ("metric", "tier", "met", "breached", "stopped", "met %"), rows)


@app.command(epilog="Example: `escalon report agents --since 2026-03-01`")
def agents(
    *,
    since: Moment = None,
    until: Moment = None,
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show what was resolved by whom, how fast, and how often for good."""
    with answering(store, wait, position) as handling:
        found = by_agent(handling.engine, Period(since, until))
    if as_json:
        print_json([_in_seconds(row) for row in found])
    else:
        print_table("Agents", ("agent", *SHARES), [_shares(row) for row in found])


@app.command(epilog="Example: `escalon report tiers --json`")
def tiers(
    *,
    since: Moment = None,
    until: Moment = None,
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show what was resolved in each tier, and how long tickets stay in it."""
    period = Period(since, until)
    with answering(store, wait, position) as handling:
        resolved = by_tier(handling.engine, period)
        stays = time_in_tiers(handling.engine, period)
    if as_json:
        print_json(
            {
                "resolved": [_in_seconds(row) for row in resolved],
                "stays": [_in_seconds(row) for row in stays],
            }
        )
        return
    print_table("Resolved in", ("tier", *SHARES), [_shares(row) for row in resolved])
    rows = [(s.tier, s.stays, length(int(s.mean_time)), _share(s.escalation_rate)) for s in stays]
    print_table("Stays", ("tier", "stays", "mean time", "moved up"), rows)


@app.command("ageing", epilog="Example: `escalon report ageing`")
def ages(
    *,
    store: Store = None,
    wait: Wait = None,
    position: Position = 0,
    as_json: AsJson = False,
) -> None:
    """Show how old the tickets are that wait in each tier."""
    with answering(store, wait, position) as handling:
        found = ageing(handling.engine, handling.clock.now())
    bounds = [f"{age // DAY}d" for age in AGES]
    names = [f"under {bounds[0]}", *(f"to {bound}" for bound in bounds[1:]), f"{bounds[-1]} on"]
    if as_json:
        print_json([{"tier": r.tier, **dict(zip(names, r.counts, strict=True))} for r in found])
    else:
        print_table("Ages", ("tier", *names), [(row.tier, *row.counts) for row in found])


def _shares(row: Resolutions) -> tuple[object, ...]:
    return (
        row.who or "nobody",
        row.resolved,
        _share(row.first_contact_rate),
        length(int(row.mean_time_to_resolve)),
        _share(row.escalation_rate),
        _share(row.repeat_contact_rate),
    )


def _share(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def _in_seconds(row: Resolutions | TierStays) -> dict[str, Any]:
    values: dict[str, Any] = row._asdict()
    for name in TIMES:
        if name in values:
            values[f"{name}_seconds"] = round(values.pop(name) / SECOND, 6)
    return values
