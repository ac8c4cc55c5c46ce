"""The wire is guarded: each way of proving who one is, and a sentence for each that fails."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from kafka import KafkaAdminClient
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType

from infra.clock import SystemClock
from infra.kafka import client
from infra.kafka.admin import apply
from infra.kafka.client import Reads, Sends
from infra.kafka.configured import kafka_settings
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import POLICIES, TICKETS, WATERMARKS
from infra.local.certificates import make_certificates
from infra.local.kafka import LocalKafka
from infra.local.listening import Guard
from infra.local.ports import free_port
from infra.local.postgres import USER, LocalPostgres
from infra.settings import Settings
from infra.store.postgres.migrate import upgrade
from tests.conftest import SERVICES
from tests.integration.workers import wait_until

ANNA, WORD, GUESS = "anna", "Hush-Hush", "Gu3ssed-W0rd"
PASSWORDS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
FIRST = Partition(POLICIES.name, 0)
USAGE, BAD_INPUT, STORE = 2, 4, 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("wire")


@pytest.fixture(scope="module")
def certificates(folder):
    return make_certificates(folder / "tls")


@pytest.fixture(scope="module")
def broker(folder, certificates):
    """A broker with every door that clients know, and all topics."""
    guard = Guard(
        port=free_port(),
        key=certificates.server,
        authority=certificates.authority,
        users={ANNA: WORD},
        mechanisms=(*PASSWORDS, "OAUTHBEARER"),
        certified_port=free_port(),
    )
    broker = LocalKafka(folder / "kafka", guard=guard)
    try:
        broker.start()
        apply(KafkaSettings(bootstrap=broker.bootstrap, partitions=1))
        yield broker
    finally:
        broker.kill()


@pytest.fixture(scope="module")
def database(postgres, certificates):
    """A server of PostgreSQL that lets in over TLS only, by a password."""
    assert postgres  # where there is no server at all this skips
    place = Path(os.environ[SERVICES]) / f"postgres-{uuid4().hex}"
    server = LocalPostgres(place)
    try:
        server.start()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {ANNA} SUPERUSER LOGIN PASSWORD '{WORD}'")
            connection.execute(f"CREATE DATABASE desk OWNER {ANNA}")
            guard(connection, place, certificates)
        url = f"postgresql://{ANNA}:{WORD}@127.0.0.1:{server.port}/desk?sslmode=verify-full"
        url += f"&sslrootcert={certificates.authority}"
        upgrade(url)
        yield url
    finally:
        server.stop("immediate")
        shutil.rmtree(place)


def guard(connection, place, certificates):
    for name, file in (("cert", certificates.server), ("key", certificates.server)):
        copy = place / f"server.{name}"
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(copy, USER)
        connection.execute(f"ALTER SYSTEM SET ssl_{name}_file = '{copy}'")
    connection.execute("ALTER SYSTEM SET ssl = on")
    rules = place / "data" / "pg_hba.conf"
    rules.write_text("hostssl all anna 127.0.0.1/32 scram-sha-256\nhost all escalon all trust\n")
    connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def token(folder):
    """A file with a token for OAUTHBEARER that nobody signed, as brokers take for tests."""
    now = SystemClock().now() // 1_000_000
    parts = ({"alg": "none"}, {"sub": ANNA, "iat": now, "exp": now + 3_600})
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    file = folder / "token"
    file.write_bytes(b".".join([*coded, b""]))
    return file


@pytest.fixture(scope="module")
def ways(broker, certificates, token):
    """The settings of each way to be let in, as they stand in the environment."""
    common = {"ESCALON_KAFKA": broker.guarded_bootstrap, "ESCALON_KAFKA_PARTITIONS": "1"}
    common |= {"ESCALON_KAFKA_AUTHORITY": str(certificates.authority)}
    guarded = common | {"ESCALON_KAFKA_PROTOCOL": "SASL_SSL"}
    known = guarded | {"ESCALON_KAFKA_USER": ANNA, "ESCALON_KAFKA_PASSWORD": WORD}
    ways = {one: known | {"ESCALON_KAFKA_MECHANISM": one} for one in PASSWORDS}
    bearer = {"ESCALON_KAFKA_MECHANISM": "OAUTHBEARER", "ESCALON_KAFKA_TOKEN_FILE": str(token)}
    certified = {
        "ESCALON_KAFKA": broker.certified_bootstrap,
        "ESCALON_KAFKA_PROTOCOL": "SSL",
        "ESCALON_KAFKA_CERTIFICATE": str(certificates.client),
        "ESCALON_KAFKA_KEY": str(certificates.client),
    }
    return ways | {"OAUTHBEARER": guarded | bearer, "mutual TLS": common | certified}


@pytest.mark.parametrize("way", [*PASSWORDS, "OAUTHBEARER", "mutual TLS"])
def test_who_proves_itself_is_let_in_and_reads_what_it_wrote(ways, monkeypatch, way):
    for name, value in ways[way].items():
        monkeypatch.setenv(name, value)
    kafka = kafka_settings(Settings())
    with closing(client.producer(kafka, Sends(name="test"))) as producer:
        at = producer.send(POLICIES.name, way.encode(), b"wire").get(30).offset
    with closing(client.consumer(kafka, Reads(name="test"))) as consumer:
        consumer.assign([FIRST])
        consumer.seek(FIRST, at)
        [record, *_] = consumer.poll(30_000)[FIRST]

    assert record.value == way.encode()


def begin(settings, name="commands"):
    """Begin a worker with these settings and nothing else of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ESCALON_")}
    program = [sys.executable, "-P", "-c", "from escalon.cli import main; main()"]
    return subprocess.Popen(
        [*program, "work", name],
        env=clean | {"ESCALON_LOG": "text"} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_worker_works_with_certificates_on_both_sides_and_to_its_database(ways, database):
    worker = begin(ways["mutual TLS"] | {"ESCALON_DATABASE": database})
    try:
        said = []
        wait_until(lambda: said.append(worker.stdout.readline()) or "works on" in said[-1], "work")
        with psycopg.connect(database) as connection:
            [encrypted] = connection.execute(
                "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                " WHERE datname = 'desk'"
            ).fetchone()
        worker.send_signal(signal.SIGTERM)
        rest, _ = worker.communicate(timeout=30)
    finally:
        worker.kill()
        worker.wait()

    assert encrypted
    assert worker.returncode == 0
    assert WORD not in "".join(said) + rest


@pytest.fixture(scope="module")
def broken(ways, database, certificates, folder, broker):
    """What workers said, and their exit codes, that were started with something wrong."""
    good = ways["SCRAM-SHA-256"] | {"ESCALON_DATABASE": database}
    stranger = make_certificates(folder / "stranger")
    nowhere = f"127.0.0.1:{free_port()}"
    clear = {"ESCALON_KAFKA": broker.bootstrap, "ESCALON_KAFKA_PARTITIONS": "1"}
    certified = ways["mutual TLS"] | {"ESCALON_DATABASE": database}
    without = {k: v for k, v in certified.items() if not k.endswith(("_CERTIFICATE", "_KEY"))}
    cases = {
        **{
            f"wrong password by {one}": good | ways[one] | {"ESCALON_KAFKA_PASSWORD": GUESS}
            for one in PASSWORDS
        },
        "unknown authority": good | {"ESCALON_KAFKA_AUTHORITY": str(stranger.authority)},
        "no file of an authority": good | {"ESCALON_KAFKA_AUTHORITY": str(folder / "none.pem")},
        "no certificate": without,
        "a stranger's certificate": certified
        | {
            "ESCALON_KAFKA_CERTIFICATE": str(stranger.client),
            "ESCALON_KAFKA_KEY": str(stranger.client),
        },
        "nobody at Kafka's address": good | {"ESCALON_KAFKA": nowhere},
        "nobody at the database's address": good
        | {"ESCALON_DATABASE": f"postgresql://{ANNA}:{GUESS}@{nowhere}/desk"},
        "wrong database password": good | {"ESCALON_DATABASE": database.replace(WORD, GUESS)},
        "unknown authority of the database": good
        | {
            "ESCALON_DATABASE": database.replace(
                *map(str, (certificates.authority, stranger.authority))
            )
        },
        "no such database": good | {"ESCALON_DATABASE": database.replace("/desk?", "/disk?")},
        "no URL at all": good | {"ESCALON_DATABASE": f"postgresql//{ANNA}:{GUESS}@127.0.0.1/desk"},
        "a URL that can't be": good
        | {"ESCALON_DATABASE": f"postgresql://{ANNA}:{GUESS}@127.0.0.1/desk?colour=red"},
        "another number of partitions": clear
        | {"ESCALON_DATABASE": database, "ESCALON_KAFKA_PARTITIONS": "2"},
    }
    begun = {name: begin(settings) for name, settings in cases.items()}
    told = {}
    for name, worker in begun.items():
        try:
            out, _ = worker.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            worker.kill()
            out, _ = worker.communicate()
        told[name] = (worker.returncode, out)
    return told


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        *((f"wrong password by {one}", STORE, "password") for one in PASSWORDS),
        ("unknown authority", STORE, "name the file of the right authority"),
        ("no file of an authority", BAD_INPUT, "none.pem"),
        ("no certificate", STORE, "a certificate of the client"),
        ("a stranger's certificate", STORE, "client.pem isn't"),
        ("nobody at Kafka's address", STORE, "No Kafka broker answered at"),
        ("nobody at the database's address", STORE, "Connection refused"),
        ("wrong database password", STORE, "password"),
        ("unknown authority of the database", STORE, "certificate"),
        ("no such database", STORE, '"disk" does not exist'),
        ("no URL at all", USAGE, "ESCALON_DATABASE"),
        ("a URL that can't be", STORE, "ESCALON_DATABASE can't be read"),
        ("another number of partitions", STORE, "partitions"),
    ],
)
def test_a_worker_that_can_not_work_says_so_in_a_line_without_secrets(broken, case, code, words):
    exit_code, said = broken[case]
    sentence = said.splitlines()[-1]

    assert exit_code == code, said
    assert words in sentence
    assert sentence.endswith(".")
    assert "Traceback" not in said
    assert not any(secret in said for secret in (WORD, GUESS))
    assert [line for line in said.splitlines() if " WARNING " not in line] == [sentence]


