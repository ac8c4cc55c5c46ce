"""Read the calendars, moments and answers of other ticket systems' tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.hours import BusinessCalendar, Span, parse_time_of_day

Row = dict[str, Any]

DAY = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT[\d:]+)(?:Z|\[([\w/]+)(?:;dst)?\])")


def rows(shared: Path) -> Iterator[Row]:
    for file in sorted((shared / "vectors").glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def instant(text: str) -> int:
    """Read `2006-01-07T17:00:00Z` or `2006-01-07T17:00:00[America/Los_Angeles]`."""
    local, zone = INSTANT.fullmatch(text).groups()  # type: ignore[union-attr]  # or the row is bad
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone or "UTC"))
    return (moment - EPOCH) // timedelta(microseconds=1)


def read(answer: Any) -> Any:
    """Return an expected answer with its instants read; a pair of them is a span."""
    if isinstance(answer, str) and INSTANT.fullmatch(answer):
        return instant(answer)
    if isinstance(answer, list):
        parts = [read(part) for part in answer]
        return Span(*parts) if len(parts) == 2 and isinstance(parts[0], int) else parts
    return answer


def calendar_of(stated: Row) -> BusinessCalendar:
    holidays = [*stated.get("holidays", ()), *_ranges(stated.get("holiday_ranges", ()))]
    return BusinessCalendar(
        time_zone=stated["time_zone"],
        hours={WEEKDAYS.index(day): _spans(texts) for day, texts in stated["hours"].items()},
        holidays=frozenset(date.fromisoformat(text) for text in holidays if text[0] != "-"),
        yearly_holidays=frozenset(
            (int(text[2:4]), int(text[5:])) for text in holidays if text[0] == "-"
        ),
        breaks=_dated(stated.get("breaks", {})),
        shifts=_dated(stated.get("shifts", {})),
    )


def calendar_of_periods(periods: list[Span], holes: list[Span] | None = None) -> BusinessCalendar:
    """Return a calendar whose shifts are these periods, with breaks where the holes are."""
    return BusinessCalendar(time_zone="UTC", shifts=_by_date(periods), breaks=_by_date(holes or []))


def agreed(answers: list[Any]) -> Any:
    """Return the one answer, or all of them for the failure to show."""
    return answers[0] if all(answer == answers[0] for answer in answers) else answers


def refusal(make: Callable[[], object]) -> dict[str, bool]:
    try:
        make()
    except ValueError as refused:
        return {"error": " " in str(refused)}
    return {"error": False}


def _spans(texts: list[list[str]]) -> list[tuple[int, int]]:
    return [(parse_time_of_day(start), parse_time_of_day(end)) for start, end in texts]


def _dated(days: Row) -> dict[date, list[tuple[int, int]]]:
    return {date.fromisoformat(day): _spans(texts) for day, texts in days.items()}


def _ranges(ranges: list[Row]) -> Iterator[str]:
    for stated in ranges:
        first, last = (date.fromisoformat(stated[end]) for end in ("begin", "end"))
        for number in range((last - first).days + 1):
            day = (first + timedelta(days=number)).isoformat()
            yield f"-{day[4:]}" if stated["perpetual"] else day


def _by_date(periods: list[Span]) -> dict[date, list[tuple[int, int]]]:
    found: dict[date, list[tuple[int, int]]] = {}
    for start, end in periods:
        for midnight in range(start - start % DAY, end, DAY):
            day = (EPOCH + timedelta(microseconds=midnight)).date()
            part = max(start - midnight, 0), min(end - midnight, DAY)
            found.setdefault(day, []).append(part)
    return found
