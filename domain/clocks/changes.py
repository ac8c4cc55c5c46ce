"""Which facts start, end and reopen the clocks of which metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.clocks.clock import Clock
from domain.clocks.terms import Terms
from domain.events.conversation import ContactReceived, ReplySent
from domain.events.ticket import (
    TicketAcknowledged,
    TicketAssigned,
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
from domain.facts import TicketFacts
from domain.policy.metric import (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    REQUESTER_WAIT,
    RESOLUTION,
    TIER_TIME,
    UPDATE,
)
from domain.ticket.status import WAITING

MET = "met"
RESOLVED, CLOSED, MERGED, MOVED = "resolved", "closed", "merged", "moved"
NO_TARGET, WITHDRAWN = "no_target", "policy_withdrawn"
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


def _at_opening(_: TicketFacts, __: TicketOpened) -> tuple[str, ...]:
    return (ACKNOWLEDGE, FIRST_RESPONSE, REQUESTER_WAIT, RESOLUTION, TIER_TIME)


def _at_contact(was: TicketFacts, event: ContactReceived) -> tuple[str, ...]:
    asks = was.answered and was.status in WAITING and not event.actor.is_machine
    return (NEXT_RESPONSE,) if asks else ()


def _at_reply(was: TicketFacts, event: ReplySent) -> tuple[str, ...]:
    by_person = not (event.automatic or event.actor.is_machine)
    return (UPDATE,) if by_person and was.status in WAITING else ()


def _at_move(was: TicketFacts, _: TierMoved) -> tuple[str, ...]:
    return (ACKNOWLEDGE, TIER_TIME) if was.status in WAITING else ()


def _at_reopening(_: TicketFacts, __: TicketReopened) -> tuple[str, ...]:
    return (TIER_TIME,)


STARTS: Mapping[type[TicketEvent], Callable[[TicketFacts, Any], tuple[str, ...]]] = {
    TicketOpened: _at_opening,
    ContactReceived: _at_contact,
    ReplySent: _at_reply,
    TierEscalated: _at_move,
    TierDeescalated: _at_move,
    TicketReopened: _at_reopening,
}
"""Which metrics the fact starts, unless their clock still runs or nothing is promised."""


def reopens(clock: Clock, event: TicketEvent, facts: TicketFacts) -> bool:
    """Return whether a clock that resolving or closing ended goes on now.

    One of a stay in another tier doesn't: that stay is over.
    """
    if not isinstance(event, TicketReopened):
        return False
    if clock.metric == TIER_TIME:
        return clock.changed.at >= facts.tier_entered_at
    if clock.metric in (RESOLUTION, REQUESTER_WAIT):
        return clock.ended in (MET, "late", CLOSED)
    return clock.ended in (RESOLVED, CLOSED)


def naturally_running(facts: TicketFacts) -> tuple[tuple[str, int], ...]:
    """Return the metrics that would run had they been promised from the start, and since when.

    What begins with a question or a reply (`next_response`, `update`) waits for the next one.
    """
    if facts.status not in WAITING:
        return ()
    running = [(RESOLUTION, facts.opened_at), (REQUESTER_WAIT, facts.opened_at)]
    running.append((TIER_TIME, facts.tier_entered_at))
    if not facts.answered:
        running.append((FIRST_RESPONSE, facts.opened_at))
    if not facts.acknowledged:
        running.append((ACKNOWLEDGE, facts.tier_entered_at))
    return tuple(running)
