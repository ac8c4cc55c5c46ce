"""The policies that a past is told under: the one on trial instead of all its own versions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.actor import SYSTEM, Actor
from domain.commands import PublishPolicy
from domain.events.policy import PolicyEvent
from domain.events.ticket import PolicyApplied, PolicyWithdrawn, TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.ids import NAMESPACE, derive
from domain.policy.catalogue import Catalogue
from domain.policy.policy import Policy
from domain.policy.publication import Publication
from infra.policies import to_json

OF_POLICIES = (TicketOpened, PolicyApplied, PolicyWithdrawn)


class UnknownPolicy(ValueError):
    """The policy on trial has a name that no policy of the log has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        names = f"has {', '.join(known)}" if known else "has none"
        super().__init__(
            f"policy: is '{name}', a policy that this log doesn't have; it {names}."
            " Give the policy on trial the name of the one that it would replace."
        )


class Trial:
    """What was published, and in the place of every version of one policy another."""

    def __init__(self, history: Sequence[PolicyEvent], document: Mapping[str, Any]) -> None:
        self.name = str(document["policy"])
        own = [event for event in history if event.policy == self.name]
        if not own:
            raise UnknownPolicy(self.name, sorted({event.policy for event in history}))
        self.catalogue = Catalogue()
        for event in [*history, *_published(own, document)]:
            self.catalogue.learn(event)
        self.policy: Policy = self._in_use()

    def adopted(self, event: TicketEvent, facts: TicketFacts | None) -> TicketEvent | None:
        """Return a recorded fact as it is under this policy, or `None` if it wouldn't have been."""
        if not isinstance(event, OF_POLICIES) or event.policy != self.name:
            return event
        if isinstance(event, TicketOpened):
            version = self.policy.version
            return replace(event, policy_version=version, tier=self._first_tier(event))
        if isinstance(event, PolicyApplied):
            return self._applied(event, facts)
        return None if event.actor.is_machine else event

    def governs(self, facts: TicketFacts | None) -> bool:
        """Return whether the ticket is under the policy on trial."""
        return facts is not None and facts.policy == self.name

    def _in_use(self) -> Policy:
        policy = self.catalogue.current(self.name)
        assert policy is not None  # noqa: S101  # it was published just now
        return policy

    def _applied(self, event: PolicyApplied, facts: TicketFacts | None) -> PolicyApplied | None:
        version = self.policy.version
        if facts and (facts.policy, facts.policy_version) == (self.name, version):
            return None
        return replace(event, policy_version=version)

    def _first_tier(self, event: TicketOpened) -> str:
        """Return where the ticket is opened: by default was the first tier, and is."""
        ladder = self.policy.ladder
        recorded = self.catalogue.version(event.policy, event.policy_version)
        if recorded and event.tier == recorded.ladder.first:
            return ladder.first
        tier = ladder.moved.get(event.tier, event.tier)
        return tier if tier in ladder else ladder.first


def _published(own: Sequence[PolicyEvent], document: Mapping[str, Any]) -> list[PolicyEvent]:
    """Return the publication of the document, behind what was published; none of what is in use."""
    text = to_json(dict(document))
    publication = Publication.blank(own[0].originator_id)
    for event in own:
        event.mutate(publication)
    request = PublishPolicy(
        command_id=derive(NAMESPACE, f"simulate:{text}"),
        at=own[-1].occurred_at,
        actor=Actor(SYSTEM, "simulate"),
        policy=str(json.loads(text)["policy"]),
        document=text,
    )
    publication.publish(request)
    return [event for event in publication.collect_events() if isinstance(event, PolicyEvent)]
