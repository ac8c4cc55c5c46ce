"""Moments and calendars that the tests of business time are told in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as some

from domain.hours import AlwaysOpen, BusinessCalendar, Intersection, parse_time_of_day

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


def office(
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


STOCKHOLM = BusinessCalendar(
    time_zone="Europe/Stockholm",
    hours=dict.fromkeys(WEEKDAYS, spans("08:00-12:00", "13:00-18:00")),
    holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
    yearly_holidays=frozenset({(12, 25), (1, 1)}),
    breaks={date(2026, 3, 30): spans("09:00-10:30")},
    shifts={date(2026, 12, 19): spans("09:00-12:00"), date(2026, 12, 25): spans("10:00-11:00")},
)
NEW_YORK = office("07:00-15:00", zone="America/New_York", holidays=frozenset({date(2026, 1, 6)}))

EXAMPLES = settings(max_examples=max(200, settings().max_examples))
calendars = some.sampled_from(
    [
        STOCKHOLM,
        office("00:00-24:00", zone="America/Sao_Paulo"),
        office("00:00-24:00", days=EVERY_DAY, zone="Australia/Lord_Howe"),
        office("22:30-24:00", "00:00-03:30", days=EVERY_DAY, zone="America/New_York"),
        Intersection((STOCKHOLM, NEW_YORK)),
        AlwaysOpen("Asia/Tehran"),
    ]
)
moments = some.integers(at("2025-06-01"), at("2027-06-01"))
durations = some.integers(0, 400 * HOUR) | some.integers(0, 400).map(lambda hours: hours * HOUR)
boundaries = some.sampled_from(["close", "open"])
