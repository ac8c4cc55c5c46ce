"""Calendars asked in datetimes answer in those of their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from domain.hours import AlwaysOpen, CalendarExhausted, DatedCalendar, DatedSpan, Intersection
from tests.unit.hours_examples import EVERY_DAY, NEW_YORK, STOCKHOLM, office

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = DatedCalendar(office(zone="Europe/Berlin"))
NIGHTS = DatedCalendar(office("00:00-04:00", days=EVERY_DAY, zone="Europe/Berlin"))
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=BERLIN)
BEFORE_WINTER_TIME = datetime(2026, 10, 25, 1, tzinfo=BERLIN)


def test_business_time_is_added_and_subtracted():
    assert HOURS.add(MONDAY, 10 * HOUR) == MONDAY + timedelta(days=1, hours=2)
    assert HOURS.subtract(MONDAY + timedelta(days=1, hours=2), 9 * HOUR) == MONDAY + HOUR


def test_microseconds_are_kept_both_ways():
    length = timedelta(hours=9, microseconds=1)
    assert HOURS.add(MONDAY, length) == datetime(2026, 1, 6, 10, 0, 0, 1, tzinfo=BERLIN)
    assert HOURS.elapsed(MONDAY, HOURS.add(MONDAY, length)) == length


def test_the_answer_is_in_the_calendars_zone_whatever_the_question_was_in():
    asked = datetime(2026, 1, 5, 8, tzinfo=UTC)
    answer = HOURS.add(asked, HOUR)
    assert answer == datetime(2026, 1, 5, 10, tzinfo=BERLIN)
    assert (answer.tzinfo, answer.hour) == (BERLIN, 10)
    assert HOURS.add(asked.astimezone(timezone(-3 * HOUR)), HOUR) == answer


def test_the_zone_of_common_hours_is_that_of_the_first_calendar():
    both = DatedCalendar(Intersection((STOCKHOLM, NEW_YORK)))
    assert str(both.next_opening(MONDAY).tzinfo) == "Europe/Stockholm"
    assert str(DatedCalendar(AlwaysOpen("Asia/Tehran")).add(MONDAY, HOUR).tzinfo) == "Asia/Tehran"


def test_the_boundary_is_the_calendars():
    end_of_day = MONDAY.replace(hour=17)
    assert HOURS.add(MONDAY, 8 * HOUR) == end_of_day
    assert HOURS.add(MONDAY, 8 * HOUR, "open") == MONDAY + timedelta(days=1)
    assert HOURS.subtract(end_of_day, 8 * HOUR, "open") == MONDAY


def test_of_an_hour_that_comes_twice_fold_says_which_is_meant():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert NIGHTS.elapsed(first, second) == HOUR
    assert NIGHTS.add(first, HOUR).fold == 1
    assert NIGHTS.subtract(second, HOUR).fold == 0


def test_a_night_in_which_the_clocks_are_put_back_is_an_hour_longer():
    assert NIGHTS.elapsed(BEFORE_WINTER_TIME, BEFORE_WINTER_TIME.replace(hour=4)) == 4 * HOUR
    assert NIGHTS.add(BEFORE_WINTER_TIME, 4 * HOUR) == BEFORE_WINTER_TIME.replace(hour=4)


def test_a_time_that_the_clocks_skip_moves_on_by_what_they_skip():
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN)
    assert NIGHTS.add(skipped, timedelta()) == datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN)


def test_openings_are_found():
    night = MONDAY.replace(hour=20)
    assert HOURS.is_open(MONDAY)
    assert not HOURS.is_open(night)
    assert HOURS.next_opening(night) == MONDAY + timedelta(days=1)
    assert HOURS.previous_opening(night) == MONDAY.replace(hour=17)


def test_spans_are_cut_off_at_both_ends():
    start, end = MONDAY.replace(hour=12), MONDAY + timedelta(days=1, hours=1)
    assert list(HOURS.spans_between(start, end)) == [
        DatedSpan(start, MONDAY.replace(hour=17)),
        DatedSpan(MONDAY + timedelta(days=1), end),
    ]


def test_business_days_keep_the_time_of_day():
    friday = datetime(2026, 1, 9, 10, tzinfo=BERLIN)
    monday = datetime(2026, 1, 12, 10, tzinfo=BERLIN)
    assert HOURS.add_business_days(friday, 1) == monday
    assert HOURS.subtract_business_days(monday, 1) == friday
    assert HOURS.end_of_business_day(friday, 1) == monday.replace(hour=17)


def test_a_naive_datetime_is_refused_by_a_sentence():
    naive = datetime(2026, 1, 5, 9)  # noqa: DTZ001  # what is refused
    with pytest.raises(ValueError, match=r"^start: 2026-01-05 09:00:00 has no time zone; give it"):
        HOURS.add(naive, HOUR)
    with pytest.raises(ValueError, match=r"^end: 2026-01-05 09:00:00 has no time zone"):
        HOURS.elapsed(MONDAY, naive)
    with pytest.raises(ValueError, match=r"^at: 2026-01-05 09:00:00 has no time zone"):
        HOURS.is_open(naive)


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match=r"duration: -3600000000 microseconds is negative"):
        HOURS.add(MONDAY, -HOUR)


def test_a_moment_beyond_all_dates_is_refused_by_a_sentence():
    with pytest.raises(CalendarExhausted, match="lies outside the years 2 to 9998"):
        DatedCalendar(AlwaysOpen()).add(MONDAY, timedelta(days=365 * 9_000))
