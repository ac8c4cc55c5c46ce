"""The load of each tier, drawn in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.text import Text

from escalon.cli.output import DIM
from escalon.simulation.report import Report, TierLoad
from escalon.simulation.shape import Shape

LEVELS = " ▁▂▃▄▅▆▇█"
LABEL, GAP, HOURS = 11, 2, 24
SIMULATED = "cyan"


def drawn(report: Report, width: int) -> Iterator[Text]:
    """Yield lines as wide as the terminal: for each tier what waits by day and comes by hour."""
    room = max(HOURS, width - LABEL - GAP - HOURS)
    for load in report.loads:
        yield Text(f"{load.tier}: tickets waiting by day".ljust(LABEL + room + GAP), DIM).append(
            "coming by hour", DIM
        )
        yield from _tier(load, room)


def _tier(load: TierLoad, room: int) -> Iterator[Text]:
    tellings = [("simulated", SIMULATED, load.simulated)]
    if load.recorded is not None:
        tellings.insert(0, ("recorded", "", load.recorded))
    days = [_days(shape, room) for _, _, shape in tellings]
    hours = [[part.arriving for part in shape.hours] for _, _, shape in tellings]
    highest, busiest = _highest(days), _highest(hours)
    for (name, style, _), by_day, by_hour in zip(tellings, days, hours, strict=True):
        line = bars(by_day, highest).ljust(room + GAP) + bars(by_hour, busiest)
        yield Text.assemble((name.ljust(LABEL), DIM), (line, style))


def bars(values: Sequence[float], highest: float) -> str:
    """Return one character for each value; what is anything at all is seen."""
    top = len(LEVELS) - 1
    return "".join(
        LEVELS[max(1, round(value / highest * top)) if value > 0 else 0] for value in values
    )


def _days(shape: Shape, room: int) -> list[float]:
    """Return what waits day by day, or on average over some days where there are too many."""
    values = [part.waiting for part in shape.days.values()]
    if len(values) <= room:
        return values
    cuts = [number * len(values) // room for number in range(room + 1)]
    return [sum(values[start:end]) / (end - start) for start, end in pairwise(cuts)]


def _highest(lines: Sequence[Sequence[float]]) -> float:
    return max((value for line in lines for value in line), default=0.0) or 1.0
