"""Cases as their files hold them, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conformance.reasons import KEYS_LEFT_OUT

UNKNOWN = "it has no counterpart here"
Row = Mapping[str, Any]
"""A case: `id`, `kind` and what that kind states."""


class Unreadable(Exception):
    """A file of cases can't be read; one sentence says why."""


def rows_of(file: Path) -> list[Row]:
    """Return the cases of a file in its order; blank lines are none. Raises `Unreadable`."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{file} can't be read: {error}; name a file of JSON lines.") from None
    return [_row(f"{file}, line {n}", line) for n, line in enumerate(lines, 1) if line.strip()]


class Part(dict[str, Any]):
    """A part of a case; asked for what it doesn't state, it says so as `NotCovered`."""

    def __missing__(self, key: str) -> Any:
        raise NotCovered(f"the case states no {key}")


def row_of(text: str) -> Any:
    """Return the case that a line of JSON holds."""
    return json.loads(text, object_hook=Part)


def _row(place: str, line: str) -> Row:
    try:
        row = row_of(line)
    except ValueError as error:
        raise Unreadable(f"{place} is not JSON: {error}.") from None
    if not isinstance(row, dict) or not {"id", "kind"} <= row.keys():
        raise Unreadable(f"{place} is no case; write an object with id and kind.")
    return row


def known(part: Mapping[str, Any], keys: str, where: str) -> None:
    """Raise `NotCovered` for a key that isn't one of those listed with spaces in between."""
    for key in part:
        if key not in keys.split():
            raise NotCovered(f"key '{key}' of {where}: {KEYS_LEFT_OUT.get(key, UNKNOWN)}")


class NotCovered(Exception):
    """The case asks for what this desk doesn't do, or doesn't say in so many words."""
