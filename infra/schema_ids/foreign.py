"""Records written with a schema that a registry holds, read as ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

from fastavro import parse_schema, schemaless_reader
from fastavro.schema import SchemaParseException, UnknownType

from infra.registry.meaning import meaning
from schemas.codec import encode
from schemas.forms import plain
from schemas.framing import LENGTH, header
from schemas.resolution import unreadable
from schemas.schema_files import PUBLISHED

NO_AVRO = (SchemaParseException, UnknownType, ValueError, LookupError, TypeError, AttributeError)
DAMAGED = (EOFError, IndexError, ValueError)


def reading(text: str) -> Callable[[bytes], bytes]:
    """Return how records of that schema become framed records of ours.

    One that means the same as a version of ours gets that version's frame; another of the same
    name is read by Avro's rules and written anew. All that can't be stays as it is.
    """
    try:
        document: Any = json.loads(text)
        name = _full_name(document)
        versions = PUBLISHED.ids(name)
        for version, id in enumerate(versions, 1):
            if meaning(document) == meaning(PUBLISHED.document(name, version)):
                return _reframed(id)
        return _written_anew(name, document)
    except NO_AVRO:
        return _as_it_is


def _full_name(document: Any) -> str:
    name, space = str(document["name"]), document.get("namespace")
    return name if "." in name or not space else f"{space}.{name}"


def _as_it_is(value: bytes) -> bytes:
    return value


def _reframed(id: int) -> Callable[[bytes], bytes]:
    frame = header(id)
    return lambda value: frame + value[LENGTH:]


def _written_anew(name: str, document: Any) -> Callable[[bytes], bytes]:
    ours = PUBLISHED.document(name)
    if unreadable(ours, document):
        return _as_it_is
    writer, wanted = parse_schema(plain(document)), parse_schema(plain(ours))

    def read(value: bytes) -> bytes:
        try:
            record: Any = schemaless_reader(BytesIO(value[LENGTH:]), writer, wanted)
        except DAMAGED:
            return value
        return encode(name, record)

    return read
