"""Noticing that somebody had to come back: contacts in a sliding window."""

from __future__ import annotations

from typing import NamedTuple

from domain.policy.contacts import RepeatContactRule


class Contact(NamedTuple):
    """One message or call, or the opening of a ticket; `at` is in microseconds."""

    at: int
    ticket_id: str
    event_id: str


class Repeat(NamedTuple):
    """Enough contacts came together: how many, since when, and on which tickets, newest first."""

    contacts: int
    first_at: int
    tickets: tuple[str, ...]


Window = tuple[Contact, ...]
"""The contacts of one requester, or on one ticket, that still count, oldest first."""


def after_contact(
    window: Window, contact: Contact, rule: RepeatContactRule
) -> tuple[Window, Repeat | None]:
    """Return the window once the contact is in it, and what that makes, if it makes a repeat.

    The window reaches from `within` before the contact up to it, both ends included.
    After a repeat all is counted anew. The same contact twice changes nothing.
    """
    if any(known.event_id == contact.event_id for known in window):
        return window, None
    recent = [known for known in window if known.at >= contact.at - rule.within]
    counted = tuple(sorted([*recent, contact]))
    if len(counted) < rule.contacts:
        return counted, None
    newest_first = dict.fromkeys([contact.ticket_id, *(c.ticket_id for c in reversed(counted))])
    return (), Repeat(len(counted), counted[0].at, tuple(newest_first))


def after_merge(window: Window, merged: str) -> Window:
    """Return the window without the contacts on a ticket that turned out to be a duplicate."""
    return tuple(contact for contact in window if contact.ticket_id != merged)
