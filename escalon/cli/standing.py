"""How a ticket stands at a moment: what is known of it, and its clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.text import Text

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.events.ticket import TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER, TicketFacts
from domain.policy.catalogue import Catalogue
from domain.why.clockwork import Clockwork
from escalon.cli.output import RED, countdown, instant, length, print_table, shown, to_the_second
from infra.store.case import Filed

FIELDS = (
    "status",
    "held_on",
    "tier",
    "assignee",
    "priority",
    "queue",
    "category",
    "channel",
    "customer",
    "requester",
    "policy",
    "policy_version",
)
"""What of a ticket's facts is shown, in this order."""


class Standing(NamedTuple):
    """A ticket at an instant, in microseconds; `stalled` says who left it aside, and why."""

    at: int
    opening: TicketOpened
    book: TicketClocks
    catalogue: Catalogue
    stalled: str = ""

    @property
    def facts(self) -> TicketFacts:
        """What the log says of the ticket until then."""
        return self.book.facts

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; lengths are in seconds."""
        return {
            "ticket_id": self.facts.ticket_id,
            "external_id": self.opening.external_id,
            "subject": self.opening.subject,
            "at": instant(self.at),
            "opened_at": instant(self.facts.opened_at),
            **{field: getattr(self.facts, field) for field in FIELDS},
            "tags": list(self.facts.tags),
            "tier_entered_at": instant(self.facts.tier_entered_at),
            "clocks": [self._clock_as_json(clock) for clock in self.book.clocks],
        }

    def print(self) -> None:
        """Print it as tables."""
        title = f"{self.opening.external_id or self.facts.ticket_id} at {to_the_second(self.at)}"
        print_table(title, ("what", "value"), list(self._rows()))
        if self.book.clocks:
            columns = ("clock", "state", "used", "target", "due", "left")
            print_table("Clocks", columns, [self._clock_row(c) for c in self.book.clocks])

    def _rows(self) -> Iterator[tuple[str, object]]:
        yield "subject", self.opening.subject
        for field in FIELDS:
            value = getattr(self.facts, field)
            if value:
                yield field.replace("_", " "), value
        if self.facts.tags:
            yield "tags", ", ".join(self.facts.tags)
        yield "opened at", to_the_second(self.facts.opened_at)
        yield "in this tier since", to_the_second(self.facts.tier_entered_at)
        yield "id", self.facts.ticket_id
        if self.stalled:
            yield "stalled", shown(self.stalled, RED)

    def _clock_as_json(self, clock: Clock) -> dict[str, Any]:
        return {
            "metric": clock.metric,
            "cycle": clock.cycle,
            "state": _state(clock),
            "breached": clock.is_breached,
            "started_at": instant(clock.started_at),
            "target_seconds": clock.target / 1e6,
            "used_seconds": clock.elapsed(self.at, self.catalogue) / 1e6,
            "paused_for_seconds": clock.paused_for / 1e6,
            "due_at": instant(clock.due_at),
        }

    def _clock_row(self, clock: Clock) -> tuple[object, ...]:
        used = length(clock.elapsed(self.at, self.catalogue))
        name = _name(clock)
        runs = clock.is_active and clock.due_at != NEVER
        left: str | Text = countdown(clock.due_at - self.at) if runs else ""
        state: str | Text = _state(clock)
        if clock.is_breached:
            left, state = shown(left, RED), shown(state, RED)
        due = to_the_second(clock.due_at) if runs else ""
        return name, state, used, length(clock.target), due, left


def standing(case: Sequence[Filed], at: int, catalogue: Catalogue) -> Standing | None:
    """Return how a ticket stood at an instant; `None` if it wasn't there yet."""
    facts = [event for _, _, event in until(case, at) if isinstance(event, TicketEvent)]
    if not facts or not isinstance(facts[0], TicketOpened):
        return None
    book = Clockwork(facts, at, catalogue).now
    return None if book is None else Standing(at, facts[0], book, catalogue)


def until(case: Sequence[Filed], at: int) -> list[Filed]:
    """Return what had taken effect by an instant, in the order of the log."""
    effective = 0
    found = []
    for filed in case:
        event = filed.event
        if isinstance(event, TicketEvent):
            effective = max(effective, event.occurred_at)
        if (effective if isinstance(event, TicketEvent) else event.occurred_at) <= at:
            found.append(filed)
    return found


def _name(clock: Clock) -> str:
    name = clock.metric.replace("_", " ")
    return f"{name} ({clock.cycle})" if clock.cycle > 1 else name


def _state(clock: Clock) -> str:
    if clock.ended:
        return clock.ended.replace("_", " ")
    going = "running" if clock.paused_since == NEVER else "paused"
    return f"{going}, breached" if clock.is_breached else going
