"""The parked records of a follower, from the side of the process that works on its share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from psycopg import Cursor

from infra.kafka.letter import Letter
from infra.store.postgres.parked_record import COLUMNS, ParkedRecord, record_of

NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
SAME = (
    "follower = %(follower)s AND key = %(key)s AND is_alone = %(is_alone)s"
    " AND settled_at IS NULL AND (NOT is_alone OR id = %(id)s)"
)
"""The record itself, and those that wait with it."""
KEEP = f"""
    INSERT INTO public.parked (follower, key, is_alone, topic, partition, record_offset, position,
        record_key, value, header_names, header_values, error, parked_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {NOW})
    ON CONFLICT (follower, topic, partition, record_offset) DO NOTHING
"""  # noqa: S608  # constants


SETTLE = f"""
    UPDATE public.parked SET value = NULL, record_key = NULL, header_names = '{{}}',
        header_values = '{{}}', asked = coalesce(asked, 'redrive'), settled_at = {NOW}
    WHERE id = %s
"""  # noqa: S608  # constants


class Spot(NamedTuple):
    """Where a record lies."""

    topic: str
    partition: int
    offset: int


class Parking:
    """Reads and writes in the transactions that it is given, so that all else commits with it."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Cursor[Any]]]) -> None:
        self._transaction = transaction

    def keep(self, follower: str, letter: Letter, *, is_alone: bool) -> None:
        """Park a record behind those of its key; one that was parked before is left as it is."""
        values = (
            *(follower, letter.name, is_alone, letter.place.topic, letter.place.partition),
            *(letter.offset, letter.position, letter.key, letter.value),
            [name for name, _ in letter.headers],
            [value or b"" for _, value in letter.headers],
            letter.why.replace("\0", "\\x00"),
        )
        with self._transaction() as cursor:
            cursor.execute(KEEP, values)

    def stalled_keys(self, follower: str) -> set[str]:
        """Return the keys of which later records are parked too."""
        with self._transaction() as cursor:
            rows = cursor.execute(
                "SELECT DISTINCT key FROM public.parked"
                " WHERE follower = %s AND NOT is_alone AND settled_at IS NULL",
                (follower,),
            )
            return {row[0] for row in rows}

    def spots(self, follower: str) -> set[Spot]:
        """Return where all that was ever parked lies, settled or not."""
        with self._transaction() as cursor:
            rows = cursor.execute(
                "SELECT topic, partition, record_offset FROM public.parked"
                " WHERE follower = %s AND record_offset IS NOT NULL",
                (follower,),
            )
            return {Spot(*row) for row in rows}

    def forget_spots(self) -> None:
        """Let places in topics that are left name nothing; what waits stays, to be redriven."""
        with self._transaction() as cursor:
            cursor.execute(
                "DELETE FROM public.parked"
                " WHERE settled_at IS NOT NULL AND record_offset IS NOT NULL"
            )
            cursor.execute("UPDATE public.parked SET record_offset = NULL WHERE settled_at IS NULL")

    def asked(self, followers: Collection[str]) -> set[str]:
        """Return those of the followers of which something is to be redriven or dropped."""
        with self._transaction() as cursor:
            rows = cursor.execute(
                "SELECT DISTINCT follower FROM public.parked"
                " WHERE follower = ANY(%s) AND settled_at IS NULL AND asked IS NOT NULL",
                (list(followers),),
            )
            return {row[0] for row in rows}

    def next_asked(self, follower: str) -> ParkedRecord | None:
        """Return what comes next of what was asked for: of a key always its first record."""
        with self._transaction() as cursor:
            row = cursor.execute(
                f"SELECT {COLUMNS} FROM public.parked AS parked"  # noqa: S608  # constants
                " WHERE id = (SELECT CASE WHEN asked.is_alone OR asked.asked = 'drop'"
                " THEN asked.id ELSE (SELECT min(first.id) FROM public.parked AS first"
                " WHERE first.follower = asked.follower AND first.key = asked.key"
                " AND NOT first.is_alone AND first.settled_at IS NULL) END"
                " FROM public.parked AS asked WHERE asked.follower = %s"
                " AND asked.settled_at IS NULL AND asked.asked IS NOT NULL"
                " ORDER BY asked.id LIMIT 1)",
                (follower,),
            ).fetchone()
        return record_of(row) if row else None

    def settle(self, parked: ParkedRecord) -> bool:
        """Count the record as done with; return whether others of its key wait.

        Those are redriven next.
        """
        with self._transaction() as cursor:
            cursor.execute(SETTLE, (parked.id,))
            waiting = cursor.execute(
                f"UPDATE public.parked SET asked = coalesce(asked, 'redrive') WHERE {SAME}",  # noqa: S608  # a constant
                _named(parked),
            )
            return waiting.rowcount > 0

    def fail(self, parked: ParkedRecord, why: str) -> None:
        """Leave the record with a new reason, and with it those that wait behind it."""
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE public.parked SET error = %s, tried_at = {NOW} WHERE id = %s",  # noqa: S608  # a constant
                (why.replace("\0", "\\x00"), parked.id),
            )
            cursor.execute(
                f"UPDATE public.parked SET asked = NULL WHERE {SAME}"  # noqa: S608  # a constant
                " AND (asked = 'redrive' OR id = %(id)s)",
                _named(parked),
            )


def _named(parked: ParkedRecord) -> dict[str, object]:
    return {
        "id": parked.id,
        "follower": parked.follower,
        "key": parked.key,
        "is_alone": parked.is_alone,
    }
