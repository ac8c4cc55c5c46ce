"""Another registry's ids on the topics: its clients read all, and nothing of ours changes."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from escalon.client import Client
from escalon.http.registry import registry_app
from escalon.http.serving import serving
from escalon.workers.starting import work
from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.commands import KINDS, value_of
from infra.kafka.topics import COMMANDS, OF_EVENTS, RESULTS, TOPICS, WATERMARKS
from infra.kafka.watermarks import from_value
from infra.registry import Catalogue
from infra.schema_ids.registry import Registry, RegistryMistake
from infra.schema_ids.settings import RegistrySettings
from infra.schema_ids.translation import Translation
from schemas.framing import LENGTH, framed_id
from schemas.schema_files import PUBLISHED, SchemaFiles
from tests.acceptance.cli_program import escalon
from tests.integration.apicurio import ApicurioMissing, apicurio
from tests.integration.workers import (
    ANNA,
    desk_of,
    header,
    id_of,
    in_threads,
    of,
    opening,
    publish,
    records,
    wait_until,
)

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
PATIENCE = 120.0
WORD = "sesame"
EVERYBODY = ("relay", "commands", "sla-timer", "repeat-contacts", "escalation", "projections")
READ = [topic.name for topic in TOPICS if not topic.name.endswith(".dlq")]
NAMED = {"escalon.TicketOpened", "escalon.SlaBreached", "escalon.TierEscalated"}


def numbered(folder, first):
    """Return our registry with ids of its own, as another that holds the same schemas."""
    shutil.copytree(SCHEMAS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    names = {name: PUBLISHED.ids(name) for name in PUBLISHED.names()}
    numbers = iter(range(first, first + 10_000))
    ids = {name: [next(numbers) for _ in versions] for name, versions in names.items()}
    (folder / "ids.json").write_text(json.dumps(ids))
    return registry_app(Catalogue(SchemaFiles(folder)))


@pytest.fixture(params=["ours with other ids", "apicurio"])
def url(request, tmp_path):
    with ExitStack() as stack:
        if request.param == "apicurio":
            try:
                yield stack.enter_context(apicurio(tmp_path))
            except ApicurioMissing as missing:
                pytest.skip(str(missing))
            return
        app = numbered(tmp_path / "schemas", 1)
        yield stack.enter_context(serving(app, "127.0.0.1", 0))


@pytest.fixture
def kafka_of(kafka):
    """The process's broker with all topics, and records with the ids of a registry."""
    apply(kafka)
    return lambda url: replace(kafka, registry=RegistrySettings(url=url))


@pytest.fixture
def translation(tmp_path):
    """A registry with ids of its own, asked by us."""
    with (
        serving(numbered(tmp_path / "schemas", 1), "127.0.0.1", 0) as url,
        closing(Translation(Registry(RegistrySettings(url=url)))) as translation,
    ):
        yield translation


def serialized(url, record):
    """Return a command as a stock client writes it that knows only the registry."""
    with SchemaRegistryClient({"url": url, "timeout": 30}) as registry:
        schema = registry.get_latest_version(f"{COMMANDS.name}-escalon.AddNote").schema
        conf = {"auto.register.schemas": False, "subject.name.strategy.type": "TOPIC_RECORD"}
        serialize = AvroSerializer(registry, schema, conf=conf)
        return serialize(record, SerializationContext(COMMANDS.name, MessageField.VALUE))


def note(word):
    """Return a note on the ticket, as a record."""
    return {
        "command_id": id_of(f"note {word}"),
        "at": 1,
        "imported": True,
        "actor": {"kind": "agent", "id": "anna"},
        "ticket_id": id_of("ticket"),
        "text": word,
    }


def test_a_desk_works_and_stock_clients_read_every_record_through_the_registry(
    database, kafka, kafka_of, url
):
    known = kafka_of(url)
    with desk_of(database, known) as desk, in_threads(EVERYBODY, database, known):
        with Client(known) as client:
            client.send(publish()).result(PATIENCE)
            client.send(opening("ticket", "rita")).result(PATIENCE)
            wait_until(lambda: of(desk, "TierEscalated"), "the escalation", PATIENCE)
            send_notes(kafka, serialized(url, note("theirs")), pinned(note("pinned")))
            wait_until(lambda: len(of(desk, "NoteAdded")) == 2, "both notes", PATIENCE)
        log = desk.outbox.stored_behind(0, 1_000)
        wait_until(lambda: is_published(known, log), "all of it on the topics", PATIENCE)

    stored = {fact.position: fact.state for fact in log}
    assert {fact.event.text for fact in log if hasattr(fact.event, "text")} == {"theirs", "pinned"}
    assert stored_of(known) == stored
    assert read_by_a_stock_client(kafka, url) >= NAMED


def pinned(record):
    """Return a command as somebody writes it who knows the ids of our own registry."""
    return value_of(KINDS["escalon.AddNote"](**record | {"actor": ANNA}))


