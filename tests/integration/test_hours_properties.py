"""Adding, subtracting and measuring are each other's inverse, for every calendar."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from tests.unit.hours_examples import EXAMPLES, boundaries, calendars, durations, moments


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
