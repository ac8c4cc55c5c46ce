"""Lengths of time in a policy, each brought into the one form that is published."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from domain.durations import DAY, HOUR, MINUTE, SECOND, parse_duration
from domain.policy.metric import SAME_TIME
from infra.policies.part import unless_empty

LONGEST = 366 * DAY
MOST_DAYS = 366
_UNITS = {"h": HOUR, "m": MINUTE, "s": SECOND, "ms": SECOND // 1_000}
_DAYS = re.compile(r"(\d+)\s*d")
_SAME_TIME = re.compile(r"(.*\S)\s+same\s+time")
_PERCENT = re.compile(r"(\d+)\s*%")
_BEFORE = re.compile(r"(.*\S)\s+before")


def in_hours(micros: int) -> str:
    """Return the length in hours and less: in a policy, `d` is a business day and no 24 hours."""
    parts = []
    rest = micros
    for unit, size in _UNITS.items():
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount}{unit}")
    return "".join(parts) or "0s"


def length_of(text: str) -> int:
    """Return the microseconds of a length of real time, in which a day is 24 hours."""
    micros = parse_duration(text)
    if micros > LONGEST:
        message = f"'{text}' is longer than a year; write a shorter time"
        raise ValueError(message)
    return micros


def business_days(target: str) -> int:
    """Return the days of a target such as `2d` or `2d same time`; 0 for one in hours."""
    days = _DAYS.fullmatch(target.removesuffix(SAME_TIME))
    return int(days[1]) if days else 0


def _some_length(text: str) -> str:
    micros = length_of(text)
    if not micros:
        message = f"'{text}' is no time at all; write a length such as 15m"
        raise ValueError(message)
    return in_hours(micros)


def _target(text: str) -> str:
    same_time = _SAME_TIME.fullmatch(text)
    if not same_time:
        return _business_length(text)
    length = _business_length(same_time[1])
    if not business_days(length):
        message = f"'{text}' counts no days, so it has no time of day to keep; write {length} alone"
        raise ValueError(message)
    return length + SAME_TIME


def _business_length(text: str) -> str:
    if not _DAYS.fullmatch(text):
        if re.search(r"\d\s*[dw]", text):
            message = (
                f"'{text}' mixes days with other units; write business days alone, as in 2d, "
                "or hours, as in 36h"
            )
            raise ValueError(message)
        return _some_length(text)
    days = business_days(text)
    if not 1 <= days <= MOST_DAYS:
        message = f"'{text}' is not between 1d and {MOST_DAYS}d, counted in business days"
        raise ValueError(message)
    return f"{days}d"


def _warning(text: str) -> str:
    percent = _PERCENT.fullmatch(text)
    if percent:
        share = int(percent[1])
        if not 1 <= share <= 99:  # noqa: PLR2004  # 100 % is the breach itself
            message = f"'{text}' is not between 1% and 99% of the target"
            raise ValueError(message)
        return f"{share}%"
    before = _BEFORE.fullmatch(text)
    if not before:
        message = f"'{text}' is not a warning; write it like 80% or 10m before"
        raise ValueError(message)
    return f"{_business_length(before[1])} before"


Length = Annotated[str, AfterValidator(_some_length)]
"""A length of real time, longer than none."""

LengthOrNone = Annotated[str, AfterValidator(lambda text: in_hours(length_of(text)))]

TargetLength = Annotated[str, AfterValidator(_target)]
"""`4h` of business time, or days: `2d` ends with the second, `2d same time` during it."""

Overdue = Annotated[str, AfterValidator(_business_length)]
"""A length of business time after the breach, or business days."""

Warned = Annotated[str, AfterValidator(_warning)]
"""A share of the target, or a length of business time or business days before its end."""

AnyOverdue = Annotated[str, unless_empty(_business_length)]
AnyWarned = Annotated[str, unless_empty(_warning)]
AnyLength = Annotated[str, unless_empty(_some_length)]
