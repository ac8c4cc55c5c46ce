"""Servers of one's own: they keep what they have, and say in a sentence why they can't run."""

from __future__ import annotations

import os
import socket
from contextlib import closing

import psycopg
import pytest
import yaml

from infra.kafka import client
from infra.kafka.admin import apply, check
from infra.kafka.client import Reads, Sends
from infra.kafka.faults import KafkaHungUp, KafkaRefused, KafkaUnknown
from infra.kafka.protocols import Partition
from infra.kafka.security import Security
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import POLICIES
from infra.local.certificates import make_certificates
from infra.local.faults import BrokerDown, JarsMissing, JavaMissing, MavenMissing, PortTaken
from infra.local.jars import kafka_jars, kafka_version
from infra.local.kafka import LocalKafka
from infra.local.listening import Guard
from infra.local.ports import free_port
from infra.local.properties import properties
from scripts.local_services import KAFKA_PORT, POSTGRES_PORT
from tests.conftest import REPOSITORY

FIRST = Partition(POLICIES.name, 0)
USER, PASSWORD, GUESS = "anna", 'a "word" of hers', "guessed"


def send(kafka, value):
    with closing(client.producer(kafka, Sends(name="test"))) as producer:
        producer.send(POLICIES.name, value, b"default").get(30)


def read(kafka):
    with closing(client.consumer(kafka, Reads(name="test"))) as consumer:
        consumer.assign([FIRST])
        consumer.seek(FIRST, 0)
        return [record.value for record in consumer.poll(10_000)[FIRST]]


def a_program(folder, name, text):
    """Make a program that is found in place of the real one, and nothing else with it."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return str(folder)


def test_a_broker_keeps_what_it_has_through_a_crash(own_kafka):
    kafka = KafkaSettings(bootstrap=own_kafka.bootstrap, partitions=1)
    apply(kafka)
    send(kafka, b"before")
    own_kafka.kill()
    own_kafka.start()
    send(kafka, b"after")

    assert kafka.bootstrap == own_kafka.bootstrap
    assert read(kafka) == [b"before", b"after"]


def test_a_broker_can_be_stopped_by_another_process_than_its_own(own_kafka, tmp_path):
    other = LocalKafka(tmp_path / "kafka", own_kafka.port)
    assert other.pid == own_kafka.pid
    other.stop()

    assert own_kafka.pid is None


def test_a_broker_listens_on_loopback_only(tmp_path):
    guard = Guard(port=3, key=tmp_path, authority=tmp_path, users={})
    lines = dict(line.split("=", 1) for line in properties(tmp_path, 1, 2, guard).splitlines())
    addresses = lines["listeners"].split(",") + lines["advertised.listeners"].split(",")

    assert all("://127.0.0.1:" in address for address in addresses)


def test_a_port_that_is_taken_is_told_of_in_a_sentence(tmp_path):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(PortTaken) as told:
            LocalKafka(tmp_path, port).start()

    assert str(told.value) == (
        f"Port {port} of 127.0.0.1 is taken; stop who listens there, or name another port."
    )


def test_without_java_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JavaMissing, match="needs Java 17 or newer, and there is none; install one"):
        LocalKafka(tmp_path / "kafka").start()


def test_a_java_that_is_too_old_is_named(tmp_path, monkeypatch):
    path = a_program(tmp_path, "java", "echo 'openjdk version \"1.8.0_402\"' >&2")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(JavaMissing, match="and there is only Java 8"):
        LocalKafka(tmp_path / "kafka").start()


def test_without_maven_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("ESCALON_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MavenMissing, match="there is no Maven to fetch them; install it"):
        kafka_jars()


def test_jars_that_can_not_be_fetched_leave_nothing_behind(tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    monkeypatch.setenv("ESCALON_CACHE", str(cache))
    monkeypatch.setenv("PATH", a_program(tmp_path, "mvn", "echo no network; exit 1"))
    with pytest.raises(JarsMissing, match=r"could not fetch Kafka's jars\.\n  no network"):
        kafka_jars()

    assert list(cache.iterdir()) == []


def test_jars_are_fetched_once(tmp_path, monkeypatch):
    fetch = (
        'for one; do case $one in -DoutputDirectory=*) to=${one#*=};; esac; done; /bin/mkdir "$to";'
        f' : > "$to/kafka_1.jar"; echo >> {tmp_path}/calls'
    )
    monkeypatch.setenv("ESCALON_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", a_program(tmp_path, "mvn", fetch))

    assert kafka_jars() == kafka_jars() == tmp_path / "cache" / f"kafka-{kafka_version()}"
    assert (tmp_path / "calls").read_text() == "\n"


def test_a_broker_that_does_not_come_up_says_where_its_log_is_and_its_last_words(
    tmp_path, monkeypatch
):
    java = 'case "$*" in -version) echo \'version "21"\' >&2;; *kafka.Kafka*) echo alas; exit 1;;'
    monkeypatch.delenv("JAVA_HOME", raising=False)
    kafka_jars()
    monkeypatch.setenv("PATH", a_program(tmp_path, "java", f"{java} esac"))
    broker = LocalKafka(tmp_path / "kafka")
    with pytest.raises(BrokerDown) as told:
        broker.start()

    assert str(told.value) == f"Kafka ended while it came up; its log is {broker.log}.\n  alas"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A broker that wants a user by SCRAM over TLS, and what such a user has to know."""
    folder = tmp_path_factory.mktemp("guarded")
    certificates = make_certificates(folder / "tls")
    guard = Guard(
        port=free_port(),
        key=certificates.server,
        authority=certificates.authority,
        users={USER: PASSWORD},
    )
    broker = LocalKafka(folder / "kafka", guard=guard)
    try:
        broker.start()
        yield broker, certificates.authority
    finally:
        broker.kill()


