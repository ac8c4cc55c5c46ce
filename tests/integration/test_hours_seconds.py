"""For calendars of any kind, in any year, business time is what counting its seconds gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from domain.hours import Calendar, DatedCalendar, Intersection, Span
from domain.hours.time_zone import MICROSECOND
from tests.integration.random_calendars import DATES, business_calendars, calendars
from tests.integration.second_by_second import DAY, ONE_DAY, Seconds
from tests.unit.hours_examples import EPOCH, EXAMPLES, SECOND

Drawing = Callable[..., Any]
lengths = some.integers(0, DAY)


@EXAMPLES
@given(some.data(), DATES)
def test_business_time_is_what_counting_its_seconds_gives(data, middle: date) -> None:
    """Fails when a break is cut out of a shift no more, or a yearly holiday counts in one year."""
    calendar = data.draw(business_calendars(middle))
    _must_agree(data.draw, calendar, Seconds(calendar, middle - 3 * ONE_DAY, middle + 3 * ONE_DAY))


@EXAMPLES
@given(some.data(), DATES)
def test_common_business_time_is_what_counting_common_seconds_gives(data, middle: date) -> None:
    """Of two zones, perhaps a day apart; fails when `common` drops the rest of a longer span."""
    both = [data.draw(business_calendars(middle)) for _ in range(2)]
    one, other = (Seconds(each, middle - 3 * ONE_DAY, middle + 3 * ONE_DAY) for each in both)
    _must_agree(data.draw, Intersection(tuple(both)), one.both(other))


def _must_agree(draw: Drawing, calendar: Calendar, seconds: Seconds) -> None:
    whole = Span(seconds.start * SECOND, seconds.end * SECOND)
    runs = [Span(a * SECOND, b * SECOND) for a, b in seconds.runs()]
    assert list(calendar.spans_between(*whole)) == runs
    moments = some.integers(seconds.start, seconds.end - 1)
    start, end = sorted((draw(moments), draw(moments)))
    count = seconds.count(start, end)
    assert calendar.elapsed(start * SECOND, end * SECOND) == count * SECOND
    assert calendar.is_open(start * SECOND) == seconds.is_open(start)
    if count:
        over = calendar.add(start * SECOND, count * SECOND) // SECOND
        assert seconds.count(start, over) == count
        assert seconds.is_open(over - 1)
        since = calendar.subtract(end * SECOND, count * SECOND, "open") // SECOND
        assert seconds.count(since, end) == count
        assert seconds.is_open(since)


@EXAMPLES
@given(some.data(), DATES, lengths, some.integers(0, SECOND))
def test_for_any_calendar_adding_and_measuring_are_inverse(
    data, middle: date, seconds: int, rest: int
) -> None:
    """Fails when `Timeline.since` stops a microsecond early."""
    calendar, start = data.draw(calendars(middle)), _midnight(middle)
    length = seconds * SECOND + rest
    end = calendar.add(start, length)
    assert calendar.elapsed(start, end) == length
    assert calendar.elapsed(calendar.subtract(start, length), start) == length


@EXAMPLES
@given(some.data(), DATES, lengths)
def test_for_any_calendar_datetimes_say_what_integers_say(data, middle: date, seconds: int) -> None:
    """Fails when `DatedCalendar` forgets the fold."""
    calendar, start = data.draw(business_calendars(middle)), _midnight(middle)
    dated, length = DatedCalendar(calendar), timedelta(seconds=seconds)
    begin = EPOCH + timedelta(microseconds=start)
    over = dated.add(begin, length)
    assert over - EPOCH == timedelta(microseconds=calendar.add(start, seconds * SECOND))
    assert dated.elapsed(begin, over) == length
    assert dated.subtract(over, length) - EPOCH == timedelta(
        microseconds=calendar.subtract((over - EPOCH) // MICROSECOND, seconds * SECOND)
    )


@EXAMPLES
@given(some.data(), DATES, some.lists(some.integers(0, 30 * DAY), min_size=3, max_size=3))
def test_for_any_calendar_splitting_changes_nothing(data, middle: date, moments: list[int]) -> None:
    """Fails when `Openings.preceded_by` loses the floor."""
    calendar = data.draw(calendars(middle))
    start, cut, end = (_midnight(middle) + moment * SECOND for moment in sorted(moments))
    first, rest = calendar.elapsed(start, cut), calendar.elapsed(cut, end)
    assert first + rest == calendar.elapsed(start, end)
    assert calendar.add(calendar.add(start, first), rest) == calendar.add(start, first + rest)


def _midnight(day: date) -> int:
    return (day.toordinal() - EPOCH.toordinal()) * DAY * SECOND
