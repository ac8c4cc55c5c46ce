"""Calendars answer as those of other ticket systems do, in every case on which they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from domain.hours import BusinessCalendar, Calendar, Intersection, Span, TimeZone, parse_time_of_day
from tests.integration.hours_vectors import (
    WEEKDAYS,
    Row,
    agreed,
    calendar_of,
    calendar_of_periods,
    instant,
    read,
    refusal,
    rows,
)

pytestmark = pytest.mark.real_data("vectors")

SECOND = 1_000_000

KINDS_LEFT_OUT = {
    "add_business_time_with_pauses": "pauses are a clock's",
    "business_elapsed_with_pauses": "pauses are a clock's",
    "calendar_intersection_breaks": "the peer intersects wall times and drops one time zone",
    "calendar_intersection_hours": "the peer intersects wall times and drops one time zone",
    "default_hours": "the peer has hours where none are given; ours must be told",
    "next_deadline": "deadlines are a clock's",
    "pause_segments_by_local_date": "pauses are a clock's",
    "sla_scenario": "a clock's",
    "sla_selection": "a policy's",
    "wall_elapsed": "the difference of two instants needs no calendar",
}
ROWS_LEFT_OUT = {
    "otrs_worktime-002": "a duration in an unknown unit can't be said in microseconds",
    "otrs_vacation_and_validation-008": "nor can a duration without an amount",
    "otrs_vacation_and_validation-011": "nor can a duration in an unknown unit",
}
MODES = {
    "boundary_rolls_to_next_open": ["open"],
    "boundary_stays_at_close": ["close"],
    "reversed_range_is_zero": ["close", "open"],
    "zero_duration_snaps_to_open": ["open"],
}
"""Where the peers disagree and we can do as each; other quirks are not ours to copy."""


def modes(row: Row) -> list[str]:
    """Return the boundaries that must give the expected answer: both, where nobody disagrees."""
    return MODES[row["quirk"]] if "quirk" in row else ["close", "open"]


def its(row: Row) -> BusinessCalendar:
    return calendar_of(row["calendar"])


def at(row: Row, name: str = "at") -> int:
    return instant(row["input"][name])


def day_of(row: Row) -> date:
    if "date" in row["input"]:
        return date.fromisoformat(row["input"]["date"])
    return its(row).date_at(at(row))


def first(row: Row, found: Iterator[Span]) -> list[Span]:
    return list(islice(found, row["input"]["take"]))


def added(row: Row) -> Any:
    calendar, asked = its(row), row["input"]
    start, duration = instant(asked["start"]), asked["seconds"] * SECOND
    return agreed([calendar.add(start, duration, mode) for mode in modes(row)])


def subtracted(row: Row) -> Any:
    calendar, asked = its(row), row["input"]
    end, duration = instant(asked["start"]), asked["seconds"] * SECOND
    return agreed([calendar.subtract(end, duration, mode) for mode in modes(row)])


def elapsed(row: Row) -> Any:
    start, end = (instant(row["input"][name]) for name in row["input"])
    seconds = its(row).elapsed(start, end) // SECOND
    return seconds if isinstance(row["expected"], int) else {"seconds": seconds}


def days_counted(row: Row) -> int:
    days = row["input"]["days"]
    if row["input"].get("end_of_working_day"):
        sign = 1 if row["kind"] == "add_business_days" else -1
        return its(row).end_of_business_day(at(row, "start"), sign * days)
    calendar = its(row)
    count = {
        "add_business_days": calendar.add_business_days,
        "subtract_business_days": calendar.subtract_business_days,
    }
    return count[row["kind"]](at(row, "start"), days)


def has_hours(row: Row) -> bool:
    """Say that a calendar which is refused has none."""
    if refusal(lambda: its(row))["error"]:
        return False
    return its(row).has_hours()


def breaks(row: Row) -> list[Span]:
    """Return those of the expected breaks that begin and end as expected."""
    on_break = its(row).is_on_break
    return [
        Span(start, end)
        for start, end in read(row["expected"])
        if on_break(start) and on_break(end - 1) and not on_break(start - 1) and not on_break(end)
    ]


def business_days(row: Row) -> list[str]:
    days = its(row).business_days_after(day_of(row))
    return [day.isoformat() for day in islice(days, row["input"]["take"])]


def week(row: Row) -> Any:
    """Return the open span of a week from Sunday; without hours it is open all the time."""
    hours = row["calendar"].get("hours") or {day: [["00:00", "24:00"]] for day in WEEKDAYS}
    calendar = calendar_of({**row["calendar"], "hours": hours})
    sunday = date.fromisoformat(row["input"]["week_containing"])
    start, end = (calendar.day(sunday + timedelta(days=number)).start for number in (0, 7))
    return agreed(list(calendar.spans_between(start, end)))


def used_up(row: Row) -> Any:
    """Return the parts of periods that are used up."""
    periods, asked = read(row["input"]["periods"]), row["input"]
    calendar, start = calendar_of_periods(periods), periods[0].start
    if asked.get("seconds", 0) < 0:
        return [] if refusal(lambda: calendar.add(start, -1))["error"] else None
    if "terminus" in asked:
        return list(calendar.spans_between(start, instant(asked["terminus"])))
    end = calendar.add(start, asked["seconds"] * SECOND, modes(row)[-1])
    if "quirk" in row:
        assert end == read(row["expected"])[-1].end
    return list(calendar.spans_between(start, end))


def used_up_backward(row: Row) -> Any:
    periods, asked = read(row["input"]["periods"]), row["input"]
    calendar, end = calendar_of_periods(periods), periods[0].end
    if asked.get("seconds", 0) < 0:
        return [] if refusal(lambda: calendar.subtract(end, -1))["error"] else None
    if "terminus" in asked:
        return list(calendar.spans_between(instant(asked["terminus"]), end))[::-1]
    start = calendar.subtract(end, asked["seconds"] * SECOND, "open")
    return list(calendar.spans_between(start, end))[::-1]


def all_spans(calendar: Calendar) -> list[Span]:
    return list(calendar.spans_after(instant("2000-01-01T00:00:00Z")))


def one(row: Row, name: str) -> Span:
    return Span(*map(instant, row["input"][name]))


def shared_span(row: Row) -> Any:
    both = Intersection(tuple(calendar_of_periods([one(row, name)]) for name in "ab"))
    return agreed(all_spans(both))


def zone_of_both(row: Row) -> str:
    stated = row["calendar"], row["input"]["other"]
    return Intersection(tuple(map(calendar_of, stated))).time_zone


ANSWERS: dict[str, Callable[[Row], Any]] = {
    "add_business_days": days_counted,
    "add_business_time": added,
    "break_segments": breaks,
    "business_dates_after": business_days,
    "business_elapsed": elapsed,
    "calendar_intersection_time_zone": zone_of_both,
    "has_working_day": has_hours,
    "holiday_dates": lambda row: sorted(map(str, its(row).holidays)),
    "holiday_segment": lambda row: its(row).day(day_of(row)),
    "in_hours": lambda row: its(row).is_open(at(row)),
    "invalid_calendar": lambda row: refusal(lambda: its(row)),
    "invalid_duration": lambda row: refusal(lambda: added(row)),
    "is_business_day": lambda row: its(row).is_business_day(day_of(row)),
    "local_time_resolve": lambda row: TimeZone(row["input"]["time_zone"]).instant(
        day_of(row), parse_time_of_day(row["input"]["time"])
    ),
    "next_open": lambda row: its(row).next_opening(at(row)),
    "on_break": lambda row: its(row).is_on_break(at(row)),
    "on_holiday": lambda row: its(row).is_holiday(day_of(row)),
    "parse_time_of_day": lambda row: refusal(lambda: parse_time_of_day(row["input"]["text"])),
    "periods_after": lambda row: first(row, its(row).spans_after(at(row, "origin"))),
    "periods_before": lambda row: first(row, its(row).spans_before(at(row, "origin"))),
    "prev_open": lambda row: its(row).previous_opening(at(row)),
    "segment_contains": lambda row: calendar_of_periods([one(row, "a")]).is_open(at(row)),
    "segment_intersect": shared_span,
    "segment_subtract": lambda row: all_spans(
        calendar_of_periods([one(row, "a")], [one(row, "b")])
    ),
    "subtract_business_days": days_counted,
    "subtract_business_time": subtracted,
    "timeline_for": used_up,
    "timeline_for_backward": used_up_backward,
    "timeline_until": used_up,
    "timeline_until_backward": used_up_backward,
    "weekly_interval_segment": week,
    "weekly_interval_segment_full_week": week,
}


def expected(row: Row) -> Any:
    """Return the row's answer; a span without length is none to us, any error is an error."""
    answer = read(row["expected"])
    if isinstance(answer, list):
        return [part for part in answer if not isinstance(part, Span) or part.start < part.end]
    return {"error": True} if isinstance(answer, dict) and answer.get("error") else answer


def is_ours(row: Row) -> bool:
    return row["id"] not in ROWS_LEFT_OUT and ("quirk" not in row or row["quirk"] in MODES)


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_calendar_answers_as_its_peers(kind: str, shared: Path) -> None:
    asked = [row for row in rows(shared) if row["kind"] == kind and is_ours(row)]
    answers = {row["id"]: ANSWERS[kind](row) for row in asked}

    assert asked
    assert answers == {row["id"]: expected(row) for row in asked}


def test_every_kind_is_asked_or_left_out_for_a_reason(shared: Path) -> None:
    assert {row["kind"] for row in rows(shared)} == ANSWERS.keys() | KINDS_LEFT_OUT.keys()


def test_every_row_left_out_exists(shared: Path) -> None:
    assert ROWS_LEFT_OUT.keys() <= {row["id"] for row in rows(shared)}
