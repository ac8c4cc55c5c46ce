"""Records written with a registry's schema become ours where Avro's rules allow it."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from fastavro import parse_schema, schemaless_writer

from infra.schema_ids.foreign import reading
from schemas import codec
from schemas.forms import plain
from schemas.framing import header
from schemas.schema_files import PUBLISHED
from tests.unit.schema_records import example

NAME = "escalon.AddNote"
THEIRS = 7


def schema(*fields, name=None):
    """Return the text of our schema with other fields instead, all of the old ones by default."""
    document = PUBLISHED.document(NAME)
    return json.dumps(document | {"name": name or "AddNote", "fields": list(fields)})


def fields():
    return PUBLISHED.document(NAME)["fields"]


def written(text, record):
    """Return a record as somebody frames it who has that schema under their id."""
    buffer = BytesIO(header(THEIRS))
    buffer.seek(0, 2)
    schemaless_writer(buffer, parse_schema(plain(json.loads(text))), record)
    return buffer.getvalue()


def test_a_schema_that_means_the_same_gets_our_frame():
    text = json.dumps(PUBLISHED.document(NAME) | {"doc": "In other words."})
    value = written(text, example(NAME))

    assert reading(text)(value) == codec.encode(NAME, example(NAME))


def test_a_field_that_we_do_not_know_is_left_out():
    text = schema(*fields(), {"name": "colour", "type": "string"})
    value = written(text, example(NAME) | {"colour": "red"})

    assert codec.decode(reading(text)(value)) == (NAME, example(NAME))


def test_a_field_that_is_missing_has_its_default():
    text = schema(*(f for f in fields() if f["name"] != "text"))
    value = written(text, example(NAME))

    assert codec.decode(reading(text)(value)) == (NAME, example(NAME) | {"text": ""})


@pytest.mark.parametrize(
    "text",
    [
        '"string"',
        "no JSON",
        "{}",
        schema(*fields(), name="AddSong"),
        schema(*(f for f in fields() if f["name"] != "command_id")),
    ],
)
def test_what_is_not_ours_or_can_not_be_read_is_left_as_it_is(text):
    assert reading(text)(b"\x00\x00\x00\x00\x07body") == b"\x00\x00\x00\x00\x07body"


def test_what_is_damaged_is_left_as_it_is():
    text = schema(*fields(), {"name": "colour", "type": "string"})
    value = written(text, example(NAME) | {"colour": "red"})[:-20]

    assert reading(text)(value) == value
