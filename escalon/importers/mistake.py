"""What is wrong with a log, said so that whoever has it can put it right."""

from __future__ import annotations


class ImportMistake(ValueError):
    """A log can't be retold; the sentence says where, which value, and what would be right."""


class Unreadable(ValueError):
    """A row says nothing we know; whoever knows its file and line puts them before the sentence."""

    @classmethod
    def cell(cls, column: str, value: str, right: str) -> Unreadable:
        """Return the mistake of one cell; `right` goes on after "which"."""
        return cls(f"column '{column}' says '{value}', which {right}.")
