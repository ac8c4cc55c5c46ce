"""Notices requesters who come back, and says so on a ticket that somebody works on."""

from __future__ import annotations

import json
from collections.abc import Sequence

from consumers.following import Place, Workspace
from domain.actor import SYSTEM, Actor
from domain.desk import Desk
from domain.events.conversation import ContactReceived
from domain.events.policy import PolicyEvent
from domain.events.sla import RepeatContact
from domain.events.ticket import PolicyApplied, PolicyWithdrawn, TicketMerged, TicketOpened
from domain.ids import derive
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy.contacts import RepeatContactRule
from domain.policy.policy import Policy
from domain.repeat_contact import Contact, Repeat, Window, after_contact, after_merge
from domain.ticket import Ticket
from domain.ticket.status import WAITING
from infra.log.notebook import Notebook
from infra.log.recorded import Recorded

ACTOR = Actor(SYSTEM, "repeat-contacts")
ATTEMPTS = 5


class RepeatContacts:
    """A follower of openings, contacts and merges; what it says is recorded once per contact."""

    def __init__(
        self, desk: Desk, workspace: Workspace, catalogue: Catalogue, name: str = "repeat-contacts"
    ) -> None:
        self.name = name
        self._desk = desk
        self._workspace = workspace
        self._catalogue = catalogue
        self._place = Place(workspace, self.name)
        self._windows: Notebook[Window] = Notebook(
            workspace.states, self.name, dump=_to_text, load=_from_text
        )

    def position(self) -> int:
        """Return the place of the last fact handled; 0 before the first."""
        return self._place.position

    def handle(self, batch: Sequence[Recorded]) -> None:
        """Count the contacts of the batch."""
        batch = self._place.unseen(batch)
        if not batch:
            return
        with self._workspace.transaction():
            for recorded in batch:
                self._consider(recorded.event)
            self._place.move_to(batch[-1].position, self._windows.flush)

    def _consider(self, event: Event) -> None:
        match event:
            case PolicyEvent():
                self._catalogue.learn(event)
            case TicketOpened() | ContactReceived() if not event.actor.is_machine:
                self._count(event)
            case TicketMerged() if event.requester:
                window = self._windows.get(event.requester) or ()
                self._windows.put(event.requester, after_merge(window, event.ticket_id))

    def _count(self, event: TicketOpened | ContactReceived) -> None:
        policy = self._policy_of(event)
        rule = policy.repeat_contact if policy else None
        key = event.requester if rule and rule.scope == "requester" else event.ticket_id
        if policy is None or rule is None or not key:
            return
        contact = Contact(event.occurred_at, event.ticket_id, event.event_id)
        window, repeat = after_contact(self._windows.get(key) or (), contact, rule)
        self._windows.put(key, window)
        if repeat is not None:
            self._say(event, repeat, _Words(policy, rule))

    def _policy_of(self, event: TicketOpened | ContactReceived) -> Policy | None:
        if isinstance(event, TicketOpened):
            return self._catalogue.version(event.policy, event.policy_version)
        return self._policy_at(event)

    def _policy_at(self, contact: ContactReceived) -> Policy | None:
        """Return the policy version that the ticket held at the contact, whatever came since."""
        name, version = "", 0
        for event in self._workspace.events_behind({contact.ticket_id: 0}):
            if event.originator_version > contact.originator_version:
                break
            if isinstance(event, TicketOpened | PolicyApplied):
                name, version = event.policy, event.policy_version
            elif isinstance(event, PolicyWithdrawn):
                version = 0
        return self._catalogue.version(name, version)

    def _say(self, event: TicketOpened | ContactReceived, repeat: Repeat, words: _Words) -> None:
        """Say it on the ticket contacted last if it is open, else on the newest open one."""
        for _ in range(ATTEMPTS):
            tickets = (self._desk.ticket(id) for id in repeat.tickets)
            waiting = next((t for t in tickets if t and t.status in WAITING), None)
            if waiting is None:
                return
            said = words.about(event, repeat, waiting)
            if not self._desk.conclude([said], {waiting.id: waiting.version}).stale:
                return


class _Words:
    def __init__(self, policy: Policy, rule: RepeatContactRule) -> None:
        self._policy, self._rule = policy, rule

    def about(
        self, event: TicketOpened | ContactReceived, repeat: Repeat, ticket: Ticket
    ) -> RepeatContact:
        id = derive(event.event_id, "repeat")
        return RepeatContact(
            originator_id=id,
            originator_version=1,
            event_id=id,
            occurred_at=event.occurred_at,
            actor=ACTOR,
            command_id=id,
            correlation_id=ticket.id,
            causation_id=event.event_id,
            ticket_id=ticket.id,
            ticket_version=ticket.version,
            requester=event.requester,
            scope=self._rule.scope,
            contacts=repeat.contacts,
            within=self._rule.within,
            first_contact_at=repeat.first_at,
            contact_id=event.event_id,
            policy=self._policy.name,
            policy_version=self._policy.version,
        )


def _to_text(window: Window) -> str:
    return json.dumps(window, separators=(",", ":"))


def _from_text(text: str) -> Window:
    return tuple(Contact(*values) for values in json.loads(text))
