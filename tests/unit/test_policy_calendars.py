"""Calendars: short forms become single days, countries become dates, mistakes become sentences."""

from __future__ import annotations

import pytest

from tests.unit.policy_examples import mistake, mistakes, read

ZONE = "time_zone: Europe/Stockholm, "


def office(rest: str) -> dict:
    document = read(f"calendars: {{office: {{{ZONE}{rest}}}}}")
    return document["calendars"]["office"]


def office_mistake(rest: str, zone: str = ZONE) -> str:
    return mistake(f"calendars: {{office: {{{zone}{rest}}}}}")


def test_a_range_of_days_becomes_single_days() -> None:
    assert office("hours: {mon-wed: 08:00-17:00}")["hours"] == {
        "mon": ["08:00-17:00"],
        "tue": ["08:00-17:00"],
        "wed": ["08:00-17:00"],
    }


def test_a_list_of_days_may_hold_ranges() -> None:
    assert list(office("hours: {'mon, wed-thu,sun': 08:00-17:00}")["hours"]) == sorted(
        ["mon", "wed", "thu", "sun"]
    )


def test_a_range_may_go_over_the_weekend() -> None:
    assert set(office("hours: {sat-mon: 08:00-17:00}")["hours"]) == {"sat", "sun", "mon"}


def test_spans_come_in_order_and_alike() -> None:
    hours = office("hours: {mon: ['13:00 - 24:00', 08:30:00-12:00]}")["hours"]
    assert hours == {"mon": ["08:30-12:00", "13:00-24:00"]}


def test_a_day_without_spans_is_closed() -> None:
    assert office("hours: {mon: 08:00-17:00, tue: []}")["hours"] == {"mon": ["08:00-17:00"]}


@pytest.mark.parametrize("hours", ["24x7", "{mon-sun: 00:00-24:00}"])
def test_a_calendar_that_never_closes_is_24x7(hours) -> None:
    assert office(f"hours: {hours}")["hours"] == "24x7"


def test_a_calendar_with_holidays_closes() -> None:
    assert office("hours: 24x7, holidays: {also: --12-24}")["hours"]["sun"] == ["00:00-24:00"]


def test_24x7_needs_no_time_zone() -> None:
    assert read("calendars: {all: {hours: 24x7}}")["calendars"]["all"]["time_zone"] == "UTC"


def test_a_country_becomes_its_holidays_for_twelve_years() -> None:
    days = office("hours: {mon: 08:00-17:00}, holidays: {country: SE}")["holidays"]
    assert days[0] == "2025-01-01"
    assert days[-1] == "2036-12-26"
    assert "2026-06-20" in days


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    germany = office("hours: {mon: 08:00-17:00}, holidays: {country: DE}")["holidays"]
    bavaria = office("hours: {mon: 08:00-17:00}, holidays: {country: DE, subdivision: BY}")
    assert set(bavaria["holidays"]) > set(germany)
    assert "2026-01-06" in set(bavaria["holidays"]) - set(germany)


def test_other_days_join_those_of_the_country_once() -> None:
    days = office(
        "hours: {mon: 08:00-17:00}, holidays: {country: SE, also: [2026-12-23, 2026-12-25]}"
    )
    assert days["holidays"].count("2026-12-25") == 1
    assert "2026-12-23" in days["holidays"]
    assert days["holidays"] == sorted(days["holidays"])


def test_a_list_of_days_is_enough() -> None:
    days = office("hours: {mon: 08:00-17:00}, holidays: [2026-12-23, --02-29]")["holidays"]
    assert days == ["--02-29", "2026-12-23"]


def test_breaks_and_shifts_are_dated_spans() -> None:
    calendar = office(
        "hours: {mon: 08:00-17:00}, breaks: {2026-12-21: 12:00-13:00, 2026-12-28: []},"
        " shifts: {2026-12-19: [09:00-12:00], 2026-12-22: []}"
    )
    assert calendar["breaks"] == {"2026-12-21": ["12:00-13:00"]}
    assert calendar["shifts"] == {"2026-12-19": ["09:00-12:00"], "2026-12-22": []}


@pytest.mark.parametrize(
    "span", ["9-25", "08:00", "8:00-17:00", "08:00-24:01", "08:60-09:00", "08:00-17:00-18:00"]
)
def test_a_bad_span_of_time_is_refused(span) -> None:
    assert office_mistake(f"hours: {{mon-fri: '{span}'}}") == (
        f"calendars.office.hours.mon-fri: '{span}' is not a span of time; "
        "write two times of a day, as in 08:00-17:00"
    )


