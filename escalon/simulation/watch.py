"""Follows one ticket through a telling: what it came to, and where it waited."""

from __future__ import annotations

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from escalon.simulation.course import NOTED, PLACED, Course
from escalon.simulation.load import Load, Period


class Watch:
    """Counts in its course what is in the period, and in the load how the ticket waited."""

    def __init__(self, period: Period, load: Load) -> None:
        self.course = Course()
        self._period = period
        self._load = load
        self._place, self._since = "", 0

    def hear(self, at: int, event: TicketEvent | CaseEvent, place: str) -> None:
        """Take in the next fact of the ticket."""
        if type(event) in NOTED and self._period.start <= at < self._period.end:
            self.course.note(event)
        if type(event) in PLACED:
            self.course.place(event)
        if place != self._place:
            self._stand(place, at)

    def end(self) -> Course:
        """Return what the ticket came to at the end of the period."""
        if self._place:
            self._stand("", self._period.end)
        return self.course

    def _stand(self, place: str, at: int) -> None:
        if self._place:
            self._load.wait(self._place, self._since, at)
        if place:
            self._load.arrive(place, at)
        self._place, self._since = place, at
