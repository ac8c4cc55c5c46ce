"""The calendar of those who never close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.hours.calendar import Calendar, rolls_on
from domain.hours.span import Span
from domain.hours.time_zone import TimeZone
from domain.hours.timeline import EARLIEST, LATEST


@dataclass(frozen=True, slots=True)
class AlwaysOpen(Calendar):
    """Open around the clock; the time zone only says when a day begins."""

    time_zone: str = "UTC"
    _zone: TimeZone = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", TimeZone(self.time_zone))

    def add(self, start: int, duration: int, boundary: str = "close") -> int:
        rolls_on(duration, boundary)
        return start + duration

    def subtract(self, end: int, duration: int, boundary: str = "close") -> int:
        rolls_on(duration, boundary)
        return end - duration

    def elapsed(self, start: int, end: int) -> int:
        return end - start if end > start else 0

    def is_open(self, at: int) -> bool:
        return True

    def next_opening(self, at: int) -> int:
        return at

    def previous_opening(self, at: int) -> int:
        return at

    def spans_between(self, start: int, end: int) -> Iterator[Span]:
        if start < end:
            yield Span(start, end)

    def spans_after(self, origin: int) -> Iterator[Span]:
        yield Span(origin, LATEST)

    def spans_before(self, origin: int) -> Iterator[Span]:
        yield Span(EARLIEST, origin)

    def is_holiday(self, day: date) -> bool:
        return False

    def is_on_break(self, at: int) -> bool:
        return False

    def has_hours(self) -> bool:
        return True
