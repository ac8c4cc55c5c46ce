"""Which tickets a target or a rule is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

FACETS = (
    "priority",
    "queue",
    "category",
    "channel",
    "customer",
    "requester_group",
    "tags",
    "tier",
)
"""What a match may ask about."""


class Described(Protocol):
    """Anything that has the facets."""

    @property
    def priority(self) -> str: ...
    @property
    def queue(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def customer(self) -> str: ...
    @property
    def requester_group(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def tier(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """All conditions must hold; each lists the values that will do. None at all matches all."""

    conditions: tuple[tuple[str, frozenset[str]], ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Sequence[str]]) -> Match:
        """Return the match written as facet to accepted values."""
        return cls(tuple((facet, frozenset(document[facet])) for facet in sorted(document)))

    def accepts(self, ticket: Described) -> bool:
        """Return whether every condition holds for the ticket; of its tags, one must be listed."""
        for facet, accepted in self.conditions:
            value = getattr(ticket, facet)
            if facet == "tags":
                if accepted.isdisjoint(value):
                    return False
            elif value not in accepted:
                return False
        return True
