"""A time that is told while the play is prepared, and hurries once the curtain is up."""

from __future__ import annotations

from domain.durations import MINUTE
from infra.clock import Clock, HurryingClock, VirtualClock

LONGEST = 2 * MINUTE
"""How much may pass unseen: who slept, or can't keep up, misses nothing and is not late."""


class StageClock:
    """Begins at `start`, in microseconds."""

    def __init__(self, start: int) -> None:
        self._told = VirtualClock(start)
        self._hurrying: Clock | None = None
        self._skipped = 0

    def now(self) -> int:
        """Return the present; where nobody looked for long, the rest of that time is left out."""
        if self._hurrying is None:
            return self._told.now()
        reached = self._hurrying.now() - self._skipped
        unseen = reached - self._told.now()
        if unseen > LONGEST:
            self._skipped += unseen - LONGEST
            reached -= unseen - LONGEST
        self._told.advance(reached)
        return reached

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds of real time pass until then."""
        if self._hurrying is None:
            return 0.0
        return self._hurrying.seconds_until(instant + self._skipped)

    def advance(self, to: int) -> None:
        """Let it be that time, while it is told."""
        self._told.advance(to)

    def hurry(self, speed: float) -> None:
        """From now on run by itself, `speed` times as fast as the machine's time."""
        self._hurrying = HurryingClock(self._told.now(), speed)
