"""Every change of the clocks in twenty zones between 1990 and 2040, found by asking the zones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.integration.second_by_second import DAY, EPOCH

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Caracas",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Gaza",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Tongatapu",
)
"""Changes of half an hour, of two hours and of a whole day, at midnight, to a negative summer."""

FIRST, LAST = (
    (datetime(year, 1, 1, tzinfo=EPOCH.tzinfo) - EPOCH) // timedelta(seconds=1)
    for year in (1990, 2041)
)
STEP = DAY // 2


class Change(NamedTuple):
    """The first second of another offset, both in seconds."""

    second: int
    before: int
    after: int

    @property
    def skipped(self) -> tuple[int, int]:
        """The wall times, in seconds since 1970, that are skipped or come twice."""
        walls = self.second + self.before, self.second + self.after
        return min(walls), max(walls)


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """Return all changes of a zone in those years, in order."""
    return tuple(_changes(ZoneInfo(zone)))


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    known = _offset(zone, FIRST)
    for start in range(FIRST, LAST, STEP):
        after = _offset(zone, start + STEP)
        if after != known:
            yield Change(_first_second(zone, start, known), known, after)
        known = after


def _first_second(zone: ZoneInfo, start: int, before: int) -> int:
    low, high = start, start + STEP
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    assert offset is not None
    return offset // timedelta(seconds=1)
