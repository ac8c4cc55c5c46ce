"""Notices requesters who come back, and says so on a ticket that somebody works on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter

from consumers.following import Consumer, Workspace
from domain.actor import SYSTEM, Actor
from domain.desk import Desk
from domain.events.conversation import ContactReceived
from domain.events.policy import PolicyEvent
from domain.events.sla import RepeatContact
from domain.events.ticket import TicketMerged, TicketOpened
from domain.facts import TicketFacts, facts_after, first_facts
from domain.ids import derive
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy.contacts import RepeatContactRule
from domain.policy.policy import Policy
from domain.repeat_contact import Contact, Repeat, Window, after_contact, after_merge, facts_at
from domain.ticket.status import WAITING
from infra.log.notebook import Notebook
from infra.log.recorded import Recorded

ACTOR = Actor(SYSTEM, "repeat-contacts")
ATTEMPTS = 5


class RepeatContacts(Consumer):
    """A follower of openings, contacts and merges; what it says is recorded once per contact.

    Where several share the work, `is_mine` says whose contacts, or contacts on which ticket, this
    one counts.
    """

    def __init__(
        self,
        desk: Desk,
        workspace: Workspace,
        catalogue: Catalogue,
        name: str = "repeat-contacts",
        *,
        is_mine: Callable[[str], bool] = lambda _: True,
    ) -> None:
        super().__init__(workspace, name)
        self._is_mine = is_mine
        self._desk = desk
        self._catalogue = catalogue
        self._windows: Notebook[Window] = Notebook(
            workspace.states, self.name, dump=_to_text, load=_from_text
        )

    def _take_in(self, batch: Sequence[Recorded]) -> None:
        for recorded in batch:
            self._consider(recorded.event)

    def _flush(self) -> None:
        self._windows.flush()

    def _consider(self, event: Event) -> None:
        match event:
            case PolicyEvent():
                self._catalogue.learn(event)
            case TicketOpened() | ContactReceived() if not event.actor.is_machine:
                self._count(event)
            case TicketMerged() if event.requester and self._is_mine(event.requester):
                window = self._windows.get(event.requester) or ()
                self._windows.put(event.requester, after_merge(window, event.ticket_id))

    def _count(self, event: TicketOpened | ContactReceived) -> None:
        if not (self._is_mine(event.requester) or self._is_mine(event.ticket_id)):
            return
        said = self._said_by(event)
        policy = self._catalogue.version(said.policy, said.policy_version)
        rule = policy.repeat_contact if policy else None
        key = event.requester if rule and rule.scope == "requester" else event.ticket_id
        if policy is None or rule is None or not key or not self._is_mine(key):
            return
        contact = Contact(event.occurred_at, event.ticket_id, event.event_id)
        window, repeat = after_contact(self._windows.get(key) or (), contact, rule)
        self._windows.put(key, window)
        if repeat is not None:
            self._say(Words(event, repeat, policy, rule), said.effective_at)

    def _said_by(self, event: TicketOpened | ContactReceived) -> TicketFacts:
        """Return how the ticket stood with the contact, whatever came since."""
        if isinstance(event, TicketOpened):
            return first_facts(event)
        facts: TicketFacts | None = None
        for known in self._workspace.events_behind({event.ticket_id: 0}):
            if known.originator_version <= event.originator_version:
                facts = facts_after(facts, known)
        assert facts is not None  # noqa: S101  # a contact is on a ticket that was opened
        return facts

    def _say(self, words: Words, at: int) -> None:
        """Say it on the ticket contacted last if it was open then, else on the newest that was.

        Then, not now: a follower that lags says the same as one that doesn't.
        """
        for _ in range(ATTEMPTS):
            known = self._workspace.events_behind(dict.fromkeys(words.repeat.tickets, 0))
            streams = {id: list(own) for id, own in groupby(known, attrgetter("originator_id"))}
            stood = (facts_at(streams.get(id, ()), at) for id in words.repeat.tickets)
            waiting = next((facts for facts in stood if facts and facts.status in WAITING), None)
            if waiting is None:
                return
            version = streams[waiting.ticket_id][-1].originator_version
            said = words.about(waiting)
            if not self._desk.conclude([said], {waiting.ticket_id: version}).stale:
                return


class Words:
    """What is said of a repeat, whichever ticket it is said on."""

    def __init__(
        self,
        event: TicketOpened | ContactReceived,
        repeat: Repeat,
        policy: Policy,
        rule: RepeatContactRule,
    ) -> None:
        self.repeat = repeat
        self._event, self._policy, self._rule = event, policy, rule

    def about(self, ticket: TicketFacts) -> RepeatContact:
        """Return the fact that the repeat came, on that ticket."""
        id = derive(self._event.event_id, "repeat")
        return RepeatContact(
            originator_id=id,
            originator_version=1,
            event_id=id,
            occurred_at=self._event.occurred_at,
            actor=ACTOR,
            command_id=id,
            correlation_id=ticket.ticket_id,
            causation_id=self._event.event_id,
            ticket_id=ticket.ticket_id,
            ticket_version=ticket.version,
            requester=self._event.requester,
            scope=self._rule.scope,
            contacts=self.repeat.contacts,
            within=self._rule.within,
            first_contact_at=self.repeat.first_at,
            contact_id=self._event.event_id,
            policy=self._policy.name,
            policy_version=self._policy.version,
        )


def _to_text(window: Window) -> str:
    return json.dumps(window, separators=(",", ":"))


def _from_text(text: str) -> Window:
    return tuple(Contact(*values) for values in json.loads(text))
