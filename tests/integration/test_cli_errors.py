"""Mistakes of a user end in a sentence and an exit code; mistakes of ours stay loud."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import OperationalError

from domain.errors import PolicyNotFound, RuleBroken, TicketNotFound
from escalon.cli import errors
from escalon.handling.mistakes import StoreMistake
from escalon.importers.mistake import ImportMistake
from escalon.projecting import ProjectingStopped
from escalon.replay.retell import ReplayMistake
from infra.policies import PolicyMistake
from infra.settings import SettingsMistake
from infra.store.lock import StoreBusy
from projections.generations import ProjectionMissing


def failing(error: BaseException):
    def program():
        raise error

    return program


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuleBroken("no"), 1),
        (SettingsMistake("no"), 2),
        (TicketNotFound("T-1"), 3),
        (PolicyNotFound("none"), 3),
        (PolicyMistake("no"), 4),
        (ImportMistake("no"), 4),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), 4),
        (ReplayMistake("no"), 5),
        (StoreMistake("no"), 5),
        (StoreBusy("no"), 5),
        (ProjectingStopped(), 5),
        (ProjectionMissing("no"), 5),
        (PermissionError(errno.EACCES, "Permission denied", "desk"), 5),
        (sqlite3.OperationalError("database or disk is full"), 5),
        (OperationalError("attempt to write a readonly database"), 5),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_each_mistake_has_its_exit_code(error: BaseException, code: int):
    assert errors.run(failing(error)) == code


def test_a_program_that_ends_well_has_the_code_none():
    assert errors.run(lambda: None) == 0


def test_a_mistake_of_ours_is_not_kept_quiet():
    with pytest.raises(ZeroDivisionError):
        errors.run(failing(ZeroDivisionError()))


def test_an_error_of_the_system_names_the_file_and_the_remedy():
    error = PermissionError(errno.EACCES, "Permission denied", "desk/log.sqlite")

    assert errors.sentence(error) == (
        "desk/log.sqlite: permission denied; let this user read and write it, or name another."
    )


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("database or disk is full", "make room on its disk and try again"),
        ("disk I/O error", "make room on its disk, or see why it fails"),
        ("attempt to write a readonly database", "let this user write to its folder"),
        ("unable to open database file", "let this user read and write its folder"),
        ("database is locked", "another process is writing; try again"),
        ("database disk image is malformed", "restore the folder from a backup"),
        ("file is not a database", "name a folder that Escalon made"),
        ("something new", "try again"),
    ],
)
def test_a_database_that_refuses_is_named_with_what_to_do(said: str, advice: str):
    with pytest.raises(sqlite3.Error) as raised, errors.naming(Path("desk")):
        raise sqlite3.OperationalError(said)

    found = errors.sentence(raised.value)
    assert found.startswith(f"The store desk can't be used ({said}): {advice}")


def test_a_missing_socket_is_an_absent_server_and_no_unreadable_url():
    said = (
        'connection is bad: connection to server on socket "/run/none/.s.PGSQL.5432" failed:'
        " No such file or directory Is the server running locally?"
    )
    assert "see that PostgreSQL runs there" in errors.sentence(psycopg.OperationalError(said))
