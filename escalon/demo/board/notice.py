"""A line for people about something worth a look."""

from __future__ import annotations

from typing import NamedTuple

from domain.durations import format_duration
from domain.events.sla import EscalationDeclined, RepeatContact, SlaBreached, SlaOverdue, SlaWarned
from domain.events.ticket import TierDeescalated, TierEscalated, TierMoved
from domain.model import Event

WARNING, BREACH, OVERDUE, CAME_BACK = "warning", "breach", "overdue", "came back"
UP, DOWN, HANDED_ON, STAYS = "up", "down", "handed on", "stays"


class Notice(NamedTuple):
    """What happened to which ticket; `at` is in microseconds."""

    at: int
    kind: str
    ticket_id: str
    text: str


def notice(event: Event) -> Notice | None:
    """Return the line about a fact, if it is worth one."""
    match event:
        case SlaWarned() | SlaBreached() | SlaOverdue():
            kind, text = _of_clock(event)
        case RepeatContact():
            within = format_duration(event.within)
            kind, text = CAME_BACK, f"{event.contacts} contacts within {within}"
        case TierEscalated() | TierDeescalated():
            kind, text = _of_move(event)
        case EscalationDeclined():
            why = event.why.replace("_", " ")
            kind, text = STAYS, f"rule {event.rule}: {why}"
        case _:
            return None
    return Notice(event.occurred_at, kind, event.ticket_id, text)


def _of_clock(event: SlaWarned | SlaBreached | SlaOverdue) -> tuple[str, str]:
    metric = event.metric.replace("_", " ")
    target = format_duration(event.target)
    match event:
        case SlaWarned():
            return WARNING, f"{metric} of {target}: {event.milestone}, {event.tier}"
        case SlaBreached():
            return BREACH, f"{metric} over {target}, {event.tier}"
        case SlaOverdue():
            return OVERDUE, f"{metric} late by {event.milestone}, {event.tier}"


def _of_move(event: TierMoved) -> tuple[str, str]:
    if not event.rule:
        return HANDED_ON, f"to {event.to_tier}, {event.actor.id}"
    kind = UP if isinstance(event, TierEscalated) else DOWN
    return kind, f"to {event.to_tier}, rule {event.rule}"
