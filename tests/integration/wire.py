"""Servers that are reached over TLS by whoever proves who they are, and settings that do so."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from infra.clock import SystemClock
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import TICKETS
from infra.local.certificates import Certificates, make_certificates
from infra.local.faults import ServiceMistake
from infra.local.kafka import LocalKafka
from infra.local.listening import Guard
from infra.local.ports import LOOPBACK, free_port
from infra.local.postgres import LocalPostgres, PostgresMissing
from infra.store.postgres.migrate import upgrade
from tests.conftest import SERVICES
from tests.integration.workers import desk_of, id_of, publish, records

USER, PASSWORD = "anna", 'a "word" of hers'
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")
MAIN = "from escalon.cli import main; main()"
HOUR = 3_600
Environment = Mapping[str, str]


def token(folder: Path, *, life: float = HOUR) -> Path:
    """Write a token that nobody signed, of the user, good for so many seconds from now."""
    now = SystemClock().now() / 1_000_000
    claims = {"sub": USER, "iat": now - HOUR, "exp": now + life}
    parts = [
        base64.urlsafe_b64encode(json.dumps(one).encode()) for one in ({"alg": "none"}, claims)
    ]
    file = folder / "token"
    fresh = folder / "token.new"
    fresh.write_text(".".join(part.decode().rstrip("=") for part in parts) + ".\n")
    fresh.replace(file)  # whoever reads meanwhile finds the one of before, whole
    return file


@dataclass(frozen=True, kw_only=True)
class Wire:
    """A broker and a database behind TLS, a folder for what clients need, and the certificates."""

    broker: LocalKafka
    guard: Guard
    server: LocalPostgres
    database: str
    folder: Path
    certificates: Certificates

    @property
    def clear(self) -> KafkaSettings:
        """What an administrator on the same machine uses."""
        return KafkaSettings(bootstrap=self.broker.bootstrap, partitions=1)

    def way(self, name: str) -> Environment:
        """Return the settings of one way to Kafka, by its mechanism or `mutual TLS`."""
        tls = {"ESCALON_KAFKA_PROTOCOL": "SSL"}
        if name == "mutual TLS":
            return self._known(self.guard.certified_port) | tls | self.certificate
        named = {"ESCALON_KAFKA_PROTOCOL": "SASL_SSL", "ESCALON_KAFKA_MECHANISM": name}
        proof = self._token if name == "OAUTHBEARER" else self._password
        return self._known(self.guard.port) | named | proof

    @property
    def certificate(self) -> Environment:
        """The settings of a client's certificate."""
        return {
            "ESCALON_KAFKA_CERTIFICATE": str(self.certificates.client),
            "ESCALON_KAFKA_KEY": str(self.certificates.client),
        }

    def _known(self, port: int) -> dict[str, str]:
        return {
            "ESCALON_DATABASE": self.database,
            "ESCALON_KAFKA": f"{LOOPBACK}:{port}",
            "ESCALON_KAFKA_PARTITIONS": "1",
            "ESCALON_KAFKA_AUTHORITY": str(self.certificates.authority),
        }

    @property
    def _token(self) -> Environment:
        return {"ESCALON_KAFKA_TOKEN_FILE": str(token(self.folder))}

    @property
    def _password(self) -> Environment:
        return {"ESCALON_KAFKA_USER": USER, "ESCALON_KAFKA_PASSWORD": PASSWORD}


@contextmanager
def guarded(folder: Path, server: LocalPostgres) -> Iterator[Wire]:
    """Run a guarded broker in the folder beside the server, which is guarded from now on."""
    certificates = make_certificates(folder / "tls")
    guard = Guard(
        port=free_port(),
        certified_port=free_port(),
        mechanisms=MECHANISMS,
        key=certificates.server,
        authority=certificates.authority,
        users={USER: PASSWORD},
    )
    broker = LocalKafka(folder / "kafka", guard=guard)
    try:
        broker.start()
        yield Wire(
            broker=broker,
            guard=guard,
            server=server,
            database=guarded_database(server, certificates),
            folder=folder,
            certificates=certificates,
        )
    finally:
        broker.kill()


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Guarded servers with topics and a policy, for tests that leave them as they are."""
    folder = Path(os.environ[SERVICES]) / f"postgres-{uuid4().hex}"
    try:
        server = LocalPostgres(folder)
        server.start()
        with guarded(tmp_path_factory.mktemp("wire"), server) as wire:
            apply(wire.clear)
            with desk_of(wire.database, wire.clear) as desk:
                desk.desk.execute_many([publish()])
            yield wire
    except (ServiceMistake, PostgresMissing) as missing:
        pytest.skip(str(missing))
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def guarded_database(server: LocalPostgres, certificates: Certificates) -> str:
    """Have the server want TLS and a password of the user; return the URL of its new database."""
    plain = server.create_database("desk")
    with psycopg.connect(plain, autocommit=True) as connection:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
        data = Path(str(row[0] if row else ""))
        for kind in ("key", "crt"):
            copy = data / f"server.{kind}"
            copy.write_bytes(certificates.server.read_bytes())
            copy.chmod(0o600)
            os.chown(copy, data.stat().st_uid, data.stat().st_gid)
        connection.execute(f"CREATE ROLE {USER} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        guarded = f"hostssl all {USER} {LOOPBACK}/32 scram-sha-256"
        (data / "pg_hba.conf").write_text(f"{guarded}\nhost all escalon {LOOPBACK}/32 trust\n")
        for setting in ("ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    url = (
        f"postgresql://{USER}:{quote(PASSWORD)}@{LOOPBACK}:{server.port}/desk"
        f"?sslmode=verify-full&sslrootcert={certificates.authority}"
    )
    upgrade(url)
    return url


def published(kafka: KafkaSettings, name: str) -> bool:
    """Return whether the ticket of that name is on its topic."""
    return id_of(name).encode() in {record.key for record in records(kafka, TICKETS.name)}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a program said, on both its outputs together, and its exit code."""

    code: int
    text: str


def escalon(*arguments: str, environment: Environment) -> Said:
    """Run the program as a user does, until it ends by itself."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", MAIN, *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=120,
        env=os.environ | dict(environment),
    )
    return Said(code=done.returncode, text=done.stdout)
