"""What else holds for every calendar, moment and duration."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from tests.unit.hours_examples import DAY, EXAMPLES, boundaries, calendars, durations, moments


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
