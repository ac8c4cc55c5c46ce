"""Naming a calendar, or several whose common hours count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from infra.policies.mistake import Mistake, no_such
from infra.policies.part import EachOnce

ALWAYS_CALENDAR = "always"
"""The calendar that nobody needs to define."""


def _all_of(value: object) -> object:
    if isinstance(value, dict):
        if set(value) != {"all_of"}:
            message = "this is no calendar; write one's name, or all_of: [office, customer-hours]"
            raise ValueError(message)
        value = value["all_of"]
    return [value] if isinstance(value, str) else value


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        message = f"there is no calendar here; name one, or leave the key out for {ALWAYS_CALENDAR}"
        raise ValueError(message)
    return names


CalendarNames = Annotated[
    tuple[str, ...], BeforeValidator(_all_of), EachOnce, AfterValidator(_some)
]
"""One calendar, or several whose common hours count."""


def calendar_mistakes(
    names: Sequence[str], known: Sequence[str], where: tuple[str | int, ...]
) -> Iterator[Mistake]:
    """Find calendars that nobody defined."""
    for name in names:
        if name not in known:
            yield Mistake(where, no_such("calendar", name, known))
