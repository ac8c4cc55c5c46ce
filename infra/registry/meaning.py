"""When two schemas say the same: all but their words of explanation is compared."""

from __future__ import annotations

import json
from typing import Any

from fastavro import parse_schema

NESTED = ("type", "items", "values", "fields")
"""The keys under which further types stand."""
TELLING = (
    *NESTED,
    "name",
    "namespace",
    "aliases",
    "symbols",
    "size",
    "default",
    "logicalType",
    "precision",
    "scale",
    "pii",
)
"""The keys that decide how data is laid out, read or hidden; others are for people and tools."""

TEXTS = {"name", "namespace", "logicalType"}
LISTS = {"aliases", "symbols"}
"""What the library takes as anything: texts, and lists of texts."""


def meaning(schema: Any) -> str:
    """Return a text that is the same for schemas that mean the same.

    Raises what the library raises for something that is no schema.
    """
    return json.dumps(_plainest(parse_schema(bare(schema))), sort_keys=True)


def bare(schema: Any) -> Any:
    """Return the schema with nothing but what tells; raise `ValueError` where a name is none."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: schema[key] for key in TELLING if key in schema}
    _check_names(kept)
    return kept | {key: bare(kept[key]) for key in NESTED if key in kept}


def _check_names(kept: dict[str, Any]) -> None:
    for key in (TEXTS | LISTS) & kept.keys():
        names = kept[key] if key in LISTS else [kept[key]]
        if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            message = f"'{key}' has to be {'a list of texts' if key in LISTS else 'a text'}"
            raise ValueError(message)


def _plainest(schema: Any) -> Any:
    """Drop the library's own notes, and write a type that says no more than its name as that."""
    if isinstance(schema, list):
        return [_plainest(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = bare(schema)
    if kept.keys() == {"type"}:
        return _plainest(kept["type"])
    return kept | {key: _plainest(kept[key]) for key in NESTED if key in kept}
