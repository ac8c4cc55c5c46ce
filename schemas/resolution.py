"""Avro's rules for reading data that was written with one schema by another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeAlias

from fastavro import parse_schema
from fastavro.schema import extract_record_type
from fastavro.types import NamedSchemas, Schema

PROMOTIONS = {
    "long": ("int",),
    "float": ("int", "long"),
    "double": ("int", "long", "float"),
    "string": ("bytes",),
    "bytes": ("string",),
}
"""What else a reader's type can read."""
MEANING = ("logicalType", "precision", "scale")
"""What says what a value stands for; the same bytes mean another thing with others."""

Compare: TypeAlias = Callable[[Any, Any, Any, str], Iterator[str]]


def unreadable(reader: Schema, writer: Schema) -> list[str]:
    """Return why the reader can't read all that the writer may write: nothing if it can."""
    return list(_Resolution(reader, writer).reasons())


class _Resolution:
    """Compares two schemas; `where` is the path of the field being looked at."""

    def __init__(self, reader: Schema, writer: Schema) -> None:
        self._read_names: NamedSchemas = {}
        self._written_names: NamedSchemas = {}
        self._reader = parse_schema(reader, self._read_names)
        self._writer = parse_schema(writer, self._written_names)
        self._open: set[tuple[str, str]] = set()

    def reasons(self) -> Iterator[str]:
        return self._types(self._reader, self._writer, "")

    def _types(self, reader: Schema, writer: Schema, where: str) -> Iterator[str]:
        reader = self._read_names.get(reader, reader) if isinstance(reader, str) else reader
        writer = self._written_names.get(writer, writer) if isinstance(writer, str) else writer
        if isinstance(writer, list):
            for branch in writer:
                yield from self._types(reader, branch, where)
        elif isinstance(reader, list):
            if all(list(self._types(branch, writer, where)) for branch in reader):
                yield f"{_at(where)}no branch of the union reads {_words(writer)}"
        else:
            yield from self._singles(reader, writer, where)

    def _singles(self, reader: Schema, writer: Schema, where: str) -> Iterator[str]:
        kind, written = extract_record_type(reader), extract_record_type(writer)
        if kind != written:
            if written not in PROMOTIONS.get(kind, ()):
                yield f"{_at(where)}{_words(writer)} can't be read as {_words(reader)}"
        elif kind in self.STRUCTURES:
            yield from self.STRUCTURES[kind](self, reader, writer, where)
        if _meaning(reader) != _meaning(writer):
            yield f"{_at(where)}{_words(writer)} would be taken for {_words(reader)}"

    def _arrays(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        return self._types(reader["items"], writer["items"], f"{where}[]")

    def _maps(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        return self._types(reader["values"], writer["values"], f"{where}{{}}")

    def _fixed(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        yield from _names(reader, writer, where)
        if reader["size"] != writer["size"]:
            yield f"{_at(where)}{writer['size']} bytes can't be read as {reader['size']}"

    def _enums(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        yield from _names(reader, writer, where)
        unknown = [symbol for symbol in writer["symbols"] if symbol not in reader["symbols"]]
        if unknown and "default" not in reader:
            yield f"{_at(where)}the reader doesn't know {', '.join(unknown)} and has no default"

    def _records(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        yield from _names(reader, writer, where)
        pair = (reader["name"], writer["name"])
        if pair not in self._open:  # a type that holds itself is compared once
            self._open.add(pair)
            yield from self._fields(reader, writer, where)
            self._open.remove(pair)

    def _fields(self, reader: Any, writer: Any, where: str) -> Iterator[str]:
        written = {field["name"]: field for field in writer["fields"]}
        for field in reader["fields"]:
            place = f"{where}.{field['name']}" if where else field["name"]
            known_as = [field["name"], *field.get("aliases", ())]
            found = next((written[name] for name in known_as if name in written), None)
            if found is not None:
                yield from self._types(field["type"], found["type"], place)
            elif "default" not in field:
                yield f"{_at(place)}it may be missing, and there is no default to put in its place"

    STRUCTURES: ClassVar[Mapping[str, Compare]] = {
        "array": _arrays,
        "map": _maps,
        "fixed": _fixed,
        "enum": _enums,
        "record": _records,
    }


def _names(reader: Any, writer: Any, where: str) -> Iterator[str]:
    """Names match without their namespaces, or as one of the reader's aliases."""
    space = reader["name"].rpartition(".")[0]
    aliases = [a if "." in a or not space else f"{space}.{a}" for a in reader.get("aliases", ())]
    if _short(reader) != _short(writer) and writer["name"] not in aliases:
        yield f"{_at(where)}{writer['name']} can't be read as {reader['name']}"


def _short(schema: Any) -> str:
    return str(schema["name"].rpartition(".")[2])


def _meaning(schema: Schema) -> list[object]:
    return [schema.get(key) for key in MEANING] if isinstance(schema, dict) else [None] * 3


def _words(schema: Schema) -> str:
    kind = extract_record_type(schema)
    name = schema.get("name") or schema.get("logicalType") if isinstance(schema, dict) else None
    return f"{kind} ({name})" if name else str(kind)


def _at(where: str) -> str:
    return f"field '{where}': " if where else ""
