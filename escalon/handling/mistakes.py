"""What can't be done with a store, and what a refused command says."""

from __future__ import annotations

from domain.desk import Outcome
from domain.errors import DeskError, PolicyNotFound, TicketNotFound


class StoreMistake(ValueError):
    """The store isn't one for what was asked; the sentence says what would be right."""


def refusal(outcome: Outcome) -> DeskError:
    """Return the error that an outcome tells of, of its own kind where that has an exit code."""
    kinds = {kind.__name__: kind for kind in (TicketNotFound, PolicyNotFound)}
    kind = kinds.get(outcome.error, DeskError)
    return kind.__new__(kind, outcome.refusal)  # past the constructor: the sentence is made
