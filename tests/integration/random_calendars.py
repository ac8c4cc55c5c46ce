"""Calendars of any kind, in any zone, in any year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as some

from domain.hours import BusinessCalendar, Calendar, Intersection
from tests.unit.hours_examples import EVERY_DAY, MINUTE, SECOND

ZONES = (
    "Africa/Casablanca",
    "Africa/Monrovia",
    "America/Havana",
    "America/New_York",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Etc/GMT+12",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "UTC",
)
"""Negative and odd offsets, and with seconds; changes of any length, dates that are left out."""

DATES = (
    some.dates(date(1902, 1, 1), date(2199, 12, 31))
    | some.dates(date(1969, 12, 25), date(1973, 1, 1))
    | some.dates(date(2036, 1, 1), date(2040, 1, 1))
    | some.sampled_from(
        [
            date(2026, 3, 29),
            date(2026, 10, 25),
            date(2026, 4, 5),
            date(2011, 12, 30),
            date(1994, 12, 31),
            date(1993, 8, 21),
            date(1986, 1, 1),
            date(1972, 1, 7),
            date(2028, 2, 29),
        ]
    )
)
"""Before and after the years that tables of zones list, and dates on which clocks change."""

EDGES = [0, 30 * MINUTE, 60 * MINUTE, 90 * MINUTE, 120 * MINUTE, 150 * MINUTE, 180 * MINUTE]
EDGES += [8 * 60 * MINUTE + 15 * SECOND, 12 * 60 * MINUTE, 1380 * MINUTE, 1440 * MINUTE]
some_spans = some.lists(some.sampled_from(EDGES), min_size=2, max_size=6, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
WHOLE = ((0, 1440 * MINUTE),)
some_week = some.dictionaries(some.integers(0, 6), some_spans, min_size=1)


def near(middle: date) -> some.SearchStrategy[date]:
    return some.integers(-3, 3).map(lambda days: middle + timedelta(days=days))


@some.composite
def business_calendars(draw: Callable[..., Any], middle: date) -> BusinessCalendar:
    """Draw a calendar with breaks, shifts and holidays near a date."""
    dated = some.dictionaries(near(middle), some_spans, max_size=2)
    yearly = some.frozensets(near(middle).map(lambda day: (day.month, day.day)), max_size=1)
    return BusinessCalendar(
        time_zone=draw(some.sampled_from(ZONES)),
        hours=draw(some_week),
        holidays=draw(some.frozensets(near(middle), max_size=2)),
        yearly_holidays=draw(yearly),
        breaks=draw(dated),
        shifts=draw(dated),
    )


def calendars(middle: date) -> some.SearchStrategy[Calendar]:
    """Draw a calendar, perhaps within the whole days of another zone less its holidays."""
    whole_days = business_calendars(middle).map(
        lambda calendar: replace(calendar, hours=dict.fromkeys(EVERY_DAY, WHOLE), shifts={})
    )
    common = some.tuples(business_calendars(middle), whole_days).map(Intersection)
    return business_calendars(middle) | common
