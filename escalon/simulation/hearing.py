"""How somebody who follows a ticket hears what happens to it."""

from __future__ import annotations

from typing import Protocol

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.ticket import Ticket
from domain.ticket.status import WAITING


class Hear(Protocol):
    """Takes a fact, when it took effect (microseconds), and the tier in which the ticket waits.

    The tier is empty where nobody has to work on the ticket then.
    """

    def __call__(self, at: int, event: TicketEvent | CaseEvent, place: str, /) -> None: ...


def place_of(ticket: Ticket | TicketFacts) -> str:
    """Return the tier in which the ticket waits, if it does."""
    return ticket.tier if ticket.status in WAITING else ""
