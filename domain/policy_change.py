"""How a policy's change reaches an open ticket: what it missed, and which commands bring it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.actor import SYSTEM, Actor
from domain.commands import ApplyPolicy, DeescalateTier, EscalateTier, TicketCommand
from domain.events.policy import PolicyEvent, PolicyPublished
from domain.ids import derive
from domain.policy.catalogue import Catalogue
from domain.standing import Standing

ACTOR = Actor(SYSTEM, "policy-moves")
KEEP, WITHDRAW = "keep", "withdraw"
REASON = "policy"


class Turning(NamedTuple):
    """A version that was published or a policy that was retired, as open tickets hear of it.

    `id` is the event's, `at` its time in microseconds; `version` is the one published or retired.
    `mode` is keep, from_now, retroactive or withdraw.
    """

    id: str
    at: int
    version: int
    mode: str


class Cause(NamedTuple):
    """What makes a ticket hear of something: an event's id and its time in microseconds."""

    id: str
    at: int


def turning_of(event: PolicyEvent, catalogue: Catalogue) -> Turning:
    """Return the turning that an event is; the catalogue has learned it."""
    mode = WITHDRAW
    if isinstance(event, PolicyPublished):
        policy = catalogue.version(event.policy, event.policy_version)
        mode = policy.apply_to_open if policy else KEEP
    return Turning(event.event_id, event.occurred_at, event.policy_version, mode)


def concerns_open_tickets(turnings: Sequence[Turning], policy: str, catalogue: Catalogue) -> bool:
    """Return whether the last of a policy's turnings may change anything for an open ticket."""
    last = turnings[-1]
    if len(turnings) == 1:
        return False
    return last.mode != KEEP or bool(catalogue.removed(policy, last.version))


def bringing(
    standing: Standing, turnings: Sequence[Turning], cause: Cause, catalogue: Catalogue
) -> list[TicketCommand]:
    """Return the commands that bring an open ticket what it missed of its policy's turnings.

    First out of a tier that is no more, so that the stay there is judged by the terms it was
    spent under; then under the newest version that is meant for it, in that version's way.
    """
    request = _Request(standing, turnings[-1].version, cause, catalogue)
    missed = [turning for turning in turnings[standing.heard :] if turning.mode != KEEP]
    return [*request.move(), *(request.application(turning) for turning in missed[-1:])]


class _Request:
    """The commands to one ticket, each with an id that follows from the ticket and the cause."""

    def __init__(
        self, standing: Standing, version: int, cause: Cause, catalogue: Catalogue
    ) -> None:
        self._standing, self._version = standing, version
        self._cause, self._catalogue = cause, catalogue

    def move(self) -> list[TicketCommand]:
        """Return the move out of a removed tier, if it is in one."""
        standing, cause = self._standing, self._cause
        removed = self._catalogue.removed(standing.policy, self._version)
        to = removed.get(standing.tier)
        if to is None:
            return []
        kind = DeescalateTier if self._leads_down(to) else EscalateTier
        return [
            kind(
                command_id=derive(cause.id, f"move {standing.ticket_id}"),
                at=cause.at,
                actor=ACTOR,
                causation_id=cause.id,
                ticket_id=standing.ticket_id,
                to=to,
                reason=REASON,
                policy=standing.policy,
                policy_version=self._version,
                cause_at=cause.at,
            )
        ]

    def application(self, turning: Turning) -> TicketCommand:
        """Return what puts it under the version, or under none."""
        standing, cause = self._standing, self._cause
        return ApplyPolicy(
            command_id=derive(cause.id, f"apply {standing.ticket_id}"),
            at=cause.at,
            actor=ACTOR,
            causation_id=cause.id,
            ticket_id=standing.ticket_id,
            policy=standing.policy,
            version=turning.version,
            mode=turning.mode,
        )

    def _leads_down(self, to: str) -> bool:
        """Return whether fewer of the tiers that stay are below the new tier than below the old."""
        policy, tier = self._standing.policy, self._standing.tier
        old = self._catalogue.ladder_with(policy, tier)
        new = self._catalogue.version(policy, self._version)
        if old is None or new is None:
            return False
        there, here = new.ladder.names, old.names
        above = sum(name in there for name in here[: old.height(tier)])
        return sum(name in here for name in there[: new.ladder.height(to)]) < above
