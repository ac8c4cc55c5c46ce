"""Processes that another process of ours began, and that this one has to end."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
from pathlib import Path


def running(file: Path, sign: str) -> int | None:
    """Return the id that a file names if that process lives and has `sign` among its arguments.

    Ids are given again: without the sign somebody else's process might be meant.
    """
    try:
        pid = int(file.read_text())
    except (FileNotFoundError, ValueError):
        return None
    program = shutil.which("ps") or "ps"
    command = [program, "-ww", "-p", str(pid), "-o", "args="]
    said = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # our own arguments
    return pid if sign in said.stdout else None


def end(pid: int, how: signal.Signals, patience: float) -> None:
    """Send a signal and wait that many seconds for the end; then it is ended by force."""
    handle = os.pidfd_open(pid)
    try:
        for one in (how, signal.SIGKILL):
            signal.pidfd_send_signal(handle, one)
            if select.select([handle], [], [], patience)[0]:
                return
    except ProcessLookupError:  # it ended on its own
        return
    finally:
        os.close(handle)
