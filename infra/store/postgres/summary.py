"""Looking over a whole log in PostgreSQL: counts, refusals, digests."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from infra.store.digests import Entry, log_digest, tickets_digest

ENTRY = "SELECT ordinal, ticket_id, originator_id, originator_version, topic, state FROM events"
AT_ONCE = 2_000


class PostgresSummary:
    """Reads a log from end to end, as `sqlite.summary.Summary` does and in the same orders."""

    def __init__(self, database: str) -> None:
        self._database = database

    def by_event(self) -> dict[str, int]:
        """Return how many events of each stored name there are."""
        return self._counts(
            'SELECT topic, count(*) FROM events GROUP BY topic ORDER BY topic COLLATE "C"'
        )

    def refusals(self) -> dict[str, int]:
        """Return how many commands were refused, by sentence."""
        return self._counts(
            "SELECT refusal, count(*) FROM processed_commands WHERE refusal <> ''"
            ' GROUP BY refusal ORDER BY 2 DESC, refusal COLLATE "C"'
        )

    def log_digest(self) -> str:
        """Return the fingerprint of the log."""
        return log_digest(self._entries("position"))

    def tickets_digest(self) -> str:
        """Return the fingerprint of all tickets, whatever carried their events."""
        return tickets_digest(self._entries("ticket_id"))

    def _counts(self, query: str) -> dict[str, int]:
        with psycopg.connect(self._database) as session:
            return {str(row[0]): int(row[1]) for row in session.execute(query.encode())}

    def _entries(self, order: str) -> Iterator[Entry]:
        with psycopg.connect(self._database) as session, session.cursor("escalon_log") as cursor:
            cursor.itersize = AT_ONCE
            for row in cursor.execute(f"{ENTRY} ORDER BY {order}".encode()):
                yield Entry(*row)
