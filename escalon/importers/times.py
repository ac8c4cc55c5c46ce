"""The ways in which logs write a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from domain.durations import HOUR, MINUTE
from escalon.importers.mistake import Unreadable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
END = (datetime(2200, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
"""A later time is a slip of the pen, and so is one before the epoch."""


def minute(column: str, text: str) -> int:
    """Return the microseconds, UTC, of a time such as `29/2/2016 01:16`."""
    day, _, time = text.partition(" ")
    try:
        return _in_range(_midnight(day) + _since_midnight(time))
    except ValueError:
        right = "is no time since 1970; write day/month/year hour:minute, as in 29/2/2016 01:16"
        raise Unreadable.cell(column, text, right) from None


def instant(column: str, text: str) -> int:
    """Return the microseconds, UTC, of a time with a zone such as `2011-01-31T11:12:22+01:00`."""
    try:
        return _in_range((datetime.fromisoformat(text) - EPOCH) // MICROSECOND)
    except (ValueError, TypeError):  # TypeError: without a zone it can't be told from EPOCH
        right = "is no time since 1970 with a zone; write it like 2011-01-31T11:12:22+01:00"
        raise Unreadable.cell(column, text, right) from None


def _in_range(micros: int) -> int:
    if not 0 <= micros < END:
        raise ValueError
    return micros


# A log has few days and few minutes of the day: each is reckoned once.
@lru_cache(maxsize=4_096)
def _midnight(text: str) -> int:
    return (datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC) - EPOCH) // MICROSECOND


@lru_cache(maxsize=4_096)
def _since_midnight(text: str) -> int:
    time = datetime.strptime(text, "%H:%M").replace(tzinfo=UTC)
    return time.hour * HOUR + time.minute * MINUTE
