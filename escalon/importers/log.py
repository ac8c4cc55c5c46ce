"""A log as it is told again: what was asked of the desk, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from domain.commands import Command
from escalon.importers.times import EPOCH


class Retold(NamedTuple):
    """What a source row says happened at `at` (microseconds, UTC); `row` counts from 1."""

    at: int
    row: int
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """How many rows and tickets the source has, and what they say, by time and then row."""

    rows: int
    tickets: int
    entries: Sequence[Retold]

    @property
    def first_year(self) -> int:
        """The year, in UTC, in which the first of it happened."""
        return (EPOCH + timedelta(microseconds=self.entries[0].at)).year
