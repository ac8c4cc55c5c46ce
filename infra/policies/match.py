"""Which tickets are meant, as people write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator

from domain.policy.match import FACETS
from infra.policies.mistake import Mistake, no_such
from infra.policies.part import OneOrMore, Text, one_of


def _values(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        message = "there are no values; write one, or leave the key out to match any"
        raise ValueError(message)
    return tuple(sorted(set(values)))


MatchText = dict[
    Annotated[str, one_of("facet", FACETS)],
    Annotated[tuple[Text, ...], OneOrMore, AfterValidator(_values)],
]
"""Facet to the values that will do."""

Written = Mapping[str, Sequence[str]]


def match_mistakes(
    match: Written, tiers: Sequence[str], where: tuple[str | int, ...]
) -> Iterator[Mistake]:
    """Find tiers that are not on the ladder."""
    for tier in match.get("tier", ()):
        if tier not in tiers:
            yield Mistake((*where, "match", "tier"), no_such("tier", tier, tiers))


def covers(wide: Written, narrow: Written) -> bool:
    """Return whether every ticket that the narrow match accepts is accepted by the wide one."""
    return all(
        facet in narrow and set(narrow[facet]) <= set(values) for facet, values in wide.items()
    )
