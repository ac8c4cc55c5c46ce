"""Why a ticket was moved, spoken of or left alone: from the log, with nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.events.conversation import StaffNotified
from domain.events.sla import (
    ClockEvent,
    EscalationDeclined,
    RepeatContact,
    SlaBreachRetracted,
)
from domain.events.ticket import PriorityChanged, TicketOpened, TierMoved
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.ticket.moves import MANUAL
from domain.why.arithmetic import Accounts, Arithmetic
from domain.why.chain import chain_of
from domain.why.choice import Chosen, choices
from domain.why.clockwork import clockwork_of
from domain.why.reign import Reign, reigns
from domain.why.rules import Storyteller, VersionStory
from infra.store.case import CaseFiles, Filed

Others = Callable[[str, tuple[int, int]], Mapping[str, str]]
"""Tells a requester's tickets between two instants: external ids by ids."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One fact of a chain; where a clock spoke, the deadline's arithmetic.

    `taken_back` is the fact that made the breach none.
    """

    fact: Filed
    arithmetic: Arithmetic | None = None
    taken_back: SlaBreachRetracted | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Each thing that rules did, as its chain of causes back to the first fact; and all rules.

    `chosen` are the targets that held, one after the other, `versions` the policy versions with
    their rules. `names` are external ids of tickets by their ids.
    """

    ticket_id: str
    decisions: tuple[tuple[Step, ...], ...]
    chosen: tuple[Chosen, ...]
    versions: tuple[VersionStory, ...]
    names: Mapping[str, str]


class Files(NamedTuple):
    """What the log has on a ticket and on policies, and the log itself for what lies elsewhere."""

    log: CaseFiles
    case: Sequence[Filed]
    policies: Sequence[Filed] = ()


class Explainer:
    """Explains one ticket as of `now`, in microseconds."""

    def __init__(self, files: Files, catalogue: Catalogue, now: int, others: Others) -> None:
        self._log, self._case, policies = files
        case = self._case
        self._catalogue = catalogue
        self._now = now
        self._others = others
        self._filed = {filed.event.event_id: filed for filed in (*policies, *case)}
        self._known: dict[str, Event] = {id: filed.event for id, filed in self._filed.items()}
        self._taken_back = {
            event.breach_id: event for _, _, event in case if isinstance(event, SlaBreachRetracted)
        }
        self._clockwork = clockwork_of([filed.event for filed in case], now, catalogue)
        self._accounts = Accounts(self._clockwork, catalogue)

    def explain(self) -> Explanation:
        """Return the whole explanation."""
        held = reigns(self._clockwork, self._now)
        contacts, names = self._contacts(held)
        events = [filed.event for filed in self._case]
        teller = Storyteller(events, contacts, self._now, self._catalogue)
        stood = [(turn.fact, turn.after.facts) for turn in self._clockwork.turns]
        return Explanation(
            ticket_id=held[0].facts.ticket_id,
            decisions=tuple(
                tuple(self._step(fact) for fact in self._chain(filed))
                for filed in self._case
                if is_decision(filed.event)
            ),
            chosen=tuple(choices(stood, self._catalogue)),
            versions=tuple(teller.told(held)),
            names=names,
        )

    def _chain(self, filed: Filed) -> list[Filed]:
        """Return the fact and its causes; a cause on another ticket is looked for in the log."""
        while True:
            chain = [self._filed[e.event_id] for e in chain_of(filed.event, self._known)]
            first = chain[-1]
            if not isinstance(first.event, RepeatContact):
                return chain
            elsewhere = self._log.cause(first.event.contact_id, first.position)
            if elsewhere is None:
                return chain
            self._filed[elsewhere.event.event_id] = elsewhere
            self._known[elsewhere.event.event_id] = elsewhere.event

    def _step(self, filed: Filed) -> Step:
        event = filed.event
        if not isinstance(event, ClockEvent):
            return Step(fact=filed)
        taken_back = self._taken_back.get(event.event_id)
        return Step(fact=filed, arithmetic=self._accounts.of(event), taken_back=taken_back)

    def _contacts(self, held: Sequence[Reign]) -> tuple[list[Event], Mapping[str, str]]:
        """Return what may count together with the ticket's contacts, in the order of the log."""
        facts = held[-1].facts
        policies = [self._catalogue.version(reign.policy, reign.version) for reign in held]
        asked = [policy.repeat_contact for policy in policies if policy and policy.repeat_contact]
        if not facts.requester or not any(rule.scope == "requester" for rule in asked):
            return [filed.event for filed in self._case], self._own_name()
        times = facts.opened_at - max(rule.within for rule in asked), self._now
        names = self._others(facts.requester, times)
        cases = [self._log.case(id) for id in names if id != facts.ticket_id]
        filed = sorted([*self._case, *(filed for case in cases for filed in case)])
        return [one.event for one in filed], {**names, **self._own_name()}

    def _own_name(self) -> Mapping[str, str]:
        opening = self._case[0].event
        if isinstance(opening, TicketOpened) and opening.external_id:
            return {opening.ticket_id: opening.external_id}
        return {}


def is_decision(event: Event) -> bool:
    """Return whether a rule did this, or was kept from it."""
    match event:
        case TierMoved():
            return event.reason != MANUAL
        case StaffNotified() | PriorityChanged():
            return bool(event.rule)
        case _:
            return isinstance(event, EscalationDeclined)
