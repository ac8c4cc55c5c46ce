"""Other forms of a schema: plain for our own reading and writing, canonical for its hash."""

from __future__ import annotations

from hashlib import sha256

from fastavro.schema import parse_schema, to_parsing_canonical_form
from fastavro.types import Schema

from schemas.schema_files import Document

WORDLESS = ("type", "items", "values", "fields")
"""The keys under which further types stand."""


def plain(schema: Schema) -> Schema:
    """Return the schema without logical types: instants stay integers and ids stay text."""
    if isinstance(schema, list):
        return [plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    bare = {key: value for key, value in schema.items() if key != "logicalType"}
    inside = {key: plain(bare[key]) for key in WORDLESS if key in bare}
    return bare | inside


def canonical(document: Document) -> str:
    """Return what decides how data is laid out, in Avro's parsing canonical form."""
    return to_parsing_canonical_form(parse_schema(document))


def schema_hash(document: Document) -> bytes:
    """Return the SHA-256 of the canonical form: 32 bytes."""
    return sha256(canonical(document).encode()).digest()
