"""What is different in the calendars of two policies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from domain.policy.calendars import WEEKDAYS
from infra.policies.wording import becomes, said

FEW = 5
"""More dates than this are counted."""


def calendar_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Say what is different; both map names to canonical calendars."""
    for name, calendar in old.items():
        if name in new:
            yield from _changes(f"calendar {name}", calendar, new[name])
        else:
            yield f"calendar {name} is gone"
    for name in new:
        if name not in old:
            yield f"calendar {name} is new"


def _changes(whose: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from becomes(f"time zone of {whose}", old["time_zone"], new["time_zone"])
    yield from _hours(whose, old["hours"], new["hours"])
    before, after = set(old["holidays"]), set(new["holidays"])
    if after - before:
        yield f"new holidays of {whose}: {_dates(after - before)}"
    if before - after:
        yield f"no longer holidays of {whose}: {_dates(before - after)}"
    for kind in ("breaks", "shifts"):
        for day in sorted({*old[kind], *new[kind]}):
            one, other = old[kind].get(day), new[kind].get(day)
            yield from becomes(f"{kind} of {whose} on {day}", _hours_of(one), _hours_of(other))


def _hours(whose: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old, str) or isinstance(new, str):
        one, other = (hours if isinstance(hours, str) else _week(hours) for hours in (old, new))
        yield from becomes(f"hours of {whose}", one, other)
        return
    for day in WEEKDAYS:
        yield from becomes(f"hours of {whose} on {day}", old.get(day, []), new.get(day, []))


def _week(hours: Mapping[str, Any]) -> str:
    return "; ".join(f"{day} {said(hours[day])}" for day in WEEKDAYS if day in hours)


def _hours_of(day: list[str] | None) -> str:
    return "the usual" if day is None else said(day)


def _dates(days: Collection[str]) -> str:
    in_order = sorted(days)
    if len(in_order) <= FEW:
        return ", ".join(in_order)
    return f"{len(in_order)} days from {in_order[0]} to {in_order[-1]}"
