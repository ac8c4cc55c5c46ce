"""How near a requester's contacts came to being a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.events.conversation import ContactReceived
from domain.events.sla import RepeatContact
from domain.events.ticket import TicketMerged, TicketOpened
from domain.model import Event
from domain.policy.contacts import RepeatContactRule
from domain.repeat_contact import Contact, Window, after_contact, after_merge
from domain.why.reasons import CountedElsewhere, NoRequester, NothingCounted, Reason, TooFewContacts
from domain.why.reign import Reign

REQUESTER = "requester"
"""The scope of a rule that counts all contacts of one requester."""


def too_few(
    rule: RepeatContactRule | None, events: Iterable[Event], ticket_id: str, reign: Reign
) -> list[Reason]:
    """Return why no repeat was said of the ticket while a policy version held.

    `events` are all that is known of the requester's tickets, in the order of the log.
    """
    if rule is None:
        return [NothingCounted()]
    if rule.scope == REQUESTER and not reign.facts.requester:
        return [NoRequester()]
    count = _Count(rule, ticket_id, reign)
    for event in events:
        count.take(event)
    return count.reasons()


class _Count:
    def __init__(self, rule: RepeatContactRule, ticket_id: str, reign: Reign) -> None:
        self._rule, self._ticket_id, self._reign = rule, ticket_id, reign
        self._window: Window = ()
        self._fullest: Sequence[Contact] = ()
        self._repeats: list[tuple[Contact, tuple[str, ...]]] = []
        self._said_of: dict[str, str] = {}

    def take(self, event: Event) -> None:
        if isinstance(event, RepeatContact):
            self._said_of[event.contact_id] = event.ticket_id
        elif isinstance(event, TicketMerged):
            self._window = after_merge(self._window, event.ticket_id)
        elif isinstance(event, TicketOpened | ContactReceived) and self._is_counted(event):
            self._count(event)

    def reasons(self) -> list[Reason]:
        rule, found = self._rule, self._fullest
        if self._repeats:
            return [
                CountedElsewhere(contact.at, tickets, self._said_of.get(contact.event_id, ""))
                for contact, tickets in self._repeats
            ]
        tickets = tuple(dict.fromkeys(contact.ticket_id for contact in found))
        first_at = found[0].at if found else 0
        few = TooFewContacts(len(found), rule.contacts, rule.within, rule.scope, first_at, tickets)
        return [few]

    def _is_counted(self, event: Event) -> bool:
        in_scope = self._rule.scope == REQUESTER or event.originator_id == self._ticket_id
        return in_scope and not event.actor.is_machine

    def _count(self, event: TicketOpened | ContactReceived) -> None:
        contact = Contact(event.occurred_at, event.ticket_id, event.event_id)
        self._window, repeat = after_contact(self._window, contact, self._rule)
        if not any(span.start <= contact.at <= span.end for span in self._reign.times):
            return
        if repeat is not None and self._ticket_id in repeat.tickets:
            self._repeats.append((contact, repeat.tickets))
        counted = [known for known in self._window if not known.spent]
        is_about_it = any(known.ticket_id == self._ticket_id for known in counted)
        if is_about_it and len(counted) > len(self._fullest):
            self._fullest = counted
