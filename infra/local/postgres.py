"""A PostgreSQL server in a folder of its own, listening on loopback only, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from infra.local.ports import free_port

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps its servers, a folder for each version."""
USER = "postgres"
SUPERUSER = "escalon"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
}


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL server on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "There is no PostgreSQL server; install it, on Debian: apt install postgresql"
        )


class LocalPostgres:
    """Begins where it stopped if the folder holds a server already."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.folder = folder
        self._data = folder / "data"
        self._binaries = find_server()

    @property
    def url(self) -> str:
        """The connection URL of its superuser."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server, made if need be, and wait until it answers."""
        if not (self._data / "PG_VERSION").exists():
            self._make()
        settings = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items())
        self._run(
            "pg_ctl",
            "start",
            "-w",
            "-l",
            self.folder / "postgres.log",
            "-o",
            f"-p {self.port} {settings}",
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `smart`, `fast`, or `immediate` as in a crash."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def create_database(self, name: str) -> str:
        """Make an empty database and return its URL."""
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", SUPERUSER, name, data=False)
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{name}"

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        self._run("initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")

    def _run(self, program: str, *arguments: object, data: bool = True) -> None:
        place = ["-D", str(self._data)] if data else []
        command = [str(self._binaries / program), *place, *(str(a) for a in arguments)]
        done = subprocess.run(  # noqa: S603  # our own arguments
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **_as_nobody_great(),
        )
        if done.returncode:
            message = f"{program} failed: {done.stderr.decode(errors='replace').strip()}"
            raise RuntimeError(message)


def _as_nobody_great() -> dict[str, Any]:
    """Return the arguments that keep a child process from being root, which the server refuses."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def find_server() -> Path:
    """Return the folder of the newest server's programs; raises `PostgresMissing`."""
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise PostgresMissing
    return Path(found).parent
