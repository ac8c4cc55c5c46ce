"""Across every change of the clocks, business time is what counting its seconds gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from domain.hours import BusinessCalendar, Span
from tests.integration.clock_changes import ZONES, Change, changes
from tests.integration.second_by_second import DAY, ONE_DAY, Seconds, date_of
from tests.unit.hours_examples import EVERY_DAY, SECOND

HOUR = 3_600
AROUND = (-9 * HOUR, -HOUR - 1, -900, -1, 0, 1, 1_234, 2 * HOUR, 9 * HOUR)
"""Seconds beside a change at which questions begin and end."""


def wrapped(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span of the wall clock as parts of a day; it may begin before midnight."""
    if begin < 0:
        yield begin + DAY, DAY
    elif end > DAY:
        yield 0, end - DAY
    yield max(0, begin), min(DAY, end)


def shapes(low: int, length: int) -> list[list[tuple[int, int]]]:
    """Return hours that contain, meet, end in and begin in the wall times from `low` on."""
    quarter, high = length // 4, low + length
    if length >= DAY:
        return [[(0, DAY)], [(9 * HOUR, 17 * HOUR)]]
    return [
        [(0, DAY)],
        [(low - HOUR, low + quarter), (low + 2 * quarter, high + HOUR)],
        [(low - HOUR, low), (low + quarter, high - quarter), (high, high + HOUR)],
    ]


@cache
def calendars(zone: str, low: int, length: int) -> list[BusinessCalendar]:
    """Return calendars with these hours; some have a break there on each other date of a change."""
    at_noon = [(12 * HOUR * SECOND, 13 * HOUR * SECOND)]
    there = [(begin * SECOND, end * SECOND) for begin, end in wrapped(low, low + length // 3)]
    dates = [date_of(zone, change.second) for change in changes(zone)[::2]]
    breaks = dict.fromkeys(dates, there if length < DAY else at_noon)
    return [
        BusinessCalendar(
            time_zone=zone,
            hours=dict.fromkeys(EVERY_DAY, tuple(in_microseconds(shape))),
            breaks={} if number % 2 else breaks,
        )
        for number, shape in enumerate(shapes(low, length))
    ]


def in_microseconds(shape: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for span in shape:
        for begin, end in wrapped(*span):
            if begin < end:
                yield begin * SECOND, end * SECOND


def situations(zone: str) -> Iterator[tuple[Change, BusinessCalendar, Seconds]]:
    for change in changes(zone):
        low, high = change.skipped
        day = date_of(zone, change.second)
        for calendar in calendars(zone, low % DAY, high - low):
            yield change, calendar, Seconds(calendar, day - 2 * ONE_DAY, day + 2 * ONE_DAY)


@pytest.mark.parametrize("zone", ZONES)
def test_across_each_change_business_time_is_what_counting_its_seconds_gives(zone: str) -> None:
    """Each check says which change of the code makes it fail."""
    for change, calendar, seconds in situations(zone):
        _what_is_open_is_open_second_by_second(calendar, seconds)
        _what_elapses_is_the_seconds_that_were_open(change, calendar, seconds)
        _a_length_is_over_after_as_many_open_seconds(change, calendar, seconds)


def _what_is_open_is_open_second_by_second(calendar: BusinessCalendar, seconds: Seconds) -> None:
    """Fails when `TimeZone.spans_on` takes every day for one of 24 hours."""
    found = calendar.spans_between(seconds.start * SECOND, seconds.end * SECOND)
    assert list(found) == [Span(a * SECOND, b * SECOND) for a, b in seconds.runs()]


def _what_elapses_is_the_seconds_that_were_open(
    change: Change, calendar: BusinessCalendar, seconds: Seconds
) -> None:
    """Fails when `Openings.position` counts on after the closing time."""
    for start, end in pairwise(change.second + offset for offset in AROUND):
        elapsed = calendar.elapsed(start * SECOND, end * SECOND)
        assert elapsed == seconds.count(start, end) * SECOND
        assert calendar.is_open(end * SECOND) == seconds.is_open(end)


def _a_length_is_over_after_as_many_open_seconds(
    change: Change, calendar: BusinessCalendar, seconds: Seconds
) -> None:
    """Fails when `Openings.first_at` takes the opening for the closing time."""
    start, end = change.second - 7_000, change.second + 7_000
    count = seconds.count(start, end)
    for length in {count, count // 2, 1} - {0}:
        closing = calendar.add(start * SECOND, length * SECOND) // SECOND
        opening = calendar.add(start * SECOND, length * SECOND, "open") // SECOND
        before = calendar.subtract(end * SECOND, length * SECOND, "open") // SECOND
        assert seconds.count(start, closing) == seconds.count(start, opening) == length
        assert seconds.is_open(closing - 1)
        assert seconds.is_open(opening)
        if length <= count:
            assert seconds.count(before, end) == length
            assert seconds.is_open(before)


def test_each_kind_of_change_is_among_them() -> None:
    """Half an hour and two, a whole day left out, at midnight, and more than a thousand in all."""
    every = [change for zone in ZONES for change in changes(zone)]
    lengths = {high - low for low, high in (change.skipped for change in every)}
    assert lengths == {HOUR // 2, HOUR, 2 * HOUR, DAY}
    assert {change.skipped[0] % DAY for change in every} >= {0, 60, 7_200, 9_900, DAY - HOUR}
    assert all(changes(zone) for zone in ZONES)
    assert len(ZONES) == len(set(ZONES)) == 20
    assert len(every) > 1_000
