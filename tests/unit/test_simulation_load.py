"""The load of a tier: how many tickets wait there, and when they come."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from domain.durations import DAY, HOUR, MINUTE
from escalon.cli.load_chart import bars
from escalon.simulation.load import Load, Period
from escalon.simulation.shape import Part, shape_of

MONDAY = 1_767_571_200_000_000
"""2026-01-05T00:00:00Z."""
UTC = ZoneInfo("UTC")
DAY_ONE = Period(MONDAY, MONDAY + DAY)


def waited(load: Load, tier: str = "front-line") -> dict[int, int]:
    """Return the minutes that tickets waited, by hour of the period, where any did."""
    start = MONDAY // HOUR
    return {hour.hour - start: hour.waited // MINUTE for hour in load.hours_of(tier) if hour.waited}


def test_a_wait_is_shared_out_among_its_hours():
    load = Load(DAY_ONE)
    load.wait("front-line", MONDAY + 90 * MINUTE, MONDAY + 4 * HOUR + 20 * MINUTE)

    assert waited(load) == {1: 30, 2: 60, 3: 60, 4: 20}


def test_a_wait_within_an_hour_stays_there():
    load = Load(DAY_ONE)
    load.wait("front-line", MONDAY + 10 * MINUTE, MONDAY + 25 * MINUTE)

    assert waited(load) == {0: 15}


def test_waits_add_up_and_tiers_do_not_mix():
    load = Load(DAY_ONE)
    for tier in ("front-line", "front-line", "technical"):
        load.wait(tier, MONDAY, MONDAY + 2 * HOUR)

    assert waited(load) == {0: 120, 1: 120}
    assert waited(load, "technical") == {0: 60, 1: 60}


def test_what_lies_outside_the_period_does_not_count():
    load = Load(DAY_ONE)
    load.wait("front-line", MONDAY - DAY, MONDAY + HOUR)
    load.wait("front-line", MONDAY + 23 * HOUR, MONDAY + 2 * DAY)
    load.wait("front-line", MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    load.arrive("front-line", MONDAY - 1)
    load.arrive("front-line", MONDAY + DAY)

    assert waited(load) == {0: 60, 23: 60}
    assert sum(hour.arrivals for hour in load.hours_of("front-line")) == 0


def test_hours_that_the_period_cuts_are_shorter():
    load = Load(Period(MONDAY + 30 * MINUTE, MONDAY + 2 * HOUR + 15 * MINUTE))

    assert [hour.length // MINUTE for hour in load.hours_of("front-line")] == [30, 60, 15]


def test_a_shape_tells_how_many_wait_and_come_by_day_and_hour():
    load = Load(Period(MONDAY, MONDAY + 2 * DAY))
    for start in (9, 9, 33):
        load.arrive("front-line", MONDAY + start * HOUR)
        load.wait("front-line", MONDAY + start * HOUR, MONDAY + (start + 3) * HOUR)
    shape = shape_of(load.hours_of("front-line"), UTC)

    assert (shape.arrivals, shape.ticket_hours) == (3, 9.0)
    assert shape.average == pytest.approx(9 / 48, abs=0.001)
    assert (shape.most, shape.most_at) == (2.0, MONDAY + 9 * HOUR)
    assert list(shape.days) == ["2026-01-05", "2026-01-06"]
    assert shape.days["2026-01-05"] == Part(0.25, 0.083)
    assert [n for n, part in enumerate(shape.hours) if part.waiting] == [9, 10, 11]
    assert shape.hours[9] == Part(1.5, 1.5)
    assert [shape.weekdays[day][9].waiting for day in ("mon", "tue", "wed")] == [2.0, 1.0, 0.0]


def test_days_and_hours_are_those_of_the_zone():
    load = Load(DAY_ONE)
    load.arrive("front-line", MONDAY + 23 * HOUR)
    shape = shape_of(load.hours_of("front-line"), ZoneInfo("Asia/Tokyo"))

    assert list(shape.days) == ["2026-01-05", "2026-01-06"]
    assert [n for n, part in enumerate(shape.hours) if part.arriving] == [8]


def test_bars_are_as_high_as_their_values_and_any_value_is_seen():
    assert bars([0, 0.01, 4, 8], 8) == " ▁▄█"
