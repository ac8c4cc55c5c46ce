"""What became of a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.errors import DeskError


class Outcome(NamedTuple):
    """The log positions of what a command recorded (0 where it found nothing to do), or why not.

    `refusal` is the sentence, `error` the name of its class; both are empty when it was done.
    """

    command_id: str
    first: int = 0
    last: int = 0
    refusal: str = ""
    error: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the desk refused."""
        return bool(self.refusal)

    @classmethod
    def refused(cls, command_id: str, error: DeskError) -> Outcome:
        """Return the outcome of a refused command."""
        return cls(command_id, refusal=str(error), error=type(error).__name__)


class Appended(NamedTuple):
    """What became of conclusions: the positions of those recorded now, and whose ground moved."""

    recorded: Mapping[str, int]
    stale: frozenset[str]
