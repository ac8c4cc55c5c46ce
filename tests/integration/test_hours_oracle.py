"""A slow calendar that looks at every minute agrees with the fast one, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from domain.hours import BusinessCalendar, Intersection
from tests.unit.hours_examples import DAY, EXAMPLES, MINUTE, spans

CHANGES = {
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "America/Sao_Paulo": [date(2015, 10, 18), date(2015, 2, 22)],
    "America/Havana": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Asia/Tehran": [date(2016, 3, 21), date(2016, 9, 21)],
    "Pacific/Apia": [date(2011, 12, 30), date(2012, 4, 1)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
    "America/Scoresbysund": [date(2024, 3, 31), date(2025, 10, 26)],
    "UTC": [date(2026, 1, 1)],
}


def instant(zone, day, minute):
    """Say which minute of time a minute of a local day is: Python's own answer, fold 0."""
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  # local
    return int(local.replace(tzinfo=ZoneInfo(zone)).timestamp() // 60)


def open_on(calendar, day):
    """Say which minutes of a local day are open, as one run of `from` and `to` after the other."""
    by_weekday = () if calendar.is_holiday(day) else calendar.hours.get(day.weekday(), ())
    chosen = calendar.shifts.get(day, by_weekday)
    minutes = {m for a, b in chosen for m in range(a // MINUTE, b // MINUTE)}
    minutes -= {m for a, b in calendar.breaks.get(day, ()) for m in range(a // MINUTE, b // MINUTE)}
    edges = sorted(minutes ^ {m + 1 for m in minutes})
    return zip(edges[::2], edges[1::2], strict=True)


def open_minutes(calendar, first, last):
    """Say which minutes of time are open on the local days from the first to the last."""
    found = set()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        zone, tomorrow = calendar.time_zone, day + timedelta(days=1)
        dawn, dusk = instant(zone, day, 0), instant(zone, tomorrow, 0)
        for begin, end in open_on(calendar, day):
            run = instant(zone, day, begin), instant(zone, day, end)
            found.update(range(max(dawn, run[0]), min(dusk, run[1])))
    return found


# Edges lie at, before, in and behind the hours that clocks skip or repeat.
DAYS = [
    spans(*texts.split())
    for texts in (
        "",
        "00:00-24:00",
        "09:00-17:00",
        "08:00-12:00 13:00-18:00",
        "00:00-06:00 22:00-24:00",
        "00:00-00:30 23:30-24:00",
        "00:15-01:45 02:15-03:30",
        "01:00-02:30 03:00-04:00",
        "02:10-02:20 03:00-03:10",
        "01:50-02:40 02:50-03:05 03:20-23:10",
        "00:30-01:00 01:30-02:00 02:30-03:00",
        "12:00-23:30",
    )
]
some_day = some.sampled_from(DAYS)
some_week = some.lists(some_day, min_size=7, max_size=7).filter(any)
some_dates = some.dictionaries(some.integers(-3, 3), some_day, max_size=2)


@some.composite
def business_calendars(draw, zone, middle):
    dated = {
        part: {middle + timedelta(days=number): day for number, day in draw(some_dates).items()}
        for part in ("holidays", "breaks", "shifts")
    }
    hours = dict(enumerate(draw(some_week)))
    return BusinessCalendar(
        time_zone=zone, hours=hours, **{**dated, "holidays": frozenset(dated["holidays"])}
    )


@some.composite
def situations(draw):
    """Draw a calendar, a date near which its clocks change, and two minutes around then."""
    zone = draw(some.sampled_from(sorted(CHANGES)))
    middle = draw(some.sampled_from(CHANGES[zone]))
    noon = instant(zone, middle, 12 * 60)
    one, other = (draw(some.integers(noon - 3 * 1440, noon + 3 * 1440)) for _ in range(2))
    return draw(business_calendars(zone, middle)), middle, *sorted((one, other))


def around(middle, days=5):
    return middle - timedelta(days=days), middle + timedelta(days=days)


@EXAMPLES
@given(situations())
def test_what_is_open_and_what_elapses_are_the_open_minutes(situation):
    calendar, middle, start, end = situation
    minutes = open_minutes(calendar, *around(middle))
    expected = {minute for minute in minutes if start <= minute < end}
    found = calendar.spans_between(start * MINUTE, end * MINUTE)

    assert expected == {m for a, b in found for m in range(a // MINUTE, b // MINUTE)}
    assert calendar.elapsed(start * MINUTE, end * MINUTE) == len(expected) * MINUTE
    assert calendar.is_open(start * MINUTE) == (start in minutes)
    assert calendar.is_open(end * MINUTE + 59_999_999) == (end in minutes)


@EXAMPLES
@given(situations(), some.integers(1, 3 * 1440))
def test_a_sum_is_reached_after_as_many_open_minutes(situation, count):
    calendar, middle, start, _ = situation
    minutes = sorted(m for m in open_minutes(calendar, *around(middle, 12)) if m >= start)
    if count < len(minutes):
        closing, opening = minutes[count - 1] + 1, minutes[count]

        assert calendar.add(start * MINUTE, count * MINUTE, "close") == closing * MINUTE
        assert calendar.add(start * MINUTE, count * MINUTE, "open") == opening * MINUTE


@EXAMPLES
@given(situations(), some.integers(1, 3 * 1440))
def test_a_difference_is_reached_before_as_many_open_minutes(situation, count):
    calendar, middle, _, end = situation
    minutes = sorted(m for m in open_minutes(calendar, *around(middle, 12)) if m < end)
    if count < len(minutes):
        closing, opening = minutes[-count - 1] + 1, minutes[-count]

        assert calendar.subtract(end * MINUTE, count * MINUTE, "close") == closing * MINUTE
        assert calendar.subtract(end * MINUTE, count * MINUTE, "open") == opening * MINUTE


@EXAMPLES
@given(situations())
def test_a_date_is_a_business_day_if_a_minute_of_it_is_open(situation):
    calendar, middle, _, _ = situation

    assert calendar.is_business_day(middle) == bool(open_minutes(calendar, middle, middle))


@EXAMPLES
@given(some.data(), situations())
def test_an_intersection_is_open_in_the_minutes_of_both(data, situation):
    calendar, middle, start, end = situation
    zone = data.draw(some.sampled_from(sorted(CHANGES)))
    other = data.draw(business_calendars(zone, middle))
    both = open_minutes(calendar, *around(middle)) & open_minutes(other, *around(middle))
    found = Intersection((calendar, other)).spans_between(start * MINUTE, end * MINUTE)

    assert {m for m in both if start <= m < end} == {
        m for a, b in found for m in range(a // MINUTE, b // MINUTE)
    }


def test_the_slow_calendar_knows_the_length_of_a_day():
    calendar = BusinessCalendar(
        time_zone="Europe/Berlin", hours={day: [(0, DAY)] for day in range(7)}
    )

    assert len(open_minutes(calendar, date(2026, 3, 29), date(2026, 3, 29))) == 23 * 60
    assert datetime.fromtimestamp(
        60 * min(open_minutes(calendar, date(2026, 3, 29), date(2026, 3, 29))), UTC
    ) == datetime(2026, 3, 28, 23, tzinfo=UTC)
