"""Follows one ticket through a telling: what it came to, and where it waited."""

from __future__ import annotations

from domain.events.ticket import TicketOpened
from domain.facts import TicketFacts
from domain.ticket.status import WAITING
from escalon.simulation.course import Course
from escalon.simulation.load import Load, Period
from escalon.simulation.seen import Seen


class Watch:
    """Counts in its course what is in the period, and in the load how the ticket waited."""

    def __init__(self, period: Period, load: Load) -> None:
        self.course = Course()
        self._period = period
        self._load = load
        self._facts: TicketFacts | None = None
        self._since = 0

    def see(self, seen: Seen) -> None:
        """Take in the next fact of the ticket."""
        if isinstance(seen.event, TicketOpened):
            self.course.external_id = seen.event.external_id or seen.event.ticket_id
        if seen.at in self._period:
            self.course.see(seen)
        if _place(seen.facts) != _place(self._facts):
            self._leave(seen.at)
            self._since = seen.at
            if tier := _place(seen.facts):
                self._load.arrive(tier, seen.at)
        self._facts = seen.facts

    def end(self) -> Course:
        """Return what the ticket came to at the end of the period."""
        self._leave(self._period.end)
        self.course.tier = self._facts.tier if self._facts else ""
        return self.course

    def _leave(self, at: int) -> None:
        if tier := _place(self._facts):
            self._load.wait(tier, self._since, at)


def _place(facts: TicketFacts | None) -> str:
    """Return the tier in which the ticket waits, if it does."""
    return facts.tier if facts and facts.status in WAITING else ""
