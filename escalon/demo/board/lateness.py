"""How late milestones are recorded, in real time."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from domain.events.sla import SlaBreached, SlaOverdue, SlaWarned
from infra.log.recorded import Recorded
from infra.store.sqlite.recorder import Recorder

MILESTONES = (SlaWarned, SlaBreached, SlaOverdue)
QUERY = "SELECT position, recorded_at FROM events WHERE position BETWEEN ? AND ?"
RecordedAt: TypeAlias = Callable[[int, int], Mapping[int, int]]
"""Gives the store's time (microseconds) of each position from one to another, both included."""


def recorded_at(recorder: Recorder) -> RecordedAt:
    """Return the store's times, read from the log."""
    return lambda first, last: dict(map(tuple, recorder.datastore.execute(QUERY, (first, last))))


class Lateness:
    """Compares when milestones took effect, from `since` on, with when they were recorded.

    `speed` is how many times faster the desk's time runs than the machine's.
    """

    def __init__(self, times: RecordedAt, since: int, speed: float) -> None:
        self._times = times
        self._since = since
        self._speed = speed
        self._late: list[int] = []

    def see(self, batch: Sequence[Recorded]) -> None:
        """Take in facts in the order of the log."""
        seen = [r for r in batch if isinstance(r.event, MILESTONES)]
        seen = [r for r in seen if r.event.occurred_at >= self._since]
        if seen:
            times = self._times(seen[0].position, seen[-1].position)
            for position, event in seen:
                insort(self._late, times[position] - event.occurred_at)

    def percentile(self, percent: int) -> float | None:
        """Return the milliseconds that so many percent of milestones were late at most."""
        if not self._late:
            return None
        place = -(-len(self._late) * percent // 100) - 1
        return self._late[place] / self._speed / 1_000
