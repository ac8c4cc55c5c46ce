"""Who may run a store's followers: one process at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class StoreBusy(RuntimeError):
    """Another process runs the followers of this store."""


class FollowersLock:
    """Held by the process that runs the followers; it ends with the process, however that ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "followers.lock"
        self._file: int | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it; return whether it is ours."""
        if self._file is None:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
            self._file = file
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        if not self.acquire():
            message = (
                f"Another process works on {self._path.parent}; stop it, or use another store."
            )
            raise StoreBusy(message)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
