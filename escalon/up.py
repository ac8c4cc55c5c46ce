"""The desk in operation: clocks and rules in this process, read models in another beside it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import active_children
from multiprocessing.connection import wait
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from uuid import uuid4

from domain.actor import SYSTEM, Actor
from escalon.bootstrap import LOG, open_embedded
from escalon.garbage import seldom_collected
from escalon.handling.embedded import is_told
from escalon.handling.mistakes import StoreMistake
from escalon.live import Live
from escalon.projecting import Projecting, ProjectingStopped
from escalon.publishing import publish_first
from infra.store.lock import FollowersLock

UP = Actor(SYSTEM, "up")
GRACE = 0.5
"""Seconds in which a request to end both processes may reach this one after the other."""


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """Give what an interrupt, or a request to end, sets instead of breaking in."""
    stop = Event()

    def tell(_: int, __: FrameType | None) -> None:
        # Not from here: this very thread may hold the lock of the event it waits for.
        Thread(target=stop.set).start()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_up(store: Path, stop: Event, told: Callable[[str], None]) -> None:
    """Run the desk until told to stop; `told` hears what is worth saying.

    Raises `StoreBusy` when another process does it, `StoreMistake` for a store whose time is over,
    `ProjectingStopped` when the read models are kept no longer.
    """
    with FollowersLock(store), closing(open_embedded(store)) as desk:
        if is_told(store, desk.recorder):
            message = f"{store} holds a demo or a replay, whose time is over; use another store."
            raise StoreMistake(message)
        if publish_first(desk.desk, desk.clock, str(uuid4()), UP):
            told("The shipped policy 'default' is in use now; see `escalon policy show default`.")
        projecting = Projecting(store)
        lost = _watch(stop)
        told(f"Escalon is up. Its log is {(store / LOG).resolve()}; stop it with Ctrl-C.")
        try:
            with seldom_collected():
                Live(desk, stop).run()
            if lost.is_set():
                raise ProjectingStopped
        finally:
            projecting.stop()


def _watch(stop: Event) -> Event:
    """Return what is set when another process of this one ends unasked; then all is to stop."""
    lost = Event()
    sentinels = [child.sentinel for child in active_children()]

    def look() -> None:
        wait(sentinels)
        if not stop.wait(GRACE):
            lost.set()
            stop.set()

    Thread(target=look, daemon=True).start()
    return lost
