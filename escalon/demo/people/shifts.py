"""When an agent is at work."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalon.demo.local_time import local_time

WORKING_DAYS = range(5)
EVERY_DAY = range(7)


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of the local day, from `start` to `end`; one that ends earlier ends the next day."""

    start: float
    end: float
    days: range = WORKING_DAYS

    def covers(self, at: int, zone: ZoneInfo) -> bool:
        """Return whether an agent of this shift is at work at an instant in microseconds."""
        weekday, hour = local_time(at, zone)
        if self.start <= self.end:
            return weekday in self.days and self.start <= hour < self.end
        if hour < self.end:
            return (weekday - 1) % 7 in self.days
        return weekday in self.days and hour >= self.start


EARLY, DAY, LATE = Shift(6.5, 14.5), Shift(8, 16.5), Shift(11.5, 20)
NIGHT = Shift(19.5, 7, EVERY_DAY)
ON_CALL = Shift(7, 19.5, range(5, 7))
