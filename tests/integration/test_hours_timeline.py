"""However far a question reaches, and in whatever order questions come, the answer is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.hours import BusinessCalendar, CalendarExhausted
from tests.unit.hours_examples import DAY, EVERY_DAY, HOUR, MONDAY, at, office, spans

ONCE = BusinessCalendar(time_zone="UTC", shifts={MONDAY: spans("09:00-12:00")})
MANY = office("00:00-24:00", days=EVERY_DAY)


def test_answers_do_not_depend_on_what_was_asked_before():
    far = at("2041-06-03 10:00")
    calendar = office()
    calendar.add(at("2026-01-05 10:00"), HOUR)
    calendar.add(at("2012-01-05 10:00"), HOUR)

    assert calendar.add(far, 30 * HOUR) == office().add(far, 30 * HOUR)
    assert calendar.elapsed(at("2012-01-02"), at("2026-01-05")) == office().elapsed(
        at("2012-01-02"), at("2026-01-05")
    )


def test_without_end_of_opening_a_duration_is_real_time():
    assert MANY.add(at("2026-01-05"), 20_000 * DAY) == at("2026-01-05") + 20_000 * DAY
    assert MANY.add(at("2026-01-05"), 731 * DAY, "open") == at("2026-01-05") + 731 * DAY
    assert MANY.subtract(at("2026-01-05"), 366 * DAY) == at("2026-01-05") - 366 * DAY


def test_the_last_microsecond_of_a_calendar_can_be_used_up():
    assert ONCE.add(at("2026-01-01"), 3 * HOUR) == at("2026-01-05 12:00")
    assert replace(ONCE).add(at("2009-01-01"), 3 * HOUR) == at("2026-01-05 12:00")
    assert ONCE.subtract(at("2026-02-01"), 3 * HOUR, "open") == at("2026-01-05 09:00")


def test_the_closing_time_before_an_opening_may_lie_decades_back():
    early, late = date(2003, 1, 6), MONDAY
    calendar = BusinessCalendar(
        time_zone="UTC", shifts=dict.fromkeys((early, late), spans("09:00-12:00"))
    )

    assert calendar.subtract(at("2026-01-05 12:00"), 3 * HOUR) == at("2003-01-06 12:00")
    assert calendar.subtract(at("2026-01-05 12:00"), 3 * HOUR, "open") == at("2026-01-05 09:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ONCE.add(at("2026-01-01"), 3 * HOUR + 1),
        lambda: ONCE.add(at("2026-01-01"), 3 * HOUR, "open"),
        lambda: ONCE.next_opening(at("2026-01-05 12:00")),
        lambda: ONCE.add_business_days(at("2026-01-05 10:00"), 1),
        lambda: ONCE.end_of_business_day(at("2026-01-05 10:00"), 1),
    ],
)
def test_a_calendar_without_further_openings_says_so(ask):
    with pytest.raises(CalendarExhausted, match=r"no opening left in the 100 years after 2026-01"):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ONCE.subtract(at("2026-02-01"), 3 * HOUR + 1, "open"),
        lambda: ONCE.previous_opening(at("2026-01-05 08:00")),
        lambda: next(ONCE.business_days_before(date(2026, 1, 5))),
    ],
)
def test_a_calendar_without_earlier_openings_says_so(ask):
    with pytest.raises(CalendarExhausted, match=r"no opening left in the 100 years before 2026-0"):
        ask()


def test_nothing_elapses_long_after_the_last_opening():
    assert ONCE.elapsed(at("2026-01-05 11:00"), at("2300-01-01")) == HOUR


@pytest.mark.parametrize("moment", [10**18, -(10**17)])
def test_moments_beyond_the_years_of_dates_are_refused(moment):
    with pytest.raises(CalendarExhausted, match="lies outside the years 2 to 9998"):
        office().is_open(moment)


def test_a_calendar_exhausted_is_a_value_error():
    assert issubclass(CalendarExhausted, ValueError)
