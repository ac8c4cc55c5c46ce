"""What a worker recorded, and how late that was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.events.sla import SlaBreached, SlaOverdue, SlaWarned
from domain.events.ticket import TierEscalated
from domain.model import Event
from escalon.signs.spread import Spread

MICROS = 1_000_000
MANUAL = "manual"


class Recordings:
    """Counts facts once they are committed, by their stored names.

    `milestones` is how late milestones were recorded, in seconds after they took effect; `moves`
    how late rules' moves were, in seconds after what they were made for.
    """

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.milestones = Spread()
        self.moves = Spread()
        self._heard: list[tuple[int, Event]] = []

    def heard(self, placed: Sequence[tuple[int, Event]]) -> None:
        """Take note of facts that are there if the transaction under way commits."""
        self._heard += placed

    def commit(self, now: int) -> None:
        """Count what was heard; it is there since `now` (microseconds)."""
        if not self._heard:
            return
        heard, self._heard = self._heard, []
        self.events.update(event.TOPIC for _, event in heard)
        for _, event in heard:
            if isinstance(event, SlaBreached | SlaWarned | SlaOverdue):
                self.milestones.add(max(0, now - event.occurred_at) / MICROS)
            elif isinstance(event, TierEscalated) and event.reason != MANUAL:
                self.moves.add(max(0, now - event.occurred_at) / MICROS)

    def forget(self) -> None:
        """Drop what was heard: its transaction came to nothing."""
        self._heard = []
