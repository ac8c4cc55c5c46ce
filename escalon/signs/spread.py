"""How many values lie under each of some bounds, and what they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

LATENESS = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0),
)
"""Seconds, from a millisecond to ten minutes."""


class Spread:
    """Counts values in seconds; one thread adds, others may look."""

    def __init__(self, bounds: Sequence[float] = LATENESS) -> None:
        self.bounds = bounds
        self.sum = 0.0
        self._counts = [0] * (len(bounds) + 1)

    def add(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    def cumulative(self) -> list[int]:
        """Return how many values were at most each bound, and last how many there were."""
        return list(accumulate(self._counts))
