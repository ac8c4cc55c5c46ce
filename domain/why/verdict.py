"""What one rule made of one cause, and if nothing, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.escalation import Cause, cause_of, evolve
from domain.events.sla import ClockEvent, EscalationDeclined, RepeatContact
from domain.events.ticket import TicketClosed, TicketMerged, TicketResolved, TierMoved
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.ids import derive
from domain.model import Event
from domain.policy.rule import EscalationRule
from domain.ticket.moves import MOVED_ALREADY, MOVED_WITHIN
from domain.ticket.status import ENDED
from domain.why.conditions import unmet
from domain.why.reasons import Declined, NothingToChange, NotYet, Reason, Superseded

ENDINGS = (TicketResolved, TicketClosed, TicketMerged)


class Stood(NamedTuple):
    """An event that may be a cause, and how the ticket stood just before it in the log."""

    event: Event
    cause: Cause
    facts: TicketFacts

    @property
    def version(self) -> tuple[str, int]:
        """The policy version by whose rules the cause was judged."""
        judged = self.event if isinstance(self.event, ClockEvent | RepeatContact) else self.facts
        return judged.policy, judged.policy_version


class Course:
    """All that happened to a ticket in the order of the log, ready to be asked about causes."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.causes: list[Stood] = []
        self._led_to: dict[str, list[Event]] = {}
        self._before: dict[
            str, tuple[TierMoved | None, TicketEvent | None, TicketFacts | None]
        ] = {}
        self._highest: dict[tuple[str, int, int], ClockEvent] = {}
        facts: TicketFacts | None = None
        move: TierMoved | None = None
        end: TicketEvent | None = None
        for event in events:
            self._note(event, facts)
            self._before[event.event_id] = move, end, facts
            move = event if isinstance(event, TierMoved) else move
            end = event if isinstance(event, ENDINGS) else end
            facts = evolve(facts, event)

    def led_to(self, rule: str, cause: str) -> list[Event]:
        """Return what the rule did because of the cause, or was kept from."""
        names = (rule, f"{rule}:set_priority", f"{rule}:notify")
        return [e for name in names for e in self._led_to.get(derive(cause, name), ())]

    def in_the_way(self, declined: EscalationDeclined) -> TicketEvent | None:
        """Return the move or the end because of which the desk declined."""
        move, end, _ = self._before[declined.event_id]
        return end if declined.why in ENDED else move

    def tier_at(self, event: Event) -> str:
        """Return the tier that the ticket was in just before the event."""
        facts = self._before[event.event_id][2]
        return facts.tier if facts else ""

    def higher(self, event: Event) -> ClockEvent | None:
        """Return the milestone that was passed at the same instant, and acted instead."""
        assert isinstance(event, ClockEvent)  # noqa: S101  # only clocks pass milestones together
        return self._highest.get((event.metric, event.cycle, event.occurred_at))

    def _note(self, event: Event, facts: TicketFacts | None) -> None:
        self._led_to.setdefault(event.command_id, []).append(event)
        if isinstance(event, ClockEvent) and getattr(event, "acts", False):
            self._highest[event.metric, event.cycle, event.occurred_at] = event
        if facts is not None and (cause := cause_of(event, facts)):
            self.causes.append(Stood(event, cause, facts))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a rule made of a cause: the facts that it led to, or why to none; or to a lesser one."""

    cause: Event
    at: int
    led_to: tuple[Event, ...]
    reasons: tuple[Reason, ...]

    @property
    def acted(self) -> tuple[Event, ...]:
        """What the rule did."""
        return tuple(e for e in self.led_to if not isinstance(e, EscalationDeclined))


def judged(rule: EscalationRule, stood: Stood, course: Course) -> Verdict:
    """Return what the rule made of a cause of the kind that it waits for."""
    event, cause, facts = stood
    led_to = tuple(course.led_to(rule.name, cause.id))
    reasons: list[Reason] = [
        _declined(found, rule, course) for found in led_to if isinstance(found, EscalationDeclined)
    ]
    if not led_to:
        reasons = [*unmet(rule, facts)] or [_nothing(rule, stood, course)]
    return Verdict(cause=event, at=cause.at, led_to=led_to, reasons=tuple(reasons))


def _nothing(rule: EscalationRule, stood: Stood, course: Course) -> Reason:
    event, cause, facts = stood
    if not cause.acts:
        higher = course.higher(event)
        label = getattr(higher, "milestone", "breach")
        return Superseded(cause.metric, label)
    has_it = not rule.set_priority or rule.set_priority == facts.priority
    is_there = not rule.to or rule.to == facts.tier
    if has_it and is_there and not rule.notify:
        return NothingToChange(rule.set_priority, rule.to)
    return NotYet()


def _declined(found: EscalationDeclined, rule: EscalationRule, course: Course) -> Declined:
    tier = course.tier_at(found)
    other = course.in_the_way(found)
    if other is None or found.why not in (*ENDED, MOVED_ALREADY, MOVED_WITHIN):
        return Declined(found.why, tier, found.occurred_at)
    by = getattr(other, "rule", "") or other.actor.id
    return Declined(found.why, tier, found.occurred_at, other.occurred_at, by, rule.moved_within)
