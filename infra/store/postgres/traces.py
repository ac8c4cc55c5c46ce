"""Which trace each fact is recorded in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.desk.ledger import Processed

INHERITED = """
    SELECT earlier.trace FROM events AS earlier
    WHERE earlier.ticket_id = given.ticket AND given.ticket <> '' AND earlier.trace IS NOT NULL
    ORDER BY earlier.position DESC LIMIT 1
"""
"""The latest trace of the ticket that a row `given` is about."""


class Traces:
    """The traces of commands under way, by command id; `''` is the trace of one that has none.

    What comes of a command that isn't told of, such as a rule's, or of no command, such as a
    milestone, is in the latest trace of its ticket.
    """

    def __init__(self) -> None:
        self._told: Mapping[str, str] = {}

    def tell(self, traces: Mapping[str, str]) -> None:
        """Have the facts of these commands recorded in their traces; of earlier ones no more."""
        self._told = traces

    def of(self, processed: Sequence[Processed], facts: int) -> list[str | None]:
        """Return the trace of each of so many facts, as the commands' own lie one after another.

        `None` stands for the latest of the ticket.
        """
        if not self._told:
            return [None] * facts
        return [self._told.get(done.command_id) for done in processed for _ in range(done.facts)]
