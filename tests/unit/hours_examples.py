"""Moments and calendars that the tests of business time are told in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.hours import BusinessCalendar, parse_time_of_day

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

WEEKDAYS = range(5)
EVERY_DAY = range(7)
MONDAY = date(2026, 1, 5)


def at(text: str, zone: str = "UTC") -> int:
    """Return the instant of a local time such as `2026-01-05 09:00`, the first of two."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return (local - EPOCH) // timedelta(microseconds=1)


def spans(*texts: str) -> list[tuple[int, int]]:
    """Return local spans such as `09:00-17:00`."""
    return [(parse_time_of_day(text[:-6]), parse_time_of_day(text[-5:])) for text in texts]


def office(  # noqa: PLR0913  # one for each part of a calendar
    *texts: str,
    days: Sequence[int] = WEEKDAYS,
    zone: str = "UTC",
    holidays: frozenset[date] = frozenset(),
    breaks: Mapping[date, list[tuple[int, int]]] | None = None,
    shifts: Mapping[date, list[tuple[int, int]]] | None = None,
) -> BusinessCalendar:
    """Return a calendar with the same hours every day, 09:00-17:00 unless told otherwise."""
    return BusinessCalendar(
        time_zone=zone,
        hours=dict.fromkeys(days, spans(*texts or ("09:00-17:00",))),
        holidays=holidays,
        breaks=breaks or {},
        shifts=shifts or {},
    )
