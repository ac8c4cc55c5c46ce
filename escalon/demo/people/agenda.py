"""What people have planned: each plan goes on when the time that it waits for has come."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count
from typing import TypeAlias

Plan: TypeAlias = Iterator[int]
"""What one person does; it yields how long it waits before it goes on, in microseconds."""


class Agenda:
    """Plans by the time at which they go on; `now` is the time of the one that acts."""

    def __init__(self, start: int) -> None:
        self.now = start
        self._number = count()
        self._waiting: list[tuple[int, int, Plan]] = []

    def begin(self, plan: Plan) -> None:
        """Let the plan act at once, up to its first wait."""
        wait = next(plan, None)
        if wait is not None:
            heapq.heappush(self._waiting, (self.now + wait, next(self._number), plan))

    def next_at(self) -> int | None:
        """Return when the next plan goes on, in microseconds."""
        return self._waiting[0][0] if self._waiting else None

    def run(self, until: int) -> None:
        """Let all act whose time has come, in order."""
        while self._waiting and self._waiting[0][0] <= until:
            self.now, _, plan = heapq.heappop(self._waiting)
            self.begin(plan)