@contextmanager
def forbidding(broker, topic):
    """Forbid everybody who names itself everything about a topic."""
    rule = ACL(
        principal="User:*",
        host="*",
        operation=ACLOperation.ALL,
        permission_type=ACLPermissionType.DENY,
        resource_pattern=ResourcePattern(ResourceType.TOPIC, topic),
    )
    with closing(KafkaAdminClient(bootstrap_servers=broker.bootstrap)) as admin:
        admin.create_acls([rule])
        try:
            yield
        finally:
            admin.delete_acls([rule])


def test_a_worker_that_may_not_read_its_topics_says_so_and_does_not_start(ways, database, broker):
    with forbidding(broker, TICKETS.name):
        worker = begin(ways["SCRAM-SHA-256"] | {"ESCALON_DATABASE": database})
        said, _ = worker.communicate(timeout=90)

    assert worker.returncode == STORE
    assert "does not allow 'anna'" in said
    assert TICKETS.name in said


def test_a_worker_that_is_forbidden_its_topics_later_ends_and_says_why(ways, database, broker):
    worker = begin(ways["SCRAM-SHA-256"] | {"ESCALON_DATABASE": database}, "relay")
    try:
        said = []
        wait_until(lambda: said.append(worker.stdout.readline()) or "leads" in said[-1], "work")
        with forbidding(broker, WATERMARKS.name):
            rest, _ = worker.communicate(timeout=90)
    finally:
        worker.kill()
        worker.wait()

    assert worker.returncode == STORE
    assert "does not allow 'anna'" in rest.splitlines()[-1]
    assert "Traceback" not in rest
