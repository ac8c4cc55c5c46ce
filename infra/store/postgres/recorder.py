"""The log in PostgreSQL: facts, and in the same transaction the commands they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Cursor

from domain.desk.ledger import Conflict, Processed
from domain.desk.outcome import Appended, Outcome
from infra.store.filed import FiledEvent
from infra.store.postgres.datastore import Datastore
from infra.store.postgres.traces import INHERITED, Traces
from infra.store.remembering import remembered

COLUMNS = "originator_id, originator_version, topic, state, ticket_id"
INSERT = f"""
    INSERT INTO events
    SELECT last.position + given.number, last.ordinal + given.number,
        greatest(last.recorded_at, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
        given.id, given.version, given.topic, given.ticket, given.state,
        nullif(coalesce(given.trace, ({INHERITED})), '')
    FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[], %s::bytea[], %s::text[])
            WITH ORDINALITY AS given (id, version, topic, ticket, state, trace, number),
        (SELECT coalesce(max(position), 0), coalesce(max(ordinal), 0),
                coalesce(max(recorded_at), 0)
            FROM (SELECT position, ordinal, recorded_at FROM events
                ORDER BY position DESC LIMIT 1) AS newest) AS last (position, ordinal, recorded_at)
    ORDER BY given.number
    RETURNING position
"""  # noqa: S608  # a constant
REMEMBER = """
    INSERT INTO processed_commands
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
"""
VERSIONS = """
    SELECT originator_id, max(originator_version) FROM events
    WHERE originator_id = ANY(%s) GROUP BY originator_id
"""


class Recorder(PostgresApplicationRecorder):
    """The library's recorder and the desk's `Ledger`."""

    datastore: Datastore

    def __init__(self, datastore: Datastore) -> None:
        super().__init__(datastore, events_table_name="events")
        self.datastore = datastore
        self.traces = Traces()

    def head(self) -> int | None:
        """Return the position of the last event if only this thread can append now."""
        return self.max_notification_id() if self.datastore.is_locked else None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Begin a transaction in which nobody else can append."""
        with self.datastore.transaction(commit=True) as cursor:
            self.datastore.lock_log(cursor)
            yield

    def outcomes(self, command_ids: Sequence[str]) -> Mapping[str, Outcome]:
        """Return what became of those of the commands that were carried out before."""
        rows = self.datastore.execute(
            "SELECT * FROM processed_commands WHERE command_id = ANY(%s)", (list(command_ids),)
        )
        return {row[0]: Outcome(*row) for row in rows}

    def streams(self, ids: Sequence[str]) -> Sequence[FiledEvent]:
        """Return the stored events of those streams, each in order."""
        rows = self.datastore.execute(
            f"SELECT {COLUMNS} FROM events WHERE originator_id = ANY(%s)"  # noqa: S608  # a constant
            " ORDER BY originator_id, originator_version",
            (list(ids),),
        )
        return [FiledEvent(*row) for row in rows]

    def policy_events(self, *, after: int) -> Sequence[tuple[int, FiledEvent]]:
        """Return the stored policy events behind that position, each with its own."""
        rows = self.datastore.execute(
            f"SELECT position, {COLUMNS} FROM events WHERE position > %s AND topic IN"  # noqa: S608  # a constant
            " ('escalon.PolicyPublished', 'escalon.PolicyRetired') ORDER BY position",
            (after,),
        )
        return [(row[0], FiledEvent(*row[1:])) for row in rows]

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        processed: Sequence[Processed] = (),
        expected: Mapping[str, int] | None = None,
        **_: Any,
    ) -> Sequence[int]:
        """Store all, or nothing and raise `Conflict`; returns the position of each event."""
        with self.datastore.transaction(commit=True) as cursor:
            self.datastore.lock_log(cursor)
            try:
                with cursor.connection.transaction():
                    self._must_stand(cursor, expected or {})
                    traces = self.traces.of(processed, len(stored_events))
                    positions = self._append(cursor, stored_events, traces)
                    self._remember(cursor, processed, positions)
            except psycopg.errors.UniqueViolation:
                raise Conflict from None
            return positions

    def append_conclusions(
        self, stored_events: Sequence[FiledEvent], known: Mapping[str, int]
    ) -> Appended:
        """Store each event unless its stream exists or its ticket has grown beyond `known`."""
        with self.datastore.transaction(commit=True) as cursor:
            self.datastore.lock_log(cursor)
            now = self._versions(cursor, [*known, *(str(e.originator_id) for e in stored_events)])
            stale = frozenset(id for id, version in known.items() if now.get(id, 0) > version)
            fresh = {
                str(event.originator_id): event
                for event in stored_events
                if event.ticket_id not in stale and event.originator_id not in now
            }
            positions = self._append(cursor, list(fresh.values()), [None] * len(fresh))
        return Appended(dict(zip(fresh, positions, strict=True)), stale)

    def _must_stand(self, cursor: Cursor[Any], expected: Mapping[str, int]) -> None:
        found = self._versions(cursor, list(expected)) if expected else {}
        if found != {id: version for id, version in expected.items() if version}:
            raise Conflict

    def _versions(self, cursor: Cursor[Any], ids: Sequence[str]) -> dict[str, int]:
        return dict(cursor.execute(VERSIONS, (list(ids),), prepare=True).fetchall())

    def _append(
        self,
        cursor: Cursor[Any],
        stored_events: Sequence[StoredEvent],
        traces: Sequence[str | None],
    ) -> list[int]:
        if not stored_events:
            return []
        columns = (
            [event.originator_id for event in stored_events],
            [event.originator_version for event in stored_events],
            [event.topic for event in stored_events],
            [getattr(event, "ticket_id", "") for event in stored_events],
            [event.state for event in stored_events],
            traces,
        )
        return [row[0] for row in cursor.execute(INSERT, columns, prepare=True).fetchall()]

    def _remember(
        self, cursor: Cursor[Any], processed: Sequence[Processed], positions: Sequence[int]
    ) -> None:
        rows = remembered(processed, positions)
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(REMEMBER, columns, prepare=True)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return what was recorded from a position on, in order."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        rows = self.datastore.execute(
            f"SELECT position, {COLUMNS} FROM events"  # noqa: S608  # a constant
            " WHERE position >= %s AND position <= %s AND (%s OR topic = ANY(%s))"
            " ORDER BY position LIMIT %s",
            (first, stop or 2**62, not topics, list(topics), limit),
        )
        return [Notification(row[1], row[2], row[3], row[4], row[0]) for row in rows]

    def max_notification_id(self) -> int:
        """Return the position of the last event; 0 in an empty log."""
        return int(self.datastore.execute("SELECT max(position) FROM events")[0][0] or 0)

    def select_events(
        self,
        originator_id: Any,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one stream."""
        order = "DESC" if desc else "ASC"
        rows = self.datastore.execute(
            f"SELECT {COLUMNS} FROM events WHERE originator_id = %s AND originator_version > %s"  # noqa: S608  # constants
            f" AND originator_version <= %s ORDER BY originator_version {order} LIMIT %s",
            (originator_id, gt or 0, lte or 2**31 - 1, limit),
        )
        return [FiledEvent(*row) for row in rows]
