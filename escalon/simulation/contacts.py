"""Requesters who come back, in a simulated time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from consumers.repeat_contacts import Words
from domain.events.conversation import ContactReceived
from domain.events.sla import RepeatContact
from domain.events.ticket import TicketMerged, TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.policy.catalogue import Catalogue
from domain.policy.policy import Policy
from domain.repeat_contact import Contact, Window, after_contact, after_merge
from domain.ticket.status import WAITING
from escalon.simulation.case import Case

COUNTED = frozenset([TicketOpened, ContactReceived, TicketMerged])
"""Facts that change what was counted; no others need be told."""


class Told(NamedTuple):
    """A fact that was told, and its ticket with it, whatever came in the same instant."""

    event: TicketEvent
    facts: TicketFacts


class Contacts:
    """Counts contacts as they come, on tickets that are there."""

    def __init__(self, catalogue: Catalogue, cases: Mapping[str, Case]) -> None:
        self._catalogue = catalogue
        self._cases = cases
        self._windows: dict[str, Window] = {}

    def after(self, told: Told) -> RepeatContact | None:
        """Return what is said once the fact is counted, if anything; it names its ticket."""
        event, facts = told
        if isinstance(event, TicketMerged) and event.requester:
            window = self._windows.get(event.requester, ())
            self._windows[event.requester] = after_merge(window, event.ticket_id)
        elif isinstance(event, TicketOpened | ContactReceived) and not event.actor.is_machine:
            return self._count(event, self._catalogue.version(facts.policy, facts.policy_version))
        return None

    def _count(
        self, event: TicketOpened | ContactReceived, policy: Policy | None
    ) -> RepeatContact | None:
        rule = policy.repeat_contact if policy else None
        key = event.requester if rule and rule.scope == "requester" else event.ticket_id
        if policy is None or rule is None or not key:
            return None
        contact = Contact(event.occurred_at, event.ticket_id, event.event_id)
        self._windows[key], repeat = after_contact(self._windows.get(key, ()), contact, rule)
        if repeat is None:
            return None
        waiting = next((facts for id in repeat.tickets if (facts := self._waiting(id))), None)
        return Words(event, repeat, policy, rule).about(waiting) if waiting else None

    def _waiting(self, id: str) -> TicketFacts | None:
        facts = self._cases[id].facts
        return facts if facts and facts.status in WAITING else None
