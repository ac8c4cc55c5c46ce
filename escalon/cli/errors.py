"""What a user's mistake looks like: one sentence, and an exit code that scripts can use."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Mapping

import eventsourcing.persistence
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import DeskError, PolicyNotFound, TicketNotFound
from escalon.importers.mistake import ImportMistake
from escalon.replay.retell import ReplayMistake
from infra.policies import PolicyMistake
from infra.settings import SettingsMistake
from infra.store.lock import StoreBusy

REFUSED = 1
USAGE = 2
NOT_FOUND = 3
BAD_INPUT = 4
STORE = 5
INTERRUPTED = 130

CODES: Mapping[type[Exception], int] = {
    TicketNotFound: NOT_FOUND,
    PolicyNotFound: NOT_FOUND,
    DeskError: REFUSED,
    PolicyMistake: BAD_INPUT,
    ImportMistake: BAD_INPUT,
    ReplayMistake: STORE,
    SettingsMistake: USAGE,
    FileNotFoundError: BAD_INPUT,
    IsADirectoryError: BAD_INPUT,
    StoreBusy: STORE,
    PermissionError: STORE,
    OSError: STORE,
    sqlite3.Error: STORE,
    eventsourcing.persistence.PersistenceError: STORE,
    SQLAlchemyError: STORE,
}
"""The exit code of each kind of error; the first that fits counts."""


def run(program: Callable[[], None]) -> int:
    """Run the program and return its exit code; mistakes of a user become a sentence."""
    try:
        program()
    except KeyboardInterrupt:
        return INTERRUPTED
    except tuple(CODES) as error:
        code = next(code for kind, code in CODES.items() if isinstance(error, kind))
        print(sentence(error), file=sys.stderr)  # noqa: T201  # the place for it
        return code
    return 0


def sentence(error: Exception) -> str:
    """Return what to tell the user of the error."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or str(error)).lower()}."
    if isinstance(error, sqlite3.Error | SQLAlchemyError | eventsourcing.persistence.PersistenceError):
        return _of_store(str(getattr(error, "orig", None) or error))
    return str(error)


def _of_store(text: str) -> str:
    """Return what to do about a database that refuses."""
    advice = {
        "disk is full": "make room on its disk and try again; nothing half done was kept",
        "readonly": "let this user write to its folder, or name another with --store",
        "unable to open": "let this user read and write its folder, or name another with --store",
        "locked": "another process is writing; try again",
        "malformed": "restore the folder from a backup; its log is damaged",
        "not a database": "name a folder that Escalon made, or an empty one, with --store",
    }
    found = next((words for sign, words in advice.items() if sign in text), "try again")
    return f"The store can't be used ({text}): {found}."
