"""The past as the log in SQLite has it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from infra.store.past import COLUMNS, End, Past

OF_LISTED = "IN (SELECT value FROM json_each(?))"
PATIENCE = 60.0
"""Seconds that a reader waits where another process makes the file ready."""


class SQLitePast(Past):
    """Reads a log's file, beside whoever writes it."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        address = f"{file.absolute().as_uri()}?mode={_mode(file)}"
        self._session = sqlite3.connect(address, PATIENCE, uri=True)
        self._session.execute("PRAGMA query_only = ON")
        last = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
        self.end = End(*(self._session.execute(last).fetchone() or (0, 0)))

    def close(self) -> None:
        """Let go of the file."""
        self._session.close()

    def _select(self, values: dict[str, Collection[str]]) -> Iterator[Sequence[Any]]:
        within = "".join(f" AND {column} {OF_LISTED}" for column in values)
        yield from self._session.execute(
            f"SELECT {COLUMNS} FROM events WHERE position <= ?{within} ORDER BY position",  # noqa: S608  # columns
            [self.end.position, *(json.dumps(list(listed)) for listed in values.values())],
        )


def _mode(file: Path) -> str:
    """Return how to open the file so that the folder stays as it is.

    Read-only where a writer's journal lies beside it, which the last to close would else write
    into the file. Where there is none, a reader makes one that only `rw` takes away again.
    """
    return "ro" if file.with_name(f"{file.name}-wal").exists() else "rw"
