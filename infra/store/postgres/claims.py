"""Who works on what: a partition's row says by its epoch whose transactions count."""

from __future__ import annotations

from collections.abc import Mapping

from infra.kafka.identity import FOLLOWER
from infra.kafka.protocols import Partition
from infra.store.postgres.datastore import Datastore


class Deposed(RuntimeError):
    """Another process has taken over; nothing of this one's counts any more."""

    def __init__(self, follower: str) -> None:
        super().__init__(f"Another process has taken over {follower}.")


class Claims:
    """Claims raise the epoch; a transaction that requires an older one changes nothing.

    `cluster` is the id of the Kafka cluster whose offsets are stored.
    """

    def __init__(self, datastore: Datastore, cluster: str) -> None:
        self._datastore = datastore
        self._cluster = cluster

    def claim(self, follower: str) -> int:
        """Take over the follower and return the epoch that its transactions have to require."""
        with self._datastore.transaction(commit=True) as cursor:
            row = cursor.execute(
                "INSERT INTO positions (follower, position, epoch) VALUES (%s, 0, 1)"
                " ON CONFLICT (follower) DO UPDATE SET epoch = positions.epoch + 1"
                " RETURNING epoch",
                (follower,),
            ).fetchone()
        assert row is not None  # noqa: S101  # it returns what it wrote
        return int(row[0])

    def require(self, follower: str, epoch: int) -> None:
        """Hold the follower for the rest of the transaction; raise `Deposed` if it isn't ours."""
        with self._datastore.transaction(commit=True) as cursor:
            row = cursor.execute(
                "SELECT epoch FROM positions WHERE follower = %s FOR UPDATE",
                (follower,),
                prepare=True,
            ).fetchone()
        if row is None or row[0] != epoch:
            raise Deposed(follower)

    def offsets(self, follower: str) -> Mapping[Partition, int]:
        """Return from where a follower reads on in each partition of this cluster it has read."""
        start = f"kafka:{self._cluster}:"
        rows = self._datastore.execute(
            "SELECT source, next_offset FROM offsets"
            " WHERE follower = %s AND starts_with(source, %s)",
            (follower, start),
        )
        return {_place(row[0].removeprefix(start)): row[1] for row in rows}

    def save_offsets(self, follower: str, offsets: Mapping[Partition, int]) -> None:
        """Remember from where the follower reads on, in the transaction of its effects."""
        sources = [f"kafka:{self._cluster}:{place.topic}:{place.partition}" for place in offsets]
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO offsets SELECT %s, * FROM unnest(%s::text[], %s::bigint[])"
                " ON CONFLICT (follower, source)"
                " DO UPDATE SET next_offset = excluded.next_offset",
                (follower, sources, list(offsets.values())),
                prepare=True,
            )

    def forget_offsets(self) -> None:
        """Have every follower read from the beginning; what it has handled it knows and drops.

        With the offsets goes what was known of the cluster that they are of.
        """
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM offsets")
            cursor.execute("DELETE FROM states WHERE follower = %s", (FOLLOWER,))


def _place(source: str) -> Partition:
    topic, number = source.rsplit(":", 1)
    return Partition(topic, int(number))