def send_notes(kafka, *values):
    with closing(producer(kafka, Sends(name="test"))) as sender:
        for value in values:
            sender.send(COMMANDS.name, value, id_of("ticket").encode()).get(30)


def is_published(kafka, log):
    """Return whether the last watermark is as far as the log; ours are read as ours."""
    marks = [from_value(record.value).position for record in records(kafka, WATERMARKS.name)]
    return bool(marks) and marks[-1] >= log[-1].position


def stored_of(kafka):
    """Return what our own readers get from the topics, by its place in the log."""
    found = [record for topic in OF_EVENTS for record in records(kafka, topic.name)]
    return {int(header(record, "position")): record.value for record in found}


def read_by_a_stock_client(kafka, url):
    """Return the names of all records; each carries an id of the registry's, and is decoded."""
    names = set()
    with SchemaRegistryClient({"url": url, "timeout": 30}) as registry:
        # Otherwise it asks for associations first; Apicurio once left it waiting for an answer.
        conf = {"subject.name.strategy.type": "TOPIC_RECORD"}
        deserialize = AvroDeserializer(registry, conf=conf)
        for topic in READ:
            for record in records(kafka, topic):
                if record.value == pinned(note("pinned")):
                    continue
                assert deserialize(record.value, SerializationContext(topic, MessageField.VALUE))
                assert framed_id(record.value) not in PUBLISHED.versions()
                names.add(dict(record.headers).get("ce_type", topic.encode()).decode())
    return names


def test_what_leaves_and_comes_back_is_as_it_was(translation):
    value = pinned(note("there and back"))
    outside = translation.outgoing(COMMANDS.name, value)

    assert outside[LENGTH:] == value[LENGTH:]
    assert framed_id(outside) < 1_000
    assert translation.incoming(outside) == value == translation.incoming(value)


def test_what_is_not_ours_is_left_as_it_is(translation):
    strange = b"\x00\xff\xff\xff\xffbody"
    for value in (b"rubbish", b"", strange):
        assert translation.incoming(value) == translation.outgoing(COMMANDS.name, value) == value
    note_elsewhere = pinned(note("on a topic that carries no commands"))
    assert translation.outgoing(RESULTS.name, note_elsewhere) == note_elsewhere


def test_dead_letters_have_the_bytes_that_came(translation):
    outside = translation.outgoing(COMMANDS.name, pinned(note("there and back")))

    inside = translation.incoming(outside)

    assert inside != outside
    assert translation.outgoing(COMMANDS.dead_letters.name, inside) == outside


def test_ids_that_are_pinned_to_other_schemas_are_refused(tmp_path):
    app = numbered(tmp_path / "schemas", 1002)
    with (
        serving(app, "127.0.0.1", 0) as url,
        Registry(RegistrySettings(url=url)) as registry,
        pytest.raises(RegistryMistake) as refused,
    ):
        Translation(registry).announce()

    assert str(refused.value) == (
        "The registry gave id 1002 to escalon.TicketOpened, and here escalon.TicketAcknowledged is"
        " pinned to it: records could be taken for what they aren't; use a registry whose ids lie"
        " elsewhere."
    )


def test_a_registry_that_is_not_there_is_said_before_work_begins(database, kafka_of):
    known = kafka_of("http://127.0.0.1:9")

    with pytest.raises(RegistryMistake, match=r"The registry at http://127.0.0.1:9 did not answer"):
        work("relay", database, known, Event())


def test_a_registry_that_refuses_is_said_without_the_password():
    def denied(_):
        return JSONResponse({"message": "no"}, 401)

    app = Starlette(routes=[Route("/schemas/types", denied)])
    with serving(app, "127.0.0.1", 0) as url:
        settings = RegistrySettings(url=url, user="escalon", password=WORD)
        with Registry(settings) as registry, pytest.raises(RegistryMistake) as refused:
            registry.must_answer()

    assert str(refused.value) == (
        f"The registry at {url} did not let in user 'escalon' (401); check registry_user and its"
        " password."
    )
    assert WORD not in repr(settings)


def test_user_and_password_are_sent():
    def asked(request):
        kind, _, told = request.headers["authorization"].partition(" ")
        return JSONResponse(["AVRO"] if b64decode(told) == f"escalon:{WORD}".encode() else [kind])

    app = Starlette(routes=[Route("/schemas/types", asked)])
    with serving(app, "127.0.0.1", 0) as url:
        settings = RegistrySettings(url=url, user="escalon", password=WORD)
        with Registry(settings) as registry:
            registry.must_answer()


def test_a_password_in_the_url_is_refused_without_showing_it(monkeypatch):
    monkeypatch.setenv("ESCALON_REGISTRY", f"http://escalon:{WORD}@registry.example")
    monkeypatch.setenv("ESCALON_DATABASE", "postgresql://nowhere/desk")
    monkeypatch.setenv("ESCALON_KAFKA", "127.0.0.1:9")
    ran = escalon("work", "relay")

    assert ran.code == 2
    assert ran.err.startswith("ESCALON_REGISTRY: The registry's URL holds a user, and URLs are")
    assert WORD not in ran.err
