"""Handling what is asked on a desk of many machines: the log is written here, others follow it."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic, sleep
from typing import cast

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine

from domain.desk import Desk
from escalon.distributed import open_desk
from escalon.handling.behind import Behind
from escalon.handling.clock import StoreClock
from escalon.handling.handling import Handling
from escalon.replay import checkpoint
from escalon.workers.projecting import views_url
from infra.log.feed import LogFeed
from infra.settings import SettingsMistake
from infra.store.mapper import AvroMapper
from infra.store.postgres import parked
from infra.store.postgres.case import PostgresCaseFiles
from infra.store.postgres.recorder import Recorder
from infra.store.postgres.retold import HoldsReplay
from infra.store.postgres.states import PostgresStates
from projections.catalogue import ALL
from projections.generations import positions_of, reached
from projections.performance import find

POLL = 0.02
HINT = "are `escalon work relay` and `escalon work projections` running?"
ROOM = 100
"""Tickets kept in memory: a request has few."""


class ReadModelsMissing(LookupError):
    """Nobody has ever kept the read models of this database."""

    def __init__(self) -> None:
        super().__init__(
            "The database has no read models yet; start `escalon work relay` and"
            " `escalon work projections`, which make them."
        )


class DistributedHandling(Handling):
    """The desk of a database; `wait` is how long the read models may take, in seconds.

    Commands are carried out by this process; it runs no followers.
    """

    def __init__(self, database: str, *, wait: float) -> None:
        self._database = database
        self._wait = wait
        self.clock = StoreClock()
        self._desk = open_desk(database, self.clock, room=ROOM)
        recorder = cast("Recorder", self._desk.recorder)
        self._records = recorder
        self._mapper = cast("AvroMapper", self._desk.mapper)
        self.log = PostgresCaseFiles(recorder, self._mapper)
        self.feed = LogFeed(recorder, self._mapper)
        # Without making tables: those are the projections worker's.
        self._views = create_engine(views_url(database))
        self._seen = False
        self._replay = checkpoint.load(PostgresStates(recorder.datastore))
        if self._replay is not None:
            self.clock.stand_still(self._replay.at)

    @property
    def engine(self) -> Engine:
        """The database of the read models; raises `ReadModelsMissing`."""
        if not self._has_views():
            raise ReadModelsMissing
        return self._views

    def desk(self) -> Desk:
        """Return the desk; raises `HoldsReplay` where its time is over."""
        if self._replay is not None:
            raise HoldsReplay
        return self._desk

    def follow(self) -> None:
        """Leave it to the workers."""

    def catch_up(self, position: int = 0) -> Behind | None:
        """Wait until the read models know the log up to a position, or to its end now."""
        position = position or self.last_position()
        until = monotonic() + self._wait
        while (known := self._reached()) < position:
            if monotonic() >= until:
                return Behind(known, position, HINT)
            sleep(POLL)
        return None

    def holder(self, reference: str) -> str | None:
        """Return the id of the ticket that the read models know by that reference."""
        return find(self._views, reference) if self._has_views() else None

    def stalled(self) -> Mapping[str, str]:
        """Return the tickets that a follower doesn't go on with, by id, and which and why."""
        reasons: dict[str, list[str]] = {}
        with psycopg.connect(self._database) as session:
            for one in parked.stalled(session):
                reasons.setdefault(one.ticket_id, []).append(f"{one.follower}: {one.error}")
        return {id: "; ".join(found) for id, found in reasons.items()}

    def close(self) -> None:
        """Let go of the database."""
        self._views.dispose()
        self._desk.close()

    def _reached(self) -> int:
        if not self._has_views():
            return 0
        known = positions_of(self._views)
        return min(known[name] for name in ALL)

    def _has_views(self) -> bool:
        self._seen = self._seen or reached(self._views).keys() >= ALL.keys()
        return self._seen


def place_of(database: str) -> str:
    """Return where a database is, without who may use it; raises `SettingsMistake`."""
    try:
        parts = conninfo_to_dict(database)
    except psycopg.ProgrammingError:
        message = (
            "ESCALON_DATABASE names no database; write it like postgresql://user@host:5432/desk."
        )
        raise SettingsMistake(message) from None
    host, port = parts.get("host") or "localhost", parts.get("port") or 5432
    return f"{host}:{port}/{parts.get('dbname') or ''}"
