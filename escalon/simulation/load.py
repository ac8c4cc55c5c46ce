"""How many tickets wait in each tier, hour by hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from domain.durations import HOUR


class Period(NamedTuple):
    """From `start` on and before `end`, in microseconds."""

    start: int
    end: int

    def hours(self) -> Iterator[tuple[int, int]]:
        """Yield each hour since the epoch, and how much of it is in the period."""
        for hour in range(self.start // HOUR, -(-self.end // HOUR)):
            yield hour, min(self.end, (hour + 1) * HOUR) - max(self.start, hour * HOUR)


class Hour(NamedTuple):
    """One hour since the epoch in one tier: how much of it the period has, what waited, what came.

    `waited` is the time of all tickets together, in microseconds.
    """

    hour: int
    length: int
    waited: int
    arrivals: int


class Load:
    """Adds up the time that tickets wait, and when they come, within a period."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._parts: dict[str, defaultdict[int, int]] = {}
        self._whole: dict[str, defaultdict[int, int]] = {}
        self._arrivals: dict[str, defaultdict[int, int]] = {}

    @property
    def tiers(self) -> list[str]:
        """The tiers in which anything waited or came, by name."""
        return sorted(self._parts.keys() | self._arrivals.keys())

    def arrive(self, tier: str, at: int) -> None:
        """Count a ticket that begins to wait in the tier."""
        if self._period.start <= at < self._period.end:
            self._arrivals.setdefault(tier, defaultdict(int))[at // HOUR] += 1

    def wait(self, tier: str, start: int, end: int) -> None:
        """Count the time from start to end, as far as it is in the period."""
        start, end = max(start, self._period.start), min(end, self._period.end)
        if end <= start:
            return
        parts = self._parts.setdefault(tier, defaultdict(int))
        first, last = start // HOUR, end // HOUR
        if first == last:
            parts[first] += end - start
            return
        parts[first] += (first + 1) * HOUR - start
        parts[last] += end - last * HOUR
        whole = self._whole.setdefault(tier, defaultdict(int))
        whole[first + 1] += 1
        whole[last] -= 1

    def hours_of(self, tier: str) -> Iterator[Hour]:
        """Yield the hours of the period, in order."""
        nothing: dict[int, int] = {}
        parts, whole = self._parts.get(tier, nothing), self._whole.get(tier, nothing)
        arrivals = self._arrivals.get(tier, nothing)
        through = 0
        for hour, length in self._period.hours():
            through += whole.get(hour, 0)
            waited = parts.get(hour, 0) + through * HOUR
            yield Hour(hour, length, waited, arrivals.get(hour, 0))
