"""Records of every schema: one that is plain to see, and any that Hypothesis can think of."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from schemas import codec

SOME_ID = "0b3c1c6e-8b1e-5f0a-9c3d-1a2b3c4d5e6f"
NOON = 1_772_366_400_000_000
"""2026-03-01T12:00:00Z in microseconds."""

EXAMPLES: dict[str, Any] = {
    "string": "text",
    "int": 3,
    "long": 60_000_000,
    "boolean": True,
    "uuid": SOME_ID,
    "timestamp-micros": NOON,
    "array": ["one", "two"],
    "record": {"kind": "agent", "id": "kim"},
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=20),
    "int": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "uuid": st.uuids().map(str),
    "timestamp-micros": st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
    "array": st.lists(st.text(max_size=10), max_size=3),
    "record": st.fixed_dictionaries({"kind": st.text(max_size=9), "id": st.text(max_size=9)}),
}


def kind(field: dict[str, Any]) -> str:
    """Return the logical type of a field, or its type."""
    stated = field["type"]
    return stated if isinstance(stated, str) else stated.get("logicalType", stated["type"])


END = {"topic": "escalon.sla.v1", "partition": 0, "offset": 7}
"""The one kind of record that a list holds."""


def is_of_ends(field: dict[str, Any]) -> bool:
    """Return whether a field is the list of a watermark's ends."""
    return kind(field) == "array" and isinstance(field["type"]["items"], dict)


def example(name: str, **changes: object) -> dict[str, Any]:
    """Return a record of that schema, with changes."""
    fields = codec.schema(name)["fields"]
    values = {f["name"]: [END] if is_of_ends(f) else EXAMPLES[kind(f)] for f in fields}
    return values | changes


@cache
def records(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return any record of that schema."""
    fields = codec.schema(name)["fields"]
    ends = st.lists(st.just(END), max_size=2)
    return st.fixed_dictionaries(
        {f["name"]: ends if is_of_ends(f) else VALUES[kind(f)] for f in fields}
    )


def named_records() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Return a schema's name and any record of it."""
    return st.one_of(st.tuples(st.just(name), records(name)) for name in codec.names())
