"""Cases of what is to be refused: calendars, lengths and times of day."""

from __future__ import annotations

from typing import Any

from domain.durations import SECOND, parse_duration
from domain.hours import AlwaysOpen, parse_time_of_day
from tests.conformance.calendars import calendar_of, refusal
from tests.conformance.instants import instant
from tests.conformance.rows import Row

ANY = "2026-01-05T09:00:00Z"
UNITS = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
UNITS |= {f"{unit}s": letter for unit, letter in UNITS.items()}


def calendar_refused(row: Row) -> dict[str, Any]:
    """Say whether the calendar is refused; one that states no hours has none."""
    return refusal(lambda: calendar_of({"hours": {}, **row["calendar"]}))


def duration_refused(row: Row) -> dict[str, Any]:
    """Say whether the length is refused: as seconds by the calendar, in words when it is read.

    The instant it was to be added to is a number, which nothing changes.
    """
    asked = row["input"]
    number = asked.get("seconds", asked.get("amount", asked.get("scalar")))
    words = asked.get("working_time")
    if "unit" in asked or (words is None and not isinstance(number, int)):
        unit = asked.get("unit", "second")
        return refusal(lambda: parse_duration(f"{number}{UNITS.get(unit, unit)}"))
    if words is None:
        calendar = calendar_of(row["calendar"]) if "calendar" in row else AlwaysOpen()
        return refusal(lambda: calendar.add(instant(asked.get("start", ANY)), number * SECOND))
    text = "".join(f"{count}{unit}" for unit, count in words.items())
    refused = refusal(lambda: parse_duration(text))
    kept = {"value_unchanged": row["input"].get("start", True)}
    return {**refused, **(kept if "value_unchanged" in row["expected"] else {})}


def time_of_day(row: Row) -> Any:
    """Return the seconds since midnight, or whether the text is refused if that is asked."""
    text = row["input"]["text"]
    if isinstance(row["expected"], int):
        return parse_time_of_day(text) // SECOND
    return refusal(lambda: parse_time_of_day(text))
