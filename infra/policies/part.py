"""What every part of a policy document shares: its keys are known, its values stay."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from infra.policies.mistake import no_such


class Part(BaseModel):
    """Keys with values; another key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def one_of(kind: str, known: Collection[str]) -> AfterValidator:
    """Return the check that a word is one of those known; an empty one is not shown as known."""
    shown = [word for word in known if word]

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(no_such(kind, value, shown))
        return value

    return AfterValidator(check)


def unless_empty(check: Callable[[str], str]) -> AfterValidator:
    """Return the check as one that lets an empty text be, which says the same as no text."""
    return AfterValidator(lambda value: check(value) if value else value)


def ordered(known: Collection[str]) -> AfterValidator:
    """Return what brings words, each once, into the order in which they are known."""
    return AfterValidator(lambda values: tuple(word for word in known if word in values))


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


OneOrMore = BeforeValidator(_listed)
"""One value may stand for a list of it."""

EachOnce = AfterValidator(_each_once)
"""Said twice is said once."""


def _text(value: str) -> str:
    if not value.strip():
        message = "the text is empty; write a word or leave the key out"
        raise ValueError(message)
    return value


Text = Annotated[str, AfterValidator(_text)]
