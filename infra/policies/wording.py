"""How the values of a canonical document are said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def said(value: object) -> str:
    """Return the value in words: lists with commas, keys before their values, or `nothing`."""
    if isinstance(value, Mapping):
        words = [f"{key} {said(item)}" for key, item in value.items() if item]
        return ", ".join(words) or "nothing"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "nothing"
    return str(value) if value else "nothing"


def becomes(what: str, old: object, new: object) -> list[str]:
    """Return one sentence if the value is another, and none if it isn't."""
    return [] if old == new else [f"{what}: {said(old)} becomes {said(new)}"]


def keys_become(
    whose: str, old: Mapping[str, Any], new: Mapping[str, Any], keys: Sequence[str]
) -> list[str]:
    """Return a sentence for each of the keys whose value is another."""
    return [
        sentence
        for key in keys
        for sentence in becomes(f"{whose}, {key}", old.get(key), new.get(key))
    ]


def order_becomes(what: str, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return one sentence if what both have comes in another order."""
    before = [name for name in old if name in new]
    after = [name for name in new if name in old]
    return [] if before == after else [f"{what}: {'; '.join(after)}"]
