"""The events that clocks say, under ids that follow from what they say."""

from __future__ import annotations

from typing import Any, TypeVar

from domain.actor import SYSTEM, Actor
from domain.clocks.clock import Clock
from domain.clocks.terms import terms_of
from domain.events.sla import (
    ClockEvent,
    SlaBreached,
    SlaBreachRetracted,
    SlaMet,
    SlaOverdue,
    SlaRetargeted,
    SlaStopped,
    SlaWarned,
)
from domain.facts import NEVER, TicketFacts
from domain.ids import derive
from domain.policy.catalogue import Catalogue
from domain.policy.metric import BREACHED, WARNED, Milestone

BREACH = "breach"
TIMER = Actor(SYSTEM, "sla-timer")
Said = TypeVar("Said", bound=ClockEvent)


class Speaker:
    """Says things about one ticket's clocks as of some facts."""

    def __init__(self, facts: TicketFacts, catalogue: Catalogue) -> None:
        self._facts = facts
        self._catalogue = catalogue

    def passed(
        self, clock: Clock, milestone: Milestone, reached: tuple[int, int], *, acts: bool
    ) -> ClockEvent:
        """Say that a milestone was passed; `reached` is when it was due and when it took effect."""
        due_at, at = reached
        if milestone.kind == BREACHED:
            return self._say(SlaBreached, clock, BREACH, at, due_at=due_at, acts=acts)
        step: dict[str, Any] = {"milestone": milestone.label, "reached_at": due_at, "acts": acts}
        if milestone.kind == WARNED:
            return self._say(SlaWarned, clock, f"warned {milestone.label}", at, **step)
        over = milestone.offset - clock.target
        label = f"overdue {milestone.label}"
        return self._say(SlaOverdue, clock, label, at, overdue_by=over, **step)

    def met(self, clock: Clock, at: int) -> ClockEvent:
        """Say that what the clock awaited happened in time."""
        elapsed = clock.elapsed(at, self._catalogue)
        return self._say(SlaMet, clock, "met", at, elapsed=elapsed)

    def stopped(self, clock: Clock, reason: str, at: int) -> ClockEvent:
        """Say that the clock ended without a verdict."""
        elapsed = clock.elapsed(at, self._catalogue)
        return self._say(SlaStopped, clock, f"stopped {reason}", at, reason=reason, elapsed=elapsed)

    def retargeted(self, old: Clock, clock: Clock) -> ClockEvent:
        """Say that a clock has another target."""
        at = clock.changed.at
        return self._say(
            SlaRetargeted,
            clock,
            f"retargeted {clock.changed.id}",
            at,
            old_target=old.target,
            old_due_at=self._due(old),
            elapsed=clock.used,
        )

    def retracted(self, clock: Clock) -> ClockEvent:
        """Say that the clock's recorded breach was none, by the fact that changed it."""
        breach = self._id(clock, BREACH)
        return self._say(
            SlaBreachRetracted,
            clock,
            BREACH,
            clock.changed.at,
            due_at=clock.breached_at,
            id=derive(breach, "retracted"),
            breach_id=breach,
            fact_id=clock.changed.id,
        )

    def _due(self, clock: Clock) -> int:
        """Return the deadline; of a paused clock, the one it would have if it went on now."""
        if clock.due_at != NEVER:
            return clock.due_at
        return clock.resumed(clock.changed).instant_of(clock.target, self._catalogue)

    def _id(self, clock: Clock, label: str) -> str:
        name = f"{clock.metric}:{clock.cycle}:{clock.revision}:{label}"
        return derive(self._facts.ticket_id, name)

    def _say(
        self, kind: type[Said], clock: Clock, label: str, at: int, *, id: str = "", **more: Any
    ) -> Said:
        id = id or self._id(clock, label)
        terms = terms_of(clock.terms, clock.metric, self._catalogue)
        more.setdefault("due_at", self._due(clock))
        return kind(
            originator_id=id,
            originator_version=1,
            event_id=id,
            occurred_at=at,
            actor=TIMER,
            command_id=id,
            correlation_id=self._facts.ticket_id,
            causation_id=clock.changed.id,
            ticket_id=self._facts.ticket_id,
            ticket_version=self._facts.version,
            metric=clock.metric,
            cycle=clock.cycle,
            revision=clock.revision,
            tier=self._facts.tier,
            target=clock.target,
            calendar=terms.calendar_name,
            started_at=clock.started_at,
            paused_for=clock.paused_for,
            policy=clock.terms.policy,
            policy_version=clock.terms.version,
            **more,
        )
