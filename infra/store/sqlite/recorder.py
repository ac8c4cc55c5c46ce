"""The log in SQLite: facts, and in the same transaction the commands they came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from domain.desk.ledger import Conflict, Processed
from domain.desk.outcome import Appended, Outcome
from infra.store.filed import FiledEvent
from infra.store.remembering import remembered
from infra.store.sqlite.datastore import Datastore
from infra.store.sqlite.tables import STATEMENTS


class Last(NamedTuple):
    """The end of the log."""

    position: int = 0
    ordinal: int = 0
    recorded_at: int = 0


COLUMNS = "originator_id, originator_version, topic, state, ticket_id"
OF_IDS = "IN (SELECT value FROM json_each(?))"


class Recorder(SQLiteApplicationRecorder):
    """The library's recorder and the desk's `Ledger`; `clock` gives microseconds UTC."""

    datastore: Datastore
    clock: Callable[[], int]
    _last: tuple[int, Last] = (0, Last())
    _policies: tuple[int, int] = (0, 0)

    def head(self) -> int | None:
        """Return the position of the last event if only this thread can append now."""
        return self._head().position if self.datastore.is_locked else None

    def construct_create_table_statements(self) -> list[str]:
        """Return what makes the tables."""
        return list(STATEMENTS)

    def alone(self) -> AbstractContextManager[object]:
        """Begin a transaction in which nobody else can append."""
        return self.datastore.transaction(commit=True)

    def outcomes(self, command_ids: Sequence[str]) -> Mapping[str, Outcome]:
        """Return what became of those of the commands that were carried out before."""
        rows = self.datastore.execute(
            f"SELECT * FROM processed_commands WHERE command_id {OF_IDS}",  # noqa: S608  # a constant
            (json.dumps(command_ids),),
        )
        return {row[0]: Outcome(*row) for row in rows}

    def streams(self, ids: Sequence[str]) -> Sequence[FiledEvent]:
        """Return the stored events of those streams, each in order."""
        rows = self.datastore.execute(
            f"SELECT {COLUMNS} FROM events WHERE originator_id {OF_IDS}"  # noqa: S608  # constants
            " ORDER BY originator_id, originator_version",
            (json.dumps(ids),),
        )
        return [FiledEvent(*row) for row in rows]

    def policy_events(self, *, after: int) -> Sequence[tuple[int, FiledEvent]]:
        """Return the stored policy events behind that position, each with its own."""
        turn = self.datastore.turn if self.datastore.is_locked else 0
        if turn and self._policies == (turn, after):
            return ()
        rows = self.datastore.execute(
            f"SELECT position, {COLUMNS} FROM events WHERE position > ? AND topic IN"  # noqa: S608  # a constant
            " ('escalon.PolicyPublished', 'escalon.PolicyRetired') ORDER BY position",
            (after,),
        )
        self._policies = (turn, rows[-1][0] if rows else after)
        return [(row[0], FiledEvent(*tuple(row)[1:])) for row in rows]

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Store all, or nothing and raise `Conflict`; returns the position of each event."""
        with self.datastore.transaction(commit=True) as cursor:
            return self._insert_events(cursor, stored_events, **kwargs)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        processed: Sequence[Processed] = (),
        expected: Mapping[str, int] | None = None,
        **_: Any,
    ) -> Sequence[int]:
        if expected and self._versions(c, expected) != {k: v for k, v in expected.items() if v}:
            raise Conflict
        c.execute("SAVEPOINT append")
        try:
            positions = self._append(c, stored_events)
            self._remember(c, processed, positions)
        except sqlite3.IntegrityError:
            c.execute("ROLLBACK TO append")
            self._last = (0, Last())
            raise Conflict from None
        finally:
            c.execute("RELEASE append")
        return positions

    def append_conclusions(
        self, stored_events: Sequence[FiledEvent], known: Mapping[str, int]
    ) -> Appended:
        """Store each event unless its stream exists or its ticket has grown beyond `known`."""
        with self.datastore.transaction(commit=True) as c:
            now = self._versions(c, [*known, *(str(e.originator_id) for e in stored_events)])
            stale = frozenset(id for id, version in known.items() if now.get(id, 0) > version)
            fresh = {
                str(event.originator_id): event
                for event in stored_events
                if event.ticket_id not in stale and event.originator_id not in now
            }
            positions = self._append(c, list(fresh.values()))
        return Appended(dict(zip(fresh, positions, strict=True)), stale)

    def _versions(self, c: SQLiteCursor, ids: Sequence[str] | Mapping[str, int]) -> dict[str, int]:
        c.execute(
            "SELECT originator_id, MAX(originator_version) FROM events"  # noqa: S608  # a constant
            f" WHERE originator_id {OF_IDS} GROUP BY originator_id",
            (json.dumps(list(ids)),),
        )
        return {row[0]: row[1] for row in c.fetchall()}

    def _append(self, c: SQLiteCursor, stored_events: Sequence[StoredEvent]) -> list[int]:
        last = self._head()
        recorded_at = max(self.clock(), last.recorded_at)
        rows = [
            (
                last.position + number,
                last.ordinal + number,
                recorded_at,
                event.originator_id,
                event.originator_version,
                event.topic,
                event.ticket_id if isinstance(event, FiledEvent) else "",
                event.state,
            )
            for number, event in enumerate(stored_events, 1)
        ]
        if rows:
            c.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self._last = (self.datastore.turn, Last(*rows[-1][:3]))
        return [row[0] for row in rows]

    def _head(self) -> Last:
        """Return the end of the log; within a transaction it is read once."""
        turn, last = self._last
        if turn != self.datastore.turn:
            rows = self.datastore.execute(
                "SELECT position, ordinal, recorded_at FROM events ORDER BY position DESC LIMIT 1"
            )
            last = Last(*rows[0]) if rows else Last()
            self._last = (self.datastore.turn, last)
        return last

    def _remember(
        self, c: SQLiteCursor, processed: Sequence[Processed], positions: Sequence[int]
    ) -> None:
        rows = remembered(processed, positions)
        c.executemany("INSERT INTO processed_commands VALUES (?, ?, ?, ?, ?)", rows)

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
            f" WHERE position >= ? AND position <= ? AND (? OR topic {OF_IDS})"
            " ORDER BY position LIMIT ?",
            (first, stop or 2**62, not topics, json.dumps(list(topics)), limit),
        )
        return [Notification(row[1], row[2], row[3], row[4], row[0]) for row in rows]

    def max_notification_id(self) -> int:
        """Return the position of the last event; 0 in an empty log."""
        return int(self.datastore.execute("SELECT MAX(position) FROM events")[0][0] or 0)

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
            f"SELECT {COLUMNS} FROM events WHERE originator_id = ? AND originator_version > ?"  # noqa: S608  # constants
            f" AND originator_version <= ? ORDER BY originator_version {order} LIMIT ?",
            (originator_id, gt or 0, lte or 2**62, -1 if limit is None else limit),
        )
        return [FiledEvent(*row) for row in rows]
