"""An intersection is open when all of its calendars are."""

from __future__ import annotations

from datetime import date

import pytest

from domain.hours import AlwaysOpen, Intersection, Span
from tests.unit.hours_examples import HOUR, MONDAY, NEW_YORK, STOCKHOLM, at, office, spans

BOTH = Intersection((STOCKHOLM, NEW_YORK))


def test_only_shared_hours_count():
    assert list(BOTH.spans_between(*BOTH.day(MONDAY))) == [
        Span(at("2026-01-05 13:00", "Europe/Stockholm"), at("2026-01-05 18:00", "Europe/Stockholm"))
    ]
    assert BOTH.add(at("2026-01-05 00:00"), 6 * HOUR) == at("2026-01-07 14:00", "Europe/Stockholm")


def test_the_order_of_calendars_changes_no_hours():
    week = at("2026-01-05"), at("2026-01-12")

    assert list(Intersection((NEW_YORK, STOCKHOLM)).spans_between(*week)) == list(
        BOTH.spans_between(*week)
    )


def test_one_that_is_always_open_changes_nothing():
    with_always = Intersection((AlwaysOpen(), STOCKHOLM))
    year = at("2026-01-01"), at("2027-01-01")

    assert list(with_always.spans_between(*year)) == list(STOCKHOLM.spans_between(*year))


def test_intersections_may_be_nested():
    nested = Intersection((Intersection((AlwaysOpen(), STOCKHOLM)), NEW_YORK))

    assert nested.elapsed(at("2026-01-05"), at("2026-02-05")) == BOTH.elapsed(
        at("2026-01-05"), at("2026-02-05")
    )


def test_dates_are_those_of_the_first_time_zone():
    assert BOTH.time_zone == "Europe/Stockholm"
    assert BOTH.day(MONDAY) == STOCKHOLM.day(MONDAY)


def test_holidays_and_breaks_of_any_count():
    on_break = Intersection((AlwaysOpen(), office(breaks={MONDAY: spans("10:00-11:00")})))

    assert BOTH.is_holiday(date(2026, 1, 6))
    assert not BOTH.is_business_day(date(2026, 1, 6))
    assert on_break.is_on_break(at("2026-01-05 10:00"))
    assert not on_break.is_on_break(at("2026-01-05 11:00"))


def test_the_last_shared_moment_ends_the_business_day():
    assert BOTH.end_of_business_day(at("2026-01-05 09:00"), 1) == at(
        "2026-01-07 18:00", "Europe/Stockholm"
    )


def test_calendars_that_share_hours_have_hours():
    assert BOTH.has_hours()


def test_an_intersection_of_nothing_is_refused():
    with pytest.raises(ValueError, match="all_of: there is no calendar; name at least one"):
        Intersection(())


def test_intersections_of_equal_calendars_are_equal():
    again = Intersection((STOCKHOLM, NEW_YORK))

    assert again == BOTH
    assert hash(again) == hash(BOTH)
    assert Intersection((NEW_YORK, STOCKHOLM)) != BOTH
