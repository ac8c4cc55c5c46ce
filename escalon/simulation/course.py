"""How one ticket went, in numbers that can be held against another telling of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
from domain.events.ticket import PriorityChanged, TicketOpened, TierEscalated, TierMoved
from domain.model import Event
from domain.ticket.moves import MANUAL
from escalon.simulation.seen import Seen

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
NAMES: Mapping[type[Event], str] = {
    SlaWarned: WARNINGS,
    SlaOverdue: OVERDUE,
    RepeatContact: REPEATS,
    EscalationDeclined: DECLINED,
    StaffNotified: TO_STAFF,
    RequesterNotified: TO_REQUESTERS,
}


class Course:
    """Counts what it sees; a promise has the last verdict of its cycle.

    `rules` counts the moves of each rule, `tier` is where the ticket is at the end.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.tier = ""
        self.external_id = ""
        self._verdicts: dict[tuple[str, int], str] = {}

    def open(self, event: TicketOpened) -> None:
        """Take in what the ticket is called, and where it begins."""
        self.external_id, self.tier = event.external_id or event.originator_id, event.tier

    def see(self, seen: Seen) -> None:
        """Take in a fact that counts."""
        event = seen.event
        if isinstance(event, ClockEvent) and type(event) in VERDICTS:
            self._verdicts[event.metric, event.cycle] = VERDICTS[type(event)]
        elif type(event) in NAMES:
            self.counts[NAMES[type(event)]] += 1
        elif isinstance(event, TierMoved):
            self._moved(event)
        elif isinstance(event, PriorityChanged) and event.rule:
            self.counts[RAISED] += 1

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

    def _moved(self, event: TierMoved) -> None:
        if event.reason == MANUAL:
            self.counts[BY_PEOPLE] += 1
            return
        self.counts[UP if isinstance(event, TierEscalated) else DOWN] += 1
        if event.rule:
            self.rules[event.rule] += 1
