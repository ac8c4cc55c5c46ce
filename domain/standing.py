"""Where a ticket stands when its policy changes: all that the change depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from domain.events.ticket import (
    PolicyApplied,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent


class Standing(NamedTuple):
    """A ticket as a change of policy meets it.

    `heard` is how many changes of its policy it heard of, or was opened after.
    """

    ticket_id: str
    policy: str
    tier: str
    heard: int
    is_waiting: bool = True

    def after(self, event: TicketEvent) -> Standing:
        """Return the standing once the event is known too."""
        change = CHANGES.get(type(event))
        return change(self, event) if change else self


def first_standing(event: TicketOpened, heard: int) -> Standing:
    """Return what the opening says."""
    return Standing(event.ticket_id, event.policy, event.tier, heard)


def _moved(standing: Standing, event: TierMoved) -> Standing:
    return standing._replace(tier=event.to_tier)


def _applied(standing: Standing, event: PolicyApplied) -> Standing:
    return standing._replace(policy=event.policy)


def _ended(standing: Standing, _: TicketEvent) -> Standing:
    return standing._replace(is_waiting=False)


CHANGES: Mapping[type[TicketEvent], Callable[[Standing, Any], Standing]] = {
    TierEscalated: _moved,
    TierDeescalated: _moved,
    TicketResolved: _ended,
    TicketClosed: _ended,
    TicketMerged: _ended,
    TicketReopened: lambda standing, _: standing._replace(is_waiting=True),
    PolicyApplied: _applied,
}
"""What each kind of fact changes."""
