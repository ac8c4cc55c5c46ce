"""What clients do with a schema of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.registry import Catalogue
from schemas import codec
from tests.unit.registry_calls import (
    AMOUNT,
    LABEL,
    OPENED,
    STATED,
    THING,
    call,
    sent,
    thing,
    two_versions,
)

PUBLISHED = Catalogue()
SUBJECTS = {
    subject: version.document
    for version in PUBLISHED.by_id.values()
    for subject in version.subjects
}
UNWORTHY = {"name": "unworthy", "type": "string"}


@pytest.fixture
def things(tmp_path):
    return two_versions(tmp_path)


def error(answered):
    return answered.status, answered.content["error_code"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_identical_schema_is_registered_already_under_its_pinned_id(subject):
    document = SUBJECTS[subject]
    id = codec.schema_id(f"escalon.{document['name']}")

    assert (
        call(PUBLISHED, "POST", f"/subjects/{subject}/versions", sent(document)).content["id"] == id
    )
    assert call(PUBLISHED, "POST", f"/subjects/{subject}", sent(document)).content["id"] == id


def test_an_older_version_is_found_as_what_it_is(things):
    found = call(things, "POST", f"/subjects/{THING}", sent(thing(LABEL))).content

    assert (found["id"], found["version"]) == (1, 1)


@pytest.mark.parametrize(
    "same",
    [
        thing({"name": "label", "type": "string"}),
        thing({"name": "label", "type": {"type": "string"}}),
        {"type": "record", "name": "escalon.Thing", "fields": [LABEL]},
        {"fields": [LABEL], "name": "Thing", "type": "record", "namespace": "escalon"},
        thing(LABEL) | {"doc": "Another explanation.", "connect.name": "Thing"},
    ],
)
def test_explanations_and_ways_of_writing_make_no_other_schema(things, same):
    assert call(things, "POST", f"/subjects/{THING}/versions", sent(same)).content["id"] == 1


def test_a_schema_that_breaks_readers_is_refused_with_the_reasons(things):
    answered = call(things, "POST", f"/subjects/{THING}/versions", sent(thing(LABEL, UNWORTHY)))

    assert error(answered) == (409, 40901)
    assert "unworthy" in answered.content["message"]


@pytest.mark.parametrize(
    "unlike",
    [
        {"name": "stated_at", "type": "long"},
        {"name": "stated_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        STATED | {"pii": True},
    ],
)
def test_the_same_bytes_with_another_meaning_are_another_schema(tmp_path, unlike):
    things = two_versions(tmp_path, STATED)

    answered = call(things, "POST", f"/subjects/{THING}/versions", sent(thing(LABEL, unlike)))

    assert error(answered) == (409, 40901)


def test_a_schema_that_would_fit_is_refused_since_ids_are_pinned(things):
    fitting = thing(LABEL, AMOUNT, UNWORTHY | {"default": ""})

    answered = call(things, "POST", f"/subjects/{THING}/versions", sent(fitting))

    assert error(answered) == (422, 42205)
    assert "schemas/ids.json" in answered.content["message"]


def test_no_subject_can_be_added(things):
    answered = call(things, "POST", "/subjects/mine-value/versions", sent("string"))

    assert error(answered) == (422, 42205)


def test_a_schema_that_a_subject_does_not_have_is_not_found_there(things):
    assert error(call(things, "POST", f"/subjects/{THING}", sent("string"))) == (404, 40403)
    assert error(call(things, "POST", "/subjects/nobody", sent("string"))) == (404, 40401)


@pytest.mark.parametrize("against", ["/latest", "/-1", "/1", "/2", ""])
def test_a_new_field_is_compatible_only_with_a_default(things, against):
    path = f"/compatibility/subjects/{THING}/versions{against}?verbose=true"

    with_default = call(
        things, "POST", path, sent(thing(LABEL, AMOUNT, UNWORTHY | {"default": ""}))
    )
    without = call(things, "POST", path, sent(thing(LABEL, AMOUNT, UNWORTHY)))

    assert with_default.content == {"is_compatible": True, "messages": []}
    assert without.content["is_compatible"] is False
    assert "unworthy" in without.content["messages"][0]


def test_reasons_are_given_to_those_who_ask(things):
    path = f"/compatibility/subjects/{THING}/versions/latest"

    assert call(things, "POST", path, sent("string")).content == {"is_compatible": False}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/compatibility/subjects/nobody/versions/latest", 404, 40401),
        ("/compatibility/subjects/nobody/versions", 404, 40401),
        (f"/compatibility/subjects/{OPENED}/versions/2", 404, 40402),
        (f"/compatibility/subjects/{OPENED}/versions/new", 422, 42202),
    ],
)
def test_compatibility_is_with_something_that_is_there(path, status, code):
    assert error(call(PUBLISHED, "POST", path, sent("string"))) == (status, code)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "missing"),
        ({"schema": {"type": "string"}}, "dict"),
        (sent({"type": "nope"}), "nope"),
        (sent({"type": "record", "name": "A", "fields": 3}), "Avro"),
        (sent({"type": "record", "name": "A", "aliases": 3, "fields": []}), "aliases"),
        ({"schema": '{"type":'}, "no type"),
        ({"schema": "[" * 5_000 + "]" * 5_000}, "deep"),
        (sent("string", schemaType="PROTOBUF"), "PROTOBUF"),
        (sent("string", references=[{"name": "a", "subject": "b", "version": 1}]), "references"),
    ],
)
def test_what_is_no_schema_of_avro_is_refused_with_a_sentence(body, word):
    answered = call(PUBLISHED, "POST", f"/subjects/{OPENED}/versions", body)

    assert error(answered) == (422, 42201)
    assert word in answered.content["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 5_000])
def test_a_body_that_is_no_object_is_refused_with_an_example(body):
    answered = call(PUBLISHED, "POST", f"/subjects/{OPENED}/versions", body)

    assert error(answered) == (400, 400)


SMALL = st.none() | st.integers(-2, 2) | st.sampled_from(["string", "long", "record", "a", "b.c"])
NAMING = ["type", "name", "namespace", "aliases", "fields", "items", "values", "symbols", "size"]
TELLING = ["default", "logicalType", "pii", "doc", "__fastavro_parsed", "__named_schemas"]
KEYS = st.sampled_from([*NAMING, *TELLING])
ANYTHING = st.recursive(
    SMALL, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)
FIELDS = st.lists(st.dictionaries(KEYS, ANYTHING, max_size=5), max_size=3)
RECORDS = st.builds(
    lambda fields, more: {"type": "record", "name": "TicketOpened", **more, "fields": fields},
    FIELDS,
    st.dictionaries(KEYS, ANYTHING, max_size=2),
)


@given(ANYTHING | RECORDS)
def test_whatever_is_sent_gets_an_answer(schema):
    for path in (f"/subjects/{OPENED}/versions", f"/compatibility/subjects/{OPENED}/versions"):
        assert call(PUBLISHED, "POST", path, sent(schema)).status in (200, 409, 422)
