"""The tables of all events, from their schemas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from domain.events.conversation import ContactReceived
from domain.events.names import EVENTS
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent, ClockEvent
from domain.events.ticket import TicketMerged, TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from schemas.codec import schema, schema_id

WORDS = {"string": "text", "int": "number", "long": "length"}
LOGICAL = {"timestamp-micros": "instant", "uuid": "id"}


class Family(NamedTuple):
    """Events that share fields, and a topic in the distributed form."""

    title: str
    about: str
    topic: str
    key: str
    events: Sequence[type[Event]]


def families() -> list[Family]:
    """Return all events, each in one family."""
    clocks = [event for event in EVENTS if issubclass(event, ClockEvent)]
    cases = [event for event in EVENTS if issubclass(event, CaseEvent) and event not in clocks]
    tickets = [event for event in EVENTS if issubclass(event, TicketEvent)]
    policies = [event for event in EVENTS if issubclass(event, PolicyEvent)]
    of_ticket, alone = "the ticket's id", "each in a stream of its own whose id is the event's"
    return [
        Family(
            "Tickets",
            "What happens to a ticket, in the ticket's own stream.",
            "escalon.tickets.v1",
            of_ticket,
            tickets,
        ),
        Family(
            "Clocks",
            f"What SLA clocks say, {alone}; with it a deadline can be recomputed by hand.",
            "escalon.sla.v1",
            of_ticket,
            clocks,
        ),
        Family(
            "Conclusions",
            f"What else is concluded about a ticket, {alone}.",
            "escalon.sla.v1",
            of_ticket,
            cases,
        ),
        Family(
            "Policies",
            "What happens to a policy; each name has a stream.",
            "escalon.policies.v1",
            "the policy's name",
            policies,
        ),
    ]


def events() -> str:
    """Return a section for each family, with the fields of its events."""
    return "\n".join(_family(family) for family in families())


def _family(family: Family) -> str:
    common = shared(event.TOPIC for event in family.events)
    return (
        f"## {family.title}\n\n{family.about}\n"
        f"Topic `{family.topic}`, key: {family.key}.\n\n"
        f"Each of these events has:\n\n{table(common)}"
        + "".join(_event(event, common) for event in family.events)
    )


def _event(event: type[Event], common: Sequence[dict[str, Any]]) -> str:
    document = schema(event.TOPIC)
    short = document["name"]
    own = [field for field in document["fields"] if field not in common]
    text = f"\n### {short}\n\n{lines(document['doc'])}"
    if event in (TicketOpened, ContactReceived, TicketMerged):
        text += "A copy goes to `escalon.contacts.v1`, key: the requester's pseudonym.\n"
    text += f"Schema [{schema_id(event.TOPIC)}](../schemas/{short}.avsc).\n"
    return f"{text}\n{table(own)}" if own else text


def shared(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the fields that all of these schemas have, with the same meaning."""
    first, *others = (schema(name)["fields"] for name in names)
    return [field for field in first if all(field in fields for fields in others)]


def table(fields: Sequence[dict[str, Any]]) -> str:
    """Return a row for each field."""
    rows = (f"| `{f['name']}` | {_type(f)} | {_cell(f['doc'])} |\n" for f in fields)
    return f"| field | type | meaning |\n|---|---|---|\n{''.join(rows)}"


def _type(field: dict[str, Any]) -> str:
    kind = _kind(field["type"])
    return f"{kind}, **personal**" if field.get("pii") else kind


def _kind(written: Any) -> str:
    if isinstance(written, str):
        return WORDS.get(written, written)
    if written["type"] == "array":
        return f"list of {_kind(written['items'])}s"
    if written["type"] == "record":
        return ", ".join(f"`{f['name']}`: {_kind(f['type'])}" for f in written["fields"])
    return LOGICAL[written["logicalType"]]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def lines(text: str) -> str:
    """Return the text with each sentence on its own line."""
    return text.replace(". ", ".\n") + "\n"
