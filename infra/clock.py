"""The one reader of the system's clock, and clocks for times that are told or made to hurry."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Gives the present in microseconds since the Unix epoch, UTC."""

    def now(self) -> int:
        """Return the present."""
        ...

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds of real time pass until then; never less than none."""
        ...


class SystemClock:
    """The machine's time."""

    def now(self) -> int:
        """Return the present."""
        return time.time_ns() // 1_000

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds pass until then."""
        return max(0.0, (instant - self.now()) / 1_000_000)


class HurryingClock:
    """A time that starts when told and runs `speed` times as fast as the machine's."""

    def __init__(self, start: int, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._began = time.monotonic_ns()

    def now(self) -> int:
        """Return the present, as it would be at that speed."""
        return self._start + int((time.monotonic_ns() - self._began) * self._speed) // 1_000

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds of real time pass until then."""
        return max(0.0, (instant - self.now()) / 1_000_000 / self._speed)


class VirtualClock:
    """A time that stands still until it is told to go on; it never goes back."""

    def __init__(self, start: int = 0) -> None:
        self._now = start

    def now(self) -> int:
        """Return the present."""
        return self._now

    def seconds_until(self, instant: int) -> float:
        """Return none: time that is told needs no waiting."""
        return 0.0

    def advance(self, to: int) -> None:
        """Let it be that time, unless it is later already."""
        self._now = max(self._now, to)
