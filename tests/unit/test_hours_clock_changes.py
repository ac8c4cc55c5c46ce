"""Spans are wall-clock times, sums are real time: days with a clock change have 23 or 25 hours."""

from __future__ import annotations

from datetime import date

import pytest

from domain.hours import AlwaysOpen, BusinessCalendar, Span, TimeZone, parse_time_of_day
from tests.unit.hours_examples import EVERY_DAY, HOUR, MINUTE, at, office, spans

BERLIN = "Europe/Berlin"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def around_the_clock(zone):
    return office("00:00-24:00", days=EVERY_DAY, zone=zone)


def open_on(calendar, day):
    return list(calendar.spans_between(*calendar.day(day)))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, SPRING, 23),
        (BERLIN, AUTUMN, 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/Sao_Paulo", date(2015, 10, 18), 23),  # at midnight
        ("America/Sao_Paulo", date(2015, 2, 21), 25),
        ("America/Havana", date(2020, 11, 1), 25),  # 01:00 becomes 00:00
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # a date that Samoa left out
        ("Asia/Kolkata", SPRING, 24),
    ],
)
def test_a_day_around_the_clock_has_its_real_length(zone, day, hours):
    calendar = around_the_clock(zone)

    assert calendar.elapsed(*calendar.day(day)) == hours * HOUR


def test_wall_times_hold_on_both_sides_of_a_change():
    calendar = office("09:00-17:00", zone=BERLIN)

    assert calendar.next_opening(at("2026-03-27 20:00", BERLIN)) == at("2026-03-30 07:00", "UTC")
    assert calendar.next_opening(at("2026-10-23 20:00", BERLIN)) == at("2026-10-26 08:00", "UTC")


def test_a_night_shift_over_the_change_is_an_hour_shorter_in_spring():
    calendar = BusinessCalendar(
        time_zone=BERLIN, hours={5: spans("22:00-24:00"), 6: spans("00:00-06:00")}
    )

    assert calendar.add(at("2026-03-28 22:00", BERLIN), 7 * HOUR) == at("2026-03-29 06:00", BERLIN)


def test_an_opening_that_the_clocks_skip_moves_on():
    calendar = office("02:30-06:00", days=EVERY_DAY, zone=BERLIN)

    assert open_on(calendar, SPRING) == [
        Span(at("2026-03-29 03:30", BERLIN), at("2026-03-29 06:00", BERLIN))
    ]


def test_a_closing_that_the_clocks_skip_moves_on():
    calendar = office("01:00-02:30", days=EVERY_DAY, zone=BERLIN)

    assert calendar.elapsed(*calendar.day(SPRING)) == 90 * MINUTE


def test_a_span_that_moving_on_turns_round_is_none():
    assert not open_on(office("02:45-03:15", days=EVERY_DAY, zone=BERLIN), SPRING)


def test_spans_that_moving_on_makes_overlap_count_once():
    calendar = office("01:00-02:30", "03:00-04:00", days=EVERY_DAY, zone=BERLIN)

    assert open_on(calendar, SPRING) == [
        Span(at("2026-03-29 01:00", BERLIN), at("2026-03-29 04:00", BERLIN))
    ]
    assert calendar.elapsed(*calendar.day(SPRING)) == 2 * HOUR


def test_spans_that_moving_on_puts_inside_another_count_once():
    calendar = office("01:00-02:50", "03:00-03:10", days=EVERY_DAY, zone=BERLIN)

    assert calendar.elapsed(*calendar.day(SPRING)) == 110 * MINUTE


def test_spans_that_moving_on_makes_overlap_count_once_looking_back_too():
    calendar = office("01:00-02:30", "03:00-04:00", days=EVERY_DAY, zone=BERLIN)
    start = calendar.subtract(at("2030-06-01", BERLIN), 4_000 * HOUR)

    assert calendar.elapsed(start, at("2030-06-01", BERLIN)) == 4_000 * HOUR


def test_spans_that_moving_on_puts_out_of_order_are_sorted():
    calendar = office("02:15-02:20", "03:00-03:10", days=EVERY_DAY, zone=BERLIN)

    assert open_on(calendar, SPRING) == [
        Span(at("2026-03-29 03:00", BERLIN), at("2026-03-29 03:10", BERLIN)),
        Span(at("2026-03-29 03:15", BERLIN), at("2026-03-29 03:20", BERLIN)),
    ]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    calendar = office("02:30-02:45", days=EVERY_DAY, zone=BERLIN)

    assert open_on(calendar, AUTUMN) == [
        Span(at("2026-10-25 00:30", "UTC"), at("2026-10-25 00:45", "UTC"))
    ]


def test_a_span_over_the_hour_that_comes_twice_is_an_hour_longer():
    calendar = office("01:00-04:00", days=EVERY_DAY, zone=BERLIN)

    assert calendar.elapsed(*calendar.day(AUTUMN)) == 4 * HOUR


def test_a_break_in_the_hour_that_comes_twice_is_cut_once():
    calendar = office(
        "01:00-04:00", days=EVERY_DAY, zone=BERLIN, breaks={AUTUMN: spans("02:00-02:30")}
    )

    assert calendar.elapsed(*calendar.day(AUTUMN)) == 3.5 * HOUR
    assert calendar.is_on_break(at("2026-10-25 00:15", "UTC"))
    assert not calendar.is_on_break(at("2026-10-25 01:15", "UTC"))


def test_the_hours_of_a_date_that_is_left_out_are_not_those_of_the_next():
    fridays = office("09:00-17:00", days=[4], zone="Pacific/Apia")

    assert fridays.elapsed(at("2011-12-25"), at("2012-01-04")) == 0


def test_a_date_that_is_left_out_has_no_hours():
    calendar = office("09:00-17:00", days=EVERY_DAY, zone="Pacific/Apia")

    assert not calendar.is_business_day(date(2011, 12, 30))
    assert calendar.elapsed(*calendar.day(date(2011, 12, 31))) == 8 * HOUR
    assert next(calendar.business_days_after(date(2011, 12, 29))) == date(2011, 12, 31)


@pytest.mark.parametrize(
    ("zone", "day", "time", "instant"),
    [
        (BERLIN, SPRING, "02:30", "2026-03-29 01:30"),
        (BERLIN, AUTUMN, "02:30", "2026-10-25 00:30"),
        (BERLIN, date(2026, 1, 5), "24:00", "2026-01-05 23:00"),
        ("America/Sao_Paulo", date(2015, 10, 17), "24:00", "2015-10-18 03:00"),
    ],
)
def test_a_local_time_is_one_instant(zone, day, time, instant):
    assert TimeZone(zone).instant(day, parse_time_of_day(time)) == at(instant, "UTC")


def test_an_instant_has_one_local_time():
    zone = TimeZone("Asia/Kathmandu")

    assert zone.date_at(at("2026-01-05 18:15", "UTC")) == date(2026, 1, 6)
    assert zone.time_of_day_at(at("2026-01-05 18:15", "UTC")) == 0
    assert zone.time_of_day_at(at("1969-12-31 00:00", "UTC")) == 5.5 * HOUR


def test_always_open_takes_no_notice_of_a_change():
    assert AlwaysOpen(BERLIN).add(at("2026-03-28 12:00", BERLIN), 24 * HOUR) == at(
        "2026-03-29 13:00", BERLIN
    )
