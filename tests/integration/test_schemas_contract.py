"""The public contract says what the classes say, and keeps its names, ids and hashes."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from domain import commands
from domain.actor import Actor
from domain.events import conversation, policy, sla, ticket
from domain.events.policy import PolicyEvent
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from schemas import codec
from schemas.forms import schema_hash
from schemas.schema_files import PUBLISHED
from tests.unit.schema_records import kind

PINNED = json.loads(Path(__file__).with_name("pinned_schemas.json").read_text(encoding="utf-8"))
FOLDER = Path(codec.__file__).parent
EVENTS = {
    found.TOPIC: found
    for module in (conversation, policy, sla, ticket)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Event) and "TOPIC" in vars(found)
}
COMMANDS = {
    f"escalon.{found.__name__}": found
    for found in get_args(commands.Command)
    if found is not commands.ForgetRequester
}
ENVELOPE = [
    "event_id",
    "occurred_at",
    "actor",
    "command_id",
    "correlation_id",
    "causation_id",
]
COMMAND_ENVELOPE = ["command_id", "at", "actor", "causation_id", "imported"]
LENGTHS = {"target", "old_target", "paused_for", "overdue_by", "elapsed", "within", "moved_within"}
AVRO_KINDS: dict[Any, set[str]] = {
    str: {"string", "uuid"},
    int: {"int", "long", "timestamp-micros"},
    bool: {"boolean"},
    tuple[str, ...]: {"array"},
    Actor: {"record"},
}
OTHERS = {"escalon.Watermark", "escalon.CommandResult"}
"""What travels on topics and is neither."""
events = pytest.mark.parametrize("name", EVENTS)
all_schemas = pytest.mark.parametrize("name", codec.names())
messages = pytest.mark.parametrize("name", [*EVENTS, *COMMANDS])


def own_fields(name: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in codec.schema(name)["fields"]}


def published_name(event_class: type[Event], name: str) -> str:
    """Return the name under which a field of a class is published, or nothing if it isn't."""
    stream = {"originator_id": "ticket_id", "originator_version": "ticket_version"}
    if issubclass(event_class, PolicyEvent) and name == "originator_version":
        return "stream_version"
    if name not in stream:
        return name
    return stream[name] if issubclass(event_class, TicketEvent) else ""


def published_hints(found: type) -> dict[str, Any]:
    hints = get_type_hints(found)
    names = {field.name: field.name for field in fields(found)}
    if issubclass(found, Event):
        names = {name: published_name(found, name) for name in names}
    return {names[name]: hints[name] for name in names if names[name]}


def test_every_event_and_every_command_has_a_schema_and_nothing_else_has():
    assert set(codec.names()) == {*EVENTS, *COMMANDS, *OTHERS}


def test_every_file_is_the_schema_of_its_name():
    paths = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.avsc")}

    assert {f"{paths[stem]['namespace']}.{paths[stem]['name']}" for stem in paths} == set(
        codec.names()
    )
    assert all(paths[stem]["name"] == stem for stem in paths)


def test_ids_and_hashes_are_those_that_were_published():
    now = {
        name: {
            str(id): schema_hash(PUBLISHED.document(name, version)).hex()
            for version, id in enumerate(PUBLISHED.ids(name), 1)
        }
        for name in PUBLISHED.names()
    }

    assert now == PINNED


def test_no_two_schemas_share_an_id():
    ids = [id for name in PUBLISHED.names() for id in PUBLISHED.ids(name)]

    assert len(ids) == len(set(ids))


def test_ids_of_events_are_below_2000_and_ids_of_commands_above():
    assert all(1001 <= id < 2000 for name in EVENTS for id in PUBLISHED.ids(name))
    assert all(2001 <= id < 3000 for name in COMMANDS for id in PUBLISHED.ids(name))


@pytest.mark.parametrize("name", [*EVENTS, *COMMANDS])
def test_a_schema_has_the_fields_of_its_class(name):
    assert set(own_fields(name)) == set(published_hints({**EVENTS, **COMMANDS}[name]))


