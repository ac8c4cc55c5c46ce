"""What a queue knows of one ticket: its clocks, and what the clocks don't hold."""

from __future__ import annotations

from typing import NamedTuple

from domain.clocks.book import TicketClocks
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.stored import from_text, to_text
from domain.events.sla import SlaBreached, SlaBreachRetracted
from domain.events.ticket import TicketOpened, TierMoved
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER
from domain.policy.catalogue import Catalogue
from domain.ticket.status import WAITING

MANUAL = "manual"
NOTHING = (None, None, None)


class Waiting(NamedTuple):
    """A ticket as its queue sees it; `breaches` are sorted texts such as `resolution:1`.

    A breach names metric and cycle; one that was taken back is not among them.
    """

    clocks: TicketClocks
    external_id: str
    subject: str
    escalations: int = 0
    breaches: tuple[str, ...] = ()

    def after(self, event: TicketEvent, policies: Catalogue) -> Waiting:
        """Return the same once the fact is known."""
        clocks, _ = fold(self.clocks, event, policies)
        moved = isinstance(event, TierMoved) and event.reason != MANUAL
        return self._replace(clocks=clocks, escalations=self.escalations + moved)

    def after_breach(self, event: SlaBreached, policies: Catalogue) -> Waiting:
        """Return the same once the breach is known; the clocks say what they say by then."""
        clocks, _ = fire(self.clocks, event.occurred_at + 1, policies)
        breaches = tuple(sorted({*self.breaches, f"{event.metric}:{event.cycle}"}))
        return self._replace(clocks=clocks, breaches=breaches)

    def after_retraction(self, event: SlaBreachRetracted) -> Waiting:
        """Return the same without the breach."""
        undone = f"{event.metric}:{event.cycle}"
        return self._replace(breaches=tuple(b for b in self.breaches if b != undone))

    def row(self) -> tuple[object, ...]:
        """Return the values of the table's columns, in their order."""
        facts = self.clocks.facts
        breach_at, metric, overdue_since = self._deadlines()
        return (
            facts.ticket_id,
            facts.status in WAITING,
            self.external_id,
            facts.tier,
            facts.queue,
            facts.priority,
            facts.status,
            facts.held_on,
            facts.assignee,
            facts.requester,
            self.subject,
            facts.opened_at,
            facts.tier_entered_at,
            breach_at,
            metric,
            overdue_since,
            ";".join(self.breaches),
            self.escalations,
            to_text(self.clocks),
        )

    def _deadlines(self) -> tuple[int | None, str | None, int | None]:
        if self.clocks.facts.status not in WAITING:
            return NOTHING
        active = [clock for clock in self.clocks.clocks if not clock.ended]
        overdue = [clock.breached_at for clock in active if clock.breached_at != NEVER]
        due = [
            (clock.due_at, clock.metric)
            for clock in active
            if clock.due_at != NEVER and clock.breached_at == NEVER
        ]
        breach_at, metric = min(due, default=(None, None))
        return breach_at, metric, min(overdue, default=None)


def opened(event: TicketOpened, policies: Catalogue) -> Waiting:
    """Return what the opening says."""
    clocks, _ = fold(None, event, policies)
    return Waiting(clocks, event.external_id, event.subject)


def stored(external_id: str, subject: str, escalations: int, breaches: str, state: str) -> Waiting:
    """Return what the columns of a row hold."""
    known = tuple(breaches.split(";")) if breaches else ()
    return Waiting(from_text(state), external_id, subject, escalations, known)
