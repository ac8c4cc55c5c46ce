"""The tiers as people write them, and the mistakes that can be made with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from infra.policies.mistake import Mistake, no_such
from infra.policies.name import Name
from infra.policies.part import EachOnce, OneOrMore, Part, Text

NEXT, PREVIOUS = "next", "previous"


class TierText(Part):
    """One tier; without a `lead`, its team's lead is `<team>-lead`."""

    name: Name = Field(examples=["name: front-line"])
    team: Text = Field(examples=["team: support"])
    skills: Annotated[tuple[Text, ...], OneOrMore, EachOnce] = Field(
        (), examples=["skills: [network]"]
    )
    lead: str = Field("", examples=["lead: duty-manager"])

    def canonical(self) -> dict[str, object]:
        """Return the tier with its lead."""
        return {**self.model_dump(), "lead": self.lead or f"{self.team}-lead"}


def ladder_mistakes(tiers: Sequence[TierText]) -> Iterator[Mistake]:
    """Find tiers that make no ladder."""
    if not tiers:
        message = (
            "the ladder is empty; write at least one tier, as in {name: front-line, team: support}"
        )
        yield Mistake(("tiers",), message)
    for place, tier in enumerate(tiers):
        where = ("tiers", place, "name")
        names = [earlier.name for earlier in tiers[:place]]
        if tier.name in names:
            message = f"tier '{tier.name}' is already tiers.{names.index(tier.name)}"
            yield Mistake(where, f"{message}; give each tier its own name")
        if tier.name in (NEXT, PREVIOUS):
            message = f"'{tier.name}' already means the tier beside; give the tier another name"
            yield Mistake(where, message)


def moved_mistakes(moved: Mapping[str, str], tiers: Sequence[str]) -> Iterator[Mistake]:
    """Find removed tiers whose tickets would come to no tier."""
    for old in moved:
        where = ("moved", old)
        if old in tiers:
            message = f"'{old}' is a tier of the ladder; take it out of the tiers, or out of moved"
            yield Mistake(where, message)
            continue
        way = way_of(old, moved)
        if way[-1] in way[:-1]:
            message = f"{', '.join(way)} is a circle; let it end at one of {', '.join(tiers)}"
            yield Mistake(where, message)
        elif way[-1] not in tiers:
            yield Mistake(where, no_such("tier", way[-1], tiers))


def way_of(tier: str, moved: Mapping[str, str]) -> list[str]:
    """Return the tiers that a removed one's tickets pass through, up to the last or a repeat."""
    way = [tier]
    while way[-1] in moved:
        way.append(moved[way[-1]])
        if way[-1] in way[:-1]:
            break
    return way
