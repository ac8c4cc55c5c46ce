"""What clients read from the registry."""

from __future__ import annotations

import json

import pytest

from infra.registry import Catalogue
from schemas import codec
from schemas.schema_files import PUBLISHED
from tests.unit.registry_calls import AMOUNT, LABEL, OPENED, THING, call, thing, two_versions


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


@pytest.fixture
def things(tmp_path):
    return two_versions(tmp_path)


def error(answered):
    return answered.status, answered.content["error_code"]


@pytest.mark.parametrize("id", PUBLISHED.versions())
def test_every_id_answers_the_very_schema_that_writes_with_it(catalogue, id):
    name, version = PUBLISHED.versions()[id]

    found = call(catalogue, "GET", f"/schemas/ids/{id}").content

    assert json.loads(found["schema"]) == PUBLISHED.document(name, version)


@pytest.mark.parametrize("name", codec.names())
def test_every_schema_has_a_subject_whose_latest_version_is_under_the_pinned_id(catalogue, name):
    subjects = call(catalogue, "GET", f"/schemas/ids/{codec.schema_id(name)}/subjects").content

    latest = [call(catalogue, "GET", f"/subjects/{each}/versions/latest") for each in subjects]

    assert [each.content["id"] for each in latest] == [codec.schema_id(name)] * len(subjects)
    assert subjects


def test_older_versions_stay_under_their_ids(things):
    first = call(things, "GET", "/schemas/ids/1").content

    assert json.loads(first["schema"]) == thing(LABEL)
    assert first["version"] == 1
    assert call(things, "GET", f"/subjects/{THING}/versions").content == [1, 2]


@pytest.mark.parametrize("version", ["latest", "-1", "2"])
def test_the_latest_version_has_three_names(things, version):
    found = call(things, "GET", f"/subjects/{THING}/versions/{version}").content

    assert (found["subject"], found["version"], found["id"]) == (THING, 2, 7)
    assert json.loads(found["schema"]) == thing(LABEL, AMOUNT)


def test_a_schema_can_be_had_bare(catalogue):
    by_id = call(catalogue, "GET", "/schemas/ids/1001/schema").content
    by_version = call(catalogue, "GET", f"/subjects/{OPENED}/versions/1/schema").content

    assert by_id == by_version == codec.schema("escalon.TicketOpened")


def test_a_subject_that_a_client_guessed_is_no_hindrance_to_find_an_id(catalogue):
    found = call(catalogue, "GET", "/schemas/ids/1001?subject=escalon.tickets.v1-value")

    assert (found.status, found.content["subject"]) == (200, OPENED)


def test_an_id_names_the_subject_that_was_asked_for(catalogue):
    subject = "escalon.contacts.v1-escalon.TicketOpened"

    found = call(catalogue, "GET", f"/schemas/ids/1001?subject={subject}").content

    assert found["subject"] == subject


def test_an_id_tells_all_its_subjects_and_versions(catalogue):
    found = call(catalogue, "GET", "/schemas/ids/1001/versions").content

    assert found == [
        {"subject": OPENED, "version": 1},
        {"subject": "escalon.contacts.v1-escalon.TicketOpened", "version": 1},
    ]


def test_lists_are_given_in_pages(catalogue):
    every = call(catalogue, "GET", "/subjects?offset=0&limit=-1").content

    assert call(catalogue, "GET", "/subjects?offset=2&limit=3").content == every[2:5]


@pytest.mark.parametrize("prefix", ["escalon.sla", ":*:escalon.sla", ":.:escalon.sla"])
def test_subjects_can_be_asked_for_by_how_they_begin(catalogue, prefix):
    found = call(catalogue, "GET", f"/subjects?subjectPrefix={prefix}").content

    assert "escalon.sla.v1-escalon.EscalationDeclined" in found
    assert {subject.partition("-")[0] for subject in found} == {"escalon.sla.v1"}


def test_nothing_was_ever_deleted(catalogue):
    assert call(catalogue, "GET", "/subjects?deleted_only=True").content == []


def test_all_schemas_can_be_had_at_once(things):
    every = call(things, "GET", "/schemas").content
    latest = call(things, "GET", "/schemas?latestOnly=true").content

    assert [(each["subject"], each["id"]) for each in every] == [(THING, 1), (THING, 7)]
    assert latest == every[1:]


def test_the_default_context_may_be_named(catalogue):
    found = call(catalogue, "GET", f"/subjects/:.:{OPENED}/versions/1").content

    assert found["subject"] == OPENED


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/subjects/nobody/versions", 404, 40401),
        ("/subjects/nobody/versions/1", 404, 40401),
        (f"/subjects/{OPENED}/versions/2", 404, 40402),
        (f"/subjects/{OPENED}/versions/0", 422, 42202),
        (f"/subjects/{OPENED}/versions/-2", 422, 42202),
        (f"/subjects/{OPENED}/versions/newest", 422, 42202),
        (f"/subjects/{OPENED}/versions/2147483648", 422, 42202),
        ("/schemas/ids/9", 404, 40403),
        ("/schemas/ids/one", 404, 40403),
        ("/schemas/guids/0b3c1c6e-8b1e-5f0a-9c3d-1a2b3c4d5e6f", 404, 40403),
        ("/config/nobody", 404, 40408),
        ("/mode/nobody", 404, 40409),
        ("/associations/resources/-/escalon.tickets.v1", 404, 40410),
        ("/nowhere", 404, 404),
    ],
)
def test_what_is_not_there_has_the_code_that_clients_know(catalogue, path, status, code):
    assert error(call(catalogue, "GET", path)) == (status, code)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/", {}),
        ("/schemas/types", ["AVRO"]),
        ("/config", {"compatibilityLevel": "FULL_TRANSITIVE"}),
        (f"/config/{OPENED}", {"compatibilityLevel": "FULL_TRANSITIVE"}),
        ("/config/nobody?defaultToGlobal=true", {"compatibilityLevel": "FULL_TRANSITIVE"}),
        ("/mode", {"mode": "READONLY"}),
        (f"/mode/{OPENED}", {"mode": "READONLY"}),
        ("/contexts", ["."]),
        (f"/subjects/{OPENED}/versions/1/referencedby", []),
    ],
)
def test_how_the_registry_is_set_can_be_read(catalogue, path, content):
    assert call(catalogue, "GET", path).content == content


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/config"),
        ("DELETE", f"/config/{OPENED}"),
        ("PUT", f"/mode/{OPENED}"),
        ("DELETE", f"/subjects/{OPENED}"),
        ("DELETE", f"/subjects/{OPENED}/versions/1"),
        ("POST", "/associations"),
    ],
)
def test_nothing_can_be_changed(catalogue, method, path):
    assert error(call(catalogue, method, path, {})) == (422, 42205)


def test_a_method_that_is_not_possible_is_answered_with_those_that_are(catalogue):
    answered = call(catalogue, "PATCH", "/subjects")

    assert error(answered) == (405, 405)
    assert answered.allowed == ("GET", "HEAD", "OPTIONS")


def test_options_name_the_methods(catalogue):
    assert call(catalogue, "OPTIONS", f"/subjects/{OPENED}").allowed == (
        "POST",
        "DELETE",
        "OPTIONS",
    )
