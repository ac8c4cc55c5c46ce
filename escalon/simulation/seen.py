"""A fact as somebody sees it who follows a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.ticket import Ticket
from domain.ticket.status import WAITING


class Seen(NamedTuple):
    """A fact, when it took effect (microseconds), and the tier in which the ticket then waits.

    `place` is empty where nobody has to work on the ticket.
    """

    at: int
    event: TicketEvent | CaseEvent
    place: str


Hear: TypeAlias = Callable[[Seen], None]


def place_of(ticket: Ticket | TicketFacts) -> str:
    """Return the tier in which the ticket waits, if it does."""
    return ticket.tier if ticket.status in WAITING else ""
