"""When coming back counts, and how requesters are told of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.durations import parse_duration
from domain.hours import Calendar


@dataclass(frozen=True, slots=True)
class RepeatContactRule:
    """`contacts` of one requester, or on one ticket, within `within` microseconds."""

    contacts: int
    within: int
    scope: str

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> RepeatContactRule:
        """Return the rule that a policy document states."""
        return cls(document["contacts"], parse_duration(document["within"]), document["scope"])


@dataclass(frozen=True, slots=True)
class RequesterNotice:
    """Of what requesters are told, and inside which hours."""

    on: frozenset[str]
    hours: Calendar
