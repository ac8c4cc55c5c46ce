"""Calendars as a policy document writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.hours import AlwaysOpen, BusinessCalendar, Calendar, parse_time_of_day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Spans = list[tuple[int, int]]


def calendar_of(document: Mapping[str, Any]) -> Calendar:
    """Return the calendar that a canonical document states: days to spans such as `08:00-12:00`."""
    if document["hours"] == "24x7":
        return AlwaysOpen(document["time_zone"])
    holidays = document["holidays"]
    return BusinessCalendar(
        time_zone=document["time_zone"],
        hours={WEEKDAYS.index(day): spans_of(texts) for day, texts in document["hours"].items()},
        holidays=frozenset(date.fromisoformat(day) for day in holidays if day[:2] != "--"),
        yearly_holidays=frozenset(_yearly(day) for day in holidays if day[:2] == "--"),
        breaks=_dated(document["breaks"]),
        shifts=_dated(document["shifts"]),
    )


def spans_of(texts: Sequence[str]) -> Spans:
    """Return the spans of a day, each as two microsecond counts since local midnight."""
    spans = []
    for text in texts:
        opening, _, closing = text.partition("-")
        spans.append((parse_time_of_day(opening.strip()), parse_time_of_day(closing.strip())))
    return spans


def _dated(days: Mapping[str, Sequence[str]]) -> dict[date, Spans]:
    return {date.fromisoformat(day): spans_of(texts) for day, texts in days.items()}


def _yearly(text: str) -> tuple[int, int]:
    _, month, day = text[1:].split("-")
    return int(month), int(day)
