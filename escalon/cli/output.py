"""Tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from domain.model import EPOCH

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def console() -> Console:
    """Return the terminal, or whatever takes its place; colours respect NO_COLOR."""
    return Console(highlight=False)


def progress_console() -> Console:
    """Return where progress goes: never among the results."""
    return Console(stderr=True)


def print_json(value: object) -> None:
    """Print one JSON value, indented, keys in their order."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their columns; numbers stand to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    listed = [list(row) for row in rows]
    for number, column in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[number], int | float) for row in listed)
        table.add_column(column, justify="right" if numeric else "left")
    for row in listed:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)


def instant(micros: int | None) -> str | None:
    """Return an instant as ISO 8601 text in UTC, to the second where that is exact."""
    if micros is None or micros < 0:
        return None
    at = (EPOCH + timedelta(microseconds=micros)).astimezone(UTC)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds").replace(
        "+00:00", "Z"
    )


def micros_of(text: str) -> int:
    """Return the instant that an ISO 8601 text names; without a zone it is UTC.

    Raises `typer.BadParameter` with a sentence.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is not a time; write it like 2026-03-01T12:00:00Z"
        raise typer.BadParameter(message) from None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)
