"""Calendars as the cases state them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.hours import AlwaysOpen, BusinessCalendar, Span, parse_time_of_day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR_KEYS = "time_zone hours holidays holiday_ranges breaks shifts"
Stated = Mapping[str, Any]


def calendar_of(stated: Stated) -> BusinessCalendar:
    """Return the calendar; raises `ValueError` where it makes no sense."""
    holidays = holidays_of(stated)
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


def holidays_of(stated: Stated) -> list[str]:
    """Return all holidays as texts, `2026-12-24` or `--12-24`."""
    return [*stated.get("holidays", ()), *_ranges(stated.get("holiday_ranges", ()))]


def calendar_of_periods(periods: list[Span], holes: Sequence[Span] = ()) -> BusinessCalendar:
    """Return a calendar whose shifts are these periods, with breaks where the holes are."""
    return BusinessCalendar(time_zone="UTC", shifts=_by_date(periods), breaks=_by_date(holes))


def refusal(make: Callable[[], object]) -> dict[str, bool]:
    """Return whether it is refused, and with a sentence."""
    try:
        make()
    except ValueError as refused:
        return {"error": " " in str(refused)}
    return {"error": False}


def _spans(texts: list[list[str]]) -> list[tuple[int, int]]:
    return [(parse_time_of_day(start), parse_time_of_day(end)) for start, end in texts]


def _dated(days: Stated) -> dict[date, list[tuple[int, int]]]:
    return {date.fromisoformat(day): _spans(texts) for day, texts in days.items()}


def _ranges(ranges: Sequence[Stated]) -> Iterator[str]:
    for stated in ranges:
        first, last = (date.fromisoformat(stated[end]) for end in ("begin", "end"))
        for day in _dates(first, last):
            text = day.isoformat()
            yield f"-{text[4:]}" if stated["perpetual"] else text


def _by_date(periods: Sequence[Span]) -> dict[date, list[tuple[int, int]]]:
    days = AlwaysOpen()
    found: dict[date, list[tuple[int, int]]] = {}
    for period in periods:
        for day in _dates(days.date_at(period.start), days.date_at(period.end - 1)):
            midnight, end = days.day(day)
            part = max(period.start, midnight) - midnight, min(period.end, end) - midnight
            found.setdefault(day, []).append(part)
    return found


def _dates(first: date, last: date) -> Iterator[date]:
    yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
