"""What holds for every calendar, moment and duration."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from domain.hours import AlwaysOpen, BusinessCalendar, Intersection
from tests.unit.hours_examples import DAY, EVERY_DAY, HOUR, at, office, spans

STOCKHOLM = BusinessCalendar(
    time_zone="Europe/Stockholm",
    hours=dict.fromkeys(range(5), spans("08:00-12:00", "13:00-18:00")),
    holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
    yearly_holidays=frozenset({(12, 25), (1, 1)}),
    breaks={date(2026, 3, 30): spans("09:00-10:30")},
    shifts={date(2026, 12, 19): spans("09:00-12:00"), date(2026, 12, 25): spans("10:00-11:00")},
)
CALENDARS = [
    STOCKHOLM,
    office("00:00-24:00", zone="America/Sao_Paulo"),
    office("00:00-24:00", days=EVERY_DAY, zone="Australia/Lord_Howe"),
    office("22:30-24:00", "00:00-03:30", days=EVERY_DAY, zone="America/New_York"),
    Intersection((STOCKHOLM, office("07:00-15:00", zone="America/New_York"))),
    AlwaysOpen("Asia/Tehran"),
]
EXAMPLES = settings(max_examples=max(200, settings().max_examples))

calendars = some.sampled_from(CALENDARS)
moments = some.integers(at("2025-06-01"), at("2027-06-01"))
durations = some.integers(0, 400 * HOUR) | some.integers(0, 400).map(lambda hours: hours * HOUR)
boundaries = some.sampled_from(["close", "open"])


@EXAMPLES
@given(calendars, moments, durations, boundaries)
def test_what_was_added_has_elapsed(calendar, start, duration, boundary):
    end = calendar.add(start, duration, boundary)

    assert end >= start
    assert calendar.elapsed(start, end) == duration


@EXAMPLES
@given(calendars, moments, durations, boundaries)
def test_what_was_subtracted_has_elapsed(calendar, end, duration, boundary):
    start = calendar.subtract(end, duration, boundary)

    assert start <= end
    assert calendar.elapsed(start, end) == duration


@EXAMPLES
@given(calendars, moments, some.lists(moments, max_size=4), moments)
def test_splitting_an_interval_changes_nothing(calendar, one, cuts, other):
    start, end = sorted((one, other))
    stations = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    parts = [calendar.elapsed(*part) for part in pairwise(stations)]

    assert sum(parts) == calendar.elapsed(start, end)


@EXAMPLES
@given(calendars, moments, durations, durations, boundaries)
def test_adding_in_two_steps_changes_nothing(calendar, start, first, second, boundary):
    there = calendar.add(start, first, boundary)

    assert calendar.add(there, second, boundary) == calendar.add(start, first + second, boundary)


@EXAMPLES
@given(calendars, moments, durations, durations.filter(bool), boundaries)
def test_subtracting_takes_back_what_was_added(calendar, start, first, second, boundary):
    end = calendar.add(start, first + second, boundary)

    assert calendar.subtract(end, second, boundary) == calendar.add(start, first, boundary) or (
        first == 0
    )


@EXAMPLES
@given(calendars, moments)
def test_openings_are_where_open_time_begins_and_ends(calendar, moment):
    following, before = calendar.next_opening(moment), calendar.previous_opening(moment)

    assert calendar.is_open(following)
    assert calendar.elapsed(before, following) == 0
    assert calendar.is_open(moment) == (following == moment)
    assert calendar.is_open(before - 1) or before == moment


@EXAMPLES
@given(calendars, moments, some.integers(0, 20 * DAY))
def test_spans_add_up_to_what_has_elapsed(calendar, start, length):
    found = list(calendar.spans_between(start, start + length))

    assert sum(span.end - span.start for span in found) == calendar.elapsed(start, start + length)
    assert all(one.end < other.start for one, other in pairwise(found))


@EXAMPLES
@given(calendars, moments, some.integers(1, 30))
def test_business_days_end_on_business_days_in_order(calendar, start, days):
    ends = [calendar.end_of_business_day(start, number) for number in (days - 1, days, days + 1)]

    assert start < ends[0] < ends[1] < ends[2] or (days == 1 and start < ends[0] <= ends[1])
    assert calendar.is_business_day(calendar.date_at(ends[1] - 1))
