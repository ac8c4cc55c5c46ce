"""Which target holds for a ticket: the first that matches, and why those before it don't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.clocks.terms import TermsKey
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.policy.catalogue import Catalogue
from domain.policy.match import Match
from domain.policy.rule import ALL
from domain.why.conditions import unlike
from domain.why.reasons import PassedOver


class Choice(NamedTuple):
    """A target of a policy version, by its number, and what it is for; 0 where none matches.

    `version` is 0 where no policy holds.
    """

    policy: str
    version: int
    target: int
    match: Match
    passed: tuple[PassedOver, ...]

    @property
    def key(self) -> TermsKey:
        """What names the target."""
        return TermsKey(self.policy, self.version, self.target)


class Chosen(NamedTuple):
    """What held from an instant on, in microseconds, because of a fact."""

    at: int
    fact: TicketEvent
    choice: Choice


def choice_of(facts: TicketFacts, catalogue: Catalogue) -> Choice:
    """Return the target that holds for the ticket, and why not one before it."""
    policy = catalogue.version(facts.policy, facts.policy_version)
    target = policy.target_for(facts) if policy else None
    before = policy.targets[: target.number - 1 if target else None] if policy else ()
    return Choice(
        policy=facts.policy,
        version=facts.policy_version,
        target=target.number if target else 0,
        match=target.match if target else ALL,
        passed=tuple(PassedOver(other.number, unlike(other.match, facts)) for other in before),
    )


def choices(
    stood: Sequence[tuple[TicketEvent, TicketFacts]], catalogue: Catalogue
) -> Iterator[Chosen]:
    """Yield each choice as it began to hold; `stood` are facts and what was known with each."""
    key: TermsKey | None = None
    for fact, facts in stood:
        choice = choice_of(facts, catalogue)
        if choice.key != key:
            key = choice.key
            yield Chosen(facts.effective_at, fact, choice)
