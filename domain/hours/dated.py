"""The same answers for those who reckon in `datetime` and `timedelta`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.hours.calendar import Calendar
from domain.hours.exhausted import CalendarExhausted
from domain.hours.time_zone import EPOCH, MICROSECOND
from domain.hours.timeline import EARLIEST, LATEST


class DatedSpan(NamedTuple):
    """Open from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime


class DatedCalendar:
    """Asks a calendar in datetimes and answers in those of its time zone.

    What goes in may be of any zone, but must have one: `ValueError` with a sentence for a naive
    datetime. Of a local time that comes twice, `fold` says which is meant, as it does in what
    comes out. Durations are business time. All else is as in `Calendar`, errors included.

    Python compares and subtracts datetimes of one zone by their wall clocks, and one in an hour
    that comes twice equals none of another zone; `elapsed` reckons in real time.
    """

    __slots__ = ("_calendar", "_zone")

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.time_zone)

    def add(self, start: datetime, duration: timedelta, boundary: str = "close") -> datetime:
        """Return when so much business time, counted from `start`, is over."""
        length = duration // MICROSECOND
        return self._dated(self._calendar.add(_instant("start", start), length, boundary))

    def subtract(self, end: datetime, duration: timedelta, boundary: str = "close") -> datetime:
        """Return from when to `end` there is so much business time."""
        length = duration // MICROSECOND
        return self._dated(self._calendar.subtract(_instant("end", end), length, boundary))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the business time in [`start`, `end`); none if `end` is not after `start`."""
        length = self._calendar.elapsed(_instant("start", start), _instant("end", end))
        return timedelta(microseconds=length)

    def is_open(self, at: datetime) -> bool:
        """Return whether business time runs; at a closing time it no longer does."""
        return self._calendar.is_open(_instant("at", at))

    def next_opening(self, at: datetime) -> datetime:
        """Return the moment itself if open, else the next opening."""
        return self._dated(self._calendar.next_opening(_instant("at", at)))

    def previous_opening(self, at: datetime) -> datetime:
        """Return the moment itself if open, else the closing time before."""
        return self._dated(self._calendar.previous_opening(_instant("at", at)))

    def spans_between(self, start: datetime, end: datetime) -> Iterator[DatedSpan]:
        """Yield the open spans in [`start`, `end`), cut off at both."""
        bounds = _instant("start", start), _instant("end", end)
        for opening, closing in self._calendar.spans_between(*bounds):
            yield DatedSpan(self._dated(opening), self._dated(closing))

    def add_business_days(self, start: datetime, days: int) -> datetime:
        """Return the same time of day so many business days later, or the opening after it."""
        return self._dated(self._calendar.add_business_days(_instant("start", start), days))

    def subtract_business_days(self, end: datetime, days: int) -> datetime:
        """Return the same time of day so many business days earlier, or the closing before it."""
        return self._dated(self._calendar.subtract_business_days(_instant("end", end), days))

    def end_of_business_day(self, start: datetime, days: int) -> datetime:
        """Return the last closing time of the `days`-th business day after the date of `start`."""
        return self._dated(self._calendar.end_of_business_day(_instant("start", start), days))

    def _dated(self, at: int) -> datetime:
        if not EARLIEST <= at <= LATEST:
            raise CalendarExhausted.outside(at)
        return (EPOCH + timedelta(microseconds=at)).astimezone(self._zone)


def _instant(name: str, moment: datetime) -> int:
    if moment.tzinfo is None or moment.utcoffset() is None:
        message = (
            f"{name}: {moment} has no time zone; give it one, "
            "as in datetime(2026, 1, 5, 9, tzinfo=ZoneInfo('Europe/Stockholm'))"
        )
        raise ValueError(message)
    return (moment - EPOCH) // MICROSECOND
