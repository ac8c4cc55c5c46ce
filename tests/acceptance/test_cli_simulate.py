"""`escalon simulate`: what would have come of another policy."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import psycopg
import pytest

from domain import commands as c
from domain.durations import HOUR, MINUTE
from escalon.bootstrap import LOG
from tests.acceptance.cli_program import POLICY, done, escalon, past

STRICT = [("target: 4h", "target: 2h"), ("target: 8h", "target: 3h")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new.yaml"


def write(file: Path, *changes: tuple[str, str]) -> str:
    """Write the policy with parts of it put otherwise; return the file's name."""
    text = POLICY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return str(file)


def contents(folder: Path) -> Mapping[str, str]:
    """Return the fingerprint of each file in the folder."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.usefixtures("week")
def test_the_same_policy_makes_no_difference(file: Path):
    found = done("simulate", "--policy", write(file), "--json").json

    assert found["recorded"] == found["simulated"]
    assert found["simulated"]["promises"]["resolution"]["breached"] == 1
    assert found["different"] == []
    assert found["tickets"] == 3
    assert "Tickets that differ: 0." in done("simulate", "--policy", str(file)).out


@pytest.mark.usefixtures("week")
def test_tickets_that_differ_are_named_with_how(file: Path):
    ids = {"T-1", "T-2", "T-3"}
    found = done("simulate", "--policy", write(file, *STRICT), "--json").json

    [first] = [each for each in found["different"] if each["ticket"] == "T-2"]
    assert {each["ticket"] for each in found["different"]} <= ids
    assert first["recorded"]["breaches"] != first["simulated"]["breaches"]
    assert first["simulated"]["breaches"] == {"resolution": 1}
    shown = done("simulate", "--policy", str(file), "--limit", "1").words
    assert f"Tickets that differ: {len(found['different'])}" in shown
    assert "none → resolution" in shown


@pytest.mark.usefixtures("week")
def test_without_comparing_only_the_simulated_is_told(file: Path):
    found = done("simulate", "--policy", write(file, *STRICT), "--no-compare", "--json").json
    shown = done("simulate", "--policy", str(file), "--no-compare").out

    assert found["recorded"] is None
    assert all(tier["recorded"] is None for tier in found["load"])
    assert "recorded" not in shown
    assert "differ" not in shown


@pytest.mark.usefixtures("week")
def test_the_same_question_has_the_same_answer_to_the_byte(file: Path):
    write(file, *STRICT)
    once = done(
        "simulate", "--policy", str(file), "--json", "--chart", str(file.with_suffix(".svg"))
    )
    picture = file.with_suffix(".svg").read_bytes()
    again = done(
        "simulate", "--policy", str(file), "--json", "--chart", str(file.with_suffix(".svg"))
    )

    assert once.out == again.out
    assert file.with_suffix(".svg").read_bytes() == picture
    assert picture.startswith(b"<?xml")


@pytest.mark.usefixtures("week")
def test_a_picture_may_be_png(file: Path):
    picture = file.with_suffix(".png")
    done("simulate", "--policy", write(file), "--chart", str(picture))

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in file.parent.glob("*new*")) == ["new.png", "new.yaml"]


@pytest.mark.usefixtures("week")
def test_nothing_is_written_where_the_log_is(store: Path, file: Path):
    before = contents(store)
    done("simulate", "--policy", write(file, *STRICT))

    assert contents(store) == before


@pytest.mark.usefixtures("week")
def test_what_a_killed_writer_left_stays_as_it_is(store: Path, file: Path, tmp_path: Path):
    writer = sqlite3.connect(store / LOG, isolation_level=None)
    writer.execute("UPDATE events SET recorded_at = recorded_at + 1")
    killed = copytree(store, tmp_path / "killed")
    writer.close()
    before = contents(killed)
    assert f"{LOG}-wal" in before
    done("simulate", "--policy", write(file, *STRICT), "--store", str(killed))

    shared_memory = f"{LOG}-shm"
    assert {k: v for k, v in contents(killed).items() if k != shared_memory} == {
        k: v for k, v in before.items() if k != shared_memory
    }


@pytest.mark.usefixtures("week")
def test_somebody_may_be_writing_meanwhile(store: Path, file: Path):
    writer = sqlite3.connect(store / LOG, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE events SET recorded_at = recorded_at + 1")

    assert done("simulate", "--policy", write(file), "--json").json["different"] == []
    writer.close()


@pytest.mark.usefixtures("week")
def test_only_what_took_effect_in_the_window_is_counted(file: Path):
    window = ("--since", "2026-01-06T00:00:00Z", "--until", "2026-01-07T00:00:00Z")
    found = done("simulate", "--policy", write(file), "--json", *window).json

    assert (found["since"], found["until"]) == ("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z")
    assert found["tickets"] == 2
    assert [len(tier["simulated"]["by_day"]) for tier in found["load"]] == [1, 1, 1]


@pytest.mark.usefixtures("week")
def test_hours_are_those_of_the_policys_calendar_unless_told_otherwise(file: Path):
    stockholm = write(file, ("time_zone: UTC", "time_zone: Europe/Stockholm"))
    own = done("simulate", "--policy", stockholm, "--json").json
    other = done("simulate", "--policy", stockholm, "--time-zone", "UTC", "--json").json

    assert (own["time_zone"], other["time_zone"]) == ("Europe/Stockholm", "UTC")
    [at_nine, at_ten] = [
        [n for n, each in enumerate(found["load"][0]["recorded"]["by_hour"]) if each["arriving"]]
        for found in (other, own)
    ]
    assert at_ten == [(hour + 1) % 24 for hour in at_nine]


def test_peoples_moves_are_taken_as_they_were(store: Path, file: Path):
    with past(store) as told:
        told.open("T-1", 0, priority="low")
        told.tell(10 * MINUTE, c.EscalateTier, "T-1", to="technical", reason="manual")
        told.tell(20 * MINUTE, c.DeescalateTier, "T-1", to="front-line", reason="manual")
        told.wait(HOUR)
    shorter = write(
        file,
        ("  - {name: technical, team: engineering}\n", "moved: {technical: management}\n"),
        (
            "moved: {technical: management}\n  - {name: management, team: duty}\n",
            "  - {name: management, team: duty}\nmoved: {technical: management}\n",
        ),
    )
    found = done("simulate", "--policy", shorter, "--json").json

    assert found["moves_left_out"] == 0
    assert found["simulated"]["moves_by_people"] == found["recorded"]["moves_by_people"] == 2
    [management] = [tier for tier in found["load"] if tier["tier"] == "management"]
    assert management["simulated"]["arrivals"] == 1
    assert management["simulated"]["ticket_hours"] == pytest.approx(1 / 6, abs=0.001)


def test_a_persons_move_that_makes_no_sense_on_the_ladder_is_left_out_and_counted(
    store: Path, file: Path
):
    with past(store) as told:
        told.open("T-1", 0, priority="urgent")
        told.tell(3 * HOUR, c.EscalateTier, "T-1", to="technical", reason="manual")
        told.wait(4 * HOUR)
    at_once = write(
        file,
        ("target: 4h", "target: 1h"),
        ("metric: resolution, to: next}\n  - {name: still", "to: management}\n  - {name: still"),
    )
    found = done("simulate", "--policy", at_once, "--json").json

    assert found["moves_left_out"] == 1
    assert found["simulated"]["moves_by_people"] == 0
    assert found["different"][0]["simulated"]["tier"] == "management"
    assert "left out: 1." in done("simulate", "--policy", at_once).words


@pytest.mark.usefixtures("week")
def test_a_policy_of_another_name_is_a_sentence(file: Path):
    ran = escalon("simulate", "--policy", write(file, ("policy: default", "policy: dfault")))

    assert ran.code == 4
    assert "policy: is 'dfault', a policy that this log doesn't have; it has default." in ran.err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--chart", "load.pdf", "is no picture; name a file that ends in .svg or .png"),
        ("--time-zone", "Stockholm", "is no time zone; name one like Europe/Stockholm or UTC"),
        ("--since", "yesterday", "is not a time"),
    ],
)
def test_an_option_that_cannot_be_is_a_sentence(store, file, option, value, sentence):
    ran = escalon("simulate", "--policy", write(file), option, value)

    assert ran.code == 2
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert not store.exists()


@pytest.mark.usefixtures("week")
def test_a_picture_in_a_folder_that_is_not_there_is_refused_before_any_work(file):
    ran = escalon("simulate", "--policy", write(file), "--chart", "nowhere/load.svg")

    assert ran.code == 4
    assert ran.err == "nowhere: there is no such folder; check its name.\n"


def test_a_database_that_is_not_there_is_named(file, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_DATABASE", "postgresql://anna:secret@127.0.0.1:1/desk")
    ran = escalon("simulate", "--policy", write(file))

    assert ran.code == 5
    assert ran.err.startswith("The store 127.0.0.1:1/desk can't be used")
    assert "secret" not in ran.err


def test_a_desk_without_tickets_comes_to_nothing(store: Path, file: Path):
    with past(store):
        pass
    found = done("simulate", "--policy", write(file), "--json").json

    assert (found["tickets"], found["different"]) == (0, [])
    assert "Outcome: none" in done("simulate", "--policy", str(file)).out


def test_a_folder_without_a_desk_stays_without(store: Path, file: Path):
    ran = escalon("simulate", "--policy", write(file))

    assert ran.code == 5
    assert "There is no desk in" in ran.err
    assert not store.exists()


@pytest.mark.usefixtures("week")
def test_a_desk_in_a_database_is_simulated_as_one_in_a_folder(
    store: Path, file: Path, database: str, monkeypatch: pytest.MonkeyPatch
):
    in_folder = done("simulate", "--policy", write(file, *STRICT), "--json").out
    columns = (
        "position, ordinal, recorded_at, originator_id, originator_version, topic, ticket_id, state"
    )
    rows = sqlite3.connect(store / LOG).execute(f"SELECT {columns} FROM events").fetchall()  # noqa: S608
    with psycopg.connect(database) as session, session.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO events ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            rows,
        )
    monkeypatch.setenv("ESCALON_DATABASE", database)

    assert done("simulate", "--policy", str(file), "--json").out == in_folder
