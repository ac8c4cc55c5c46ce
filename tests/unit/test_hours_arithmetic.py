"""Adding, subtracting and measuring business time."""

from __future__ import annotations

from itertools import islice

import pytest

from domain.hours import Span
from tests.unit.hours_examples import HOUR, MINUTE, at, office

CALENDAR = office("09:00-17:00")
OPENING = at("2026-01-05 09:00")
CLOSING = at("2026-01-05 17:00")
NEXT_OPENING = at("2026-01-06 09:00")
NIGHT = at("2026-01-05 22:00")


def test_business_time_is_added_inside_a_span():
    assert CALENDAR.add(at("2026-01-05 10:00"), HOUR) == at("2026-01-05 11:00")


def test_closed_time_does_not_count():
    assert CALENDAR.add(at("2026-01-09 16:00"), 2 * HOUR) == at("2026-01-12 10:00")


def test_a_duration_counts_from_the_next_opening_if_closed():
    assert CALENDAR.add(NIGHT, HOUR) == at("2026-01-06 10:00")


def test_microseconds_are_kept():
    assert CALENDAR.add(CLOSING - 1, 3) == NEXT_OPENING + 2


def test_a_duration_used_up_at_closing_time_is_over_at_closing_time():
    assert CALENDAR.add(at("2026-01-05 16:00"), HOUR) == CLOSING


def test_the_boundary_open_rolls_to_the_next_opening():
    assert CALENDAR.add(at("2026-01-05 16:00"), HOUR, "open") == NEXT_OPENING


def test_the_boundary_matters_nowhere_else():
    assert CALENDAR.add(NIGHT, HOUR, "open") == CALENDAR.add(NIGHT, HOUR, "close")


def test_no_duration_is_over_at_once_or_at_the_next_open_moment():
    assert CALENDAR.add(NIGHT, 0) == NIGHT
    assert CALENDAR.add(NIGHT, 0, "open") == NEXT_OPENING
    assert CALENDAR.add(OPENING, 0, "open") == OPENING


def test_business_time_is_subtracted():
    assert CALENDAR.subtract(at("2026-01-12 10:00"), 2 * HOUR) == at("2026-01-09 16:00")


def test_subtraction_up_to_an_opening_gives_what_addition_gives():
    due = at("2026-01-06 10:00")

    assert CALENDAR.subtract(due, HOUR) == CALENDAR.add(OPENING, 8 * HOUR) == CLOSING
    assert CALENDAR.subtract(due, HOUR, "open") == CALENDAR.add(OPENING, 8 * HOUR, "open")
    assert CALENDAR.subtract(due, HOUR, "open") == NEXT_OPENING


def test_no_duration_subtracted_gives_the_same_moment_or_the_open_time_before():
    assert CALENDAR.subtract(NIGHT, 0) == NIGHT
    assert CALENDAR.subtract(NIGHT, 0, "open") == CLOSING


@pytest.mark.parametrize("ask", [CALENDAR.add, CALENDAR.subtract])
def test_a_negative_duration_is_refused(ask):
    with pytest.raises(ValueError, match="duration: -1 microseconds is negative; write 0 or more"):
        ask(OPENING, -1)


@pytest.mark.parametrize("ask", [CALENDAR.add, CALENDAR.subtract])
def test_an_unknown_boundary_is_refused(ask):
    with pytest.raises(ValueError, match="boundary: 'shut' is unknown; write close or open"):
        ask(OPENING, 1, "shut")


def test_elapsed_counts_open_time():
    assert CALENDAR.elapsed(at("2026-01-09 16:00"), at("2026-01-12 09:30")) == 90 * MINUTE


def test_nothing_elapses_while_closed():
    assert CALENDAR.elapsed(CLOSING, NEXT_OPENING) == 0


def test_a_reversed_range_is_zero():
    assert CALENDAR.elapsed(CLOSING, OPENING) == 0


def test_the_next_opening_is_the_moment_itself_if_open():
    assert CALENDAR.next_opening(OPENING + 1) == OPENING + 1
    assert CALENDAR.next_opening(CLOSING) == NEXT_OPENING


def test_the_previous_opening_is_the_moment_itself_if_open_else_the_closing_time_before():
    assert CALENDAR.previous_opening(OPENING) == OPENING
    assert CALENDAR.previous_opening(NIGHT) == CLOSING
    assert CALENDAR.previous_opening(CLOSING) == CLOSING


def test_spans_between_are_cut_off_at_both_ends():
    begin, end = at("2026-01-05 16:00"), at("2026-01-06 10:00")

    assert list(CALENDAR.spans_between(begin, end)) == [
        Span(begin, CLOSING),
        Span(NEXT_OPENING, end),
    ]
    assert not list(CALENDAR.spans_between(end, begin))


def test_spans_after_begin_in_the_open_one():
    assert list(islice(CALENDAR.spans_after(OPENING + HOUR), 2)) == [
        Span(OPENING + HOUR, CLOSING),
        Span(NEXT_OPENING, NEXT_OPENING + 8 * HOUR),
    ]


def test_spans_before_come_latest_first():
    assert list(islice(CALENDAR.spans_before(NEXT_OPENING + HOUR), 2)) == [
        Span(NEXT_OPENING, NEXT_OPENING + HOUR),
        Span(OPENING, CLOSING),
    ]


def test_a_span_that_begins_at_the_origin_is_not_before_it():
    assert next(CALENDAR.spans_before(NEXT_OPENING)) == Span(OPENING, CLOSING)
