"""The time of a store, which may be over."""

from __future__ import annotations

from infra.clock import SystemClock


class StoreClock:
    """The machine's time; in a store of invented or retold time the end of that."""

    def __init__(self) -> None:
        self._machine = SystemClock()
        self._standing: int | None = None

    def stand_still(self, at: int) -> None:
        """Let it be that time for ever."""
        self._standing = at

    def now(self) -> int:
        """Return the present of the store."""
        return self._machine.now() if self._standing is None else self._standing

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds pass until then."""
        return self._machine.seconds_until(instant) if self._standing is None else 0.0
