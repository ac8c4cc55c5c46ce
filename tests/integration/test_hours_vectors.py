"""Calendars answer as those of other ticket systems do, in every case on which they agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.hours import (
    BusinessCalendar,
    Calendar,
    Intersection,
    Span,
    TimeZone,
    format_time_of_day,
    parse_time_of_day,
)

pytestmark = pytest.mark.real_data("vectors")

Row = dict[str, Any]
Check = Callable[[Row], bool]

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

LEFT_OUT = {
    "add_business_time_with_pauses": "pauses are a clock's",
    "business_elapsed_with_pauses": "pauses are a clock's",
    "calendar_intersection_breaks": "the peer intersects wall times and drops the second time zone",
    "calendar_intersection_hours": "the peer intersects wall times and drops the second time zone",
    "default_hours": "the peer has hours where none are given; ours must be told",
    "next_deadline": "deadlines are a clock's",
    "pause_segments_by_local_date": "pauses are a clock's",
    "policy_validation": "a policy's",
    "sla_scenario": "a clock's",
    "sla_selection": "a policy's",
    "wall_elapsed": "the difference of two instants needs no calendar",
}
"""The kinds that say nothing of a calendar of ours, and why."""

ROWS_LEFT_OUT = {
    "otrs_worktime-002": "a duration in an unknown unit, which microseconds can't be",
    "otrs_vacation_and_validation-008": "a duration without an amount, which an int can't be",
    "otrs_vacation_and_validation-011": "a duration in an unknown unit, which microseconds can't be",
}

MODES = {
    "boundary_rolls_to_next_open": ("open",),
    "boundary_stays_at_close": ("close",),
    "reversed_range_is_zero": ("close",),
    "zero_duration_snaps_to_open": ("open",),
}
"""Where the peers disagree and we can do as each; other quirks are not ours to copy."""


def instant(text: str) -> int:
    """Read `2006-01-07T17:00:00Z` or `2006-01-07T17:00:00[America/Los_Angeles]`."""
    local, _, zone = text.rstrip("]Z").partition("[")
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone.split(";")[0] or "UTC"))
    return (moment - EPOCH) // timedelta(microseconds=1)


def local_spans(spans: list[list[str]]) -> list[tuple[int, int]]:
    return [(parse_time_of_day(start), parse_time_of_day(end)) for start, end in spans]


def span(pair: list[str]) -> Span:
    return Span(*map(instant, pair))


def calendar_of(stated: Row) -> Calendar:
    holidays = [*stated.get("holidays", ()), *_ranges(stated.get("holiday_ranges", ()))]
    return BusinessCalendar(
        time_zone=stated["time_zone"],
        hours={WEEKDAYS.index(day): local_spans(texts) for day, texts in stated["hours"].items()},
        holidays=frozenset(date.fromisoformat(text) for text in holidays if text[0] != "-"),
        yearly_holidays=frozenset(
            (int(text[2:4]), int(text[5:])) for text in holidays if text[0] == "-"
        ),
        **{
            part: {date.fromisoformat(day): local_spans(texts) for day, texts in days.items()}
            for part in ("breaks", "shifts")
            if (days := stated.get(part))
        },
    )


def _ranges(ranges: list[Row]) -> Iterator[str]:
    for stated in ranges:
        first, last = (date.fromisoformat(stated[end]) for end in ("begin", "end"))
        for number in range((last - first).days + 1):
            day = (first + timedelta(days=number)).isoformat()
            yield f"-{day[4:]}" if stated["perpetual"] else day


def of_periods(periods: list[Span], holes: list[Span] | None = None) -> BusinessCalendar:
    """Return a calendar whose shifts are these periods, with breaks where the holes are."""
    return BusinessCalendar(time_zone="UTC", shifts=_by_date(periods), breaks=_by_date(holes or []))


def _by_date(periods: list[Span]) -> dict[date, list[tuple[int, int]]]:
    found: dict[date, list[tuple[int, int]]] = {}
    for start, end in periods:
        for midnight in range(start - start % DAY, end, DAY):
            day = (EPOCH + timedelta(microseconds=midnight)).date()
            part = max(start - midnight, 0), min(end - midnight, DAY)
            found.setdefault(day, []).append(part)
    return found


def is_refused(make: Callable[[], object]) -> bool:
    try:
        make()
    except ValueError as refusal:
        return len(str(refusal).split()) > 4  # a sentence
    return False


def boundaries(row: Row) -> tuple[str, ...]:
    """Return the modes that must give the expected answer: both, unless a quirk names one."""
    return MODES.get(row.get("quirk", ""), ("close", "open"))


def adds(row: Row) -> bool:
    start, duration = instant(row["input"]["start"]), row["input"]["seconds"] * SECOND
    calendar, expected = calendar_of(row["calendar"]), instant(row["expected"])
    return all(calendar.add(start, duration, mode) == expected for mode in boundaries(row))


def subtracts(row: Row) -> bool:
    end, duration = instant(row["input"]["start"]), row["input"]["seconds"] * SECOND
    calendar, expected = calendar_of(row["calendar"]), instant(row["expected"])
    return all(calendar.subtract(end, duration, mode) == expected for mode in boundaries(row))


def elapses(row: Row) -> bool:
    begin, finish = ("from", "to") if "from" in row["input"] else ("start", "end")
    start, end = instant(row["input"][begin]), instant(row["input"][finish])
    expected = row["expected"]
    seconds = expected if isinstance(expected, int) else expected["seconds"]
    return calendar_of(row["calendar"]).elapsed(start, end) == seconds * SECOND


def adds_days(row: Row) -> bool:
    return _counts_days(row, 1)


def subtracts_days(row: Row) -> bool:
    return _counts_days(row, -1)


def _counts_days(row: Row, sign: int) -> bool:
    calendar, start, days = (
        calendar_of(row["calendar"]),
        row["input"]["start"],
        row["input"]["days"],
    )
    expected = instant(row["expected"])
    if row["input"].get("end_of_working_day"):
        return calendar.end_of_business_day(instant(start), sign * days) == expected
    count = calendar.add_business_days if sign > 0 else calendar.subtract_business_days
    return count(instant(start), days) == expected


def is_open(row: Row) -> bool:
    return calendar_of(row["calendar"]).is_open(instant(row["input"]["at"])) == row["expected"]


def is_on_break(row: Row) -> bool:
    return calendar_of(row["calendar"]).is_on_break(instant(row["input"]["at"])) == row["expected"]


def is_holiday(row: Row) -> bool:
    calendar, asked = calendar_of(row["calendar"]), row["input"]
    day = (
        date.fromisoformat(asked["date"])
        if "date" in asked
        else calendar.date_at(instant(asked["at"]))
    )
    return calendar.is_holiday(day) == row["expected"]


def is_business_day(row: Row) -> bool:
    day = date.fromisoformat(row["input"]["date"])
    return calendar_of(row["calendar"]).is_business_day(day) == row["expected"]


def has_hours(row: Row) -> bool:
    if is_refused(lambda: calendar_of(row["calendar"])):
        return row["expected"] is False
    return calendar_of(row["calendar"]).has_hours() == row["expected"]


def opens_next(row: Row) -> bool:
    at = instant(row["input"]["at"])
    return calendar_of(row["calendar"]).next_opening(at) == instant(row["expected"])


def opened_before(row: Row) -> bool:
    at = instant(row["input"]["at"])
    return calendar_of(row["calendar"]).previous_opening(at) == instant(row["expected"])


def has_spans_after(row: Row) -> bool:
    found = calendar_of(row["calendar"]).spans_after(instant(row["input"]["origin"]))
    return list(islice(found, row["input"]["take"])) == [span(pair) for pair in row["expected"]]


def has_spans_before(row: Row) -> bool:
    found = calendar_of(row["calendar"]).spans_before(instant(row["input"]["origin"]))
    return list(islice(found, row["input"]["take"])) == [span(pair) for pair in row["expected"]]


def has_days_after(row: Row) -> bool:
    day = date.fromisoformat(row["input"]["date"])
    found = islice(calendar_of(row["calendar"]).business_days_after(day), row["input"]["take"])
    return [day.isoformat() for day in found] == row["expected"]


def uses_up(row: Row) -> bool:
    """Check which parts of periods are used up; a part of no length is none to us."""
    periods, expected = _periods(row)
    calendar, start = of_periods(periods), periods[0].start
    if "terminus" in row["input"]:
        end = instant(row["input"]["terminus"])
    elif row["input"]["seconds"] < 0:
        return not expected and is_refused(lambda: calendar.add(start, -1))
    else:
        end = calendar.add(start, row["input"]["seconds"] * SECOND, boundaries(row)[-1])
        if "quirk" in row and end != instant(row["expected"][-1][1]):
            return False
    return list(calendar.spans_between(start, end)) == expected


def uses_up_backward(row: Row) -> bool:
    periods, expected = _periods(row)
    calendar, end = of_periods(periods), periods[0].end
    if "terminus" in row["input"]:
        start = instant(row["input"]["terminus"])
    elif row["input"]["seconds"] < 0:
        return not expected and is_refused(lambda: calendar.subtract(end, -1))
    else:
        start = calendar.subtract(end, row["input"]["seconds"] * SECOND, "open")
    return list(calendar.spans_between(start, end))[::-1] == expected


def _periods(row: Row) -> tuple[list[Span], list[Span]]:
    expected = [span(pair) for pair in row["expected"]]
    periods = [span(pair) for pair in row["input"]["periods"]]
    return periods, [part for part in expected if part.start < part.end]


def contains(row: Row) -> bool:
    return (
        of_periods([span(row["input"]["a"])]).is_open(instant(row["input"]["at"]))
        == (row["expected"])
    )


def intersects(row: Row) -> bool:
    both = Intersection(tuple(of_periods([span(row["input"][name])]) for name in "ab"))
    return list(both.spans_after(instant("2005-01-01T00:00:00Z"))) == [span(row["expected"])]


def is_cut(row: Row) -> bool:
    rest = of_periods([span(row["input"]["a"])], [span(row["input"]["b"])])
    return list(rest.spans_after(instant("2005-01-01T00:00:00Z"))) == [
        span(pair) for pair in row["expected"]
    ]


def has_breaks(row: Row) -> bool:
    calendar = calendar_of(row["calendar"])
    edges = [
        (
            calendar.is_on_break(start),
            calendar.is_on_break(end - 1),
            calendar.is_on_break(start - 1),
        )
        for start, end in map(span, row["expected"])
    ]
    return bool(edges) and all(edge == (True, True, False) for edge in edges)


def has_holidays(row: Row) -> bool:
    days = map(date.fromisoformat, row["expected"])
    return all(calendar_of(row["calendar"]).is_holiday(day) for day in days)


def has_day(row: Row) -> bool:
    day = date.fromisoformat(row["input"]["date"])
    return calendar_of(row["calendar"]).day(day) == span(row["expected"])


def has_week(row: Row) -> bool:
    """Check the open spans of the week that begins on a Sunday."""
    stated = dict(row["calendar"])
    stated["hours"] = stated.get("hours") or dict.fromkeys(WEEKDAYS, [["00:00", "24:00"]])
    calendar, sunday = calendar_of(stated), date.fromisoformat(row["input"]["week_containing"])
    week = calendar.day(sunday).start, calendar.day(sunday + timedelta(days=7)).start
    return list(calendar.spans_between(*week)) == [span(row["expected"])]


def has_time_zone_of_first(row: Row) -> bool:
    both = Intersection((calendar_of(row["calendar"]), calendar_of(row["input"]["other"])))
    return both.time_zone == row["expected"]


def resolves(row: Row) -> bool:
    zone, day = TimeZone(row["input"]["time_zone"]), date.fromisoformat(row["input"]["date"])
    return zone.instant(day, parse_time_of_day(row["input"]["time"])) == instant(row["expected"])


def refuses_time_of_day(row: Row) -> bool:
    return is_refused(lambda: parse_time_of_day(row["input"]["text"]))


def refuses_calendar(row: Row) -> bool:
    return is_refused(lambda: calendar_of(row["calendar"]))


def refuses_duration(row: Row) -> bool:
    start, duration = instant(row["input"]["start"]), row["input"]["seconds"] * SECOND
    return is_refused(lambda: calendar_of(row["calendar"]).add(start, duration))


CHECKS: dict[str, Check] = {
    "add_business_days": adds_days,
    "add_business_time": adds,
    "break_segments": has_breaks,
    "business_dates_after": has_days_after,
    "business_elapsed": elapses,
    "calendar_intersection_time_zone": has_time_zone_of_first,
    "has_working_day": has_hours,
    "holiday_dates": has_holidays,
    "holiday_segment": has_day,
    "in_hours": is_open,
    "invalid_calendar": refuses_calendar,
    "invalid_duration": refuses_duration,
    "is_business_day": is_business_day,
    "local_time_resolve": resolves,
    "next_open": opens_next,
    "on_break": is_on_break,
    "on_holiday": is_holiday,
    "parse_time_of_day": refuses_time_of_day,
    "periods_after": has_spans_after,
    "periods_before": has_spans_before,
    "prev_open": opened_before,
    "segment_contains": contains,
    "segment_intersect": intersects,
    "segment_subtract": is_cut,
    "subtract_business_days": subtracts_days,
    "subtract_business_time": subtracts,
    "timeline_for": uses_up,
    "timeline_for_backward": uses_up_backward,
    "timeline_until": uses_up,
    "timeline_until_backward": uses_up_backward,
    "weekly_interval_segment": has_week,
    "weekly_interval_segment_full_week": has_week,
}


def rows(shared: Path) -> Iterator[Row]:
    for file in sorted((shared / "vectors").glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def is_ours(row: Row) -> bool:
    return row.get("quirk") is None or row["quirk"] in MODES


@pytest.mark.parametrize("kind", CHECKS)
def test_a_calendar_answers_as_its_peers(kind: str, shared: Path) -> None:
    asked = [
        row
        for row in rows(shared)
        if row["kind"] == kind and is_ours(row) and row["id"] not in ROWS_LEFT_OUT
    ]

    assert asked
    assert not [row["id"] for row in asked if not CHECKS[kind](row)]


def test_every_kind_is_checked_or_left_out_for_a_reason(shared: Path) -> None:
    kinds = {row["kind"] for row in rows(shared)}

    assert kinds <= CHECKS.keys() | LEFT_OUT.keys()
    assert not CHECKS.keys() & LEFT_OUT.keys()


def test_every_row_left_out_exists(shared: Path) -> None:
    assert ROWS_LEFT_OUT.keys() <= {row["id"] for row in rows(shared)}


def test_times_of_day_in_calendars_are_written_as_they_are_read(shared: Path) -> None:
    stated = [row["calendar"]["hours"] for row in rows(shared) if row.get("calendar")]
    texts = {
        text for hours in stated for pairs in hours.values() for pair in pairs for text in pair
    }

    assert texts == {format_time_of_day(parse_time_of_day(text)) for text in texts}
