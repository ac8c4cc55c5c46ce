"""Stores that can't be used, settings that can't be, and terminals without colours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from infra.store.lock import FollowersLock
from tests.acceptance.cli_program import done, elsewhere, escalon, program

pytestmark = pytest.mark.usefixtures("store")

ESCAPE = "\x1b"


def test_where_there_is_no_desk_looking_makes_none(store: Path):
    ran = escalon("queues")

    assert ran.code == 5
    assert ran.err == (
        f"There is no desk in {store} yet; open a ticket with `escalon ticket open`,"
        " or name another folder with --store.\n"
    )
    assert not store.exists()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("hello")
    ran = escalon("ticket", "open", "Hello", "--store", str(file))

    assert (ran.code, ran.err) == (
        5,
        f"{file}: file exists; name a folder, or one that doesn't exist yet.\n",
    )
    assert file.read_text() == "hello"


def test_a_log_that_is_no_database_is_named(store: Path):
    store.mkdir()
    (store / "log.sqlite").write_text("This is no database, and was never one.")
    ran = escalon("queues")

    assert ran.code == 5
    assert ran.err == (
        f"The store {store} can't be used (file is not a database): name a folder that Escalon"
        " made, or an empty one, with --store.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="a superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(two: Path):
    two.chmod(0o500)
    ran = escalon("ticket", "reply", "A", "Hello")
    two.chmod(0o700)

    assert ran.code == 5
    assert str(two) in ran.err


def test_a_disk_without_room_leaves_the_store_as_it_was(two: Path):
    before = done("history", "A", "--json").json["facts"]
    size = (two / "log.sqlite").stat().st_size // 512
    reply = program("ticket", "reply", "A", "x" * 100_000)
    ran = subprocess.run(
        ["sh", "-c", f'ulimit -f {size}; exec "$@"', "sh", *reply],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 5
    assert f"The store {two} can't be used" in ran.stderr
    assert "make room on its disk" in ran.stderr
    assert done("history", "A", "--json").json["facts"] == before
    done("ticket", "reply", "A", "x" * 100_000)


def test_read_models_that_lag_are_said_beside_the_result(
    two: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ESCALON_WAIT", "0")
    with FollowersLock(two):
        ran = done("ticket", "reply", "A", "Hello")

    assert ran.out == "A: Reply sent by web\n"
    assert ran.err == (
        "the read models are at position 3, the change is at 4;"
        " the process that keeps them has not caught up yet\n"
    )


def test_what_was_left_to_do_is_done_by_the_next(two: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_WAIT", "0")
    with FollowersLock(two):
        done("ticket", "reply", "A", "Hello")

    events = [fact["event"] for fact in done("history", "A", "--json").json["facts"]]
    assert events == ["TicketOpened", "ReplySent", "SlaMet"]


def test_a_setting_that_cannot_be_is_a_mistake_of_usage(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("ESCALON_WAIT", "long")
    ran = escalon("config", "show")

    assert ran.code == 2
    assert ran.err.startswith("ESCALON_WAIT: setting 'wait' is 'long'; ")


def test_config_tells_each_setting_and_where_it_comes_from(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "escalon.toml").write_text('actor = "clara"\n')
    monkeypatch.setenv("ESCALON_CONFIG", str(tmp_path / "escalon.toml"))
    found = done("config", "show", "--json").json

    assert found["store"] == {"value": str(store), "from": "ESCALON_STORE"}
    assert found["actor"] == {"value": "clara", "from": str(tmp_path / "escalon.toml")}
    assert found["policy"]["from"] == "default"
    assert "clara" in done("config", "show").out


@pytest.mark.parametrize("words", [["queus"], ["ticket", "opn"]])
def test_a_command_that_is_not_there_is_a_mistake_of_usage(words: list[str]):
    ran = escalon(*words)

    assert ran.code == 2
    assert "Did you mean" in ran.err


def test_an_interrupt_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch):
    def interrupted(_: FollowersLock) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(FollowersLock, "acquire", interrupted)

    assert escalon("ticket", "open", "Hello").code == 130


@pytest.mark.usefixtures("week")
def test_a_terminal_sees_what_is_late_in_red():
    ran = elsewhere("queues", FORCE_COLOR="1", COLUMNS="160", NO_COLOR="")

    assert f"{ESCAPE}[1;31m-1d19h{ESCAPE}[0m" in ran.stdout


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize("words", [["queues"], ["why", "T-1"], ["history", "T-1"]])
def test_with_no_color_there_are_no_escape_codes(words: list[str]):
    ran = elsewhere(*words, FORCE_COLOR="1", NO_COLOR="1")

    assert ran.returncode == 0
    assert ESCAPE not in ran.stdout


@pytest.mark.usefixtures("week")
def test_what_was_written_cannot_command_the_terminal():
    out = done("queues").out

    assert ESCAPE not in out
    assert "[bold]It [is] slow" in out
