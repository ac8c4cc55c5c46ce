"""Noticing that somebody had to come back: contacts in a sliding window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain.facts import TicketFacts, facts_after
from domain.model import Event
from domain.policy.contacts import RepeatContactRule


class Contact(NamedTuple):
    """One message or call, or the opening of a ticket; `at` is in microseconds.

    A `spent` one was part of a repeat; it is kept to know it again, and doesn't count.
    """

    at: int
    ticket_id: str
    event_id: str
    spent: bool = False


class Repeat(NamedTuple):
    """Enough contacts came together: how many, since when, and on which tickets, newest first."""

    contacts: int
    first_at: int
    tickets: tuple[str, ...]


Window = tuple[Contact, ...]
"""The latest contacts of one requester, or on one ticket, oldest first."""


def after_contact(
    window: Window, contact: Contact, rule: RepeatContactRule
) -> tuple[Window, Repeat | None]:
    """Return the window once the contact is in it, and what that makes, if it makes a repeat.

    The window reaches from `within` before the latest contact up to it, both ends included.
    After a repeat all is counted anew. The same contact twice changes nothing.
    """
    if any(known.event_id == contact.event_id for known in window):
        return window, None
    latest = max(contact.at, *(known.at for known in window)) if window else contact.at
    recent = tuple(sorted(c for c in (*window, contact) if c.at >= latest - rule.within))
    counted = [known for known in recent if not known.spent]
    if contact not in counted or len(counted) < rule.contacts:
        return recent, None
    newest_first = dict.fromkeys([contact.ticket_id, *(c.ticket_id for c in reversed(counted))])
    repeat = Repeat(len(counted), counted[0].at, tuple(newest_first))
    return tuple(known._replace(spent=True) for known in recent), repeat


def after_merge(window: Window, merged: str) -> Window:
    """Return the window without the contacts on a ticket that turned out to be a duplicate."""
    return tuple(contact for contact in window if contact.ticket_id != merged)


def facts_at(events: Iterable[Event], at: int) -> TicketFacts | None:
    """Return what a ticket's own events, from the first, said up to an instant, its own included.

    What took effect later is left out, however early it was known; `None` before the opening.
    """
    facts: TicketFacts | None = None
    for event in events:
        after = facts_after(facts, event)
        if after is None or after.effective_at > at:
            break
        facts = after
    return facts
