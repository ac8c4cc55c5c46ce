"""What the log says of one ticket, whatever the read models know."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from domain.model import Event

SIBLINGS = 50
"""How many facts at most mention the same cause, and lie between it and what is explained."""


class Filed(NamedTuple):
    """A fact with its place in the log, and when it was recorded, in microseconds."""

    position: int
    recorded_at: int
    event: Event


class CaseFiles(Protocol):
    """Reads single tickets from the log."""

    def case(self, ticket_id: str) -> list[Filed]:
        """Return all facts about the ticket in the order of the log; none if there is no such."""
        ...

    def between(self, first: int, last: int) -> list[Filed]:
        """Return what was recorded from one position to another."""
        ...

    def cause(self, event_id: str, before: int) -> Filed | None:
        """Return the fact of that id, on whatever ticket; it lies before that position.

        Searched from there backwards: a cause is recorded shortly before what it leads to.
        """
        ...
