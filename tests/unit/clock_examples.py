"""What a ticket's clocks say of its history, one short line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from domain.clocks.book import TicketClocks
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.durations import format_duration
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
from domain.events.ticket_event import TicketEvent
from tests.spec import NOON, Fact, after, events_of
from tests.unit.policy_documents import catalogue, document, target
from tests.unit.ticket_facts import opened

WORDS: Mapping[type[ClockEvent], str] = {
    SlaWarned: "warned",
    SlaBreached: "breached",
    SlaOverdue: "overdue",
    SlaMet: "met",
    SlaStopped: "stopped",
    SlaRetargeted: "retargeted",
    SlaBreachRetracted: "retracted",
}


class Told(NamedTuple):
    """A ticket's clocks after its history, and all that they said."""

    clocks: TicketClocks
    said: list[ClockEvent]

    @property
    def lines(self) -> list[str]:
        """What was said, such as `4h breached resolution`: when, what, which clock, and more."""
        return [line(event) for event in self.said]

    def about(self, metric: str) -> list[str]:
        """Return the lines about one metric."""
        return [line(event) for event in self.said if event.metric == metric]

    def only(self, kind: type[ClockEvent]) -> Any:
        """Return the one event of that kind."""
        [event] = [event for event in self.said if isinstance(event, kind)]
        return event


def told(
    documents: Mapping[str, Any] | list[Mapping[str, Any]], *history: Fact, until: str = "0s"
) -> Told:
    """Fold the history, then let time pass; a late fact is folded once all before it was said."""
    policies = catalogue(*(documents if isinstance(documents, list) else [documents]))
    clocks: TicketClocks | None = None
    said: list[ClockEvent] = []
    for fact, event in zip(history, cast("list[TicketEvent]", events_of(history)), strict=True):
        if clocks is not None and fact.heard:
            clocks, events = fire(clocks, fact.heard, policies)
            said += events
        clocks, events = fold(clocks, event, policies)
        said += events
    assert clocks is not None
    clocks, events = fire(clocks, after(until), policies)
    return Told(clocks, [*said, *events])


def promise(**metrics: Any) -> dict[str, Any]:
    """Return a policy that promises the same to all tickets, around the clock."""
    return document(target(**metrics))


def said(metric: str, *history: Fact, length: str = "1h", until: str = "10h") -> list[str]:
    """Return what the clock of a metric of one hour says of a ticket that was opened at noon."""
    return told(promise(**{metric: length}), opened(), *history, until=until).lines


def line(event: ClockEvent) -> str:
    """Return an event as a line; times are counted from noon, cycles from #2, revisions from r1."""
    words = [offset(event.occurred_at), WORDS[type(event)], event.metric, *_more(event)]
    words += [f"#{event.cycle}"] * (event.cycle > 1) + [f"r{event.revision}"] * (event.revision > 0)
    return " ".join(words)


def offset(instant: int) -> str:
    """Return an instant as `1h30m` after noon."""
    rest = (instant - NOON) % 1_000
    return format_duration(instant - NOON - rest) + (f"+{rest}us" if rest else "")


def _more(event: ClockEvent) -> list[str]:
    match event:
        case SlaWarned() | SlaOverdue():
            return [event.milestone, *_due(event, event.reached_at), *_quiet(acts=event.acts)]
        case SlaBreached():
            return [*_due(event, event.due_at), *_quiet(acts=event.acts)]
        case SlaStopped():
            return [f"({event.reason})"]
        case SlaRetargeted():
            return [f"{format_duration(event.old_target)} to {format_duration(event.target)}"]
    return []


def _due(event: ClockEvent, due_at: int) -> list[str]:
    return [f"due {offset(due_at)}"] if due_at != event.occurred_at else []


def _quiet(*, acts: bool) -> list[str]:
    return [] if acts else ["superseded"]
