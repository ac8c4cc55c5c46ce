"""Small logs of each format, and what they ask of the desk, written short."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.actor import Actor
from domain.commands import Command
from domain.requests import Request, TicketRequest
from escalon.importers import FORMATS, Log, read_log

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = {
    "servicenow": {
        "number": "INC1",
        "incident_state": "New",
        "caller_id": "Caller 1",
        "opened_at": "1/2/2016 09:00",
        "sys_updated_by": "Updated by 1",
        "sys_updated_at": "1/2/2016 09:00",
        "contact_type": "Phone",
        "category": "Category 1",
        "priority": "3 - Moderate",
        "assignment_group": "Group 1",
        "assigned_to": "?",
    },
    "volvo": {
        "SR Number": "1-1",
        "Change Date+Time": "2012-05-01T09:00:00+01:00",
        "Status": "Queued",
        "Sub Status": "Awaiting Assignment",
        "ST Level": "L1",
        "Owner Country": "Sweden",
        "Owner First Name": "Anna",
    },
    "italian": {
        "case:concept:name": "Case1",
        "Activity": "Insert ticket",
        "Resource": "Value 1",
        "time:timestamp": "2010-01-13 08:40:25+00:00",
    },
}
"""The first row of each format's examples; later rows say only what is different."""
INHERITED = {field.name for field in (*fields(Request), *fields(TicketRequest))}
Row = Mapping[str, str]


def rows_of(format: str, changes: Iterable[Row]) -> list[dict[str, str]]:
    """Return whole rows: each is the one before it (the first `FIRST`) with its changes."""
    row = FIRST[format]
    return [row := {**row, **change} for change in changes]


def write(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as CSV, with a line of column names, and return the path."""
    whole = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(whole[0]))
        writer.writeheader()
        writer.writerows(whole)
    return path


def told(folder: Path, format: str, *changes: Row) -> Log:
    """Return what rows of a format say; each begins as a copy of the one before it."""
    return read_log(write(folder / "log.csv", rows_of(format, changes)), format, format)


def text(command: Command) -> str:
    """Return a command in short: its name and what it says beyond the ordinary."""
    own = [field for field in fields(command) if field.name not in INHERITED]
    said = [(field.name, getattr(command, field.name), field.default) for field in own]
    parts = [f"{name}={value}" for name, value, default in said if value != default]
    return " ".join([type(command).__name__, *parts])


def asked(log: Log, row: int) -> list[str]:
    """Return in short what the commands of a source row ask, the opening without its details."""
    found = [text(c) for entry in log.entries if entry.row == row for c in entry.commands]
    return [short.split()[0] if short.startswith("OpenTicket") else short for short in found]


def actors(log: Log, row: int) -> list[Actor]:
    """Return who asked for each of the commands of a source row."""
    return [c.actor for entry in log.entries if entry.row == row for c in entry.commands]


def times(log: Log, row: int) -> list[str]:
    """Return when each of the commands of a source row happened, in UTC."""
    found = [c.at for entry in log.entries if entry.row == row for c in entry.commands]
    return [f"{EPOCH + timedelta(microseconds=at):%Y-%m-%d %H:%M:%S}" for at in found]


__all__ = ["FIRST", "FORMATS", "actors", "asked", "rows_of", "text", "times", "told", "write"]
