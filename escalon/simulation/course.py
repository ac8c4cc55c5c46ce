"""How one ticket went, in numbers that can be held against another telling of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import (
    CaseEvent,
    ClockEvent,
    EscalationDeclined,
    RepeatContact,
    SlaBreached,
    SlaBreachRetracted,
    SlaMet,
    SlaOverdue,
    SlaStopped,
    SlaWarned,
)
from domain.events.ticket import (
    PriorityChanged,
    TicketOpened,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.ticket.moves import MANUAL

MET, BREACHED, STOPPED = "met", "breached", "stopped"
VERDICTS: Mapping[type[Event], str] = {
    SlaMet: MET,
    SlaBreached: BREACHED,
    SlaBreachRetracted: MET,
    SlaStopped: STOPPED,
}
"""What each fact says of a promise; a breach that was taken back counts as kept."""

UP, DOWN, BY_PEOPLE = "moves_up", "moves_down", "moves_by_people"
WARNINGS, OVERDUE, REPEATS = "warnings", "overdue_steps", "repeat_contacts"
DECLINED, RAISED = "declined", "priorities_set"
TO_STAFF, TO_REQUESTERS = "notices_to_staff", "notices_to_requesters"
COUNTED = (
    *(UP, DOWN, BY_PEOPLE, DECLINED, REPEATS),
    *(WARNINGS, OVERDUE, RAISED, TO_STAFF, TO_REQUESTERS),
)
"""All that is counted, in the order in which it is told."""


class Course:
    """Counts what it sees; a promise has the last verdict of its cycle.

    `rules` counts the moves of each rule, `tier` is where the ticket is at the end.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.tier = self.external_id = ""
        self._verdicts: dict[tuple[str, int], str] = {}

    def see(self, event: TicketEvent | CaseEvent, *, counts: bool) -> None:
        """Take in a fact; one that doesn't count says only what the ticket is, and where."""
        if counts and (note := NOTED.get(type(event))):
            note(self, event)
        if isinstance(event, TierMoved):
            self.tier = event.to_tier
        elif isinstance(event, TicketOpened):
            self.external_id, self.tier = event.external_id or event.originator_id, event.tier

    def verdicts(self) -> Counter[tuple[str, str]]:
        """Return how often each metric had each verdict."""
        return Counter((metric, said) for (metric, _), said in self._verdicts.items())

    def breaches(self) -> dict[str, int]:
        """Return how often each metric was breached, where any was."""
        found = self.verdicts()
        return {metric: found[metric, said] for metric, said in sorted(found) if said == BREACHED}

    def summary(self) -> dict[str, object]:
        """Return what two tellings of a ticket are compared by."""
        moves = {name: self.counts[name] for name in (UP, DOWN, BY_PEOPLE, REPEATS)}
        return {"breaches": self.breaches(), **moves, "tier": self.tier}

    def judge(self, event: ClockEvent) -> None:
        """Take in what a fact says of a promise."""
        self._verdicts[event.metric, event.cycle] = VERDICTS[type(event)]

    def move(self, event: TierMoved) -> None:
        """Count a move."""
        if event.reason == MANUAL:
            self.counts[BY_PEOPLE] += 1
            return
        self.counts[UP if isinstance(event, TierEscalated) else DOWN] += 1
        if event.rule:
            self.rules[event.rule] += 1

    def prioritize(self, event: PriorityChanged) -> None:
        """Count a priority that a rule set."""
        self.counts[RAISED] += bool(event.rule)


def _counting(name: str) -> Callable[[Course, Any], None]:
    def count(course: Course, _: object) -> None:
        course.counts[name] += 1

    return count


NOTED: Mapping[type[Event], Callable[[Course, Any], None]] = {
    **dict.fromkeys(VERDICTS, Course.judge),
    TierEscalated: Course.move,
    TierDeescalated: Course.move,
    PriorityChanged: Course.prioritize,
    SlaWarned: _counting(WARNINGS),
    SlaOverdue: _counting(OVERDUE),
    RepeatContact: _counting(REPEATS),
    EscalationDeclined: _counting(DECLINED),
    StaffNotified: _counting(TO_STAFF),
    RequesterNotified: _counting(TO_REQUESTERS),
}
"""What is made of each fact that counts."""
