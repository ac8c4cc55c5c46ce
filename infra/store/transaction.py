"""What waits for the end of a transaction."""

from __future__ import annotations

from collections.abc import Callable


class Deferred:
    """Acts to be done once, before the commit, however often they were asked for."""

    def __init__(self) -> None:
        self._acts: dict[str, Callable[[], None]] = {}

    def add(self, key: str, act: Callable[[], None]) -> None:
        """Ask for an act; the same key again replaces it."""
        self._acts[key] = act

    def run(self) -> None:
        """Do all that was asked for, in the order in which it first was."""
        while self._acts:
            self._acts.pop(next(iter(self._acts)))()
