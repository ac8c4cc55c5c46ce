"""A time that is told while the play is prepared, and hurries once the curtain is up."""

from __future__ import annotations

from infra.clock import Clock, HurryingClock, VirtualClock

LONGEST = 1_000_000
"""How many microseconds of real time may pass unseen; a process that slept has missed nothing."""


class StageClock:
    """Begins at `start`, in microseconds."""

    def __init__(self, start: int) -> None:
        self._told = VirtualClock(start)
        self._hurrying: Clock | None = None
        self._skipped = 0
        self._longest = 0

    def now(self) -> int:
        """Return the present; where nobody looked for long, the rest of that time is left out."""
        if self._hurrying is None:
            return self._told.now()
        reached = self._hurrying.now() - self._skipped
        unseen = reached - self._told.now()
        if unseen > self._longest:
            self._skipped += unseen - self._longest
            reached = self._told.now() + self._longest
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
        self._longest = int(LONGEST * speed)
        self._hurrying = HurryingClock(self._told.now(), speed)