@pytest.mark.parametrize("name", [*EVENTS, *COMMANDS])
def test_the_types_of_a_schema_are_those_of_its_class(name):
    hints = published_hints({**EVENTS, **COMMANDS}[name])

    wrong = {
        field: kind(stated)
        for field, stated in own_fields(name).items()
        if kind(stated) not in AVRO_KINDS[hints[field]]
    }
    assert not wrong


@messages
def test_instants_are_timestamps_lengths_are_longs_and_counts_are_ints(name):
    for field, stated in own_fields(name).items():
        if field == "at" or field.endswith("_at"):
            assert kind(stated) == "timestamp-micros"
        elif field in LENGTHS:
            assert kind(stated) == "long"
            assert "microseconds" in stated["doc"]
        else:
            assert kind(stated) not in {"long", "timestamp-micros"}


@events
def test_an_event_begins_with_its_envelope(name):
    is_policy = issubclass(EVENTS[name], PolicyEvent)
    stream = ["policy", "policy_version", "note"] if is_policy else ["ticket_id", "ticket_version"]

    assert list(own_fields(name))[: len(ENVELOPE + stream)] == ENVELOPE + stream


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_begins_with_its_envelope(name):
    about_ticket = issubclass(COMMANDS[name], commands.TicketRequest)
    envelope = COMMAND_ENVELOPE + ["ticket_id"] * about_ticket

    assert list(own_fields(name))[: len(envelope)] == envelope


@pytest.mark.parametrize("name", COMMANDS)
def test_the_defaults_of_a_command_are_those_of_its_class(name):
    assumed = {f.name: f.default for f in fields(COMMANDS[name]) if f.default is not MISSING}
    stated = {f: s["default"] for f, s in own_fields(name).items() if "default" in s}

    assert stated == {
        field: list(value) if isinstance(value, tuple) else value
        for field, value in assumed.items()
    }


@events
def test_the_first_version_of_an_event_has_no_defaults(name):
    first = PUBLISHED.document(name, 1)

    assert not [field["name"] for field in first["fields"] if "default" in field]


@events
def test_the_ids_of_an_event_are_uuids(name):
    stated = own_fields(name)
    ids = {field for field in stated if field.endswith("_id")} - {"external_id"}

    assert {field: kind(stated[field]) for field in ids} == dict.fromkeys(ids, "uuid")


@messages
def test_every_record_and_every_field_says_what_it_is(name):
    document = codec.schema(name)
    actor = next(field for field in document["fields"] if field["name"] == "actor")["type"]
    described = [document, *document["fields"], actor, *actor["fields"]]

    assert all(part.get("doc", "").endswith(".") for part in described)


@messages
def test_the_actor_is_the_same_everywhere(name):
    assert own_fields(name)["actor"] == own_fields("escalon.TicketOpened")["actor"] | {
        "doc": own_fields(name)["actor"]["doc"]
    }


def test_what_people_write_is_marked_as_personal_and_nothing_else_is():
    personal = {name: codec.personal_fields(name) for name in codec.names()}

    assert {name: found for name, found in personal.items() if found} == {
        "escalon.TicketOpened": ("subject",),
        "escalon.ContactReceived": ("text",),
        "escalon.ReplySent": ("text",),
        "escalon.NoteAdded": ("text",),
        "escalon.SatisfactionRated": ("comment",),
        "escalon.TicketResolved": ("resolution",),
        "escalon.OpenTicket": ("subject",),
        "escalon.ReceiveContact": ("text",),
        "escalon.SendReply": ("text",),
        "escalon.AddNote": ("text",),
        "escalon.RateTicket": ("comment",),
        "escalon.ResolveTicket": ("resolution",),
    }


@events
def test_an_event_with_personal_fields_names_the_requester_whom_they_are_about(name):
    assert not codec.personal_fields(name) or "requester" in own_fields(name)
