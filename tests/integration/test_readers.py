"""Whoever reads the topics of a running desk with a stock client understands every record."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from domain import commands as c
from domain.actor import REQUESTER, Actor
from escalon.http.registry import registry_app
from escalon.http.serving import serving
from escalon.workers.starting import WORKERS
from infra.kafka.admin import apply
from infra.kafka.topics import (
    COMMANDS,
    CONTACTS,
    POLICIES,
    RESULTS,
    SLA,
    TICKETS,
    TOPICS,
    WATERMARKS,
)
from infra.registry import Catalogue
from tests.integration.workers import (
    ANNA,
    desk_of,
    id_of,
    in_threads,
    now,
    of,
    opening,
    publish,
    resolving,
    results,
    send,
    wait_until,
)

PEOPLE = Actor(REQUESTER, id_of("person"))
EXPECTED = {
    TICKETS.name: {"TicketOpened", "TicketResolved", "TierEscalated", "TicketMerged", "ReplySent"},
    SLA.name: {"SlaBreached", "RepeatContact", "SlaMet"},
    CONTACTS.name: {"TicketOpened", "ContactReceived", "TicketMerged"},
    POLICIES.name: {"PolicyPublished"},
    COMMANDS.name: {"OpenTicket", "MergeTicket", "EscalateTier"},
    RESULTS.name: {"CommandResult"},
    WATERMARKS.name: {"Watermark"},
}
"""Some of the kinds that each topic has to hold, so that a silent desk proves nothing."""


def on(ticket, kind, **fields):
    """Return a command on the ticket of a name."""
    given = {"at": now(), "actor": ANNA, "ticket_id": id_of(ticket), **fields}
    return kind(command_id=id_of(f"{kind.__name__} {ticket} {sorted(fields)}"), **given)


def a_bit_of_everything():
    """Return commands on tickets that are open: of each kind one."""
    return [
        on("one", c.ReceiveContact, text="again", requester=id_of("person"), actor=PEOPLE),
        on("one", c.SendReply, text="hello"),
        on("one", c.AddNote, text="a note"),
        on("one", c.AcknowledgeTicket),
        on("one", c.AssignTicket, assignee="anna"),
        on("one", c.UnassignTicket),
        on("one", c.ChangePriority, priority="high"),
        on("one", c.RouteTicket, queue="billing", category="refund"),
        on("one", c.HoldTicket, on="vendor"),
        on("one", c.ResumeTicket),
        on("two", c.EscalateTier),
        on("two", c.DeescalateTier),
        on("two", c.LinkTickets, other=id_of("one")),
        on("two", c.MergeTicket, into=id_of("one")),
        resolving("three", now()),
        on("three", c.RateTicket, score=5),
        on("three", c.ReopenTicket),
        on("three", c.CloseTicket),
        on("nobody opened it", c.AddNote, text="refused"),
    ]


@pytest.fixture
def told(database, kafka):
    """A broker on which a desk has done a bit of everything."""
    apply(kafka)
    commands = a_bit_of_everything()
    names = ["one", "two", "three", "four"]
    with desk_of(database, kafka) as desk, in_threads(WORKERS, database, kafka):
        send(kafka, [publish()])
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        send(kafka, [replace(opening(name, "person"), subject="it smokes") for name in names])
        wait_until(lambda: len(of(desk, "TicketOpened")) == len(names), "the tickets")
        send(kafka, commands)
        wait_until(lambda: {o.command_id for o in commands} <= results(kafka).keys(), "answers")
        wait_until(lambda: len(of(desk, "SlaBreached")) >= 1, "a breach")
        wait_until(lambda: len(of(desk, "TierEscalated")) >= 2, "a move by a rule")
    return kafka


def messages(bootstrap, topic):
    """Yield all messages of a topic as a stock client reads them."""
    reader = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "test", "enable.partition.eof": True}
    )
    with closing(reader):
        numbers = reader.list_topics(topic, 10).topics[topic].partitions
        reader.assign([TopicPartition(topic, number, 0) for number in numbers])
        left = len(numbers)
        while left:
            message = reader.poll(30)
            assert message is not None, f"{topic} stopped in the midst"
            if message.error():
                left -= 1
            else:
                yield message


def test_a_stock_deserializer_with_our_registry_decodes_every_record(told):
    letters = {topic.dead_letters.name for topic in TOPICS}
    seen = {}
    with (
        serving(registry_app(Catalogue()), "127.0.0.1", 0) as url,
        SchemaRegistryClient({"url": url, "max.retries": 0}) as client,
    ):
        deserialize = AvroDeserializer(client)
        for topic in (topic.name for topic in TOPICS if topic.name not in letters):
            context = SerializationContext(topic, MessageField.VALUE)
            for message in messages(told.bootstrap, topic):
                decoded = deserialize(message.value(), context)
                assert isinstance(decoded, dict), topic
                number = int.from_bytes(message.value()[1:5])
                name = client.get_subjects_by_schema_id(number)[0].rpartition(".")[2]
                seen.setdefault(topic, set()).add(name)

    for topic, names in EXPECTED.items():
        assert names <= seen.get(topic, set()), topic
