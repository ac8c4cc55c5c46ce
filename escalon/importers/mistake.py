"""What is wrong with a log, said so that whoever has it can put it right."""

from __future__ import annotations


class ImportMistake(ValueError):
    """A log can't be retold; the sentence names file, line, column, value and what is right."""


class Unreadable(ValueError):
    """A cell says nothing we know; `right` completes the sentence about its value."""

    def __init__(self, column: str, value: str, right: str) -> None:
        super().__init__(f"column '{column}': '{value}' {right}.")
