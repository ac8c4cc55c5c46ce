"""The check of the schemas finds what would break a reader, and lets through what wouldn't."""

from __future__ import annotations

import json
import subprocess

import pytest

from schemas.compatibility import main

IDENTITY = ["-c", "user.name=Kim", "-c", "user.email=kim@example.org", "-c", "commit.gpgsign=false"]
LABEL = {"name": "label", "type": "string"}
AMOUNT = {"name": "amount", "type": "int", "default": 1}


class Folder:
    """A folder of schemas in a repository of its own."""

    def __init__(self, place):
        self.place = place
        (place / "history").mkdir()
        self.ids(Thing=[1])
        self.write("Thing", LABEL)

    def ids(self, **ids):
        named = {f"escalon.{name}": found for name, found in ids.items()}
        (self.place / "ids.json").write_text(json.dumps(named))

    def write(self, path, *fields, name="Thing"):
        schema = {"type": "record", "name": name, "namespace": "escalon", "fields": list(fields)}
        (self.place / f"{path}.avsc").write_text(json.dumps(schema))

    def git(self, *arguments):
        subprocess.run(
            ["git", *IDENTITY, *arguments], cwd=self.place, check=True, capture_output=True
        )

    def commit(self):
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "The schemas")


@pytest.fixture
def fresh(tmp_path):
    return Folder(tmp_path)


@pytest.fixture
def folder(fresh):
    fresh.git("init", "--quiet")
    fresh.commit()
    return fresh


@pytest.fixture
def check(capsys, tmp_path):
    def run(*more):
        status = main(["check", "--folder", str(tmp_path), *more])
        return status, capsys.readouterr().out

    return run


def test_our_own_schemas_break_nothing(capsys):
    assert main(["check"]) == 0
    assert "nothing breaks" in capsys.readouterr().out


@pytest.mark.usefixtures("fresh")
def test_schemas_that_were_never_committed_are_checked_by_themselves(check):
    assert check() == (0, "1 schemas, nothing breaks (none is committed yet).\n")


@pytest.mark.usefixtures("folder")
def test_unchanged_schemas_break_nothing(check):
    assert check() == (0, "1 schemas, nothing breaks (compared with HEAD).\n")


def test_a_better_doc_needs_no_new_id(folder, check):
    folder.write("Thing", LABEL | {"doc": "What stands on it."})

    assert check()[0] == 0


def test_a_changed_schema_needs_an_id_of_its_own(folder, check):
    folder.write("Thing", LABEL, AMOUNT)

    sentence = "escalon.Thing: id 1 was committed for another schema; keep it as"
    assert check() == (1, f"{sentence} schemas/history/Thing.1.avsc.\n")


def test_a_new_field_with_a_default_and_an_id_breaks_nothing(folder, check):
    folder.write("history/Thing.1", LABEL)
    folder.write("Thing", LABEL, AMOUNT)
    folder.ids(Thing=[1, 2])

    assert check()[0] == 0


def test_an_older_version_has_to_be_kept(folder, check):
    folder.write("Thing", LABEL, AMOUNT)
    folder.ids(Thing=[1, 2])

    status, said = check()

    assert status == 1
    assert said == "schemas/history/Thing.1.avsc is missing; schemas/ids.json gives it the id 1.\n"


def test_an_older_version_has_to_be_kept_as_it_was(folder, check):
    folder.write("history/Thing.1", LABEL, AMOUNT)
    folder.write("Thing", LABEL, AMOUNT)
    folder.ids(Thing=[1, 2])

    assert "id 1 was committed for another schema" in check()[1]


def test_a_new_field_without_a_default_breaks_older_data(folder, check):
    folder.write("history/Thing.1", LABEL)
    folder.write("Thing", LABEL, {"name": "amount", "type": "int"})
    folder.ids(Thing=[1, 2])

    assert (
        "escalon.Thing, against version 1: the new version can't read older data:"
        " field 'amount': it may be missing, and there is no default to put in its place.\n"
    ) in check()[1]


def test_a_field_that_goes_breaks_older_programs(folder, check):
    folder.write("history/Thing.1", LABEL)
    folder.write("Thing", AMOUNT)
    folder.ids(Thing=[1, 2])

    assert (
        "programs with the older version can't read new data: field 'label': it may be missing"
    ) in check()[1]


def test_a_wider_number_breaks_older_programs(fresh, check):
    fresh.write("history/Thing.1", AMOUNT)
    fresh.write("Thing", AMOUNT | {"type": "long"})
    fresh.ids(Thing=[1, 2])

    assert "programs with the older version can't read new data" in check()[1]
    assert "the new version can't read older data" not in check()[1]


def test_every_older_version_counts(fresh, check):
    fresh.write("history/Thing.1", LABEL)
    fresh.write("history/Thing.2", LABEL, AMOUNT)
    fresh.write("Thing", LABEL, AMOUNT | {"type": "string", "default": ""})
    fresh.ids(Thing=[1, 2, 3])

    status, said = check()

    assert status == 1
    assert "against version 2" in said
    assert "against version 1" not in said


@pytest.mark.parametrize("change", [{"type": "bytes"}, {"pii": True}])
def test_a_change_of_meaning_breaks_what_was_committed(folder, check, change):
    folder.write("Thing", LABEL | change)

    assert check()[0] == 1


def test_a_default_that_was_committed_can_not_go(folder, check):
    folder.write("history/Thing.1", LABEL)
    folder.write("Thing", LABEL, AMOUNT)
    folder.ids(Thing=[1, 2])
    folder.commit()
    folder.write("Thing", LABEL, {"name": "amount", "type": "int"})

    assert check()[0] == 1


def test_ids_that_were_committed_stay(folder, check):
    folder.ids(Thing=[5])

    assert check() == (
        1,
        "escalon.Thing had [1] in schemas/ids.json and has [5] now; ids stay.\n",
    )


def test_a_schema_that_was_committed_stays(folder, check):
    folder.ids()

    assert "escalon.Thing had [1] in schemas/ids.json and has [] now" in check()[1]


def test_an_id_belongs_to_one_schema(folder, check):
    folder.ids(Thing=[1], Other=[1])
    folder.write("Other", LABEL, name="Other")

    assert "schemas/ids.json: 1 stands 2 times" in check()[1]


def test_a_file_that_is_no_schema_is_named(folder, check):
    (folder.place / "Thing.avsc").write_text('{"type": "record"')

    assert check()[1].startswith("schemas/Thing.avsc is no Avro schema: JSONDecodeError")


def test_a_file_with_another_name_inside_is_named(folder, check):
    folder.write("Thing", LABEL, name="Box")

    assert "schemas/Thing.avsc is the schema of 'escalon.Box'" in check()[1]


def test_a_default_has_to_be_of_its_type(folder, check):
    tags = {"name": "tags", "type": {"type": "array", "items": "string"}, "default": [1]}
    folder.write("history/Thing.1", LABEL)
    folder.write("Thing", LABEL, tags)
    folder.ids(Thing=[1, 2])

    assert "schemas/Thing.avsc: field 'tags': its default is no value of its type" in check()[1]


def test_another_commit_can_be_compared_with(folder, check):
    folder.git("tag", "released")
    folder.write("Thing", AMOUNT)
    folder.commit()

    assert check()[0] == 0
    assert check("--against", "released")[0] == 1


@pytest.mark.usefixtures("folder")
def test_a_commit_that_is_not_there_is_a_mistake(check):
    assert check("--against", "nowhere") == (2, "")
