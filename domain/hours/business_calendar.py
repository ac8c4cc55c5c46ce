"""Office hours: weekly spans, holidays, breaks and shifts in a time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.hours.local_spans import LocalSpan, LocalSpans, checked_spans, without
from domain.hours.scheduled import ScheduledCalendar
from domain.hours.span import Span, clipped
from domain.hours.time_zone import TimeZone
from domain.hours.timeline import Timeline

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar(ScheduledCalendar):
    """Open in its weekly hours.

    `hours` maps weekdays (0 is Monday) and `breaks` and `shifts` map dates to spans, each a pair
    of microseconds since local midnight. A shift replaces the hours of its date, also on a
    holiday; an empty one closes it. A break is cut out of whatever is open on its date.
    `yearly_holidays` are pairs of month and day.

    Raises `ValueError` with a sentence for a span that is reversed or overlaps another of its
    day, an unknown weekday, day of the year or time zone, or if there are no hours at all.
    """

    time_zone: str
    hours: Mapping[int, Sequence[LocalSpan]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    breaks: Mapping[date, Sequence[LocalSpan]] = field(default_factory=dict)
    shifts: Mapping[date, Sequence[LocalSpan]] = field(default_factory=dict)
    _zone: TimeZone = field(init=False, repr=False, compare=False)
    _timeline: Timeline = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        hours, shifts = _week(self.hours), _dated("shift", self.shifts)
        if not hours and not any(shifts.values()):
            message = "hours: the calendar is never open; give at least one day its hours"
            raise ValueError(message)
        breaks = {day: spans for day, spans in _dated("break", self.breaks).items() if spans}
        settled: dict[str, object] = {
            "hours": hours,
            "holidays": frozenset(self.holidays),
            "yearly_holidays": frozenset(map(_checked_day, self.yearly_holidays)),
            "breaks": breaks,
            "shifts": shifts,
            "_zone": TimeZone(self.time_zone),
            "_timeline": Timeline(self._spans),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)  # frozen for everybody else

    def __hash__(self) -> int:
        dated = (tuple(days.items()) for days in (self.hours, self.breaks, self.shifts))
        return hash((self.time_zone, self.holidays, self.yearly_holidays, *dated))

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays or (day.month, day.day) in self.yearly_holidays

    def is_on_break(self, at: int) -> bool:
        day = self.date_at(at)
        breaks = self._zone.spans_on(day, self.day(day), self.breaks.get(day, ()))
        return any(span.start <= at < span.end for span in breaks)

    def has_hours(self) -> bool:
        return True

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        zone = self._zone
        for day, whole in zone.days(zone.date_at(start), zone.date_at(end)):
            spans = self._hours_on(day)
            if spans:
                yield from clipped(zone.spans_on(day, whole, spans), start, end)

    def _hours_on(self, day: date) -> Sequence[LocalSpan]:
        spans = self.shifts.get(day)
        if spans is None:
            spans = () if self.is_holiday(day) else self.hours.get(day.weekday(), ())
        breaks = self.breaks.get(day)
        return without(spans, breaks) if breaks else spans


def _week(hours: Mapping[int, Sequence[LocalSpan]]) -> dict[int, LocalSpans]:
    for weekday in hours:
        if weekday not in range(7):
            message = f"hours: there is no weekday {weekday}; 0 is Monday and 6 is Sunday"
            raise ValueError(message)
    return {
        weekday: checked_spans(f"hours of {WEEKDAYS[weekday]}", hours[weekday])
        for weekday in sorted(hours)
        if hours[weekday]
    }


def _dated(kind: str, days: Mapping[date, Sequence[LocalSpan]]) -> dict[date, LocalSpans]:
    return {day: checked_spans(f"{kind} on {day}", days[day]) for day in sorted(days)}


def _checked_day(month_and_day: tuple[int, int]) -> tuple[int, int]:
    month, day = month_and_day
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        message = (
            f"yearly_holidays: month {month} has no day {day}; write pairs of month and day, "
            "such as 12 and 24"
        )
        raise ValueError(message) from None
    return month, day
