"""A ticket's clocks as text, for the table that a timer keeps them in."""

from __future__ import annotations

import json
from typing import Any

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock, Fact, Stretch
from domain.clocks.terms import TermsKey
from domain.facts import Hold, TicketFacts


def to_text(clocks: TicketClocks) -> str:
    """Return the clocks as a JSON array of arrays, in the order of their fields."""
    return json.dumps(clocks, separators=(",", ":"))


def from_text(text: str) -> TicketClocks:
    """Return the clocks that the text holds."""
    facts, clocks = json.loads(text)
    return TicketClocks(facts_of(facts), tuple(_clock(values) for values in clocks))


def facts_of(values: list[Any]) -> TicketFacts:
    """Return a ticket's facts from the array of their values."""
    facts = TicketFacts(*values)
    holds = tuple(Hold(*hold) for hold in facts.holds)
    return facts._replace(tags=tuple(facts.tags), holds=holds)


def _clock(values: list[Any]) -> Clock:
    clock = Clock(*values)
    return clock._replace(
        terms=TermsKey(*clock.terms),
        changed=Fact(*clock.changed),
        stretches=tuple(
            Stretch(start, end, TermsKey(*terms)) for start, end, terms in clock.stretches
        ),
        said=tuple(clock.said),
    )
