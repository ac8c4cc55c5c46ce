"""How late milestones are recorded, in real time."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from domain.events.sla import SlaBreached, SlaOverdue, SlaWarned
from infra.log.recorded import Recorded
from infra.store.sqlite.recorder import Recorder

MILESTONES = (SlaWarned, SlaBreached, SlaOverdue)
RECORDED_AT = "SELECT position, recorded_at FROM events WHERE position BETWEEN ? AND ?"


class Lateness:
    """Compares when a milestone took effect with when it was recorded, from a time on.

    `speed` is how many times faster the desk's time runs than the machine's.
    """

    def __init__(self, recorder: Recorder, since: int, speed: float) -> None:
        self._recorder = recorder
        self._since = since
        self._speed = speed
        self._late: list[int] = []

    def see(self, batch: Sequence[Recorded]) -> None:
        """Take in facts in the order of the log."""
        milestones = [
            recorded
            for recorded in batch
            if isinstance(recorded.event, MILESTONES) and recorded.event.occurred_at >= self._since
        ]
        if not milestones:
            return
        span = milestones[0].position, milestones[-1].position
        recorded_at = dict(map(tuple, self._recorder.datastore.execute(RECORDED_AT, span)))
        for milestone in milestones:
            insort(self._late, recorded_at[milestone.position] - milestone.event.occurred_at)

    def percentile(self, percent: int) -> float | None:
        """Return the milliseconds that so many percent of milestones were late at most."""
        if not self._late:
            return None
        place = -(-len(self._late) * percent // 100) - 1
        return self._late[place] / self._speed / 1_000
