"""The hour and weekday at an instant, where the desk is."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo


class LocalTime(NamedTuple):
    """A weekday (0 is Monday) and an hour with its fraction (13.5 is half past one)."""

    weekday: int
    hour: float


def local_time(at: int, zone: ZoneInfo) -> LocalTime:
    """Return the local time at an instant in microseconds."""
    local = datetime.fromtimestamp(at // 1_000_000, zone)
    return LocalTime(local.weekday(), local.hour + local.minute / 60 + local.second / 3_600)
