"""The one reader of the system's clock, and a clock for times that are told."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Gives the present in microseconds since the Unix epoch, UTC."""

    def now(self) -> int:
        """Return the present."""
        ...


class SystemClock:
    """The machine's time."""

    def now(self) -> int:
        """Return the present."""
        return time.time_ns() // 1_000


class VirtualClock:
    """A time that stands still until it is told to go on; it never goes back."""

    def __init__(self, start: int = 0) -> None:
        self._now = start

    def now(self) -> int:
        """Return the present."""
        return self._now

    def advance(self, to: int) -> None:
        """Let it be that time, unless it is later already."""
        self._now = max(self._now, to)
