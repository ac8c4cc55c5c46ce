"""What the board knows of a ticket besides its clocks."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.ticket import TicketOpened


@dataclass(slots=True, kw_only=True)
class Card:
    """The names that people see, and how much was seen: `facts` in all, `moves` by rules."""

    external_id: str
    subject: str
    customer: str
    facts: int = 0
    moves: int = 0

    @classmethod
    def of(cls, event: TicketOpened) -> Card:
        """Return the card of a new ticket."""
        return cls(external_id=event.external_id, subject=event.subject, customer=event.customer)
