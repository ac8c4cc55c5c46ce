"""When requesters come: by hour of day and weekday."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

from domain.durations import HOUR
from escalon.demo.local_time import local_time

BY_HOUR = (3, 2, 2, 2, 2, 3, 8, 28, 56, 66, 62, 56, 44, 54, 58, 48, 34, 20, 12, 10, 9, 8, 6, 4)
"""How many come in each hour of a working day."""
WEEKEND = 0.2
BUSIEST = max(BY_HOUR)
SATURDAY = 5


class Arrivals:
    """A stream of arrivals whose rate follows the clock of one time zone."""

    def __init__(self, random: Random, zone: ZoneInfo) -> None:
        self._random = random
        self._zone = zone

    def rate(self, at: int) -> float:
        """Return how many come in an hour, as it is at that instant."""
        local = local_time(at, self._zone)
        return BY_HOUR[int(local.hour)] * (WEEKEND if local.weekday >= SATURDAY else 1)

    def next_after(self, at: int) -> int:
        """Return when the next one comes, in microseconds."""
        while True:
            at += max(1, int(self._random.expovariate(BUSIEST) * HOUR))
            if self._random.random() * BUSIEST <= self.rate(at):
                return at
