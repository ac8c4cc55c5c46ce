"""What a value must be for a type: no conversions and no guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from fastavro.types import Schema

Accepts: TypeAlias = Callable[[Any], bool]

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
FIRST_INSTANT = -62_135_596_800_000_000
LAST_INSTANT = 253_402_300_799_999_999
"""The years 1 to 9999 in microseconds: what the clients of other people can show."""


def accepting(schema: Schema, named: dict[str, Accepts] | None = None) -> Accepts:
    """Return a function that says whether a value can be written with the type as it is.

    The schema is a parsed one, in which all names are full; `named` are those met so far.
    """
    named = {} if named is None else named
    if isinstance(schema, list):
        return _any_of([accepting(branch, named) for branch in schema])
    if not isinstance(schema, dict):
        return SIMPLE.get(schema) or named[schema]
    if schema["type"] in COMPOUND:
        return COMPOUND[schema["type"]](schema, named)
    logical = f"{schema['type']}-{schema.get('logicalType')}"
    return LOGICAL.get(logical) or accepting(schema["type"], named)


def _whole_number(low: int, high: int) -> Accepts:
    return lambda value: type(value) is int and low <= value <= high


def _text(value: object) -> bool:
    return type(value) is str and (value.isascii() or _is_unicode(value))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _any_of(branches: Iterable[Accepts]) -> Accepts:
    return lambda value: any(accepts(value) for accepts in branches)


def _array(schema: dict[str, Any], named: dict[str, Accepts]) -> Accepts:
    accepts = accepting(schema["items"], named)
    return lambda value: type(value) in (list, tuple) and all(map(accepts, value))


def _map(schema: dict[str, Any], named: dict[str, Accepts]) -> Accepts:
    accepts = accepting(schema["values"], named)
    return lambda value: (
        type(value) is dict and all(map(_text, value)) and all(map(accepts, value.values()))
    )


def _enum(schema: dict[str, Any], named: dict[str, Accepts]) -> Accepts:
    named[schema["name"]] = lambda value: type(value) is str and value in schema["symbols"]
    return named[schema["name"]]


def _fixed(schema: dict[str, Any], named: dict[str, Accepts]) -> Accepts:
    named[schema["name"]] = lambda value: type(value) is bytes and len(value) == schema["size"]
    return named[schema["name"]]


def _record(schema: dict[str, Any], named: dict[str, Accepts]) -> Accepts:
    fields: list[tuple[str, Accepts]] = []

    def accepts(value: Any) -> bool:
        if type(value) is not dict or len(value) != len(fields):
            return False
        try:
            for name, fits in fields:
                if not fits(value[name]):
                    return False
        except KeyError:
            return False
        return True

    named[schema["name"]] = accepts
    fields += [(field["name"], accepting(field["type"], named)) for field in schema["fields"]]
    return accepts


SIMPLE: dict[str, Accepts] = {
    "null": lambda value: value is None,
    "boolean": lambda value: type(value) is bool,
    "int": _whole_number(-(2**31), 2**31 - 1),
    "long": _whole_number(-(2**63), 2**63 - 1),
    "float": lambda value: type(value) is float,
    "double": lambda value: type(value) is float,
    "bytes": lambda value: type(value) is bytes,
    "string": _text,
}
LOGICAL: dict[str, Accepts] = {
    "string-uuid": lambda value: type(value) is str and UUID_TEXT(value) is not None,
    "long-timestamp-micros": _whole_number(FIRST_INSTANT, LAST_INSTANT),
}
COMPOUND = {"array": _array, "map": _map, "enum": _enum, "fixed": _fixed, "record": _record}
