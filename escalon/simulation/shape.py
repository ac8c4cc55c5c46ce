"""The load of a tier as people plan by it: by day, by weekday and by hour, in their own time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.durations import HOUR, SECOND
from domain.policy.calendars import WEEKDAYS
from escalon.simulation.load import Hour


class Part(NamedTuple):
    """Some hours taken together: tickets waiting at a time, and tickets coming in an hour."""

    waiting: float
    arriving: float


class Shape(NamedTuple):
    """`most` is the highest of all hours and began at `most_at` (microseconds); `hours` has 24.

    `ticket_hours` is how long all tickets together waited. Days are dates in ISO 8601.
    """

    arrivals: int
    ticket_hours: float
    average: float
    most: float
    most_at: int
    days: dict[str, Part]
    hours: list[Part]
    weekdays: dict[str, list[Part]]

    def as_json(self) -> dict[str, object]:
        """Return the shape as plain values."""
        return {
            "arrivals": self.arrivals,
            "ticket_hours": self.ticket_hours,
            "average_waiting": self.average,
            "most_waiting": self.most,
            "most_waiting_at": _text(self.most_at) if self.most else None,
            "by_day": {day: part._asdict() for day, part in self.days.items()},
            "by_hour": [part._asdict() for part in self.hours],
            "by_weekday": {
                day: [part._asdict() for part in parts] for day, parts in self.weekdays.items()
            },
        }


def _text(micros: int) -> str:
    return datetime.fromtimestamp(micros // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Sum:
    def __init__(self) -> None:
        self.length = self.waited = self.arrivals = 0

    def add(self, hour: Hour) -> None:
        self.length += hour.length
        self.waited += hour.waited
        self.arrivals += hour.arrivals

    def part(self) -> Part:
        length = self.length or 1
        return Part(round(self.waited / length, 3), round(self.arrivals * HOUR / length, 3))


def shape_of(hours: Iterable[Hour], zone: ZoneInfo) -> Shape:
    """Return the shape of these hours as clocks of that zone show them."""
    total = _Sum()
    days: dict[str, _Sum] = {}
    week = {weekday: [_Sum() for _ in range(24)] for weekday in WEEKDAYS}
    most, most_at = 0.0, 0
    for hour in hours:
        local = datetime.fromtimestamp(hour.hour * HOUR // SECOND, zone)
        total.add(hour)
        days.setdefault(local.date().isoformat(), _Sum()).add(hour)
        week[WEEKDAYS[local.weekday()]][local.hour].add(hour)
        if hour.waited > most * hour.length:
            most, most_at = hour.waited / hour.length, hour.hour * HOUR
    return Shape(
        arrivals=total.arrivals,
        ticket_hours=round(total.waited / HOUR, 3),
        average=total.part().waiting,
        most=round(most, 3),
        most_at=most_at,
        days={day: each.part() for day, each in days.items()},
        hours=[_together(week, number) for number in range(24)],
        weekdays={day: [each.part() for each in sums] for day, sums in week.items()},
    )


def _together(week: dict[str, list[_Sum]], number: int) -> Part:
    together = _Sum()
    for sums in week.values():
        each = sums[number]
        together.add(Hour(number, each.length, each.waited, each.arrivals))
    return together.part()
