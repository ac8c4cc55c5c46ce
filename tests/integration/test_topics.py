"""Topics as they are made on a broker, and told of where they differ."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from kafka.admin import ConfigResource

from domain.events.names import EVENTS
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent
from infra.kafka import client
from infra.kafka.admin import apply, check
from infra.kafka.client import Reads, Sends
from infra.kafka.faults import KafkaUnreachable
from infra.kafka.partitioning import partition_of
from infra.kafka.protocols import Partition
from infra.kafka.security import Security
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import CONTACTS, POLICIES, SLA, TICKETS, TOPICS, topic_of, topics_of
from infra.local.ports import free_port

WEEK = str(7 * 24 * 60 * 60 * 1_000)


def settings_of(kafka, topic):
    with closing(client.admin(kafka)) as admin:
        found = admin.describe_configs([ConfigResource("topic", topic)], config_filter="all")
    return {key: one["value"] for key, one in found["topic"][topic].items()}


def partitions_of(kafka):
    with closing(client.admin(kafka)) as admin:
        return {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}


def a_consumer(kafka):
    return client.consumer(kafka, Reads(name="test"))


def a_producer(kafka):
    return client.producer(kafka, Sends(name="test"))


def test_every_event_has_one_home():
    for event in EVENTS:
        home = POLICIES if issubclass(event, PolicyEvent) else TICKETS
        assert topic_of(event.TOPIC) == (SLA if issubclass(event, CaseEvent) else home).name


def test_what_a_requester_did_is_copied_to_the_contacts():
    copied = {event.TOPIC for event in EVENTS if CONTACTS.name in topics_of(event.TOPIC)}

    assert copied == {"escalon.TicketOpened", "escalon.ContactReceived", "escalon.TicketMerged"}


def test_names_are_unique():
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_all_topics_are_made_with_their_partitions(kafka):
    done = apply(kafka)
    found = partitions_of(kafka)

    assert done.created == [topic.name for topic in TOPICS]
    assert done.differences == []
    assert found | {t.name: t.partitions(3) for t in TOPICS} == found


@pytest.mark.parametrize(
    ("topic", "setting", "value"),
    [
        ("escalon.tickets.v1", "retention.ms", "-1"),
        ("escalon.commands.v1", "retention.ms", WEEK),
        ("escalon.tickets.v1.dlq", "retention.ms", WEEK),
        ("escalon.ticket-state.v1", "cleanup.policy", "compact"),
    ],
)
def test_topics_keep_what_they_should(kafka, topic, setting, value):
    apply(kafka)

    assert settings_of(kafka, topic)[setting] == value


def test_made_twice_they_are_made_once(kafka):
    apply(kafka)

    assert apply(kafka) == ([], [], [])
    assert check(kafka) == []


def test_a_missing_topic_is_told_of(kafka):
    apply(kafka, TOPICS[1:])

    assert check(kafka) == [f"Topic {TOPICS[0].name} is missing; run `escalon topics apply`."]


def test_a_number_of_partitions_is_told_of_and_never_changed(kafka):
    apply(kafka, [TICKETS])
    more = replace(kafka, partitions=4)
    [told] = apply(more, [TICKETS], change=True).differences

    assert partitions_of(kafka)[TICKETS.name] == 3
    assert told == (
        "Topic escalon.tickets.v1 has 3 partitions, and 4 are set; they never change in place,"
        " since keys would change their partition: set kafka_partitions to 3, or move to a new"
        " cluster."
    )


def test_a_setting_that_differs_is_told_of_and_changed_only_when_asked(kafka):
    apply(kafka, [TICKETS])
    with closing(client.admin(kafka)) as admin:
        admin.alter_configs([ConfigResource("topic", TICKETS.name, {"retention.ms": "1000"})])
    told = (
        "Topic escalon.tickets.v1 has retention.ms=1000, and -1 is needed;"
        " run `escalon topics apply --change`."
    )

    assert check(kafka, [TICKETS]) == [told]
    assert apply(kafka, [TICKETS]) == ([], [], [told])
    assert apply(kafka, [TICKETS], change=True) == ([], [TICKETS.name], [])
    assert settings_of(kafka, TICKETS.name)["retention.ms"] == "-1"


def test_a_key_is_where_the_librarys_own_choice_puts_it(kafka):
    apply(kafka, [TICKETS])
    keys = [f"ticket {number}" for number in range(20)]
    with closing(client.producer(kafka, Sends(name="test"))) as producer:
        receipts = [producer.send(TICKETS.name, b"", key.encode()) for key in keys]
        chosen = [receipt.get(10).partition for receipt in receipts]

    assert chosen == [partition_of(key, kafka.partitions) for key in keys]


def test_a_consumer_sees_what_is_committed_and_nothing_else(kafka):
    apply(kafka, [POLICIES])
    with closing(client.producer(kafka, Sends(name="test", transactional="test"))) as producer:
        producer.init_transactions()
        for value, keep in ((b"undone", False), (b"kept", True)):
            producer.begin_transaction()
            producer.send(POLICIES.name, value, b"default").get(10)
            (producer.commit_transaction if keep else producer.abort_transaction)()
    partition = Partition(POLICIES.name, 0)
    with closing(client.consumer(kafka, Reads(name="test"))) as consumer:
        consumer.assign([partition])
        consumer.seek(partition, 0)
        records = consumer.poll(10_000)

    assert [record.value for record in records[partition]] == [b"kept"]


def test_a_producer_of_the_same_name_shuts_out_the_one_before(kafka):
    apply(kafka, [POLICIES])
    sends = Sends(name="test", transactional="leader")
    with (
        closing(client.producer(kafka, sends)) as deposed,
        closing(client.producer(kafka, sends)) as leader,
    ):
        deposed.init_transactions()
        deposed.begin_transaction()
        leader.init_transactions()
        with pytest.raises(Exception, match=r"[Ff]enced|[Ee]poch"):
            deposed.send(POLICIES.name, b"late", b"default").get(10)


def test_a_broker_that_is_not_there_is_told_of_in_a_sentence():
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(KafkaUnreachable) as told:
        client.admin(KafkaSettings(bootstrap=address, patience=0.3))

    assert str(told.value) == (
        f"No Kafka broker answered at {address} within 0.3 s; check the address, that it runs,"
        " and that it speaks PLAINTEXT."
    )


@pytest.mark.parametrize("make", [client.admin, a_consumer, a_producer])
def test_a_client_that_finds_no_broker_leaves_no_thread_behind(make):
    before = set(threading.enumerate())
    with pytest.raises(KafkaUnreachable):
        make(KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}", patience=0.3))

    assert set(threading.enumerate()) == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"protocol": "TLS"}, "Kafka's protocol is 'TLS'; it is one of PLAINTEXT, SSL,"),
        (
            {"protocol": "SASL_SSL", "mechanism": "GSSAPI"},
            "Kafka's SASL mechanism is 'GSSAPI'; it is one of PLAIN,",
        ),
        (
            {"protocol": "SASL_SSL", "mechanism": "PLAIN", "user": "anna"},
            "PLAIN needs a user and a password; set both.",
        ),
        (
            {"protocol": "SASL_SSL", "mechanism": "OAUTHBEARER"},
            "OAUTHBEARER needs a token; name the file that holds it.",
        ),
    ],
)
def test_what_can_not_be_together_is_told_of_in_a_sentence(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        Security(**given)


def test_secrets_are_no_part_of_any_text():
    secrets = {"password": "hush", "key_password": "hush"}
    security = Security(protocol="SASL_SSL", mechanism="PLAIN", user="anna", **secrets)

    assert "hush" not in f"{security} {security!r}"


def run(kafka, *arguments):
    """Run `escalon topics` as a user does."""
    settings = {"ESCALON_KAFKA": kafka.bootstrap, "ESCALON_KAFKA_PARTITIONS": "3"}
    main = "from escalon.cli import main; main()"
    program = [sys.executable, "-P", "-c", main, "topics", *arguments]
    return subprocess.run(
        program, check=False, capture_output=True, text=True, env=os.environ | settings
    )


def test_the_command_line_makes_topics_and_says_what_is_missing_until_then(kafka):
    before = run(kafka, "check")
    made = run(kafka, "apply", "--json")
    after = run(kafka, "check")

    assert (before.returncode, made.returncode, after.returncode) == (1, 0, 0)
    assert "Topic escalon.tickets.v1 is missing" in before.stderr
    assert json.loads(made.stdout)["created"] == [topic.name for topic in TOPICS]
    assert after.stdout == f"All {len(TOPICS)} topics are as they should be.\n"
