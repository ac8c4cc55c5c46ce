"""The tiers of a policy, lowest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Tier:
    """A named level of support, its team and what its people can do."""

    name: str
    team: str
    skills: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Tiers in order; `moved` says where tickets of a removed tier belong."""

    tiers: tuple[Tier, ...]
    moved: Mapping[str, str]

    @classmethod
    def of(cls, tiers: Sequence[Mapping[str, Any]], moved: Mapping[str, str]) -> Ladder:
        """Return the ladder that a policy document states."""
        steps = (
            Tier(t["name"], t["team"], tuple(t.get("skills", ())), t.get("lead", "")) for t in tiers
        )
        return cls(tuple(steps), dict(moved))

    @property
    def first(self) -> str:
        """The name of the lowest tier."""
        return self.tiers[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all tiers, lowest first."""
        return tuple(tier.name for tier in self.tiers)

    def __contains__(self, name: str) -> bool:
        return any(tier.name == name for tier in self.tiers)

    def without(self, removed: Mapping[str, str]) -> Ladder:
        """Return the ladder with each removed tier replaced by the one its tickets went to."""
        if not removed:
            return self
        kept = {tier.name for tier in self.tiers if tier.name not in removed}
        steps = {
            removed.get(tier.name, tier.name): replace(tier, name=removed.get(tier.name, tier.name))
            for tier in self.tiers
            if tier.name in kept or removed[tier.name] not in kept
        }
        return Ladder(tuple(steps.values()), {**self.moved, **removed})

    def height(self, name: str) -> int:
        """Return the place of the tier on the ladder, 0 for the lowest.

        A removed one is where its tickets went; an unknown one counts as the lowest.
        """
        names = self.names
        name = self.moved.get(name, name)
        return names.index(name) if name in names else 0

    def above(self, name: str) -> str | None:
        """Return the next tier up, or `None` at the top."""
        height = self.height(name) + 1
        return self.tiers[height].name if height < len(self.tiers) else None

    def below(self, name: str) -> str | None:
        """Return the next tier down, or `None` at the bottom."""
        height = self.height(name)
        return self.tiers[height - 1].name if height else None


def removed_tiers(ladders: Iterable[Ladder]) -> dict[str, str]:
    """Return where tickets belong whose tier a later ladder did without; `ladders` in order."""
    went: dict[str, str] = {}
    for ladder in ladders:
        went.update(ladder.moved)
        for name in ladder.names:
            went.pop(name, None)
    return {tier: _last(tier, went) for tier in went}


def _last(tier: str, went: Mapping[str, str]) -> str:
    while tier in went:
        tier = went[tier]
    return tier
