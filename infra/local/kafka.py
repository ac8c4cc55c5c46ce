"""A Kafka broker in a folder of its own, alone and listening on loopback only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from importlib.resources import as_file, files
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from infra.local.faults import BrokerDown, ServiceMistake
from infra.local.jars import kafka_jars
from infra.local.java import find_java
from infra.local.listening import Guard
from infra.local.ports import LOOPBACK, answers, free_port, must_be_free
from infra.local.process import end, running
from infra.local.properties import properties

# One collector thread and one compiler: it is warm sooner, stays small and leaves others the cores.
MACHINE = (
    *("-Xmx384m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    "-Djava.net.preferIPv4Stack=true",
)
PATIENCE = 60.0
"""Seconds that a broker may take to come up or to go down."""
LOOK = 0.05
LAST_LINES = 8


class LocalKafka:
    """Begins where it stopped if the folder holds a broker already; it may be in another process.

    `guard` adds other listeners; the first stays open to everybody on this machine.
    """

    def __init__(
        self, folder: Path, port: int | None = None, *, guard: Guard | None = None
    ) -> None:
        self.port = port or free_port()
        self._folder = folder
        self._guard = guard
        self._settings = folder / "server.properties"
        self._note = folder / "kafka.pid"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """The address that clients begin with."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def guarded_bootstrap(self) -> str:
        """The address that clients with a user and TLS begin with."""
        assert self._guard is not None  # noqa: S101  # asked for where there is one
        return f"{LOOPBACK}:{self._guard.port}"

    @property
    def certified_bootstrap(self) -> str:
        """The address that clients with a certificate begin with."""
        assert self._guard is not None  # noqa: S101  # asked for where there is one
        return f"{LOOPBACK}:{self._guard.certified_port}"

    @property
    def log(self) -> Path:
        """The file with what the broker says."""
        return self._folder / "kafka.log"

    @property
    def pid(self) -> int | None:
        """The id of the broker's process while it lives, whoever started it."""
        if self._process is not None:
            return self._process.pid if self._process.poll() is None else None
        return running(self._note, str(self._settings))

    def start(self) -> None:
        """Start the broker, its store made if need be, and wait until it answers."""
        must_be_free(self.port)
        for port in self._guard.doors().values() if self._guard else ():
            must_be_free(port)
        java = [find_java(), "-cp", f"{kafka_jars()}/*", *self._logging()]
        self._write_settings()
        if not (self._folder / "data" / "meta.properties").exists():
            self._format(java)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own arguments
                [*java, *MACHINE, "kafka.Kafka", str(self._settings)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._note.write_text(f"{self._process.pid}\n")
        self._wait_until_up()

    def stop(self) -> None:
        """Stop the broker in order, and wait until it is gone."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the broker as a crash would, and wait until it is gone."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop the broker and start it on the same port and data."""
        self.stop()
        self.start()

    def _end(self, how: signal.Signals) -> None:
        pid = self.pid
        if pid is not None:
            end(pid, how, PATIENCE)
        if self._process is not None:
            self._process.wait()
            self._process = None
        self._note.unlink(missing_ok=True)

    def _logging(self) -> list[str]:
        with as_file(files("infra.broker") / "log4j2.properties") as file:
            copy = self._folder / file.name
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        return [f"-Dlog4j2.configurationFile={copy}"]

    def _write_settings(self) -> None:
        text = properties(self._folder, self.port, free_port(), self._guard)
        self._settings.write_text(text)

    def _format(self, java: list[str]) -> None:
        shutil.rmtree(self._folder / "data", ignore_errors=True)
        cluster = ["--cluster-id", os.urandom(16).hex()[:22]]
        users = self._guard.credentials() if self._guard else []
        done = subprocess.run(  # noqa: S603  # our own arguments
            [
                *(*java, "kafka.tools.StorageTool", "format", "--standalone"),
                *("--config", str(self._settings), *cluster, *users),
            ],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            said = done.stdout.splitlines()[-LAST_LINES:]
            raise ServiceMistake("\n  ".join(["Kafka's store could not be made:", *said]))

    def _wait_until_up(self) -> None:
        assert self._process is not None  # noqa: S101  # started just now
        looks = int(PATIENCE / LOOK)
        for _ in range(looks):
            try:
                self._process.wait(LOOK)
            except subprocess.TimeoutExpired:
                if answers(self.port) and self._knows_itself():
                    return
            else:
                self._give_up("ended while it came up")
        self._give_up(f"did not answer within {PATIENCE:.0f} seconds")

    def _knows_itself(self) -> bool:
        try:
            admin = KafkaAdminClient(bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=5_000)
        except KafkaError:
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()

    def _give_up(self, why: str) -> None:
        said = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        self.kill()
        raise BrokerDown(why, self.log, said)
