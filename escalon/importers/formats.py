"""The kinds of log that can be retold, and the one way to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from domain.commands import OpenTicket
from escalon.importers import italian, servicenow, volvo
from escalon.importers.log import Log, Retold
from escalon.importers.mistake import ImportMistake
from escalon.importers.table import Table
from escalon.importers.telling import Source


class Format(NamedTuple):
    """A kind of log: what it is, the columns it must have, and what its rows mean."""

    description: str
    columns: tuple[str, ...]
    retell: Callable[[Table, Source], Iterator[Retold]]


FORMATS: Mapping[str, Format] = {
    "servicenow": Format(
        "audit log of a ServiceNow instance, one row for each revision of an incident",
        servicenow.COLUMNS,
        servicenow.retell,
    ),
    "volvo": Format(
        "incident log with support lines, one row for each change of a service request",
        volvo.COLUMNS,
        volvo.retell,
    ),
    "italian": Format(
        "help desk's activity log, one row for each thing done about a ticket",
        italian.COLUMNS,
        italian.retell,
    ),
}


def read_log(path: Path, format: str, policy: str) -> Log:
    """Return what a log says, as commands to open its tickets under a policy and work on them.

    Ids depend on the format and the rows alone: the same file gives the same commands.
    Raises `ImportMistake` when any of it can't be understood.
    """
    must_be_known(format)
    kind = FORMATS[format]
    table = Table(path, kind.columns)
    entries = sorted(kind.retell(table, Source(format, policy)), key=itemgetter(0, 1))
    opened = sum(isinstance(entry.commands[0], OpenTicket) for entry in entries)
    return Log(rows=table.rows, tickets=opened, entries=entries)


def must_be_known(format: str) -> None:
    """Raise `ImportMistake` unless it is one of the formats."""
    if format not in FORMATS:
        raise ImportMistake(f"There is no format '{format}'; formats are {', '.join(FORMATS)}.")