def as_user(guarded, **other):
    broker, authority = guarded
    known = {"mechanism": "SCRAM-SHA-256", "user": USER, "password": PASSWORD}
    security = {"protocol": "SASL_SSL", "authority": authority, **known, **other}
    return KafkaSettings(
        bootstrap=broker.guarded_bootstrap,
        partitions=1,
        security=Security(**security),
        patience=3 if other else 30,
    )


def test_a_user_with_the_password_is_let_in_over_tls(guarded):
    kafka = as_user(guarded)
    apply(kafka)
    send(kafka, b"secret")

    assert read(kafka) == [b"secret"]
    assert check(kafka) == []


def test_a_wrong_password_is_told_of_in_a_sentence_that_does_not_say_it(guarded):
    with pytest.raises((KafkaRefused, KafkaHungUp)) as told:
        client.admin(as_user(guarded, password=GUESS))

    assert f"'{USER}'" in str(told.value)
    assert "password" in str(told.value)
    assert GUESS not in str(told.value)


def test_a_broker_whose_certificate_nobody_vouches_for_is_not_spoken_to(guarded):
    with pytest.raises(KafkaUnknown, match="name the file of the right authority"):
        client.admin(as_user(guarded, authority=None))


def test_a_client_without_tls_is_told_so(guarded):
    with pytest.raises(KafkaHungUp, match="check that it speaks PLAINTEXT"):
        client.admin(as_user(guarded, protocol="PLAINTEXT"))


def test_a_database_server_keeps_what_it_has_through_a_crash(own_postgres):
    url = own_postgres.create_database("kept")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    own_postgres.stop("immediate")
    own_postgres.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchall() == [(1,)]


def test_a_database_server_is_never_root(own_postgres):
    with psycopg.connect(own_postgres.url) as connection:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()

    assert os.stat(row[0]).st_uid != 0  # noqa: PTH116  # a folder that only its owner may enter


def test_those_with_docker_get_the_same_kafka_on_the_same_addresses():
    compose = yaml.safe_load((REPOSITORY / "infra" / "compose.yaml").read_text())["services"]

    assert compose["kafka"]["image"] == f"apache/kafka:{kafka_version()}"
    assert compose["kafka"]["ports"] == [f"127.0.0.1:{KAFKA_PORT}:{KAFKA_PORT}"]
    assert compose["postgres"]["ports"] == [f"127.0.0.1:{POSTGRES_PORT}:5432"]
