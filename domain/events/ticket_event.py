"""The base of all that happens to a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """A fact about one ticket, in its own stream: `originator_id` is the ticket."""

    @property
    def ticket_id(self) -> str:
        return self.originator_id

    @property
    def ticket_version(self) -> int:
        return self.originator_version
