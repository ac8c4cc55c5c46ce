"""What each metric waits for, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain.facts import NEVER, TicketFacts
from domain.policy.metric import (
    ACKNOWLEDGE,
    FIRST_CONTACT,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    OPENING,
    REQUESTER_WAIT,
    RESOLUTION,
    TIER_TIME,
    UPDATE,
    MetricTarget,
)
from domain.ticket.status import CLOSED, RESOLVED, WAITING


class Awaited(NamedTuple):
    """Since when something is awaited (microseconds), and the how-manieth of its kind it is."""

    since: int
    number: int


AWAITED: Mapping[str, Callable[[TicketFacts], Awaited]] = {
    RESOLUTION: lambda facts: Awaited(facts.opened_at, 0),
    REQUESTER_WAIT: lambda facts: Awaited(facts.opened_at, 0),
    FIRST_RESPONSE: lambda facts: Awaited(NEVER if facts.answered else facts.opened_at, 0),
    TIER_TIME: lambda facts: Awaited(facts.tier_entered_at, facts.stays),
    ACKNOWLEDGE: lambda facts: Awaited(
        NEVER if facts.acknowledged else facts.tier_entered_at, facts.stays
    ),
    NEXT_RESPONSE: lambda facts: Awaited(facts.asked_at, facts.questions),
    UPDATE: lambda facts: Awaited(facts.replied_at, facts.replies),
}
"""What each metric awaits of a ticket that somebody works on; `NEVER` where it is there."""

AWAITED_OTHERWISE: Mapping[tuple[str, str], Callable[[TicketFacts], Awaited]] = {
    (FIRST_RESPONSE, FIRST_CONTACT): lambda facts: Awaited(
        NEVER if facts.answered else _first_contact(facts), 0
    ),
    (NEXT_RESPONSE, OPENING): lambda facts: Awaited(
        facts.asked_at if facts.answered else facts.first_asked_at, facts.questions
    ),
    (UPDATE, OPENING): lambda facts: Awaited(
        facts.replied_at if facts.answered else facts.opened_at, facts.replies
    ),
}
"""What a metric awaits where the policy has it begin otherwise."""


def _first_contact(facts: TicketFacts) -> int:
    return facts.opened_at if facts.opened_by_requester else facts.first_asked_at


def awaited(facts: TicketFacts, promise: MetricTarget) -> Awaited | None:
    """Return what the metric waits for, or `None` if for nothing."""
    works = facts.status in WAITING or (facts.status == RESOLVED and promise.until == CLOSED)
    otherwise = AWAITED_OTHERWISE.get((promise.metric, promise.begins))
    found = (otherwise or AWAITED[promise.metric])(facts)
    return found if works and found.since != NEVER else None


def excluded(promise: MetricTarget) -> frozenset[str]:
    """Return which times of a ticket's past don't count: holds by whom, ends by status."""
    over = {CLOSED} if promise.until == CLOSED else {RESOLVED, CLOSED}
    return promise.pause | over
