"""What an older version wrote is read as the newest version says."""

from __future__ import annotations

import json
from struct import pack

import pytest

from schemas.codec import Codec
from schemas.errors import NotOurs
from schemas.schema_files import SchemaFiles


def thing(*fields):
    return {"type": "record", "name": "Thing", "namespace": "escalon", "fields": list(fields)}


LABEL = {"name": "label", "type": "string"}
AMOUNT = {"name": "amount", "type": "int", "default": 1}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ids.json").write_text('{"escalon.Thing": [7, 9]}')
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "Thing.1.avsc").write_text(json.dumps(thing(LABEL)))
    (tmp_path / "Thing.avsc").write_text(json.dumps(thing(LABEL, AMOUNT)))
    return tmp_path


@pytest.fixture
def codec(folder):
    return Codec(SchemaFiles(folder))


OLD_MESSAGE = pack(">bI", 0, 7) + b"\x06cup"


def test_an_older_message_has_the_defaults_of_newer_fields(codec):
    assert codec.decode(OLD_MESSAGE) == ("escalon.Thing", {"label": "cup", "amount": 1})


def test_new_messages_have_the_newest_id(codec):
    assert codec.encode("escalon.Thing", {"label": "cup", "amount": 2})[:5] == pack(">bI", 0, 9)


def test_the_hash_of_an_older_message_is_that_of_the_version_that_wrote_it(codec):
    newer = codec.encode("escalon.Thing", {"label": "cup", "amount": 2})

    assert codec.hash_of(OLD_MESSAGE) != codec.hash_of(newer)
    assert codec.hash_of(newer) == codec.contract("escalon.Thing").hash


def test_the_body_of_an_older_message_stays_as_it_was_written(codec):
    assert codec.body(OLD_MESSAGE) == b"\x06cup"


def test_a_damaged_older_message_names_its_version(codec):
    with pytest.raises(NotOurs, match=r"escalon.Thing in version 1, but it ends too early"):
        codec.decode(OLD_MESSAGE[:-1])


def test_older_versions_are_found_by_their_number(folder):
    files = SchemaFiles(folder)

    assert files.versions() == {7: ("escalon.Thing", 1), 9: ("escalon.Thing", 2)}
    assert files.document("escalon.Thing", 1) == thing(LABEL)
    assert files.document("escalon.Thing") == thing(LABEL, AMOUNT)
