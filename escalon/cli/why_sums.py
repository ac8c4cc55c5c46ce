"""A deadline's arithmetic drawn for people, line by line, to be added up by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.clocks.terms import TermsKey
from domain.events.sla import ClockEvent, SlaBreached, SlaBreachRetracted, SlaOverdue, SlaWarned
from domain.facts import NEVER
from domain.policy.match import Match
from domain.ticket.status import ENDED
from domain.why.arithmetic import Arithmetic, Promise
from escalon.cli.output import DIM, exact, instant, shown
from projections.sentences import sentence

YEAR, DAY = len("2026-"), len("2026-03-01 ")
LEAST = 12
"""How narrow a column of words may get."""


class Line(NamedTuple):
    """What was counted or not between two times, or without an `end` what happened at one."""

    at: int
    end: int
    what: str
    length: str
    is_counted: bool = False


def sums(event: ClockEvent, found: Arithmetic) -> Group:
    """Return the way of a clock to what it said: what happened, what was counted, and the sum."""
    lines = sorted([*_happened(found), *_times(found)], key=attrgetter("at"))
    total = Line(found.until, NEVER, "sum", exact(found.used), is_counted=True)
    widths = _widths([*lines, total])
    parts: list[RenderableType] = [shown(f"The clock {_name(found)}, with times in UTC", DIM)]
    run: list[Line] = []
    for line in lines:
        if line.end:
            run.append(line)
        else:
            parts += [*_grid(run, widths), _beside(line.at, line.what, line.length)]
            run = []
    parts += _grid([*run, total], widths)
    return Group(*parts, _beside(found.until, _conclusion(event, found)), Text())


def promise(what: Promise) -> str:
    """Return what a clock may use: `4h of office, by target 1 (priority urgent) of …`."""
    length = exact(what.length)
    if what.business_days:
        days = (
            "1 business day" if what.business_days == 1 else f"{what.business_days} business days"
        )
        length = f"{days}, to the closing time of the last: {length}"
    return f"{length} of {what.calendar}, by {target_name(what.terms, what.match)}"


def target_name(terms: TermsKey, match: Match) -> str:
    """Return `target 1 (priority urgent) of policy default version 2`."""
    policy = f"policy {terms.policy} version {terms.version}"
    return f"target {terms.target} ({matching(match)}) of {policy}"


def matching(match: Match) -> str:
    """Return which tickets a target is for, such as `priority high or urgent, queue billing`."""
    facets = [f"{facet} {' or '.join(sorted(values))}" for facet, values in match.conditions]
    return ", ".join(facets).replace("_", " ") or "all tickets"


def stamp(micros: int) -> str:
    """Return an instant as `2026-03-01 12:00:00`, with its fraction of a second if it has one."""
    return str(instant(micros)).replace("T", " ").removesuffix("Z")


def _name(found: Arithmetic) -> str:
    name = found.metric.replace("_", " ")
    return f"{name} ({found.cycle})" if found.cycle > 1 else name


def _happened(found: Arithmetic) -> Iterator[Line]:
    yield Line(found.started_at, 0, sentence(found.began), promise(found.first))
    for change in found.changes:
        same = change.old.length == change.new.length
        what = "still" if same else f"{exact(change.old.length)} becomes"
        yield Line(change.at, 0, sentence(change.fact), f"{what} {promise(change.new)}")


def _times(found: Arithmetic) -> Iterator[Line]:
    for part in found.counted:
        for start, end in part.spans:
            yield Line(start, end, part.calendar, exact(end - start), is_counted=True)
    for start, end, on in found.pauses:
        what = on if on in ENDED else f"paused on {on}" if on else "not promised"
        yield Line(start, end, what, f"({exact(end - start)})")


def _when(line: Line) -> str:
    if line.end == NEVER:
        return ""
    start, end = stamp(line.at), stamp(line.end)
    if start[:DAY] == end[:DAY]:
        return f"{start} → {end[DAY:]}"
    return f"{start} → {end[YEAR:] if start[:YEAR] == end[:YEAR] else end}"


def _widths(lines: Sequence[Line]) -> tuple[int, int, int]:
    times = [line for line in lines if line.end]
    return (
        max(len(_when(line)) for line in times),
        max(len(line.what) for line in times),
        max(len(line.length) for line in times),
    )


def _grid(lines: Sequence[Line], widths: tuple[int, int, int]) -> list[Table]:
    if not lines:
        return []
    when, what, length = widths
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=when, no_wrap=True)
    grid.add_column(max_width=what, min_width=min(what, LEAST))
    grid.add_column(width=length, no_wrap=True, justify="right")
    for line in lines:
        style = "" if line.is_counted else DIM
        grid.add_row(*(shown(text, style) for text in (_when(line), line.what, line.length)))
    return [grid]


def _beside(at: int, what: str, more: str = "") -> Table:
    """Return what happened at an instant, beside that."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(shown(stamp(at)), shown(what))
    if more:
        grid.add_row("", shown(more))
    return grid


def _conclusion(event: ClockEvent, found: Arithmetic) -> str:
    target = exact(found.target)
    match event:
        case SlaBreached():
            said = f"due: the target, {target}, is used up"
        case SlaWarned() if event.milestone.endswith("%"):
            said = f"reached: {event.milestone} of the target, {target}"
        case SlaWarned():
            said = f"reached: {event.milestone} the target, {target}, is used up"
        case SlaOverdue():
            said = f"reached: the target, {target}, and {exact(event.overdue_by)} more are used up"
        case SlaBreachRetracted():
            said = f"the deadline, or what came before it; the target was {target}"
        case _:
            said = f"of the target, {target}"
    later = event.occurred_at > found.until
    known = f"; known only at {stamp(event.occurred_at)}" if later else ""
    return f"{said}{_at_closing(found)}{known}"


def _at_closing(found: Arithmetic) -> str:
    """Say which end of closed time counts, where the calendar closes just as all is used up."""
    last = found.last
    if last is None or not last.closes:
        return ""
    closing = last.spans[-1].end
    if found.until == closing:
        return f"; {last.calendar} closes then (boundary {last.boundary})"
    return (
        f"; {last.calendar} closed at {stamp(closing)}, and boundary open rolls on to the opening"
    )
