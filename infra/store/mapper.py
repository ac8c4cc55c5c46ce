"""Between facts and what is stored of them: Confluent-framed Avro."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from domain.actor import Actor
from domain.events.names import BY_NAME, EVENTS
from domain.events.policy import PolicyEvent
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.policy.publication import Publication
from infra.cipher import Cipher, NoCipher
from infra.store.filed import FiledEvent
from schemas.codec import decode, encode, personal_fields

PERSONAL = {name: personal_fields(name) for name in BY_NAME}
LISTS = {
    event.TOPIC: tuple(f.name for f in fields(event) if str(f.type).startswith("tuple"))
    for event in EVENTS
}
"""The fields that Avro returns as lists and facts hold as tuples."""


class AvroMapper(Mapper[str]):
    """Stores a fact under its own name; personal fields pass through the cipher."""

    personal: Cipher = NoCipher()

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> FiledEvent:
        """Return what is stored of the fact."""
        assert isinstance(domain_event, Event)  # noqa: S101  # nothing else is recorded
        name = domain_event.TOPIC
        record = dict(vars(domain_event))
        id, version = record.pop("originator_id"), record.pop("originator_version")
        kind, who = record["actor"]
        record["actor"] = {"kind": kind, "id": who}
        if isinstance(domain_event, TicketEvent):
            record["ticket_id"], record["ticket_version"] = id, version
        elif isinstance(domain_event, PolicyEvent):
            record["stream_version"] = version
        ticket = record.get("ticket_id", "")
        for field in PERSONAL[name]:
            record[field] = self.personal.encrypt(record[field], **_where(record, field))
        return FiledEvent(id, version, name, encode(name, record), ticket)

    def published(self, state: bytes) -> Event:
        """Return the fact that a record of an event topic holds; its body names its stream."""
        name, record = decode(state)
        kind = BY_NAME[name]
        if issubclass(kind, TicketEvent):
            stream, version = record["ticket_id"], record["ticket_version"]
        elif issubclass(kind, PolicyEvent):
            stream, version = Publication.id_of(str(record["policy"])), record["stream_version"]
        else:
            stream, version = record["event_id"], 1
        return self.to_domain_event(StoredEvent(str(stream), int(str(version)), name, state))

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """Return the fact that was stored."""
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        return self.fact(stream, version, stored_event.state)

    def fact(self, stream: str, version: int, state: bytes) -> Event:
        """Return the fact that lies in a stream in that place."""
        name, values = decode(state)
        record: dict[str, Any] = dict(values)
        kind = BY_NAME[name]
        actor = record["actor"]
        record["actor"] = Actor(actor["kind"], actor["id"])
        if issubclass(kind, TicketEvent):
            del record["ticket_id"], record["ticket_version"]
        elif issubclass(kind, PolicyEvent):
            del record["stream_version"]
        for field in PERSONAL[name]:
            record[field] = self.personal.decrypt(record[field], **_where(record, field))
        for field in LISTS[name]:
            record[field] = tuple(record[field])
        record["originator_id"], record["originator_version"] = stream, version
        event = object.__new__(kind)
        event.__dict__.update(record)
        return event


def _where(record: dict[str, Any], field: str) -> dict[str, str]:
    requester = record.get("requester", "")
    return {"requester": requester, "event_id": record["event_id"], "field": field}
