"""Peers' arithmetic with spans, answered by calendars whose shifts are these spans."""

from __future__ import annotations

from typing import Any

from domain.durations import SECOND
from domain.hours import BusinessCalendar, Calendar, Intersection, Span
from tests.conformance.calendars import calendar_of, calendar_of_periods, refusal
from tests.conformance.instants import instant, read
from tests.conformance.quirks import modes
from tests.conformance.rows import Row


def used_up(row: Row) -> Any:
    """Return the parts of periods that are used up; a rolled end shows as an empty period."""
    asked, calendar = row["input"], _calendar(row)
    start = _periods(row)[0].start if "periods" in asked else instant(asked["origin"])
    if "terminus" in asked:
        return list(calendar.spans_between(start, instant(asked["terminus"])))
    if asked["seconds"] < 0:
        return [] if refusal(lambda: calendar.add(start, -1))["error"] else None
    end = calendar.add(start, asked["seconds"] * SECOND, modes(row)[-1])
    rolled = [Span(end, end)] if "quirk" in row else []
    return [*calendar.spans_between(start, end), *rolled]


def used_up_backward(row: Row) -> Any:
    asked, calendar = row["input"], _calendar(row)
    end = _periods(row)[0].end if "periods" in asked else instant(asked["origin"])
    if "terminus" in asked:
        return list(calendar.spans_between(instant(asked["terminus"]), end))[::-1]
    if asked["seconds"] < 0:
        return [] if refusal(lambda: calendar.subtract(end, -1))["error"] else None
    start = calendar.subtract(end, asked["seconds"] * SECOND, "open")
    rolled = [Span(start, start)] if "quirk" in row and start == end else []
    return [*list(calendar.spans_between(start, end))[::-1], *rolled]


def _calendar(row: Row) -> BusinessCalendar:
    """Return the calendar that is open in the periods, or the case's own."""
    if "periods" in row["input"]:
        return calendar_of_periods(_periods(row))
    return calendar_of(row["calendar"])


def _periods(row: Row) -> list[Span]:
    return list(read(row["input"]["periods"]))


def all_spans(calendar: Calendar) -> list[Span]:
    return list(calendar.spans_after(instant("2000-01-01T00:00:00Z")))


def one(row: Row, name: str) -> Span:
    return Span(*map(instant, row["input"][name]))


def shared_span(row: Row) -> Any:
    """Return the one span that is in both, or all that there are."""
    both = Intersection(tuple(calendar_of_periods([one(row, name)]) for name in "ab"))
    spans = all_spans(both)
    return spans[0] if len(spans) == 1 else spans


def contains(row: Row) -> bool:
    return calendar_of_periods([one(row, "a")]).is_open(instant(row["input"]["at"]))


def remainder(row: Row) -> list[Span]:
    return all_spans(calendar_of_periods([one(row, "a")], [one(row, "b")]))
