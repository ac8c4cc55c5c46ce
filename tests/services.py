"""Kafka and PostgreSQL for the tests: each starts when the first test asks.

One PostgreSQL serves the run, with a database for each test. Brokers have no such walls, so each
process of the run has its own, and its tests have it one after the other.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from kafka import KafkaAdminClient

from infra.kafka.settings import KafkaSettings
from infra.local.faults import ServiceMistake
from infra.local.kafka import LocalKafka
from infra.local.postgres import LocalPostgres, PostgresMissing
from infra.store.postgres.migrate import upgrade
from tests.conftest import SERVICES

TEMPLATE = "migrated"
Server = LocalKafka | LocalPostgres
_begun: list[Server] = []
"""Kept until the end: Python complains of a child that it loses sight of."""


def end(folder: Path) -> None:
    """End the servers of a run."""
    for broker in folder.glob("kafka-*/"):
        LocalKafka(broker).kill()
    if (folder / "postgres" / "data" / "postmaster.pid").exists():
        LocalPostgres(folder / "postgres").stop("immediate")


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Wait until no other process of the run has that turn."""
    with (Path(os.environ[SERVICES]) / f"{name}.turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _port_of(name: str, make: Callable[[Path], Server]) -> int:
    """Return the port of the run's server of that name, started if need be."""
    folder = Path(os.environ[SERVICES])
    note = folder / f"{name}.port"
    with _turn(f"{name}-start"):
        if not note.exists():
            try:
                server = make(folder / name)
                server.start()
            except (ServiceMistake, PostgresMissing) as missing:
                pytest.skip(str(missing))
            _begun.append(server)
            note.write_text(str(server.port))
        return int(note.read_text())


@pytest.fixture(scope="session")
def postgres() -> str:
    """The URL of the run's PostgreSQL server, but for the database's name."""
    port = _port_of("postgres", LocalPostgres)
    server = f"postgresql://escalon@127.0.0.1:{port}/"
    with _turn("template"), psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,))
        if not found.fetchone():
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
            upgrade(f"{server}{TEMPLATE}")
    return server


@pytest.fixture
def empty_database(postgres: str) -> Iterator[str]:
    """The URL of a database without tables, of this test alone."""
    yield from _database(postgres, "template1")


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """The URL of a database with all tables, of this test alone."""
    yield from _database(postgres, TEMPLATE)


def _database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        with _turn("template"):
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield f"{server}{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def kafka_broker() -> str:
    """The address of the process's broker; a test may use topics of its own beside others."""
    name = f"kafka-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    return f"127.0.0.1:{_port_of(name, LocalKafka)}"


@pytest.fixture
def kafka(kafka_broker: str) -> KafkaSettings:
    """The process's broker without topics and groups."""
    _empty(kafka_broker)
    return KafkaSettings(bootstrap=kafka_broker, partitions=3)


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[LocalKafka]:
    """A broker of this test alone, running, which it may stop, kill and start."""
    broker = LocalKafka(tmp_path / "kafka")
    try:
        broker.start()
        yield broker
    except ServiceMistake as missing:
        pytest.skip(str(missing))
    finally:
        broker.kill()


@pytest.fixture
def own_postgres() -> Iterator[LocalPostgres]:
    """A PostgreSQL server of this test alone, running, which it may stop and start."""
    folder = Path(os.environ[SERVICES]) / f"postgres-{uuid4().hex}"
    try:
        server = LocalPostgres(folder)
        server.start()
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    yield server
    if (folder / "data" / "postmaster.pid").exists():
        server.stop("immediate")
    shutil.rmtree(folder)


def _empty(bootstrap: str) -> None:
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
        groups = [group["group_id"] for group in admin.list_groups()]
        if groups:
            admin.delete_groups(groups)
        while names := [name for name in admin.list_topics() if not name.startswith("__")]:
            # What the broker shows lags behind; it may be gone already.
            admin.delete_topics(names, raise_errors=False)
