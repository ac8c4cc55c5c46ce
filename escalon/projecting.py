"""Keeps the read models in a process of its own, beside the one that writes the log."""

from __future__ import annotations

import signal
import sqlite3
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from escalon.bootstrap import open_projections
from escalon.cli.errors import sentence
from infra.log.follower import hand_on

LIMIT = 2_000
POLL = 0.02
"""Seconds between two looks at the log when nothing was new."""
PATIENCE = 600


class ProjectingStopped(RuntimeError):
    """The process that keeps the read models ended by itself, perhaps saying why."""

    def __init__(self, reason: str = "") -> None:
        said = f" {reason}" if reason else ""
        super().__init__(
            f"The read models stopped being kept;{said} run `escalon rebuild` when it is mended."
        )


class Projecting:
    """The other process; it ends when told, or when this one does, however that ends."""

    def __init__(self, folder: Path) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_keep, args=(folder, theirs), daemon=True)
        # The other process begins with what is blocked here, until it has said that it ignores it.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        theirs.close()

    def finish(self, position: int) -> None:
        """Wait until the read models know the log up to that position, and end the process.

        Raises `ProjectingStopped` if it had ended before.
        """
        try:
            self._pipe.send(position)
            answer = self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise ProjectingStopped from None
        if isinstance(answer, str):
            raise ProjectingStopped(answer)
        self._process.join(PATIENCE)

    def stop(self) -> None:
        """End the process as soon as its batch is done."""
        self._pipe.close()
        self._process.join(PATIENCE)


def _keep(folder: Path, pipe: Connection) -> None:
    """Follow the log until a position to end at is told, or the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process says when to stop
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    try:
        _follow(folder, pipe)
    except (OSError, SQLAlchemyError, PersistenceError, sqlite3.Error) as error:
        with suppress(OSError):  # the other end may be gone, for the same reason
            pipe.send(sentence(error))
        sys.exit(1)


def _follow(folder: Path, pipe: Connection) -> None:
    views = open_projections(folder)
    last: int | None = None
    while last is None or any(p.position() < last for p in views.projections):
        moved = hand_on(views.feed, views.projections, LIMIT)
        try:
            if pipe.poll(0 if moved else POLL):
                last = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
    views.close()
    pipe.send(last)
