"""The hours that several calendars share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from domain.hours.calendar import Calendar
from domain.hours.exhausted import CalendarExhausted
from domain.hours.scheduled import ScheduledCalendar
from domain.hours.span import Span, common
from domain.hours.time_of_day import DAY
from domain.hours.time_zone import EPOCH_DAY, TimeZone
from domain.hours.timeline import Timeline

RECENTLY = (date(2020, 1, 1).toordinal() - EPOCH_DAY) * DAY


@dataclass(frozen=True, slots=True)
class Intersection(ScheduledCalendar):
    """Open whenever all of its calendars are; holidays and breaks of any of them count.

    Its dates are those of the first calendar's time zone. Calendars that are never open together
    are accepted: ask `has_hours`. Raises `ValueError` if there is no calendar.
    """

    calendars: tuple[Calendar, ...]
    time_zone: str = field(init=False, repr=False, compare=False)
    _zone: TimeZone = field(init=False, repr=False, compare=False)
    _timeline: Timeline = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.calendars:
            message = "all_of: there is no calendar; name at least one"
            raise ValueError(message)
        time_zone = self.calendars[0].time_zone
        object.__setattr__(self, "calendars", tuple(self.calendars))
        object.__setattr__(self, "time_zone", time_zone)
        object.__setattr__(self, "_zone", TimeZone(time_zone))
        object.__setattr__(self, "_timeline", Timeline(self._spans))

    def is_holiday(self, day: date) -> bool:
        return any(calendar.is_holiday(day) for calendar in self.calendars)

    def is_on_break(self, at: int) -> bool:
        return any(calendar.is_on_break(at) for calendar in self.calendars)

    def has_hours(self) -> bool:
        """Return whether the calendars are ever open together from the year 2020 on."""
        try:
            self.next_opening(RECENTLY)
        except CalendarExhausted:
            return False
        return True

    def _spans(self, start: int, end: int) -> Iterable[Span]:
        everything: Iterable[Span] = (Span(start, end),)
        spans = (calendar.spans_between(start, end) for calendar in self.calendars)
        return reduce(common, spans, everything)
