"""Tables for people, JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.actor import REQUESTER, Actor
from domain.durations import DAY, HOUR, MINUTE, SECOND, format_duration
from domain.model import EPOCH

RED, DIM, BOLD = "bold red", "dim", "bold"
BRIEF = 8
"""How much of a requester's pseudonym people are shown."""


def console(*, stderr: bool = False) -> Console:
    """Return the terminal, or whatever takes its place; NO_COLOR has it print plain text."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(stderr=stderr, highlight=False, color_system=None if plain else "auto")


def progress_console() -> Console:
    """Return where progress goes: never among the results."""
    return console(stderr=True)


def say(text: str) -> None:
    """Tell the user something that is no result."""
    progress_console().print(shown(text))


def print_json(value: object) -> None:
    """Print one JSON value, indented, keys in their order."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def print_table(title: str, columns: Sequence[str], rows: Collection[Sequence[object]]) -> None:
    """Print rows under their columns; numbers stand to the right."""
    console().print(table(title, columns, rows) if rows else shown(f"{title}: none"))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a table; cells that are no text of Rich's own are shown as they are."""
    made = Table(
        title=title or None,
        title_justify="left",
        title_style=BOLD,
        header_style=DIM,
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    listed = [list(row) for row in rows]
    for number, column in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[number], int | float) for row in listed)
        made.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        made.add_row(*(shown(cell) for cell in row))
    return made


def shown(value: object, style: str = "") -> Text:
    """Return what a terminal may show of a value: nothing in it is a command to the terminal."""
    if isinstance(value, Text):
        return value
    text = "" if value is None else str(value)
    return Text("".join(c if c.isprintable() else " " for c in text), style=style)


def instant(micros: int | None) -> str | None:
    """Return an instant as ISO 8601 text in UTC, to the second where that is exact."""
    if micros is None or micros < 0:
        return None
    at = (EPOCH + timedelta(microseconds=micros)).astimezone(UTC)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds").replace(
        "+00:00", "Z"
    )


def until(start: int, end: int) -> str:
    """Return the end of a span that began at `start`: only the time where that is the same day."""
    text, before = str(instant(end)), str(instant(start))
    day = len("2026-03-01T")
    return text[day:] if text[:day] == before[:day] else text


def to_the_second(micros: int | None) -> str | None:
    """Return an instant as ISO 8601 text in UTC, without its fraction of a second."""
    return None if micros is None else instant(micros // SECOND * SECOND)


def length(micros: int) -> str:
    """Return a length of time such as `1h30m`, without a fraction of a second that nobody reads."""
    return format_duration(micros // SECOND * SECOND or micros)


def exact(micros: int) -> str:
    """Return a length of time to the microsecond, so that sums can be checked: `1m2.000003s`."""
    minutes, rest = divmod(micros, MINUTE)
    if not rest % SECOND:
        return format_duration(micros)
    seconds = f"{rest / SECOND:.6f}".rstrip("0") + "s"
    return f"{format_duration(minutes * MINUTE)}{seconds}" if minutes else seconds


def countdown(micros: int) -> str:
    """Return the time left, in days of 24 hours; behind a minus what has passed since."""
    if micros < 0:
        return f"-{countdown(-micros)}"
    if micros >= DAY:
        return f"{micros // DAY}d{micros % DAY // HOUR:02}h"
    if micros >= HOUR:
        return f"{micros // HOUR}h{micros % HOUR // MINUTE:02}m"
    return f"{micros // MINUTE}m{micros % MINUTE // SECOND:02}s"


def who(actor: Actor) -> str:
    """Return who acted, briefly: pseudonyms of requesters are long."""
    name = actor.id[:BRIEF] if actor.kind == REQUESTER else actor.id
    return f"{actor.kind} {name}"


def micros_of(text: str) -> int:
    """Return the instant that an ISO 8601 text names; without a zone it is UTC.

    Raises `ValueError` with a sentence.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is not a time; write it like 2026-03-01T12:00:00Z"
        raise ValueError(message) from None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)
