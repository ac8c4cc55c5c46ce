"""The schemas as some commit has them, read with git."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.schema_files import SchemaFiles


@contextmanager
def committed(folder: Path, revision: str) -> Iterator[SchemaFiles | None]:
    """Give the folder's schemas as of a revision; `None` where there is no git, or none then."""
    archive = _archive(folder, revision)
    if archive is None:
        yield None
        return
    with TemporaryDirectory() as place:
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            files.extractall(place, filter="data")
        found = (Path(place) / "ids.json").exists()
        yield SchemaFiles(Path(place)) if found else None


def _archive(folder: Path, revision: str) -> bytes | None:
    command = ["git", "archive", "--format=tar", revision, "."]
    try:
        answer = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603  # no shell
    except FileNotFoundError:
        return None
    return None if answer.returncode else answer.stdout
