"""One state of a course, about which something is expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.model import Event
from tests.conformance.course import Course
from tests.conformance.instants import instant
from tests.conformance.stage import State

Pair = tuple[Any, Any]
"""What is wanted and what was found."""


class Moment(NamedTuple):
    """A state, and the facts to look at: those up to then, or in the end all that there are."""

    course: Course
    state: State
    facts: Sequence[Event]


def instant_or_none(text: str | None) -> int | None:
    """Return the instant of a text; none where there is to be none."""
    return None if text is None else instant(text)


def length_or_none(number: int | None, size: int) -> int | None:
    """Return so many of a size; none where there is to be none."""
    return None if number is None else number * size
