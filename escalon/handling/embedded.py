"""Handling what is asked on a store in a folder, whoever runs the store's followers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import cast

from sqlalchemy import Engine

from domain.desk import Desk
from domain.durations import HOUR
from escalon.bootstrap import LOG, Embedded, open_embedded, open_projections
from escalon.handling.behind import Behind
from escalon.handling.clock import StoreClock
from escalon.handling.handling import Handling
from escalon.handling.mistakes import StoreMistake
from escalon.replay import checkpoint
from infra.log.follower import catch_up
from infra.store.lock import FollowersLock
from infra.store.mapper import AvroMapper
from infra.store.sqlite.case import SQLiteCaseFiles
from infra.store.sqlite.recorder import Recorder
from infra.store.sqlite.states import SQLiteStates
from projections.catalogue import ALL
from projections.generations import position_of
from projections.performance import find

DEMO = "demo.txt"
"""The file by which the folder of a demo is known."""
LIMIT = 2_000
POLL = 0.02
SLICE = HOUR
"""How much of a time that nobody looked after is made up for in one transaction."""
HINT = "the process that keeps them has not caught up yet"


class EmbeddedHandling(Handling):
    """A store in a folder; `wait` is how long the read models may take, in seconds.

    Where nobody runs the followers, this process does it, up to now.
    """

    def __init__(self, store: Path, *, wait: float) -> None:
        self.store = store
        self.clock = StoreClock()
        self._wait = wait
        self._lock = FollowersLock(store)
        self._embedded: Embedded | None = None
        self._views = open_projections(store)
        self.feed = self._views.feed
        recorder = cast("Recorder", self._views.desk.recorder)
        self._records = recorder
        self._mapper = cast("AvroMapper", self._views.desk.mapper)
        self.log = files = SQLiteCaseFiles(recorder, self._mapper)
        self._is_replay = _is_replay(recorder)
        if is_told(store, recorder):
            self.clock.stand_still(files.last_recorded_at())

    @property
    def engine(self) -> Engine:
        """The database of the read models."""
        return self._views.engine

    def desk(self) -> Desk:
        """Return the desk; raises `StoreMistake` for a replay."""
        if self._is_replay:
            message = f"{self.store} holds a replay, which stays as it is; name another store."
            raise StoreMistake(message)
        return self._opened().desk

    def _opened(self) -> Embedded:
        """Return the desk with its followers, opened once somebody has something to write."""
        if self._embedded is None:
            self._embedded = open_embedded(self.store, self.clock)
        return self._embedded

    def catch_up(self, position: int = 0) -> Behind | None:
        """Have the read models know the log up to a position, or to its end; say if they don't.

        Whoever runs the followers does it; that they go away meanwhile is noticed.
        """
        position = position or self.last_position()
        until = monotonic() + self._wait
        while not self._lock.acquire():
            reached = min(position_of(self.engine, name) for name in ALL)
            if reached >= position:
                return None
            if monotonic() >= until:
                return Behind(reached, position, HINT)
            sleep(POLL)
        self.follow()
        catch_up(self.feed, self._views.projections, LIMIT)
        last = self.last_position()
        return Behind(last, position, "the log ends there") if last < position else None

    def follow(self) -> None:
        """Let everything happen that does until now, unless another process sees to it.

        In transactions of bounded length, however long nobody looked.
        """
        if self._is_replay or not self._lock.acquire():
            return
        now = self.clock.now()
        desk = self._opened()
        while not desk.pipeline.is_idle(now):
            with desk.workspace.transaction():
                if desk.pipeline.settle_in_part():
                    continue
                due = desk.pipeline.next_due()
                desk.pipeline.run_until(now if due is None else min(now, due + SLICE), _is_past)

    def holder(self, reference: str) -> str | None:
        """Return the id of the ticket that the read models know by that reference."""
        return find(self.engine, reference)

    def stalled(self) -> Mapping[str, str]:
        """Return nothing: here a follower that can't go on stops with its mistake."""
        return {}

    def close(self) -> None:
        """Let go of the files, and let others run the followers."""
        if self._embedded is not None:
            self._embedded.close()
        self._views.close()
        self._lock.release()


def must_be_store(folder: Path) -> None:
    """Refuse a folder in which no desk ever was; raises `StoreMistake`."""
    if not (folder / LOG).exists():
        message = (
            f"There is no desk in {folder} yet; open a ticket with `escalon ticket open`,"
            " or name another folder with --store."
        )
        raise StoreMistake(message)


def is_told(folder: Path, recorder: Recorder) -> bool:
    """Return whether the store's time is not the machine's: it holds a demo or a replay."""
    return (folder / DEMO).exists() or _is_replay(recorder)


def _is_replay(recorder: Recorder) -> bool:
    return checkpoint.load(SQLiteStates(recorder.datastore)) is not None


def _is_past(_: int) -> None:
    """Need not be told what time it was: the clock is further."""
