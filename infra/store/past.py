"""The whole past of a log, read and never written, a few tickets at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from eventsourcing.persistence import JSONTranscoder

from domain.events.policy import PolicyEvent, PolicyPublished, PolicyRetired
from domain.model import Event
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper

COLUMNS = "position, originator_id, originator_version, state"


class End(NamedTuple):
    """The last fact of a log: where it is, and when it was recorded, in microseconds."""

    position: int
    recorded_at: int


class Past(ABC):
    """What a log held when it was opened; what is recorded meanwhile isn't seen."""

    end: End

    def __init__(self) -> None:
        self._mapper = AvroMapper(JSONTranscoder())

    def policies(self) -> list[PolicyEvent]:
        """Return what happened to policies, in order."""
        kinds = (PolicyPublished, PolicyRetired)
        return [cast("PolicyEvent", recorded.event) for recorded in self.of_kinds(kinds)]

    def of_kinds(self, kinds: Iterable[type[Event]]) -> Iterator[Recorded]:
        """Yield all facts of those kinds, in order."""
        return self._read(topic=[kind.TOPIC for kind in kinds])

    def of_tickets(
        self, tickets: Collection[str], kinds: Collection[type[Event]] = ()
    ) -> Iterator[Recorded]:
        """Yield the facts about those tickets, in order: of those kinds, or of all."""
        if not kinds:
            return self._read(ticket_id=tickets)
        return self._read(ticket_id=tickets, topic=[kind.TOPIC for kind in kinds])

    @abstractmethod
    def close(self) -> None:
        """Let go of the store."""

    @abstractmethod
    def _select(self, values: dict[str, Collection[str]]) -> Iterator[Sequence[Any]]:
        """Yield `COLUMNS` of the rows that have one of these values in each of these columns."""

    def _read(self, **values: Collection[str]) -> Iterator[Recorded]:
        fact = self._mapper.fact
        for position, stream, version, state in self._select(values):
            yield Recorded(position, fact(stream, version, state))
