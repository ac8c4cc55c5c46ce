"""What a business calendar is made of, and what it refuses."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from datetime import date

import pytest

from domain.hours import BusinessCalendar, Span
from tests.unit.hours_examples import DAY, HOUR, MONDAY, at, office, spans

CHRISTMAS = date(2026, 12, 25)
NIGHT = [(22 * HOUR, DAY)]


def open_on(calendar, day):
    return list(calendar.spans_between(*calendar.day(day)))


def test_it_is_open_from_the_opening_up_to_but_not_at_the_closing_time():
    calendar = office("09:00-17:00")

    assert not calendar.is_open(at("2026-01-05 08:59:59.999999"))
    assert calendar.is_open(at("2026-01-05 09:00"))
    assert calendar.is_open(at("2026-01-05 16:59:59.999999"))
    assert not calendar.is_open(at("2026-01-05 17:00"))


def test_a_day_may_have_several_spans():
    assert open_on(office("13:00-18:00", "08:00-12:00"), MONDAY) == [
        Span(at("2026-01-05 08:00"), at("2026-01-05 12:00")),
        Span(at("2026-01-05 13:00"), at("2026-01-05 18:00")),
    ]


def test_adjacent_spans_are_one():
    assert office("08:00-12:00", "12:00-17:00") == office("08:00-17:00")


def test_days_open_at_midnight_are_one_span():
    calendar = office("00:00-24:00")

    assert next(calendar.spans_after(at("2026-01-03 12:00"))) == Span(
        at("2026-01-05 00:00"), at("2026-01-10 00:00")
    )


def test_a_holiday_is_closed():
    assert not open_on(office(holidays=frozenset({CHRISTMAS})), CHRISTMAS)


def test_a_yearly_holiday_is_closed_every_year():
    calendar = replace(office(), yearly_holidays=frozenset({(12, 25)}))

    assert not open_on(calendar, date(2026, 12, 25))
    assert not open_on(calendar, date(2028, 12, 25))
    assert open_on(calendar, date(2026, 12, 24))


def test_29_february_is_a_holiday_in_leap_years():
    calendar = replace(office(), yearly_holidays=frozenset({(2, 29)}))

    assert calendar.is_holiday(date(2028, 2, 29))
    assert open_on(calendar, date(2026, 3, 2))


def test_holidays_are_local_dates():
    calendar = office("00:00-24:00", zone="Pacific/Auckland", holidays=frozenset({MONDAY}))

    assert not calendar.is_open(at("2026-01-05 00:00", "Pacific/Auckland"))
    assert calendar.is_open(at("2026-01-05 12:00", "UTC"))


def test_a_shift_replaces_the_hours_of_its_date():
    calendar = office(shifts={MONDAY: spans("06:00-07:00")})

    assert open_on(calendar, MONDAY) == [Span(at("2026-01-05 06:00"), at("2026-01-05 07:00"))]


def test_a_shift_opens_a_weekday_without_hours():
    saturday = date(2026, 1, 10)

    assert open_on(office(shifts={saturday: spans("09:00-12:00")}), saturday)


def test_a_shift_counts_on_a_holiday():
    calendar = office(holidays=frozenset({CHRISTMAS}), shifts={CHRISTMAS: spans("10:00-12:00")})

    assert calendar.is_holiday(CHRISTMAS)
    assert open_on(calendar, CHRISTMAS) == [Span(at("2026-12-25 10:00"), at("2026-12-25 12:00"))]


def test_an_empty_shift_closes_its_date():
    assert not open_on(office(shifts={MONDAY: []}), MONDAY)


def test_a_break_is_cut_out_of_the_hours_of_its_date():
    assert open_on(office(breaks={MONDAY: spans("11:00-13:00")}), MONDAY) == [
        Span(at("2026-01-05 09:00"), at("2026-01-05 11:00")),
        Span(at("2026-01-05 13:00"), at("2026-01-05 17:00")),
    ]


def test_a_break_is_cut_out_of_a_shift():
    calendar = office(
        shifts={MONDAY: spans("06:00-08:00")}, breaks={MONDAY: spans("05:00-07:00", "07:30-09:00")}
    )

    assert open_on(calendar, MONDAY) == [Span(at("2026-01-05 07:00"), at("2026-01-05 07:30"))]


def test_a_break_over_all_hours_closes_the_day():
    calendar = office(breaks={MONDAY: spans("00:00-24:00")})

    assert not calendar.is_business_day(MONDAY)


def test_a_break_is_one_whether_it_would_be_open_or_not():
    calendar = office(breaks={MONDAY: spans("05:00-06:00")})

    assert calendar.is_on_break(at("2026-01-05 05:00"))
    assert not calendar.is_on_break(at("2026-01-05 06:00"))
    assert not calendar.is_on_break(at("2026-01-06 05:00"))


def test_a_calendar_of_shifts_alone_is_one():
    calendar = BusinessCalendar(time_zone="UTC", shifts={MONDAY: spans("09:00-12:00")})

    assert list(calendar.spans_after(at("2020-01-01"))) == open_on(calendar, MONDAY)
    assert list(calendar.spans_before(at("2030-01-01"))) == open_on(calendar, MONDAY)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({}, "hours: the calendar is never open; give at least one day its hours"),
        ({0: []}, "hours: the calendar is never open; give at least one day its hours"),
        ({0: spans("17:00-09:00")}, "hours of Monday: 17:00-09:00 is not a part of a day; write"),
        ({1: spans("09:00-09:00")}, "hours of Tuesday: 09:00-09:00 is not a part of a day; write"),
        ({1: [(-1, 5 * HOUR)]}, "hours of Tuesday: .* is not a part of a day"),
        ({1: [(HOUR, 25 * HOUR)]}, "hours of Tuesday: 01:00-25:00 is not a part of a day"),
        (
            {6: spans("11:00-13:00", "09:00-12:00")},
            "hours of Sunday: 09:00-12:00 and 11:00-13:00 overlap; write one span for both",
        ),
        ({7: spans("09:00-12:00")}, "hours: there is no weekday 7; 0 is Monday and 6 is Sunday"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_sentence(hours, sentence):
    with pytest.raises(ValueError, match=sentence):
        BusinessCalendar(time_zone="UTC", hours=hours)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"shifts": {MONDAY: spans("12:00-10:00")}}, "shift on 2026-01-05: 12:00-10:00 is not"),
        ({"breaks": {MONDAY: spans("12:00-10:00")}}, "break on 2026-01-05: 12:00-10:00 is not"),
        (
            {"yearly_holidays": frozenset({(2, 30)})},
            "yearly_holidays: month 2 has no day 30; write pairs of month and day",
        ),
        ({"time_zone": "Mars/Olympus"}, "time_zone: there is no time zone 'Mars/Olympus'; write"),
        ({"time_zone": ""}, "time_zone: there is no time zone ''"),
        ({"time_zone": "Europe"}, "time_zone: there is no time zone 'Europe'"),
        ({"time_zone": "../etc/passwd"}, "time_zone: there is no time zone"),
    ],
)
def test_other_parts_that_make_no_sense_are_refused_with_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(office(), **change)


def test_a_calendar_of_shifts_without_hours_is_refused():
    with pytest.raises(ValueError, match="the calendar is never open"):
        BusinessCalendar(time_zone="UTC", shifts={MONDAY: []})


def test_calendars_of_the_same_definition_are_equal_and_hash_alike():
    one = office("08:00-12:00", "13:00-17:00", shifts={MONDAY: NIGHT})
    other = office("13:00-17:00", "08:00-12:00", shifts={MONDAY: NIGHT})
    one.add(at("2026-01-05"), HOUR)

    assert one == other
    assert hash(one) == hash(other)
    assert one != replace(other, shifts={})
    assert one != replace(other, time_zone="Europe/Berlin")


def test_a_weekday_without_hours_is_the_same_as_one_that_is_not_named():
    hours = spans("09:00-17:00")

    assert BusinessCalendar(time_zone="UTC", hours={0: hours, 1: []}) == BusinessCalendar(
        time_zone="UTC", hours={0: hours}
    )


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])  # noqa: S301  # its own bytes
def test_a_copy_is_equal_and_answers_alike(copied):
    calendar = office(zone="Europe/Stockholm")
    calendar.add(at("2026-01-05"), HOUR)

    assert copied(calendar) == calendar
    assert copied(calendar).add(at("2026-01-05"), HOUR) == calendar.add(at("2026-01-05"), HOUR)


def test_it_has_hours():
    assert office().has_hours()
