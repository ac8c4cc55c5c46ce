"""What a policy that isn't published yet would change for an open ticket, if it were now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.terms import target_in_force
from domain.desk.handlers import HANDLERS, Context
from domain.events.ticket import TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER
from domain.policy.catalogue import Catalogue
from domain.policy_change import Cause, Turning, bringing
from domain.standing import Standing
from domain.ticket import Ticket

RETARGETED, STOPPED, STARTED = "retargeted", "stopped", "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """One clock before and after; lengths and instants are microseconds.

    `None` where there is none: a clock that doesn't run isn't due. One that `breaches` does so at
    once.
    """

    metric: str
    cycle: int
    change: str
    target: int | None
    new_target: int | None
    due_at: int | None
    new_due_at: int | None
    breaches: bool

    @property
    def shift(self) -> int:
        """How much later it is due, in microseconds; 0 where that can't be said."""
        if self.due_at is None or self.new_due_at is None:
            return 0
        return self.new_due_at - self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChange:
    """What changes for one ticket; `target` is the number of the one that matches, 0 for none."""

    ticket_id: str
    external_id: str
    policy_version: int
    new_policy_version: int
    tier: str
    new_tier: str
    target: int
    new_target: int
    clocks: tuple[ClockChange, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything changes at all."""
        same = (self.policy_version, self.tier) == (self.new_policy_version, self.new_tier)
        return bool(self.clocks) or not same


def change_of(
    facts: Sequence[TicketEvent], turnings: Sequence[Turning], now: int, catalogue: Catalogue
) -> TicketChange:
    """Return what the last of its policy's turnings would change for an open ticket.

    `facts` are all of the ticket; `now` is in microseconds, and the catalogue knows all versions.
    """
    [opening, *_] = facts
    assert isinstance(opening, TicketOpened)  # noqa: S101  # a stream begins with it
    before = _clocks_of(facts, now, catalogue)
    after = before
    for event in _recorded(facts, turnings, catalogue):
        after, _ = fold(after, event, catalogue)
    after, _ = fire(after, now + 1, catalogue)
    return TicketChange(
        ticket_id=before.facts.ticket_id,
        external_id=opening.external_id,
        policy_version=before.facts.policy_version,
        new_policy_version=after.facts.policy_version,
        tier=before.facts.tier,
        new_tier=after.facts.tier,
        target=_target(before, catalogue),
        new_target=_target(after, catalogue),
        clocks=tuple(_clock_changes(before, after)),
    )


def _clocks_of(facts: Sequence[TicketEvent], now: int, catalogue: Catalogue) -> TicketClocks:
    clocks: TicketClocks | None = None
    for event in facts:
        clocks, _ = fold(clocks, event, catalogue)
    assert clocks is not None  # noqa: S101  # there is an opening
    return fire(clocks, now, catalogue).clocks


def _recorded(
    facts: Sequence[TicketEvent], turnings: Sequence[Turning], catalogue: Catalogue
) -> Iterator[TicketEvent]:
    """Yield what the desk would record on the ticket."""
    ticket: Ticket | None = None
    for fact in facts:
        ticket = fact.mutate(ticket)
    assert ticket is not None  # noqa: S101  # there is an opening
    standing = Standing(ticket.id, ticket.policy, ticket.tier, len(turnings) - 1)
    cause = Cause(turnings[-1].id, turnings[-1].at)
    for command in bringing(standing, turnings, cause, catalogue):
        HANDLERS[type(command)](Context(command, {ticket.id: ticket}, catalogue))
        for event in ticket.collect_events():
            assert isinstance(event, TicketEvent)  # noqa: S101  # tickets record no others
            yield event


def _target(clocks: TicketClocks, catalogue: Catalogue) -> int:
    found = target_in_force(clocks.facts, catalogue)
    return found[0].target if found else 0


def _clock_changes(before: TicketClocks, after: TicketClocks) -> Iterator[ClockChange]:
    old, new = _active(before), _active(after)
    for metric in sorted(old.keys() | new.keys()):
        was, comes = old.get(metric), new.get(metric)
        if was and comes and was.cycle == comes.cycle:
            if (was.target, was.due_at) != (comes.target, comes.due_at):
                yield _change(RETARGETED, was, comes)
            continue
        if was:
            yield _change(STOPPED, was, None)
        if comes:
            yield _change(STARTED, None, comes)


def _active(clocks: TicketClocks) -> dict[str, Clock]:
    return {clock.metric: clock for clock in clocks.clocks if clock.is_active}


def _change(change: str, was: Clock | None, comes: Clock | None) -> ClockChange:
    either = comes or was
    assert either is not None  # noqa: S101  # one of them is there
    return ClockChange(
        metric=either.metric,
        cycle=either.cycle,
        change=change,
        target=was.target if was else None,
        new_target=comes.target if comes else None,
        due_at=_due(was),
        new_due_at=_due(comes),
        breaches=bool(comes and comes.is_breached and not (was and was.is_breached)),
    )


def _due(clock: Clock | None) -> int | None:
    return clock.due_at if clock and clock.due_at != NEVER else None
