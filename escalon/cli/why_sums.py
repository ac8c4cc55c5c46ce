"""A deadline's arithmetic drawn for people, line by line, to be added up by hand."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from textwrap import wrap
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from domain.events.sla import ClockEvent, SlaBreached, SlaBreachRetracted, SlaOverdue, SlaWarned
from domain.facts import NEVER
from domain.ticket.status import ENDED
from domain.why.arithmetic import Arithmetic, Promise
from escalon.cli.holding import target_name
from escalon.cli.output import DIM, exact, instant, shown
from projections.sentences import sentence

YEAR, DAY = len("2026-"), len("2026-03-01 ")
GAP = "  "
PLAIN = "not dim"
LEAST = 12
"""How narrow a column of words may get."""


class Line(NamedTuple):
    """What was counted or not between two times, or without an `end` what happened at one."""

    at: int
    end: int
    what: str
    length: str
    is_counted: bool = False


class Sums:
    """The way of a clock to what it said: what happened, what was counted, and the sum."""

    def __init__(self, event: ClockEvent, found: Arithmetic) -> None:
        self._title = f"The clock {_name(found)}, with times in UTC"
        self._lines = sorted([*_happened(found), *_times(found)], key=attrgetter("at"))
        self._lines.append(Line(found.until, NEVER, "sum", exact(found.used), is_counted=True))
        self._lines.append(Line(found.until, 0, _conclusion(event, found), ""))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it; words are folded within their column."""
        times = [line for line in self._lines if line.end]
        when = max(len(_when(line)) for line in times)
        length = max(len(line.length) for line in times)
        room = options.max_width - when - length - 2 * len(GAP)
        what = max(LEAST, min(room, max(len(line.what) for line in times)))
        drawn = Text(f"{self._title}\n", DIM, no_wrap=True, overflow="ignore")
        for line in self._lines:
            if line.end:
                rows = _row(_when(line).ljust(when), line.what, what)
                rows[0] = f"{rows[0].ljust(when + len(GAP) + what)}{GAP}{line.length:>{length}}"
            else:
                room = options.max_width - len(stamp(line.at)) - len(GAP)
                rows = _row(stamp(line.at), line.what, room)
                rows += _row(" " * len(stamp(line.at)), line.length, room) if line.length else []
            drawn.append("\n".join(rows) + "\n", DIM if line.end and not line.is_counted else PLAIN)
        yield drawn


def _row(before: str, words: str, width: int) -> list[str]:
    first, *more = wrap(shown(words).plain, max(width, LEAST)) or [""]
    return [f"{before}{GAP}{first}", *(f"{' ' * len(before)}{GAP}{line}" for line in more)]


def promise(what: Promise) -> str:
    """Return what a clock may use: `4h of office, by target 1 (priority urgent) of …`."""
    length = f"{exact(what.length)} of {what.calendar}"
    if what.business_days:
        end = "the same time" if what.same_time else "closing time"
        length += f" (to {end} on business day {what.business_days} after the start)"
    return f"{length}, by {target_name(what.terms, what.match)}"


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
