"""A fact as somebody sees it who follows a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts


class Seen(NamedTuple):
    """A fact, when it took effect (microseconds), and the ticket as it was then."""

    at: int
    event: TicketEvent | CaseEvent
    facts: TicketFacts


Hear: TypeAlias = Callable[[Seen], None]
