"""An end that comes within seconds, whatever still doesn't answer."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from threading import Event, Thread

PATIENCE = 3.0
"""Seconds for an orderly end; supervisors are promised five."""
log = logging.getLogger(__name__)


def end_in_time(stop: Event, has_failed: Callable[[], bool]) -> None:
    """Have the process end soon after the stop, though it may wait for a server that is silent.

    Until it is gone: the interpreter may be held up too, by a library or for want of a processor.
    Nothing is lost by it: whatever isn't committed is done again, as after any other death. The
    exit code is 0 for an end that was asked for, else 1.
    """

    def watch() -> None:
        stop.wait()
        time.sleep(PATIENCE)
        log.warning("No orderly end within %.0f s; is a server silent? Ending at once.", PATIENCE)
        # What is logged is out already; to shut logging down may wait for a thread that waits.
        os._exit(int(has_failed()))

    Thread(target=watch, name="ending", daemon=True).start()
