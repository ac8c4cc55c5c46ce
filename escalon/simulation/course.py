"""How one ticket went, in numbers that can be held against another telling of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import (
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
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.rules: defaultdict[str, int] = defaultdict(int)
        self.tier = self.external_id = ""
        self._verdicts: dict[tuple[str, int], str] = {}

    def note(self, event: Event) -> None:
        """Count a fact of a kind that counts."""
        NOTED[type(event)](self, event)

    def place(self, event: Event) -> None:
        """Take in what the ticket is called and where it begins, or where it moves."""
        if isinstance(event, TierMoved):
            self.tier = event.to_tier
        elif isinstance(event, TicketOpened):
            self.external_id, self.tier = event.external_id or event.originator_id, event.tier

    def verdicts(self) -> Iterator[tuple[str, str]]:
        """Yield the metric and the verdict of each cycle that has one."""
        for (metric, _), said in self._verdicts.items():
            yield metric, said

    def breaches(self) -> dict[str, int]:
        """Return how often each metric was breached, where any was."""
        found = Counter(metric for metric, said in self.verdicts() if said == BREACHED)
        return dict(sorted(found.items()))

    def differs_from(self, other: Course) -> bool:
        """Return whether their summaries differ."""
        if self.tier == other.tier and self.counts == other.counts:
            return self._verdicts != other._verdicts and self.breaches() != other.breaches()
        return self.summary() != other.summary()

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
        if event.rule:
            self.counts[RAISED] += 1


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
PLACED = frozenset([TicketOpened, TierEscalated, TierDeescalated])
"""Facts that say where a ticket is."""
