"""A CSV file with a line of column names, of which only the columns asked for are read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from escalon.importers.lines import lines
from escalon.importers.mistake import ImportMistake, Unreadable

Read = TypeVar("Read")


class Table:
    """The rows of a file; `rows` is how many were read so far.

    Every way a file can be wrong is raised as `ImportMistake`, with the line it is on.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.rows = 0
        self._path = path
        self._columns = columns

    def read(self, parse: Callable[[int, Sequence[str]], Read]) -> Iterator[Read]:
        """Yield what `parse` makes of each row's number, from 1, and cells, in order of columns.

        `parse` raises `Unreadable` for a cell it doesn't understand.
        """
        reader = csv.reader(lines(self._path), strict=True)
        try:
            yield from self._parsed(reader, parse)
        except Unreadable as error:
            raise ImportMistake(f"{self._path}, line {reader.line_num}, {error}") from None
        except csv.Error as error:
            message = (
                f"{self._path}, line {reader.line_num}: this is not CSV ({error}); "
                "put quotes around a field that holds a comma, a quote or a line's end."
            )
            raise ImportMistake(message) from None
        if not self.rows:
            message = f"{self._path} has no rows; a log has at least one below the column names."
            raise ImportMistake(message)

    def _parsed(
        self, reader: Iterator[list[str]], parse: Callable[[int, Sequence[str]], Read]
    ) -> Iterator[Read]:
        header = next(reader, None)
        pick = self._picking(header or [])
        for fields in filter(None, reader):  # an empty line is no row
            if len(fields) != len(header or []):
                self._refuse_length(reader, len(fields), len(header or []))
            self.rows += 1
            yield parse(self.rows, pick(fields))
