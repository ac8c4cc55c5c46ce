"""What is wrong with a policy document, said so that its author can put it right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import NamedTuple

MANY = 12
"""More known words than this are not all listed."""


class PolicyMistake(ValueError):
    """A policy document can't be used; one sentence a line says where, why and what is right."""


class Mistake(NamedTuple):
    """One thing that is wrong: the keys and indices that lead to it, and the sentence."""

    where: tuple[str | int, ...]
    sentence: str


def no_such(kind: str, value: str, known: Collection[str], otherwise: str = "") -> str:
    """Return the sentence about an unknown word; `otherwise` is for when too many are known."""
    if not known:
        return f"there is no {kind} '{value}'; there are none at all"
    if len(known) <= MANY:
        return f"there is no {kind} '{value}'; {kind}s are {', '.join(known)}"
    near = get_close_matches(value, known, n=1)
    right = f"did you mean '{near[0]}'?" if near else otherwise
    return f"there is no {kind} '{value}'; {right}"


def no_such_key(key: str, known: Sequence[str]) -> str:
    """Return the sentence about a key that doesn't belong where it stands."""
    near = get_close_matches(key, known, n=1)
    right = f"did you mean '{near[0]}'?" if near else f"keys here are {', '.join(known)}"
    return f"there is no key '{key}' here; {right}"


def place(document: object, where: Sequence[str | int]) -> str:
    """Return the path as people read it, such as `escalation.0 (heads-up).at`.

    Steps that the document doesn't have, such as a short form left out, are passed over.
    """
    steps = []
    here = document
    for step in where:
        if isinstance(here, dict) and step in here:
            here = here[step]
            steps.append(str(step))
        elif isinstance(here, list) and isinstance(step, int):
            here = here[step]
            steps.append(f"{step}{_title(here)}")
    return ".".join(steps)


def _title(item: object) -> str:
    name = item.get("name") if isinstance(item, dict) else None
    return f" ({name})" if isinstance(name, str) else ""
