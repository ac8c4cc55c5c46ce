"""Why each rule of each policy version that a ticket was under did what it did, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.events.sla import ClockEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy.policy import Policy
from domain.policy.rule import REPEAT_CONTACT, EscalationRule
from domain.why.conditions import unmet
from domain.why.contacts import too_few
from domain.why.reasons import DidNotHappen, Reason
from domain.why.reign import Reign
from domain.why.verdict import Course, Stood, Verdict, judged
from domain.why.waiting import KINDS, waits


@dataclass(frozen=True, kw_only=True)
class RuleStory:
    """What a rule made of each cause, and why what else it waits for didn't come.

    Where no cause came at all, also which conditions wouldn't hold as the ticket stood last.
    """

    rule: str
    verdicts: tuple[Verdict, ...]
    waiting: tuple[Reason, ...]

    @property
    def acted(self) -> tuple[Event, ...]:
        """All that it did."""
        return tuple(event for verdict in self.verdicts for event in verdict.acted)


@dataclass(frozen=True, kw_only=True)
class VersionStory:
    """The rules of one policy version, in their order, for the times that it held the ticket."""

    reign: Reign
    rules: tuple[RuleStory, ...]


class Storyteller:
    """Tells the rules' stories of one ticket as of `now`, in microseconds.

    `events` are all of the ticket, `contacts` also those of the requester's other tickets that
    count together with its own; both are in the order of the log.
    """

    def __init__(
        self, events: Sequence[Event], contacts: Sequence[Event], now: int, catalogue: Catalogue
    ) -> None:
        self._course = Course(events)
        self._contacts = contacts
        self._now = now
        self._catalogue = catalogue

    def told(self, reigns: Sequence[Reign]) -> list[VersionStory]:
        """Return the stories by version; under no policy there are no rules."""
        found = []
        for reign in reigns:
            policy = self._catalogue.version(reign.policy, reign.version)
            rules = policy.rules if policy else ()
            told = tuple(self._story(rule, policy, reign) for rule in rules if policy)
            found.append(VersionStory(reign=reign, rules=told))
        return found

    def _story(self, rule: EscalationRule, policy: Policy, reign: Reign) -> RuleStory:
        mine = [
            stood
            for stood in self._course.causes
            if stood.version == (reign.policy, reign.version) and _is_for(rule, stood)
        ]
        unmet_now = () if mine else unmet(rule, reign.facts)
        return RuleStory(
            rule=rule.name,
            verdicts=tuple(judged(rule, stood, self._course) for stood in mine),
            waiting=(*self._waiting(rule, mine, policy, reign), *unmet_now),
        )

    def _waiting(
        self, rule: EscalationRule, mine: Sequence[Stood], policy: Policy, reign: Reign
    ) -> Sequence[Reason]:
        if rule.when in KINDS:
            came = {
                (stood.event.metric, stood.event.cycle)
                for stood in mine
                if isinstance(stood.event, ClockEvent)
            }
            return list(waits(rule, reign, came, self._now, self._catalogue))
        if mine:
            return ()
        if rule.when == REPEAT_CONTACT:
            id = reign.facts.ticket_id
            return too_few(policy.repeat_contact, self._contacts, id, reign)
        return [DidNotHappen(rule.when)]


def _is_for(rule: EscalationRule, stood: Stood) -> bool:
    """Return whether the cause is of the kind that the rule waits for, whatever its conditions."""
    cause = stood.cause
    return (
        rule.when == cause.when
        and (not cause.metric or rule.watches(cause.metric))
        and (not rule.step or rule.step == cause.step)
    )
