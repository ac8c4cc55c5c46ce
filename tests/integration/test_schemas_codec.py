"""Records become framed Avro and come back; everything else is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from struct import pack
from uuid import UUID

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec
from schemas.errors import NotOurs, SchemaMismatch, UnknownSchema
from tests.unit.schema_records import NOON, SOME_ID, example, named_records

OPENED = "escalon.TicketOpened"


@given(named_records())
def test_any_record_of_any_schema_comes_back_as_it_was(case):
    name, record = case

    assert codec.decode(codec.encode(name, record)) == (name, record)


@given(named_records())
def test_the_same_record_gives_the_same_bytes_in_whatever_order_its_fields_are(case):
    name, record = case

    assert codec.encode(name, dict(reversed(record.items()))) == codec.encode(name, record)


def test_a_message_begins_with_a_zero_byte_and_the_big_endian_id():
    message = codec.encode(OPENED, example(OPENED))

    assert message[:5] == pack(">bI", 0, 1001)
    assert codec.schema_id(OPENED) == 1001


def test_the_body_is_what_follows_the_frame():
    message = codec.encode(OPENED, example(OPENED))

    assert codec.body(message) == message[5:]


def test_a_message_leads_to_the_hash_of_the_schema_that_wrote_it():
    message = codec.encode(OPENED, example(OPENED))

    assert codec.hash_of(message) == codec.schema_hash(OPENED)
    assert len(codec.schema_hash(OPENED)) == 32


def test_instants_and_ids_stay_integers_and_texts():
    _, record = codec.decode(codec.encode(OPENED, example(OPENED)))

    assert (record["occurred_at"], record["event_id"]) == (NOON, SOME_ID)


def test_a_stock_reader_sees_aware_datetimes_and_uuids():
    body = codec.body(codec.encode(OPENED, example(OPENED)))

    record = fastavro.schemaless_reader(BytesIO(body), codec.schema(OPENED), None)

    assert record["occurred_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert record["ticket_id"] == UUID(SOME_ID)


@given(named_records())
def test_a_stock_writer_and_a_stock_reader_agree_with_ours(case):
    name, record = case
    message = codec.encode(name, record)
    buffer = BytesIO()

    shown = fastavro.schemaless_reader(BytesIO(message[5:]), codec.schema(name), None)
    fastavro.schemaless_writer(buffer, codec.schema(name), shown)

    assert buffer.getvalue() == message[5:]


def test_a_list_may_be_given_as_a_tuple():
    given_tuple = codec.encode(OPENED, example(OPENED, tags=("one", "two")))

    assert given_tuple == codec.encode(OPENED, example(OPENED, tags=["one", "two"]))


def test_a_field_too_many_is_refused():
    with pytest.raises(SchemaMismatch, match=r"^escalon.TicketOpened: there is no field 'colour'"):
        codec.encode(OPENED, example(OPENED, colour="red"))


def test_a_missing_field_is_refused():
    record = example(OPENED)
    del record["queue"]

    with pytest.raises(SchemaMismatch, match=r"the record lacks 'queue'"):
        codec.encode(OPENED, record)


def test_a_default_of_the_schema_does_not_stand_in_for_a_missing_field():
    record = example("escalon.AddNote")
    del record["text"]

    with pytest.raises(SchemaMismatch, match=r"the record lacks 'text'"):
        codec.encode("escalon.AddNote", record)


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("queue", 7, "a text in Unicode"),
        ("queue", None, "a text in Unicode"),
        ("queue", b"mail", "a text in Unicode"),
        ("queue", "\ud800", "a text in Unicode"),
        ("occurred_at", "noon", "whole microseconds"),
        ("occurred_at", 1.5, "whole microseconds"),
        ("occurred_at", True, "whole microseconds"),
        ("occurred_at", datetime(2026, 3, 1, tzinfo=UTC), "whole microseconds"),
        ("occurred_at", 2**62, "whole microseconds .* the years 1 to 9999"),
        ("policy_version", 2**31, "a whole number of 32 bits"),
        ("policy_version", True, "a whole number of 32 bits"),
        ("ticket_id", "INC0001", "a UUID as 36 characters in lower case"),
        ("ticket_id", SOME_ID.upper(), "a UUID as 36 characters in lower case"),
        ("ticket_id", UUID(SOME_ID), "a UUID as 36 characters in lower case"),
        ("tags", "one", "a list, each a text"),
        ("tags", [1], "a list, each a text"),
        ("actor", "kim", "a dict of 'kind'"),
        ("actor", ("agent", "kim"), "a dict of 'kind'"),
        ("actor", {"kind": "agent"}, "a dict of 'kind'"),
        ("actor", {"kind": "agent", "id": 7}, "a dict of 'kind'"),
    ],
)
def test_a_value_of_another_type_is_refused(field, value, wanted):
    with pytest.raises(
        SchemaMismatch, match=f"field '{field}' is .* has to be {wanted}"
    ) as refusal:
        codec.encode(OPENED, example(OPENED, **{field: value}))

    assert len(str(refusal.value)) < 400


def test_a_whole_number_of_64_bits_is_the_limit():
    with pytest.raises(SchemaMismatch, match=r"field 'elapsed' is 9223372036854775808"):
        codec.encode("escalon.SlaMet", example("escalon.SlaMet", elapsed=2**63))


def test_a_boolean_is_no_number():
    with pytest.raises(SchemaMismatch, match=r"field 'automatic' is 1; it has to be true or false"):
        codec.encode("escalon.ReplySent", example("escalon.ReplySent", automatic=1))


def test_a_refusal_does_not_repeat_what_people_wrote():
    with pytest.raises(SchemaMismatch, match=r"field 'subject' is a bytes;"):
        codec.encode(OPENED, example(OPENED, subject=b"My name is Kim"))


def test_a_name_without_a_schema_is_refused():
    with pytest.raises(UnknownSchema, match=r"There is no schema 'escalon.Tea'"):
        codec.encode("escalon.Tea", {})


def test_another_first_byte_is_not_ours():
    with pytest.raises(NotOurs, match=r"begins with the byte 0x7b; ours begin with 0x00"):
        codec.decode(b'{"event_id": 1}')


@pytest.mark.parametrize("frame", [b"", b"\x00", b"\x00\x00\x00\x03"])
def test_less_than_a_frame_is_not_ours(frame):
    with pytest.raises(NotOurs, match=f"is {len(frame)} bytes long; 5 say which schema"):
        codec.decode(frame)


@pytest.mark.parametrize("read", [codec.decode, codec.body, codec.hash_of])
def test_an_unknown_id_is_not_ours(read):
    with pytest.raises(NotOurs, match=r"schema 77; schemas/ids.json has no such number"):
        read(pack(">bI", 0, 77))


def test_a_message_cut_short_anywhere_is_not_ours():
    message = codec.encode(OPENED, example(OPENED))

    for length in range(len(message)):
        with pytest.raises(NotOurs):
            codec.decode(message[:length])


def test_bytes_left_over_are_not_ours():
    with pytest.raises(NotOurs, match=r"escalon.TicketOpened in version 1, but 2 bytes are left"):
        codec.decode(codec.encode(OPENED, example(OPENED)) + b"\x00\x00")


@given(st.sampled_from(codec.names()), st.binary(max_size=300))
def test_any_bytes_behind_a_good_frame_are_a_record_or_not_ours(name, noise):
    message = pack(">bI", 0, codec.schema_id(name)) + noise
    try:
        found, record = codec.decode(message)
    except NotOurs:
        return
    assert found == name
    assert set(record) == set(example(name))


@given(st.data())
def test_a_damaged_message_is_a_record_or_not_ours(data):
    message = bytearray(codec.encode(OPENED, example(OPENED)))
    for place in data.draw(st.lists(st.integers(0, len(message) - 1), min_size=1, max_size=5)):
        message[place] = data.draw(st.integers(0, 255))
    try:
        found, record = codec.decode(bytes(message))
    except NotOurs:
        return
    assert set(record) == set(example(found))
