"""Looking over a whole log in SQLite: counts, refusals, digests."""

from __future__ import annotations

from collections.abc import Iterator

from infra.store.digests import Entry, log_digest, tickets_digest
from infra.store.sqlite.datastore import Datastore

ENTRY = "SELECT ordinal, ticket_id, originator_id, originator_version, topic, state FROM events"


class Summary:
    """Reads a log from end to end."""

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore

    def by_event(self) -> dict[str, int]:
        """Return how many events of each stored name there are."""
        rows = self._datastore.execute(
            "SELECT topic, COUNT(*) FROM events GROUP BY topic ORDER BY topic"
        )
        return {row[0]: row[1] for row in rows}

    def refusals(self) -> dict[str, int]:
        """Return how many commands were refused, by sentence."""
        rows = self._datastore.execute(
            "SELECT refusal, COUNT(*) FROM processed_commands WHERE refusal <> ''"
            " GROUP BY refusal ORDER BY 2 DESC, 1"
        )
        return {row[0]: row[1] for row in rows}

    def log_digest(self) -> str:
        """Return the fingerprint of the log."""
        return log_digest(self._entries("ORDER BY position"))

    def tickets_digest(self) -> str:
        """Return the fingerprint of all tickets, whatever carried their events."""
        return tickets_digest(self._entries("ORDER BY ticket_id"))

    def _entries(self, order: str) -> Iterator[Entry]:
        with self._datastore.transaction(commit=False) as cursor:
            cursor.execute(f"{ENTRY} {order}")
            while rows := cursor.sqlite_cursor.fetchmany(1_000):
                yield from (Entry(*row) for row in rows)
