"""An end that comes within seconds, whatever still doesn't answer."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, main_thread
from threading import enumerate as enumerate_threads

PATIENCE = 4.0
"""Seconds for an orderly end; supervisors are promised five."""
log = logging.getLogger(__name__)


@contextmanager
def ending_in_time(stop: Event, has_failed: Callable[[], bool]) -> Iterator[None]:
    """End the process soon after the stop, though the block may wait for a server that is silent.

    Nothing is lost by it: whatever isn't committed is done again, as after any other death. The
    exit code is 0 for an end that was asked for, else 1.
    """
    over = Event()

    def watch() -> None:
        stop.wait()
        if not over.wait(PATIENCE):
            log.warning("A server doesn't answer; ending without it after %.0f s.", PATIENCE)
            logging.shutdown()
            os._exit(int(has_failed()))

    Thread(target=watch, name="ending", daemon=True).start()
    try:
        yield
    finally:
        if not _is_held_up():
            over.set()


def _is_held_up() -> bool:
    """Return whether another thread, such as a library's, keeps the interpreter from ending."""
    return any(one is not main_thread() and not one.daemon for one in enumerate_threads())
