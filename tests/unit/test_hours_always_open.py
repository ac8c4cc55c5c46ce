"""Around the clock, business time is time."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from domain.hours import AlwaysOpen, Span
from tests.unit.hours_examples import HOUR, at

ALWAYS = AlwaysOpen()
NOON = at("2026-01-05 12:00")


def test_business_time_is_time():
    assert ALWAYS.add(NOON, HOUR) == ALWAYS.add(NOON, HOUR, "open") == NOON + HOUR
    assert ALWAYS.subtract(NOON, HOUR) == NOON - HOUR
    assert ALWAYS.elapsed(NOON, NOON + 1) == 1


def test_a_reversed_range_is_zero():
    assert ALWAYS.elapsed(NOON, NOON - 1) == 0


def test_every_moment_is_open():
    assert ALWAYS.is_open(NOON)
    assert ALWAYS.has_hours()
    assert ALWAYS.next_opening(NOON) == ALWAYS.previous_opening(NOON) == NOON


def test_every_day_is_a_business_day_and_none_a_holiday():
    assert ALWAYS.is_business_day(date(2026, 12, 25))
    assert not ALWAYS.is_holiday(date(2026, 12, 25))
    assert not ALWAYS.is_on_break(NOON)
    assert list(islice(ALWAYS.business_days_before(date(2026, 1, 5)), 2)) == [
        date(2026, 1, 4),
        date(2026, 1, 3),
    ]


def test_there_is_one_span():
    assert list(ALWAYS.spans_between(NOON, NOON + HOUR)) == [Span(NOON, NOON + HOUR)]
    assert not list(ALWAYS.spans_between(NOON, NOON))
    assert next(ALWAYS.spans_after(NOON)).start == NOON
    assert next(ALWAYS.spans_before(NOON)).end == NOON


def test_it_refuses_what_every_calendar_refuses():
    with pytest.raises(ValueError, match="is negative"):
        ALWAYS.add(NOON, -1)
    with pytest.raises(ValueError, match="write close or open"):
        ALWAYS.subtract(NOON, 1, "shut")
    with pytest.raises(ValueError, match="there is no time zone 'Nowhere'"):
        AlwaysOpen("Nowhere")


def test_it_is_what_its_time_zone_says():
    assert AlwaysOpen("Asia/Tokyo") == AlwaysOpen("Asia/Tokyo") != ALWAYS
    assert hash(AlwaysOpen()) == hash(ALWAYS)
