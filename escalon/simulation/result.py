"""What a simulation came to, and where it differs from what was recorded."""

from __future__ import annotations

from typing import NamedTuple

from escalon.simulation.account import Account
from escalon.simulation.course import Course
from escalon.simulation.load import Period
from escalon.simulation.trial import Trial


class Difference(NamedTuple):
    """A ticket that went otherwise: what it came to as it was recorded, and as it is simulated."""

    ticket: str
    ticket_id: str
    recorded: Course
    simulated: Course


class Result:
    """The accounts of both tellings of a period; `recorded` is `None` where none was asked for.

    `left_out` counts moves of people that made no sense on the ladder.
    """

    def __init__(self, trial: Trial, period: Period, *, compare: bool) -> None:
        self.trial = trial
        self.period = period
        self.simulated = Account(period)
        self.recorded = Account(period) if compare else None
        self.differences: list[Difference] = []
        self.tickets = self.left_out = 0

    def add(self, ticket_id: str, simulated: Course, recorded: Course | None) -> None:
        """Count a ticket, unless it wasn't opened before the end."""
        if not simulated.external_id:
            return
        self.tickets += 1
        self.simulated.add(simulated)
        if self.recorded is not None and recorded is not None:
            self.recorded.add(recorded)
            if simulated.differs_from(recorded):
                ticket = simulated.external_id
                self.differences.append(Difference(ticket, ticket_id, recorded, simulated))

    def finish(self) -> None:
        """Bring the differences into their order."""
        self.differences.sort(key=lambda each: each[:2])
