"""Which facts end the clocks of which metrics, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.clocks.clock import Clock
from domain.clocks.terms import Terms
from domain.events.conversation import ReplySent
from domain.events.ticket import (
    TicketAcknowledged,
    TicketAssigned,
    TicketClosed,
    TicketMerged,
    TicketResolved,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.policy.metric import (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    REQUESTER_WAIT,
    RESOLUTION,
    TIER_TIME,
    UPDATE,
)

MET = "met"
RESOLVED, CLOSED, MERGED, MOVED = "resolved", "closed", "merged", "moved"
AT_RESOLUTION = (RESOLUTION, REQUESTER_WAIT, TIER_TIME)
AWAITING_REPLY = (FIRST_RESPONSE, NEXT_RESPONSE, UPDATE)


def _by_reply(clock: Clock, _: Terms, event: ReplySent) -> str:
    by_person = not (event.automatic or event.actor.is_machine)
    return MET if by_person and clock.metric in AWAITING_REPLY else ""


def _by_taking(clock: Clock, _: Terms, event: TicketAcknowledged | TicketAssigned) -> str:
    return MET if clock.metric == ACKNOWLEDGE and not event.actor.is_machine else ""


def _by_move(clock: Clock, _: Terms, __: TierMoved) -> str:
    return {TIER_TIME: MET, ACKNOWLEDGE: MOVED}.get(clock.metric, "")


def _by_resolution(clock: Clock, terms: Terms, _: TicketResolved) -> str:
    if clock.metric == RESOLUTION and terms.promise.until == CLOSED:
        return ""
    return MET if clock.metric in AT_RESOLUTION else RESOLVED


def _by_close(clock: Clock, terms: Terms, _: TicketClosed) -> str:
    awaited = clock.metric == RESOLUTION and terms.promise.until == CLOSED
    return MET if awaited else CLOSED


def _by_merge(_: Clock, __: Terms, ___: TicketMerged) -> str:
    return MERGED


ENDS: Mapping[type[TicketEvent], Callable[[Clock, Terms, Any], str]] = {
    ReplySent: _by_reply,
    TicketAcknowledged: _by_taking,
    TicketAssigned: _by_taking,
    TierEscalated: _by_move,
    TierDeescalated: _by_move,
    TicketResolved: _by_resolution,
    TicketClosed: _by_close,
    TicketMerged: _by_merge,
}
"""How the fact ends an active clock: met, a reason to stop, or not at all (empty)."""
