"""Times as the people of one time zone read them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.durations import SECOND


class LocalTime(NamedTuple):
    """A weekday (0 is Monday) and an hour with its fraction (13.5 is half past one)."""

    weekday: int
    hour: float


def local_time(at: int, zone: ZoneInfo) -> LocalTime:
    """Return the local time at an instant in microseconds."""
    local = _local(at, zone)
    return LocalTime(local.weekday(), local.hour + local.minute / 60 + local.second / 3_600)


def time_text(at: int, zone: ZoneInfo) -> str:
    """Return the time of day, such as `09:41:07`."""
    return _local(at, zone).strftime("%H:%M:%S")


def date_text(at: int, zone: ZoneInfo) -> str:
    """Return the date, such as `Mon 2026-11-23`."""
    return _local(at, zone).strftime("%a %Y-%m-%d")


def _local(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at // SECOND, zone)
