"""The numbers beside the ticker, in words."""

from __future__ import annotations

from typing import NamedTuple

from domain.durations import MINUTE, format_duration
from escalon.demo.board import tally
from escalon.demo.board.scene import Scene


class Total(NamedTuple):
    """One number; `is_bad` where a higher one is worse."""

    name: str
    value: str
    is_bad: bool = False


def totals(scene: Scene, waiting: int, played: int) -> list[Total]:
    """Return the numbers, the most telling first; `played` is desk time in microseconds."""
    count = scene.tally
    late = scene.lateness.percentile(99)
    return [
        Total("opened", f"{count[tally.OPENED]:,}"),
        Total("resolved", f"{count[tally.RESOLVED]:,}"),
        Total("waiting", f"{waiting:,}"),
        Total("breaches", f"{count[tally.BREACHES]:,}", is_bad=True),
        Total("repeat contacts", f"{count[tally.REPEATS]:,}"),
        Total("escalated by rule", f"{count[tally.BY_RULE]:,}"),
        Total("notifications", f"{count[tally.NOTIFICATIONS]:,}"),
        Total("events in the log", f"{count[tally.EVENTS]:,}"),
        Total("desk time", format_duration(played // MINUTE * MINUTE)),
        Total("late at most (p99)", "-" if late is None else f"{late:.0f} ms"),
        Total("escalated by hand", f"{count[tally.BY_HAND]:,}"),
        Total("warnings", f"{count[tally.WARNINGS]:,}"),
    ]