@pytest.mark.parametrize("span", ["18:00-08:00", "08:00-08:00"])
def test_a_span_opens_before_it_closes(span) -> None:
    assert office_mistake(f"hours: {{mon: {span}}}") == (
        f"calendars.office.hours.mon: '{span}' does not open before it closes; "
        "over midnight write two spans, 22:00-24:00 and on the next day 00:00-06:00"
    )


def test_spans_of_a_day_may_touch_but_not_overlap() -> None:
    office("hours: {mon: [08:00-12:00, 12:00-17:00]}")
    assert office_mistake("hours: {mon: [11:59-17:00, 08:00-12:00]}") == (
        "calendars.office.hours.mon: '08:00-12:00' and '11:59-17:00' overlap; "
        "end the one before the other begins"
    )


def test_a_weekday_has_its_hours_once() -> None:
    assert office_mistake("hours: {mon-fri: 08:00-17:00, wed: 08:00-12:00}") == (
        "calendars.office.hours: wed is in 'mon-fri' and again in 'wed'; write each weekday once"
    )


def test_an_unknown_weekday_is_refused() -> None:
    assert office_mistake("hours: {mon-fry: 08:00-17:00}") == (
        "calendars.office.hours.mon-fry: there is no weekday 'fry'; "
        "weekdays are mon, tue, wed, thu, fri, sat, sun"
    )


@pytest.mark.parametrize("hours", ["{}", "{mon: []}"])
def test_a_calendar_without_hours_is_refused(hours) -> None:
    assert office_mistake(f"hours: {hours}") == (
        "calendars.office.hours: the calendar is never open; "
        "write hours, as in mon-fri: 08:00-17:00"
    )


@pytest.mark.parametrize(
    ("hours", "said"), [("", "nothing is written here"), ("9-5", "'9-5' is not keys with values")]
)
def test_hours_are_weekly(hours, said) -> None:
    assert office_mistake(f"hours: {hours}") == (
        f"calendars.office.hours: {said}; write it like hours: {{mon-fri: 08:00-17:00}}"
    )


def test_a_calendar_says_its_hours_and_its_time_zone() -> None:
    assert mistakes("calendars: {office: {holidays: {}}}") == [
        "calendars.office: 'time_zone' is missing; write it like time_zone: Europe/Stockholm",
        "calendars.office: 'hours' is missing; write it like hours: {mon-fri: 08:00-17:00}",
    ]


@pytest.mark.parametrize(
    ("zone", "right"),
    [
        ("Europe/Stokholm", "did you mean 'Europe/Stockholm'?"),
        ("europe/stockholm", "did you mean 'Europe/Stockholm'?"),
        ("../secrets", "write it like Europe/Stockholm"),
        ("localtime", "write it like Europe/Stockholm"),
    ],
)
def test_an_unknown_time_zone_is_refused(zone, right) -> None:
    assert office_mistake("hours: {mon: 08:00-17:00}", zone=f"time_zone: {zone}, ") == (
        f"calendars.office.time_zone: there is no time zone '{zone}'; {right}"
    )


@pytest.mark.parametrize(
    ("holidays", "where", "sentence"),
    [
        ("{country: XX}", ".country", "there is no country 'XX'; write its two letters, as in SE"),
        ("{country: SE, subdivision: QQ}", ".subdivision", "there is no subdivision of SE 'QQ'; "),
        (
            "{subdivision: BY}",
            ".subdivision",
            "'BY' needs its country, as in {country: DE, subdivision: BY}",
        ),
        ("SE", "", "'SE' is not keys with values; write it like holidays: {country: SE}"),
        ("{also: [24/12]}", ".also.0", "'24/12' is not a date; write it as 2026-12-24 or, for "),
        ("{also: 2026-02-30}", ".also", "there is no day '2026-02-30'; look at its month and day"),
        ("{also: --02-30}", ".also", "there is no day '--02-30'; look at its month and day"),
    ],
)
def test_holidays_that_are_none_are_refused(holidays, where, sentence) -> None:
    assert office_mistake(f"hours: {{mon: 08:00-17:00}}, holidays: {holidays}").startswith(
        f"calendars.office.holidays{where}: {sentence}"
    )


@pytest.mark.parametrize("kind", ["breaks", "shifts"])
def test_breaks_and_shifts_have_real_dates(kind) -> None:
    assert office_mistake(f"hours: {{mon: 08:00-17:00}}, {kind}: {{--12-24: 08:00-12:00}}") == (
        f"calendars.office.{kind}.--12-24: '--12-24' is not a date; "
        "write year, month and day, as in 2026-12-24"
    )


def test_always_is_never_closed() -> None:
    assert mistake("calendars: {always: {time_zone: UTC, hours: {mon: 08:00-17:00}}}") == (
        "calendars.always: 'always' is the calendar that never closes; give yours another name"
    )
