"""Opening the past of a desk, wherever its log is; nothing is written there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from escalon.bootstrap import LOG
from infra.store.past import Past
from infra.store.sqlite.past import SQLitePast


def past_of_folder(folder: Path) -> Past:
    """Return the past of the desk in a folder."""
    return SQLitePast(folder / LOG)


def past_of_database(database: str) -> Past:
    """Return the past of the desk in a database; its code is loaded only for those who have one."""
    return cast("Past", import_module("infra.store.postgres.past").PostgresPast(database))
