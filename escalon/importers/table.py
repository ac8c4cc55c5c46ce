"""A CSV file with a line of column names, of which only the columns asked for are read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from escalon.importers.lines import lines
from escalon.importers.mistake import ImportMistake, Unreadable

Parsed = TypeVar("Parsed")
Cells = tuple[str, ...]


class Table:
    """The rows of a file; `rows` is how many were read so far."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.rows = 0
        self._path = path
        self._columns = columns

    def read(self, parse: Callable[[int, Cells], Parsed]) -> Iterator[Parsed]:
        """Yield what `parse` makes of each row's number, from 1, and its cells of our columns.

        Raises `ImportMistake` with the place, also for the `Unreadable` that `parse` raises.
        """
        reader = csv.reader(lines(self._path), strict=True)
        try:
            header = next(reader, None)
            pick = itemgetter(*self._places(header))
            for fields in filter(None, reader):  # an empty line is no row
                _must_have(len(header or ()), fields)
                self.rows += 1
                yield parse(self.rows, pick(fields))
        except Unreadable as error:
            raise ImportMistake(f"{self._path}, line {reader.line_num}: {error}") from None
        except csv.Error as error:
            right = "put quotes around a field that holds a comma, a quote or a line's end"
            message = f"{self._path}, line {reader.line_num}: not CSV ({error}); {right}."
            raise ImportMistake(message) from None
        if not self.rows:
            message = f"{self._path} has column names but no rows; a log has at least one."
            raise ImportMistake(message)

    def _places(self, header: Sequence[str] | None) -> list[int]:
        """Return where in a row our columns are."""
        right = f"the first line names the columns, among them {', '.join(self._columns)}"
        if header is None:
            raise ImportMistake(f"{self._path} is empty; {right}.")
        for column in self._columns:
            if header.count(column) != 1:
                wrong = "is there twice" if column in header else "is missing"
                message = f"{self._path}, line 1: column '{column}' {wrong}; {right}."
                raise ImportMistake(message)
        return [header.index(column) for column in self._columns]


def _must_have(width: int, fields: Sequence[str]) -> None:
    if len(fields) != width:
        message = f"{len(fields)} fields for {width} columns; write one field for each column."
        raise Unreadable(message)
