"""What every fact and every aggregate shares: stored names we chose, and who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from eventsourcing.domain import BaseAggregate, CanMutateAggregate, OriginatorVersionError

from domain.actor import Actor
from domain.ids import derive
from domain.requests import Request

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Event(CanMutateAggregate[str]):
    """A fact.

    `occurred_at` is in microseconds since the Unix epoch, UTC; ids are canonical UUID texts.
    `command_id` is the request that was carried out, `correlation_id` the whole case,
    `causation_id` the event or command that led here.
    """

    TOPIC: ClassVar[str]

    originator_id: str
    originator_version: int
    event_id: str
    occurred_at: int
    actor: Actor
    command_id: str
    correlation_id: str
    causation_id: str

    @property
    def timestamp(self) -> datetime:  # type: ignore[override]  # the library declares a field
        """`occurred_at` as an aware datetime, which the library asks for."""
        return EPOCH + timedelta(microseconds=self.occurred_at)

    def mutate(self, aggregate: Any) -> Any:
        """Let the aggregate remember this fact; the first fact of a stream makes it."""
        if aggregate is None:
            aggregate = FIRST_FACTS[self.TOPIC].blank(self.originator_id)
        if self.originator_version != aggregate.version + 1:
            raise OriginatorVersionError(self.originator_version, aggregate.version + 1)
        aggregate.remember(self)
        aggregate.version = self.originator_version
        return aggregate


class Aggregate(BaseAggregate[str]):
    """Public methods decide; `_past_tense` methods only remember and can't fail.

    `first` is the fact that starts a stream, `MEMORY` says which method remembers which fact.
    """

    first: ClassVar[type[Event]]  # lower case: the library takes others for events of its own
    MEMORY: ClassVar[Mapping[type[Event], Callable[[Any, Any], None]]]

    def __init_subclass__(cls) -> None:
        """Remember which fact makes which aggregate."""
        super().__init_subclass__()
        FIRST_FACTS[cls.first.TOPIC] = cls

    @classmethod
    def blank(cls, id: str) -> Self:
        """Return an aggregate to which nothing has happened yet."""
        aggregate = cls.__new__(cls)
        aggregate.__base_init__(id, 0, EPOCH)
        aggregate.begin()
        return aggregate

    def begin(self) -> None:
        """Set the state before the first fact."""

    def remember(self, event: Event) -> None:
        """Take in one fact."""
        self.MEMORY[type(event)](self, event)

    def record(self, event_class: type[Event], request: Request, **fields: Any) -> None:
        """Record and remember a fact that the request led to."""
        event = event_class(
            originator_id=self.id,
            originator_version=self.version + 1,
            event_id=derive(request.command_id, str(len(self._pending_events) + 1)),
            occurred_at=request.at,
            actor=request.actor,
            command_id=request.command_id,
            correlation_id=self.id,
            causation_id=request.causation_id or request.command_id,
            **fields,
        )
        event.mutate(self)
        self._pending_events.append(event)


FIRST_FACTS: dict[str, type[Aggregate]] = {}
"""The aggregate class that each stream-starting stored name belongs to."""
