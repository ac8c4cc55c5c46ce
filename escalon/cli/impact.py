"""How `escalon policy check --against-open` says what a version would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from domain.impact import ClockChange, TicketChange
from escalon.cli.output import (
    console,
    countdown,
    instant,
    length,
    print_table,
    progress_console,
    shown,
    to_the_second,
)
from escalon.handling.handling import Handling
from escalon.impact import Impact, impact_of

MOST = 10
"""So many tickets are shown; `--json` has all."""
COUNTS = {
    "changed": "tickets that change",
    "moved": "tickets that go to another tier",
    "without_target": "tickets that no target matches any more",
    "clocks_due_earlier": "clocks due earlier",
    "clocks_due_later": "clocks due later",
    "clocks_started": "clocks that start",
    "clocks_stopped": "clocks that stop",
    "clocks_breaching_at_once": "clocks that breach at once",
}
COLUMNS = ("ticket", "what", "target", "due", "change")


def looked_over(handling: Handling, document: Mapping[str, Any]) -> Impact:
    """Return what publishing the document would change, with a bar for the time it takes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown_on = progress_console()
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=shown_on,
        transient=True,
        disable=not shown_on.is_terminal,
    ) as progress:
        task = progress.add_task("Open tickets", total=None)
        return impact_of(
            handling,
            document,
            lambda done, total: progress.update(task, completed=done, total=total),
        )


def impact_json(impact: Impact) -> dict[str, Any]:
    """Return all of it for programs; lengths and instants are texts."""
    return {
        "new_version": impact.new_version,
        "apply_to_open": impact.mode,
        **impact.counts,
        "moves": [
            {"from": old, "to": new, "tickets": count} for (old, new), count in impact.moves.items()
        ],
        "stranded": dict(impact.stranded),
        "tickets": [_ticket_json(change) for change in impact.changes],
    }


def print_impact(impact: Impact) -> None:
    """Print counts, and the tickets that are affected most."""
    version, mode = f"version {impact.new_version}", f"`apply_to_open: {impact.mode}`"
    listed = [(name, impact.counts[key]) for key, name in COUNTS.items() if impact.counts[key]]
    if not listed:
        said = f"None of {impact.open_tickets} open tickets would change with {version}, {mode}."
        console().print(shown(said))
    else:
        said = f"Of {impact.open_tickets} open tickets, {version} would change, with {mode}:"
        console().print(shown(said))
        print_table("", ("what", "how many"), listed)
    for (old, new), count in impact.moves.items():
        console().print(shown(f"{count} would move from {old} to {new}."))
    for tier, count in impact.stranded.items():
        said = f"{count} would stay in {tier}, which {version} doesn't have; name it in `moved`."
        console().print(shown(said))
    if impact.changes:
        rows = [row for change in impact.most_affected(MOST) for row in _rows(change)]
        print_table("The most affected", COLUMNS, rows)


def _rows(change: TicketChange) -> Iterator[tuple[object, ...]]:
    """Yield a row for each thing that changes; the ticket's name stands on the first."""
    names = chain([change.external_id or change.ticket_id], repeat(""))
    if change.tier != change.new_tier:
        yield next(names), "tier", _both(change.tier, change.new_tier), "", "moves"
    for clock in change.clocks:
        target = _both(_length(clock.target), _length(clock.new_target))
        due = to_the_second(clock.new_due_at) or ""
        yield next(names), clock.metric.replace("_", " "), target, due, _words(clock)
    if change.tier == change.new_tier and not change.clocks:
        versions = _both(str(change.policy_version or "none"), str(change.new_policy_version))
        yield next(names), "version", versions, "", ""


def _words(clock: ClockChange) -> str:
    if clock.breaches:
        return "breaches at once"
    if not clock.shift:
        return clock.change
    way = "later" if clock.shift > 0 else "earlier"
    return f"{countdown(abs(clock.shift))} {way}"


def _both(old: str, new: str) -> str:
    return f"{old} → {new}" if old and new and old != new else new or old


def _length(micros: int | None) -> str:
    return "" if micros is None else length(micros)


def _ticket_json(change: TicketChange) -> dict[str, Any]:
    return {
        "ticket": change.external_id,
        "ticket_id": change.ticket_id,
        "version": change.policy_version,
        "new_version": change.new_policy_version,
        "tier": change.tier,
        "new_tier": change.new_tier,
        "target": change.target or None,
        "new_target": change.new_target or None,
        "clocks": [_clock_json(clock) for clock in change.clocks],
    }


def _clock_json(clock: ClockChange) -> dict[str, Any]:
    return {
        "metric": clock.metric,
        "cycle": clock.cycle,
        "change": clock.change,
        "target": _length(clock.target) or None,
        "new_target": _length(clock.new_target) or None,
        "due_at": instant(clock.due_at),
        "new_due_at": instant(clock.new_due_at),
        "breaches_at_once": clock.breaches,
    }
