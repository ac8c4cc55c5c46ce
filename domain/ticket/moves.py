"""A move on the ladder: to where, and when a rule's move is declined instead."""

from __future__ import annotations

from domain.commands import DeescalateTier, EscalateTier, TierMove
from domain.errors import RuleBroken
from domain.events.ticket import TierDeescalated, TierEscalated
from domain.policy.ladder import Ladder
from domain.ticket.status import CLOSED, ENDED, MERGED, WAITING
from domain.ticket.ticket import Ticket

MANUAL = "manual"
POLICY = "policy"
"""The reason of a rule that waited for something people did; without a rule, a removed tier's."""
FINAL = (CLOSED, MERGED)
SUPERSEDED = "superseded"
MOVED_ALREADY = "moved_already"
MOVED_WITHIN = "moved_within"
AT_THE_TOP = "at_the_top"
AT_THE_BOTTOM = "at_the_bottom"
NOT_ABOVE = "not_above"
NOT_BELOW = "not_below"
NO_SUCH_TIER = "no_such_tier"


def move(ticket: Ticket, request: TierMove, ladder: Ladder) -> str:
    """Record the move, or return why a rule's move is declined: a status or a constant of here.

    Raises `RuleBroken` when a person asks for a move that makes no sense.
    """
    if request.reason == MANUAL:
        destination = _asked_for(ticket, request, ladder)
    elif request.reason == POLICY and not request.rule:
        destination = _reorganised(ticket, request, ladder)
    else:
        declined = _not_now(ticket, request)
        if declined:
            return declined
        destination, declined = _ruled(ticket, request, ladder)
        if declined:
            return declined
    if destination != ticket.tier:
        _record(ticket, request, destination)
    return ""


def _record(ticket: Ticket, request: TierMove, destination: str) -> None:
    ticket.record(
        TierEscalated if isinstance(request, EscalateTier) else TierDeescalated,
        request,
        from_tier=ticket.tier,
        to_tier=destination,
        reason=request.reason,
        rule=request.rule,
        metric=request.metric,
        policy=request.policy or ticket.policy,
        policy_version=request.policy_version or ticket.policy_version,
    )


def _not_now(ticket: Ticket, request: TierMove) -> str:
    """Return why a rule may not move the ticket.

    Going down is still right on a resolved one for a rule that waited for just that.
    """
    back_down = isinstance(request, DeescalateTier) and request.reason == POLICY
    if ticket.status in (FINAL if back_down else ENDED):
        return ticket.status
    if request.superseded:
        return SUPERSEDED
    if ticket.moved_at < 0:
        return ""
    if request.cause_at <= ticket.moved_at:
        return MOVED_ALREADY
    return MOVED_WITHIN if request.cause_at - ticket.moved_at <= request.moved_within else ""


def _destination(tier: str, request: TierMove, ladder: Ladder) -> str | None:
    if request.to == "next":
        return ladder.above(tier)
    if request.to == "previous":
        return ladder.below(tier)
    return request.to


def _ruled(ticket: Ticket, request: TierMove, ladder: Ladder) -> tuple[str, str]:
    """Return where a rule moves the ticket, or why it doesn't."""
    destination = _destination(ticket.tier, request, ladder)
    up = isinstance(request, EscalateTier)
    if destination is None:
        return "", AT_THE_TOP if up else AT_THE_BOTTOM
    destination = ladder.moved.get(destination, destination)
    if destination not in ladder:
        return "", NO_SUCH_TIER
    there, here = ladder.height(destination), ladder.height(ticket.tier)
    if up and there <= here:
        return "", AT_THE_TOP if ladder.above(ticket.tier) is None else NOT_ABOVE
    if not up and there >= here:
        return "", NOT_BELOW
    return destination, ""


def _reorganised(ticket: Ticket, request: TierMove, ladder: Ladder) -> str:
    """Return where the ticket goes because its tier was removed; else it stays where it is."""
    goes = ticket.status in WAITING and ladder.moved.get(ticket.tier) == request.to
    return request.to if goes else ticket.tier


def _asked_for(ticket: Ticket, request: TierMove, ladder: Ladder) -> str:
    """Return where a person moves the ticket; to where it is, is nothing to do."""
    if ticket.status == MERGED:
        raise RuleBroken(f"The ticket was merged; go on with ticket {ticket.into}.")
    up = isinstance(request, EscalateTier)
    destination = _destination(ticket.tier, request, ladder)
    if destination is None:
        end, way = ("top", "up") if up else ("bottom", "down")
        raise RuleBroken(f"The ticket is at the {end} of the ladder; no tier is further {way}.")
    if destination not in ladder:
        names = ", ".join(ladder.names)
        raise RuleBroken(f"There is no tier '{destination}'; tiers are {names}.")
    if destination != ticket.tier:
        _must_lead(up, ladder.height(destination) > ladder.height(ticket.tier), ticket, destination)
    return destination


def _must_lead(up: bool, is_above: bool, ticket: Ticket, destination: str) -> None:  # noqa: FBT001  # two facts compared
    if up == is_above:
        return
    place, other = ("above", "DeescalateTier") if up else ("below", "EscalateTier")
    raise RuleBroken(
        f"Tier '{destination}' is not {place} '{ticket.tier}'; use {other} to go the other way."
    )
