"""Business days are counted from the local date of the start, which is day 0."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from domain.hours import AlwaysOpen, BusinessCalendar
from tests.unit.hours_examples import MONDAY, at, office, spans

CALENDAR = office("09:00-17:00")
FRIDAY, SATURDAY = date(2026, 1, 9), date(2026, 1, 10)
TOKYO = office("09:00-17:00", zone="Asia/Tokyo")


def test_a_day_with_open_time_is_a_business_day():
    assert CALENDAR.is_business_day(FRIDAY)
    assert not CALENDAR.is_business_day(SATURDAY)


def test_business_days_after_and_before_skip_closed_days_and_the_day_itself():
    holidays = office(holidays=frozenset({date(2026, 1, 12)}))

    assert list(islice(holidays.business_days_after(FRIDAY), 2)) == [
        date(2026, 1, 13),
        date(2026, 1, 14),
    ]
    assert list(islice(holidays.business_days_before(date(2026, 1, 13)), 2)) == [
        FRIDAY,
        date(2026, 1, 8),
    ]


def test_days_open_at_midnight_are_counted_one_by_one():
    calendar = office("00:00-24:00")

    assert list(islice(calendar.business_days_before(MONDAY), 2)) == [
        date(2026, 1, 2),
        date(2026, 1, 1),
    ]
    assert list(islice(calendar.business_days_after(date(2026, 1, 8)), 2)) == [
        FRIDAY,
        date(2026, 1, 12),
    ]


def test_adding_business_days_keeps_the_time_of_day():
    assert CALENDAR.add_business_days(at("2026-01-08 10:30"), 2) == at("2026-01-12 10:30")


def test_adding_business_days_from_a_closed_moment_ends_at_an_opening():
    assert CALENDAR.add_business_days(at("2026-01-06 08:00"), 2) == at("2026-01-08 09:00")
    assert CALENDAR.add_business_days(at("2026-01-06 18:00"), 2) == at("2026-01-09 09:00")


def test_subtracting_business_days_ends_at_a_closing_time_if_closed():
    assert CALENDAR.subtract_business_days(at("2026-01-12 10:30"), 2) == at("2026-01-08 10:30")
    assert CALENDAR.subtract_business_days(at("2026-01-08 18:00"), 2) == at("2026-01-06 17:00")


def test_no_business_days_is_the_next_or_the_previous_open_moment():
    assert CALENDAR.add_business_days(at("2026-01-10 12:00"), 0) == at("2026-01-12 09:00")
    assert CALENDAR.subtract_business_days(at("2026-01-10 12:00"), 0) == at("2026-01-09 17:00")


@pytest.mark.parametrize("ask", [CALENDAR.add_business_days, CALENDAR.subtract_business_days])
def test_a_negative_number_of_business_days_is_refused(ask):
    with pytest.raises(ValueError, match="days: -1 is negative; write 0 or more"):
        ask(at("2026-01-05 09:00"), -1)


@pytest.mark.parametrize(
    "start", ["2026-01-05 00:00", "2026-01-05 10:00", "2026-01-05 17:00", "2026-01-05 23:59"]
)
def test_two_business_days_end_with_the_second_day_after_the_start(start):
    assert CALENDAR.end_of_business_day(at(start), 2) == at("2026-01-07 17:00")


def test_from_a_closed_day_the_next_business_day_is_the_first():
    assert CALENDAR.end_of_business_day(at("2026-01-10 12:00"), 1) == at("2026-01-12 17:00")


def test_zero_business_days_end_today_if_there_is_time_left_else_on_the_next():
    assert CALENDAR.end_of_business_day(at("2026-01-05 07:00"), 0) == at("2026-01-05 17:00")
    assert CALENDAR.end_of_business_day(at("2026-01-05 17:00"), 0) == at("2026-01-06 17:00")
    assert CALENDAR.end_of_business_day(at("2026-01-10 12:00"), 0) == at("2026-01-12 17:00")


def test_a_negative_number_counts_back_to_the_end_of_an_earlier_day():
    assert CALENDAR.end_of_business_day(at("2026-01-12 10:00"), -2) == at("2026-01-08 17:00")


def test_a_day_open_at_midnight_ends_at_midnight():
    calendar = BusinessCalendar(
        time_zone="UTC", hours={0: spans("22:00-24:00"), 1: spans("00:00-06:00")}
    )

    assert calendar.end_of_business_day(at("2026-01-05 22:30"), 0) == at("2026-01-06 00:00")
    assert calendar.end_of_business_day(at("2026-01-05 22:30"), 1) == at("2026-01-06 06:00")


def test_days_are_those_of_the_time_zone():
    start = at("2026-01-05 20:00", "UTC")  # already Tuesday in Tokyo

    assert TOKYO.end_of_business_day(start, 1) == at("2026-01-07 17:00", "Asia/Tokyo")


def test_around_the_clock_every_day_ends_at_midnight():
    assert AlwaysOpen("Asia/Tokyo").end_of_business_day(
        at("2026-01-10 12:00", "Asia/Tokyo"), 1
    ) == at("2026-01-12 00:00", "Asia/Tokyo")
