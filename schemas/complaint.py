"""The sentence for somebody whose record a schema refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastavro.types import Schema

from schemas.acceptance import Accepts, accepting
from schemas.schema_files import Document

LONGEST = 60
"""How many characters of a wrong value are shown."""

WORDS = {
    "null": "nothing (None)",
    "boolean": "true or false",
    "int": "a whole number of 32 bits",
    "long": "a whole number of 64 bits",
    "float": "a float",
    "double": "a float",
    "bytes": "bytes",
    "string": "a text in Unicode (str)",
}
LOGICAL_WORDS = {
    "uuid": "a UUID as 36 characters in lower case (str)",
    "timestamp-micros": "whole microseconds since the Unix epoch, in the years 1 to 9999 (int)",
}


def complaint(schema: Document, record: Mapping[str, object]) -> str:
    """Return one sentence about what is wrong first; `schema` is a parsed one."""
    name = schema["name"]
    fields = {field["name"]: field for field in schema["fields"]}
    missing = [field for field in fields if field not in record]
    if missing:
        return f"{name}: the record lacks {_listed(missing)}; every field has to be there."
    unknown = [str(field) for field in record if field not in fields]
    if unknown:
        return f"{name}: there is no field {_listed(unknown)}; its fields are {_listed(fields)}."
    named: dict[str, Accepts] = {}
    accepting(schema, named)
    for field in fields.values():
        value = record[field["name"]]
        if not accepting(field["type"], named)(value):
            shown = f"a {type(value).__name__}" if field.get("pii") else _shown(value)
            wanted = _wanted(field["type"])
            return f"{name}: field '{field['name']}' is {shown}; it has to be {wanted}."
    return f"{name}: the record is a {type(record).__name__}; it has to be a dict."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text[:LONGEST]}… ({type(value).__name__})" if len(text) > LONGEST else text


def _wanted(schema: Schema) -> str:
    """Return in words what a value has to be."""
    if isinstance(schema, list):
        return " or ".join(_wanted(branch) for branch in schema)
    if not isinstance(schema, dict):
        return WORDS.get(schema, f"as {schema} says")
    words = COMPOUND_WORDS.get(schema["type"])
    if words:
        return words(schema)
    return LOGICAL_WORDS.get(schema.get("logicalType", "")) or _wanted(schema["type"])


COMPOUND_WORDS = {
    "array": lambda schema: f"a list, each {_wanted(schema['items'])}",
    "map": lambda schema: f"a dict of texts, each to {_wanted(schema['values'])}",
    "enum": lambda schema: f"one of {_listed(schema['symbols'])}",
    "fixed": lambda schema: f"{schema['size']} bytes",
    "record": lambda schema: (
        "a dict of "
        + ", ".join(f"'{field['name']}' ({_wanted(field['type'])})" for field in schema["fields"])
    ),
}
