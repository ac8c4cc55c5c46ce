"""Counts what happened."""

from __future__ import annotations

from collections import Counter

from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import EscalationDeclined, RepeatContact, SlaBreached, SlaWarned
from domain.events.ticket import TicketOpened, TicketResolved, TierEscalated
from domain.model import Event

OPENED, RESOLVED = "opened", "resolved"
BREACHES, WARNINGS, REPEATS = "breaches", "warnings", "repeat contacts"
BY_RULE, BY_HAND, DECLINED = "escalated by rule", "escalated by hand", "declined"
NOTIFICATIONS, EVENTS = "notifications", "events in the log"
NAMES = {
    TicketOpened: OPENED,
    TicketResolved: RESOLVED,
    SlaBreached: BREACHES,
    SlaWarned: WARNINGS,
    RepeatContact: REPEATS,
    EscalationDeclined: DECLINED,
    RequesterNotified: NOTIFICATIONS,
    StaffNotified: NOTIFICATIONS,
}


class Tally:
    """How many of each since the log began."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def __getitem__(self, name: str) -> int:
        return self._counts[name]

    def see(self, event: Event) -> None:
        """Count a fact."""
        self._counts[EVENTS] += 1
        name = NAMES.get(type(event), "")
        if isinstance(event, TierEscalated):
            name = BY_RULE if event.rule else BY_HAND
        if name:
            self._counts[name] += 1
