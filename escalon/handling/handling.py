"""The port of a store that was opened for one request, and what is the same in every store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self, cast
from uuid import UUID

from sqlalchemy import Engine

from domain.actor import Actor
from domain.commands import Command
from domain.desk import Desk, Outcome
from domain.errors import TicketNotFound
from domain.events.policy import PolicyEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from escalon.handling.behind import Behind, ReadModelsBehind
from escalon.handling.clock import StoreClock
from escalon.handling.mistakes import refusal
from escalon.publishing import publish_first
from infra.log.feed import Feed
from infra.store.case import CaseFiles, Filed
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.open_tickets import Readable, open_tickets


class Records(Protocol):
    """The log as all stores read it."""

    def policy_events(self, *, after: int) -> Sequence[tuple[int, FiledEvent]]:
        """Return the stored policy events behind that position, each with its own."""
        ...

    def max_notification_id(self) -> int:
        """Return the position of the last event; 0 in an empty log."""
        ...

    def streams(self, ids: Sequence[str]) -> Sequence[FiledEvent]:
        """Return the stored events of those streams, each in order."""
        ...

    @property
    def datastore(self) -> Readable:
        """The database itself."""
        ...


class Handling(ABC):
    """A store, opened for one request: `follow` before a command, `catch_up` before an answer."""

    clock: StoreClock
    log: CaseFiles
    feed: Feed
    _records: Records
    _mapper: AvroMapper

    @property
    @abstractmethod
    def engine(self) -> Engine:
        """The database of the read models; raises where there are none."""

    @abstractmethod
    def desk(self) -> Desk:
        """Return the desk, for what is to be recorded; raises why nothing can."""

    @abstractmethod
    def follow(self) -> None:
        """Let everything happen that does until now, unless another process sees to it."""

    @abstractmethod
    def catch_up(self, position: int = 0) -> Behind | None:
        """Have the read models know the log up to a position, or to its end; say if they don't."""

    @abstractmethod
    def holder(self, reference: str) -> str | None:
        """Return the id of the ticket that the read models know by that reference."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what was opened."""

    def carry_out(self, command: Command) -> Outcome:
        """Carry out one command; raises the `DeskError` that says why when it is refused."""
        [outcome] = self.desk().execute_many([command])
        if outcome.is_refused:
            raise refusal(outcome)
        return outcome

    def publish_first(self, command_id: str, actor: Actor) -> bool:
        """Publish the shipped policy if none ever was; return whether it was so."""
        return publish_first(self.desk(), self.clock, command_id, actor)

    def find(self, reference: str) -> str:
        """Return the id of the ticket with that id or external id.

        Raises `TicketNotFound`, or `ReadModelsBehind` while that can't be known.
        """
        id = _canonical(reference)
        if id and self.log.case(id):
            return id
        found, behind = self.holder(reference), None
        if found is None:
            behind = self.catch_up()
            found = self.holder(reference)
        if found is not None:
            return found
        raise ReadModelsBehind(reference, behind) if behind else TicketNotFound(reference)

    @abstractmethod
    def stalled(self) -> Mapping[str, str]:
        """Return the tickets that a follower doesn't go on with, by id, and which and why."""

    def last_position(self) -> int:
        """Return the position of the last fact in the log; 0 without any."""
        return self._records.max_notification_id()

    def policies(self) -> Catalogue:
        """Return all policies as they are now."""
        catalogue = Catalogue()
        for event in self.policy_events():
            catalogue.learn(event)
        return catalogue

    def policy_facts(self) -> list[Filed]:
        """Return all that happened to policies, with its places in the log."""
        stored = self._records.policy_events(after=0)
        return [filed for position, _ in stored for filed in self.log.between(position, position)]

    def policy_events(self) -> list[PolicyEvent]:
        """Return all that happened to policies, in order."""
        stored = self._records.policy_events(after=0)
        return [cast("PolicyEvent", self._mapper.to_domain_event(event)) for _, event in stored]

    def open_tickets(self) -> list[str]:
        """Return the ids of all tickets that are open, in order."""
        return open_tickets(self._records.datastore)

    def streams(self, ids: Sequence[str]) -> list[Event]:
        """Return all that was decided on those tickets, each one's facts in order."""
        return [self._mapper.to_domain_event(stored) for stored in self._records.streams(ids)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _canonical(reference: str) -> str:
    try:
        return str(UUID(reference))
    except ValueError:
        return ""
