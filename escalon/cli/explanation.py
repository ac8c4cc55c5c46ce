"""Why a ticket was moved, spoken of or left alone: from the log, with nothing left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clocks.book import TicketClocks
from domain.events.conversation import StaffNotified
from domain.events.sla import (
    ClockEvent,
    EscalationDeclined,
    RepeatContact,
    SlaBreachRetracted,
    SlaRetargeted,
)
from domain.events.ticket import PriorityChanged, TierMoved
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.ticket.moves import MANUAL
from domain.why.arithmetic import Arithmetic, Clockwork
from domain.why.chain import chain_of
from domain.why.rules import RuleStory, stories
from infra.store.case import CaseFiles, Filed


@dataclass(frozen=True, kw_only=True)
class Step:
    """One fact of a chain; where a clock spoke, the deadline's arithmetic.

    `retargets` changed the target before, `taken_back` is the fact that made the breach none.
    """

    fact: Filed
    arithmetic: Arithmetic | None = None
    retargets: tuple[SlaRetargeted, ...] = ()
    taken_back: SlaBreachRetracted | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Each thing that rules did, as its chain of causes back to the first fact; and all rules."""

    decisions: tuple[tuple[Step, ...], ...]
    rules: tuple[RuleStory, ...]
    policy: str
    policy_version: int


class Explainer:
    """Explains one ticket as of `now`, in microseconds; `case` is all that the log has on it."""

    def __init__(
        self, log: CaseFiles, case: Sequence[Filed], catalogue: Catalogue, now: int
    ) -> None:
        self._log = log
        self._case = case
        self._catalogue = catalogue
        self._now = now
        self._facts = [event for _, _, event in case if isinstance(event, TicketEvent)]
        self._known = {filed.event.event_id: filed for filed in case}

    def explain(self) -> Explanation:
        """Return the whole explanation."""
        clocks = Clockwork(self._facts, self._now, self._catalogue).now
        assert clocks is not None  # noqa: S101  # a ticket begins with its opening
        version = clocks.facts.policy_version
        return Explanation(
            decisions=tuple(
                tuple(self._step(fact) for fact in self._chain(filed))
                for filed in self._case
                if is_decision(filed.event)
            ),
            rules=tuple(self._rules(clocks)),
            policy=clocks.facts.policy,
            policy_version=version,
        )

    def _rules(self, clocks: TicketClocks) -> Sequence[RuleStory]:
        policy = self._catalogue.version(clocks.facts.policy, clocks.facts.policy_version)
        events = [filed.event for filed in self._case]
        return stories(events, policy, clocks) if policy else ()

    def _chain(self, filed: Filed) -> list[Filed]:
        """Return the fact and its causes; a cause on another ticket is looked for in the log."""
        while True:
            events = {id: known.event for id, known in self._known.items()}
            chain = [self._known[e.event_id] for e in chain_of(filed.event, events)]
            first = chain[-1]
            if not isinstance(first.event, RepeatContact):
                return chain
            elsewhere = self._log.cause(first.event.contact_id, first.position)
            if elsewhere is None:
                return chain
            self._known[elsewhere.event.event_id] = elsewhere

    def _step(self, filed: Filed) -> Step:
        event = filed.event
        if not isinstance(event, ClockEvent):
            return Step(fact=filed)
        return Step(
            fact=filed,
            arithmetic=self._arithmetic(event),
            retargets=tuple(self._retargets(event)),
            taken_back=next(self._retractions(event), None),
        )

    def _arithmetic(self, event: ClockEvent) -> Arithmetic | None:
        """Return how the clock came there, by what was known when it spoke."""
        known = [f for f in self._facts if f.originator_version <= event.ticket_version]
        return Clockwork(known, event.occurred_at + 1, self._catalogue).of(event)

    def _retargets(self, event: ClockEvent) -> Iterator[SlaRetargeted]:
        for _, _, other in self._case:
            if (
                isinstance(other, SlaRetargeted)
                and (other.metric, other.cycle) == (event.metric, event.cycle)
                and other.occurred_at <= event.occurred_at
            ):
                yield other

    def _retractions(self, event: ClockEvent) -> Iterator[SlaBreachRetracted]:
        for _, _, other in self._case:
            if isinstance(other, SlaBreachRetracted) and other.breach_id == event.event_id:
                yield other


def is_decision(event: Event) -> bool:
    """Return whether a rule did this, or was kept from it."""
    match event:
        case TierMoved():
            return event.reason != MANUAL
        case StaffNotified() | PriorityChanged():
            return bool(event.rule)
        case _:
            return isinstance(event, EscalationDeclined)
