"""From what was done back to the first fact that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.model import Event


def chain_of(event: Event, by_id: Mapping[str, Event]) -> list[Event]:
    """Return the event, its cause, the cause of that, and so on; each fact once."""
    chain = [event]
    seen = {event.event_id}
    while (cause := by_id.get(chain[-1].causation_id)) and cause.event_id not in seen:
        chain.append(cause)
        seen.add(cause.event_id)
    return chain


def by_id(events: Iterable[Event]) -> dict[str, Event]:
    """Return the events by their ids."""
    return {event.event_id: event for event in events}
