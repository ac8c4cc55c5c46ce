"""What the desk asks of a store, beyond the library's recorder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from domain.desk.outcome import Appended, Outcome
from domain.errors import DeskError


class Conflict(DeskError):
    """Somebody else wrote to the same ticket at the same time; try again."""

    def __init__(self) -> None:
        super().__init__("The ticket changed while the command was carried out; try again.")


class Processed(NamedTuple):
    """A command to remember, with how many of the facts that follow are its own."""

    command_id: str
    facts: int
    refusal: str = ""
    error: str = ""


class Ledger(Protocol):
    """A store of facts in which commands are remembered in the same transaction."""

    def alone(self) -> AbstractContextManager[Any]:
        """Begin a transaction in which nobody else can append."""
        ...

    def outcomes(self, command_ids: Sequence[str]) -> Mapping[str, Outcome]:
        """Return what became of those of the commands that were carried out before."""
        ...

    def streams(self, ids: Sequence[str]) -> Sequence[Any]:
        """Return the stored events of those streams, each in order."""
        ...

    def policy_events(self, *, after: int) -> Sequence[tuple[int, Any]]:
        """Return the stored policy events behind that position, each with its own."""
        ...

    def insert_events(
        self,
        stored_events: Sequence[Any],
        *,
        processed: Sequence[Processed],
        expected: Mapping[str, int],
    ) -> Sequence[int]:
        """Store all, or nothing and raise `Conflict`; `expected` holds streams that must not grow.

        Returns the position of each event.
        """
        ...

    def append_conclusions(
        self, stored_events: Sequence[Any], known: Mapping[str, int]
    ) -> Appended:
        """Store each event unless its stream exists or its ticket has grown beyond `known`."""
        ...
