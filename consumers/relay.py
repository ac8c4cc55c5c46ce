"""Publishes the log: each fact on its topics, in the order of the log, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.events.policy import PolicyEvent
from domain.model import Event
from infra.kafka.headers import headers_of
from infra.kafka.publisher import Published
from infra.kafka.topics import CONTACTS, topics_of

BATCH = 1_000
IDLE_SECONDS = 1.0
"""After which a watermark says that nothing has come."""


class Stored(Protocol):
    """A fact as the log has it: `state` is published unchanged, `recorded_at` is microseconds.

    `trace` is the `traceparent` that it was recorded in, or empty.
    """

    @property
    def position(self) -> int: ...
    @property
    def recorded_at(self) -> int: ...
    @property
    def state(self) -> bytes: ...
    @property
    def event(self) -> Event: ...
    @property
    def trace(self) -> str: ...


class Log(Protocol):
    """The log as the relay reads it."""

    def stored_behind(self, position: int, limit: int) -> Sequence[Stored]:
        """Return up to `limit` facts behind the position, in order."""
        ...

    def quiet_since(self) -> int:
        """Return a time of the store before which nothing can be recorded any more."""
        ...


class Publishing(Protocol):
    """The topics, from the relay's side."""

    def publish(self, records: Sequence[Published], position: int, recorded_at: int) -> None:
        """Publish all with a watermark, or nothing."""
        ...


class Relay:
    """One leader's work; `position` is where the topics end.

    `marked_at` is the time of the newest watermark, in microseconds; 0 before the first.
    """

    def __init__(self, log: Log, publishing: Publishing, position: int) -> None:
        self._log = log
        self._publishing = publishing
        self.position = position
        self.marked_at = 0

    def step(self) -> int:
        """Publish the next batch, if there is one, and return how many facts it had."""
        batch = self._log.stored_behind(self.position, BATCH)
        if batch:
            records = [record for stored in batch for record in published(stored)]
            last = batch[-1]
            self._publishing.publish(records, last.position, last.recorded_at)
            self.position, self.marked_at = last.position, last.recorded_at
        return len(batch)

    def idle(self) -> None:
        """Say that nothing new has been recorded."""
        since = self._log.quiet_since()
        if not self._log.stored_behind(self.position, 1):
            self._publishing.publish([], self.position, since)
            self.marked_at = since


def published(stored: Stored) -> list[Published]:
    """Return a fact's records: on its own topic, and copies where there are any."""
    event = stored.event
    headers = headers_of(stored.position, event, stored.trace)
    return [
        Published(topic, _key(topic, event), stored.state, headers)
        for topic in topics_of(event.TOPIC)
        if topic != CONTACTS.name or _requester(event)
    ]


def _key(topic: str, event: Event) -> str:
    if topic == CONTACTS.name:
        return _requester(event)
    if isinstance(event, PolicyEvent):
        return event.policy
    return event.correlation_id


def _requester(event: Event) -> str:
    return str(getattr(event, "requester", ""))
