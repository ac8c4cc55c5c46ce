"""Calls to the registry as clients make them, without the wire."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from infra.registry import Answer, Call, Catalogue, answer
from schemas.schema_files import SchemaFiles

OPENED = "escalon.tickets.v1-escalon.TicketOpened"
LABEL = {"name": "label", "type": "string", "doc": "What it is called."}
AMOUNT = {"name": "amount", "type": "long", "default": 1}
STATED = {"name": "stated_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}
THING = "things-escalon.Thing"


def call(catalogue: Catalogue, method: str, url: str, body: object = None) -> Answer:
    """Ask for a path with its query; a body becomes JSON unless it is bytes."""
    parts = urlsplit(url)
    path = tuple(unquote(part) for part in parts.path.split("/") if part)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answer(catalogue, Call(method, path, dict(parse_qsl(parts.query)), data))


def sent(schema: object, **more: object) -> dict[str, Any]:
    """Return the body that goes with a schema."""
    return {"schema": json.dumps(schema), **more}


def thing(*fields: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a record with these fields."""
    return {"type": "record", "name": "Thing", "namespace": "escalon", "fields": list(fields)}


def two_versions(folder: Any, added: dict[str, Any] = AMOUNT) -> Catalogue:
    """Return a registry with a schema that got a second field in its second version."""
    (folder / "history").mkdir()
    (folder / "ids.json").write_text(json.dumps({"escalon.Thing": [1, 7]}))
    (folder / "history" / "Thing.1.avsc").write_text(json.dumps(thing(LABEL)))
    (folder / "Thing.avsc").write_text(json.dumps(thing(LABEL, added)))
    return Catalogue(SchemaFiles(folder), lambda name: (f"things-{name}",))
