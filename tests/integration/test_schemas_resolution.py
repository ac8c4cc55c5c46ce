"""Avro's rules of resolution: what a reader's schema makes of a writer's data."""

from __future__ import annotations

from io import BytesIO

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.resolution import unreadable

UUID = {"type": "string", "logicalType": "uuid"}
MICROS = {"type": "long", "logicalType": "timestamp-micros"}
MILLIS = {"type": "long", "logicalType": "timestamp-millis"}


def record(*fields, name="Thing", **more):
    return {"type": "record", "name": name, "fields": list(fields), **more}


def field(name, kind="string", **more):
    return {"name": name, "type": kind, **more}


def enum(*symbols, **more):
    return {"type": "enum", "name": "Colour", "symbols": list(symbols), **more}


def array(items):
    return {"type": "array", "items": items}


def mapping(values):
    return {"type": "map", "values": values}


def fixed(size, name="Hash"):
    return {"type": "fixed", "name": name, "size": size}


TREE = record(field("children", array("Thing")))
BIGGER_TREE = record(field("children", array("Thing")), field("label", default=""))

READABLE = {
    "the same": (record(field("a")), record(field("a"))),
    "other docs and order": (
        record(field("b"), field("a", doc="Other.")),
        record(field("a", doc="One."), field("b")),
    ),
    "a new field with a default": (record(field("a", default="")), record()),
    "a field the reader does not want": (record(), record(field("a"))),
    "a field renamed with an alias": (record(field("b", aliases=["a"])), record(field("a"))),
    "int as long": (record(field("a", "long")), record(field("a", "int"))),
    "int as float": ("float", "int"),
    "long as double": ("double", "long"),
    "float as double": ("double", "float"),
    "text as bytes": ("bytes", "string"),
    "bytes as text": ("string", "bytes"),
    "ids as ids": (UUID, UUID),
    "a primitive written as an object": ({"type": "string"}, "string"),
    "arrays of what can be read": (array("long"), array("int")),
    "maps of what can be read": (mapping("double"), mapping("float")),
    "fixed of the same size": (fixed(4), fixed(4)),
    "fewer symbols written": (enum("red", "blue"), enum("red")),
    "an unknown symbol with a default": (enum("red", default="red"), enum("red", "blue")),
    "a value as a union": (["null", "string"], "string"),
    "a value as a union by promotion": (["null", "double"], "int"),
    "a union as a wider union": (["null", "string", "long"], ["string", "null"]),
    "a union as the one thing it may hold": ("long", ["int", "long"]),
    "a nested record with a new field": (
        record(field("who", record(field("id"), field("kind", default=""), name="Actor"))),
        record(field("who", record(field("id"), name="Actor"))),
    ),
    "a record renamed with an alias": (record(name="Box", aliases=["Thing"]), record()),
    "a record in another namespace": (record(namespace="new"), record(namespace="old")),
    "a type that holds itself": (BIGGER_TREE, TREE),
}
UNREADABLE = {
    "a new field without a default": (
        record(field("a")),
        record(),
        "field 'a': it may be missing, and there is no default to put in its place",
    ),
    "a field renamed without an alias": (
        record(field("b")),
        record(field("a")),
        "field 'b': it may be missing, and there is no default to put in its place",
    ),
    "long as int": (
        record(field("a", "int")),
        record(field("a", "long")),
        "field 'a': long can't be read as int",
    ),
    "double as float": ("float", "double", "double can't be read as float"),
    "text as a number": ("int", "string", "string can't be read as int"),
    "a number as a boolean": ("boolean", "int", "int can't be read as boolean"),
    "text as an id": (UUID, "string", "string would be taken for string (uuid)"),
    "an instant as a number": (
        "long",
        MICROS,
        "long (timestamp-micros) would be taken for long",
    ),
    "another unit of time": (
        MICROS,
        MILLIS,
        "long (timestamp-millis) would be taken for long (timestamp-micros)",
    ),
    "arrays of something else": (
        record(field("tags", array("int"))),
        record(field("tags", array("string"))),
        "field 'tags[]': string can't be read as int",
    ),
    "maps of something else": (mapping("int"), mapping("string"), "string can't be read as int"),
    "an array as a map": (mapping("int"), array("int"), "array can't be read as map"),
    "another size": (fixed(8), fixed(4), "4 bytes can't be read as 8"),
    "another fixed": (fixed(4, "Other"), fixed(4), "Hash can't be read as Other"),
    "an unknown symbol": (
        enum("red"),
        enum("red", "blue"),
        "the reader doesn't know blue and has no default",
    ),
    "a union as one of its branches": (
        "string",
        ["null", "string"],
        "null can't be read as string",
    ),
    "a narrower union": (
        ["null", "int"],
        ["null", "string"],
        "no branch of the union reads string",
    ),
    "another record": (record(name="Box"), record(), "Thing can't be read as Box"),
    "something wrong inside": (
        record(field("who", record(field("id", "int"), name="Actor"))),
        record(field("who", record(field("id"), name="Actor"))),
        "field 'who.id': string can't be read as int",
    ),
    "something wrong in a type named before": (
        record(field("a", record(field("id", "int"), name="Actor")), field("b", "Actor")),
        record(field("a", record(field("id"), name="Actor")), field("b", "Actor")),
        "field 'b.id': string can't be read as int",
    ),
    "something wrong in a type that holds itself": (
        record(field("children", array("Thing")), field("label")),
        TREE,
        "field 'label': it may be missing, and there is no default to put in its place",
    ),
}


@pytest.mark.parametrize(("reader", "writer"), READABLE.values(), ids=READABLE)
def test_it_is_readable(reader, writer):
    assert unreadable(reader, writer) == []


@pytest.mark.parametrize(("reader", "writer", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_it_is_unreadable_for_a_reason(reader, writer, reason):
    assert any(said.endswith(reason) for said in unreadable(reader, writer))


SIMPLE = {
    "null": st.none(),
    "boolean": st.booleans(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(width=32, allow_nan=False),
    "double": st.floats(allow_nan=False),
    "string": st.text(max_size=5),
}


@given(st.data())
def test_a_reader_that_may_read_a_field_can(data):
    written, wanted = (data.draw(st.sampled_from(sorted(SIMPLE))) for _ in range(2))
    writer, reader = record(field("a", [written])), record(field("a", [wanted, "bytes"]))
    value = data.draw(SIMPLE[written])
    buffer = BytesIO()
    fastavro.schemaless_writer(buffer, writer, {"a": value})
    buffer.seek(0)

    if not unreadable(reader, writer):
        fastavro.schemaless_reader(buffer, writer, reader)
    else:
        with pytest.raises(fastavro.read.SchemaResolutionError):
            fastavro.schemaless_reader(buffer, writer, reader)
