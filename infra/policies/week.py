"""Weekly hours: `mon-fri` and `mon,wed` become single days, and `24x7` all of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from domain.policy.calendars import WEEKDAYS
from infra.policies.mistake import no_such
from infra.policies.spans import Spans

ALWAYS = "24x7"
WHOLE_DAY = "00:00-24:00"


def days_of(text: str) -> list[str]:
    """Return the weekdays in a text such as `mon,wed-fri`, in its order."""
    days: list[str] = []
    for part in text.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        start, end = _place(first), _place(last if dash else first)
        if end < start:
            end += len(WEEKDAYS)
        days += [WEEKDAYS[day % len(WEEKDAYS)] for day in range(start, end + 1)]
    return days


def _place(day: str) -> int:
    if day not in WEEKDAYS:
        raise ValueError(no_such("weekday", day, WEEKDAYS))
    return WEEKDAYS.index(day)


def _checked(text: str) -> str:
    days_of(text)
    return text


def _written(hours: object) -> object:
    return {"mon-sun": WHOLE_DAY} if hours == ALWAYS else hours


def _single_days(hours: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the spans of each open day; no day has them twice."""
    written: dict[str, str] = {}
    week: dict[str, tuple[str, ...]] = {}
    for text, spans in hours.items():
        for day in days_of(text):
            if day in written:
                message = (
                    f"{day} is in '{written[day]}' and again in '{text}'; write each weekday once"
                )
                raise ValueError(message)
            written[day], week[day] = text, spans
    if not any(week.values()):
        message = "the calendar is never open; write hours, as in mon-fri: 08:00-17:00"
        raise ValueError(message)
    return {day: week[day] for day in WEEKDAYS if week.get(day)}


Week = Annotated[
    dict[Annotated[str, AfterValidator(_checked)], Spans],
    BeforeValidator(_written),
    AfterValidator(_single_days),
]
"""Weekday to spans."""


def never_closes(week: dict[str, tuple[str, ...]]) -> bool:
    """Return whether every day is open from end to end."""
    return all(week.get(day) == (WHOLE_DAY,) for day in WEEKDAYS)
