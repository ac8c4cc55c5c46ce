"""Followers of a replay: each acts in its turn, and on nothing that came after its turn began."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from threading import Event, Thread

import psycopg

from escalon.distributed import Distributed
from escalon.workers.share import LIMIT, Kind, Share
from escalon.workers.shares import Shares
from infra.clock import VirtualClock
from infra.log.recorded import Recorded
from infra.store.postgres.claims import Deposed
from infra.store.postgres.retold import is_driven
from infra.store.postgres.turns import Turn, TurnsTaken, done, horizons

COMING_SECONDS = 0.02
IDLE_SECONDS = 0.2
"""How long a process waits for a turn before it asks its group again what is its."""
LOOK_SECONDS = 0.5
FOREVER = 2**62
TOLD = VirtualClock(FOREVER)
"""The present of a replay's workers: what is told lies in the past, whenever that was."""
log = logging.getLogger(__name__)


class InTurns(Shares):
    """`escalon work sla-timer` and its like on a database that holds a replay."""

    def __init__(self, desk: Distributed, kind: Kind, stop: Event) -> None:
        super().__init__(desk, kind, stop)
        self._turns = TurnsTaken(desk.database, kind.name)

    def run(self) -> None:
        """Take turns on the partitions that the group gives, until told to stop."""
        with closing(self._turns):
            super().run()

    def _round(self) -> bool:
        """Take a turn if it is ours; return whether another process took something over."""
        turn = self._turns.current([share.name for share in self._shares.values()])
        if turn is None or self._feed is None:
            self._turns.wait(IDLE_SECONDS)
            return False
        if self._feed.complete_to < turn.until:
            self._feed.poll(COMING_SECONDS)
        if self._feed.complete_to < turn.until:
            return False
        lost = self._take_turn(turn)
        self._shares = {n: share for n, share in self._shares.items() if n not in lost}
        return bool(lost)

    def _take_turn(self, turn: Turn) -> set[int]:
        """Let the shares act in one transaction; return those that another process has now."""
        store = self._desk.recorder.datastore
        with self._desk.workspace.transaction():
            asked = {n: share for n, share in self._shares.items() if share.name in turn.followers}
            lost = {number for number, share in asked.items() if not _is_ours(share)}
            ours = [share for number, share in asked.items() if number not in lost]
            names = [share.name for share in ours]
            firing = horizons(store, names)
            for share in ours:
                _act(share, turn.until, firing.get(share.name, {}))
            done(store, names, turn.number)
        return lost


def _is_ours(share: Share) -> bool:
    """Hold the share for the rest of the transaction, if no other process has it."""
    try:
        share.require()
    except Deposed as deposed:
        log.info("%s", deposed)
        return False
    return True


def _act(share: Share, until: int, firing: Mapping[str, int]) -> None:
    """Say what is due, then handle all facts up to the position; those behind it must wait."""
    if firing and share.timer:
        share.timer.fire(firing)
    while batch := _come(share, until):
        share.follower.handle(batch)
    share.view.forget(until)


def _come(share: Share, until: int) -> list[Recorded]:
    """Return what is next up to the position, no more than is handled without a word in between."""
    come = share.view.read(share.follower.position(), LIMIT)
    return [recorded for recorded in come if recorded.position <= until]


@contextmanager
def ending_with_driver(database: str, stop: Event) -> Iterator[None]:
    """Set the stop once nobody drives the replay any more, however that process ended."""
    over = Event()

    def watch() -> None:
        try:
            with psycopg.connect(database, autocommit=True) as session:
                while is_driven(session):
                    if over.wait(LOOK_SECONDS):
                        return
        except psycopg.Error as error:
            log.warning("A replay doesn't outlast its database: %s", error)
        stop.set()

    thread = Thread(target=watch, name="driver")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
