"""A stock client needs nothing of ours but the registry's address."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

from escalon.http.registry import registry_app
from escalon.http.serving import serving
from infra.registry import Catalogue
from infra.registry.subjects import subjects_of
from schemas import codec
from schemas.schema_files import PUBLISHED
from tests.unit.schema_records import NOON, example, kind

COMMANDS = "escalon.commands.v1"
OPENED = "escalon.tickets.v1-escalon.TicketOpened"
TOPICS = [
    (subject.partition("-")[0], name) for name in codec.names() for subject in subjects_of(name)
]


@pytest.fixture(scope="module")
def url():
    with serving(registry_app(Catalogue()), "127.0.0.1", 0) as url:
        yield url


@pytest.fixture
def client(url):
    with SchemaRegistryClient({"url": url, "max.retries": 0}) as client:
        yield client


def schema(name):
    return Schema(PUBLISHED.text(f"escalon.{name}"))


def changed(short, **field):
    document = PUBLISHED.document(f"escalon.{short}")
    return Schema(json.dumps(document | {"fields": [*document["fields"], field]}))


def as_clients_see(name):
    """Return the example of a schema with instants as clients show them."""
    kinds = {field["name"]: kind(field) for field in codec.schema(name)["fields"]}
    noon = datetime.fromtimestamp(NOON // 1_000_000, UTC)
    return {
        field: noon if kinds[field] == "timestamp-micros" else value
        for field, value in example(name).items()
    }


def with_texts(record):
    """Return a record whose ids are texts; some clients show them as UUIDs."""
    return {key: str(value) if hasattr(value, "hex") else value for key, value in record.items()}


@pytest.mark.parametrize(("topic", "name"), TOPICS)
def test_a_stock_deserializer_reads_every_record_of_every_topic(client, topic, name):
    deserialize = AvroDeserializer(client)
    context = SerializationContext(topic, MessageField.VALUE)

    record = deserialize(codec.encode(name, example(name)), context)

    assert with_texts(record) == as_clients_see(name)


@pytest.mark.parametrize("name", [name for topic, name in TOPICS if topic == COMMANDS])
@pytest.mark.parametrize("how", ["auto.register.schemas", "use.latest.version", None])
def test_a_stock_serializer_writes_commands_that_we_read(client, name, how):
    chosen = {"auto.register.schemas": False} | ({how: True} if how else {})
    serialize = AvroSerializer(
        client,
        PUBLISHED.text(name),
        conf=chosen | {"subject.name.strategy.type": "TOPIC_RECORD"},
    )

    written = serialize(example(name), SerializationContext(COMMANDS, MessageField.VALUE))

    assert codec.decode(written) == (name, example(name))


def test_the_latest_version_can_be_what_a_reader_asks_for(client):
    deserialize = AvroDeserializer(
        client,
        conf={"use.latest.version": True, "subject.name.strategy.type": "TOPIC_RECORD"},
    )
    message = codec.encode("escalon.SlaBreached", example("escalon.SlaBreached"))

    record = deserialize(message, SerializationContext("escalon.sla.v1", MessageField.VALUE))

    assert with_texts(record) == as_clients_see("escalon.SlaBreached")


def test_a_client_finds_its_way_by_subject_and_version(client):
    assert OPENED in client.get_subjects()
    assert client.get_subjects("escalon.policies") == [
        "escalon.policies.v1-escalon.PolicyPublished",
        "escalon.policies.v1-escalon.PolicyRetired",
    ]
    assert client.get_versions(OPENED) == [1]
    assert client.get_latest_version(OPENED).schema_id == 1001
    assert client.get_version(OPENED, 1).schema_id == 1001
    assert client.get_schema_types() == ["AVRO"]
    assert OPENED in client.get_subjects_by_schema_id(1001)
    assert client.get_schema_versions(1001)[0].version == 1
    assert client.get_referenced_by(OPENED, 1) == []


def test_a_client_that_looked_by_id_and_subject_knows_the_registered_version(client):
    client.get_schema(1001, OPENED)

    assert client.get_version(OPENED, 1).schema_id == 1001


def test_a_client_looks_up_and_registers_what_is_there(client):
    found = client.lookup_schema(OPENED, schema("TicketOpened"))

    assert (found.schema_id, found.version, found.subject) == (1001, 1, OPENED)
    assert client.register_schema(OPENED, schema("TicketOpened")) == 1001


def test_a_client_is_refused_what_is_not_there(client):
    breaking = changed("TicketOpened", name="colour", type="string")
    fitting = changed("TicketOpened", name="colour", type="string", default="")

    with pytest.raises(SchemaRegistryError) as broken:
        client.register_schema(OPENED, breaking)
    with pytest.raises(SchemaRegistryError) as unpinned:
        client.register_schema(OPENED, fitting)
    with pytest.raises(SchemaRegistryError) as missing:
        client.get_latest_version("nobody")

    assert (broken.value.http_status_code, broken.value.error_code) == (409, 40901)
    assert (unpinned.value.http_status_code, unpinned.value.error_code) == (422, 42205)
    assert (missing.value.http_status_code, missing.value.error_code) == (404, 40401)


def test_a_client_tries_a_schema_before_it_asks_for_it(client):
    breaking = changed("TicketOpened", name="colour", type="string")
    fitting = changed("TicketOpened", name="colour", type="string", default="")

    assert client.test_compatibility(OPENED, fitting)
    assert client.test_compatibility_all_versions(OPENED, fitting)
    assert not client.test_compatibility(OPENED, breaking, version=1)
    assert not client.test_compatibility_all_versions(OPENED, breaking)


def test_a_client_reads_how_the_registry_is_set(client):
    assert client.get_compatibility() == client.get_compatibility(OPENED) == "FULL_TRANSITIVE"
    assert client.get_config(OPENED).compatibility_level == "FULL_TRANSITIVE"
    assert client.get_global_mode() == client.get_mode(OPENED) == "READONLY"
    assert client.get_contexts() == ["."]
