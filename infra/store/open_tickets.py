"""Which tickets are open, by the log alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

STATEMENT = """
    SELECT events.originator_id FROM events JOIN (
        SELECT originator_id, max(originator_version) AS version FROM events
        WHERE topic IN ('escalon.TicketOpened', 'escalon.TicketReopened',
            'escalon.TicketResolved', 'escalon.TicketClosed', 'escalon.TicketMerged')
        GROUP BY originator_id
    ) AS latest ON latest.originator_id = events.originator_id
        AND latest.version = events.originator_version
    WHERE events.topic IN ('escalon.TicketOpened', 'escalon.TicketReopened')
    ORDER BY events.originator_id
"""


class Readable(Protocol):
    """A database of a log."""

    def execute(self, statement: str) -> Sequence[Sequence[Any]]:
        """Return the rows that a statement finds."""
        ...


def open_tickets(database: Readable) -> list[str]:
    """Return the ids of all open tickets, in order; reads every event's name."""
    return [str(row[0]) for row in database.execute(STATEMENT)]
