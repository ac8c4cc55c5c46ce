"""The words that a column may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from escalon.importers.mistake import Unreadable

Meaning = TypeVar("Meaning")


def meaning(words: Mapping[str, Meaning], column: str, word: str) -> Meaning:
    """Return what a word stands for; one that we don't know is refused rather than guessed."""
    try:
        return words[word]
    except KeyError:
        right = f"is unknown; write one of {', '.join(words)}"
        raise Unreadable.cell(column, word, right) from None


def named(column: str, name: str) -> str:
    """Return the name of a ticket, which can't be left out."""
    if name in ("", "?"):
        raise Unreadable.cell(column, name, "names no ticket; give every row its ticket's number")
    return name
