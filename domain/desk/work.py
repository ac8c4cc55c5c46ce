"""One batch of commands on its way: what it touches, records and refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.commands import (
    Command,
    ForgetRequester,
    LinkTickets,
    MergeTicket,
    PublishPolicy,
    RetirePolicy,
)
from domain.desk.handlers import HANDLERS, Context
from domain.desk.ledger import Processed
from domain.desk.outcome import Outcome
from domain.desk.shelf import Shelf
from domain.desk.timeliness import must_be_timely
from domain.errors import DeskError, NotSupported
from domain.events.policy import PolicyEvent
from domain.model import Aggregate, Event
from domain.policy.catalogue import Catalogue
from domain.policy.publication import Publication
from domain.requests import TicketRequest


class Work:
    """Decides commands in order; nothing is stored here. `now` is in microseconds."""

    def __init__(self, shelf: Shelf, catalogue: Catalogue, now: int) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._now = now
        self._versions: dict[str, int] = {}
        self._seen: set[str] = set()
        self.events: list[Event] = []
        self.processed: list[Processed] = []

    @property
    def touched(self) -> Sequence[str]:
        """The ids of all aggregates that were read or made."""
        return list(self._versions)

    def read_only(self) -> Mapping[str, int]:
        """Return the versions of what was decided on but not written to."""
        written = {event.originator_id for event in self.events}
        return {id: version for id, version in self._versions.items() if id not in written}

    def carry_out(self, commands: Sequence[Command]) -> None:
        """Decide each command once, each on what those before it left."""
        found = self._shelf.fetch(id for command in commands for id in _ids(command))
        for id in dict.fromkeys(id for command in commands for id in _ids(command)):
            self._versions[id] = found[id].version if id in found else 0
        for command in commands:
            if command.command_id not in self._seen:
                self._seen.add(command.command_id)
                self._decide(command, found)

    def outcomes(self, positions: Sequence[int]) -> dict[str, Outcome]:
        """Return what became of each command, once its facts have positions."""
        outcomes = {}
        start = 0
        for done in self.processed:
            own = positions[start : start + done.facts]
            start += done.facts
            first, last = (own[0], own[-1]) if own else (0, 0)
            outcomes[done.command_id] = Outcome(
                done.command_id, first, last, done.refusal, done.error
            )
        return outcomes

    def _decide(self, command: Command, found: dict[str, Aggregate]) -> None:
        try:
            recorded = self._carry_out(command, found)
        except DeskError as error:
            refusal = Outcome.refused(command.command_id, error)
            self.processed.append(Processed(command.command_id, 0, refusal.refusal, refusal.error))
            return
        self.events += recorded
        self.processed.append(Processed(command.command_id, len(recorded)))

    def _carry_out(self, command: Command, found: dict[str, Aggregate]) -> list[Any]:
        handler = HANDLERS.get(type(command))
        if handler is None:
            message = f"{type(command).__name__} has no behaviour yet; it can't be carried out."
            raise NotSupported(message)
        context = Context(command, found, self._catalogue)
        if not command.imported:
            must_be_timely(command, context.late_facts(), self._now)
        changed = handler(context)
        if changed.id not in found:
            found[changed.id] = changed
            self._shelf.add(changed)
        events = [*changed.collect_events(), *context.beside]
        for event in events:
            if isinstance(event, PolicyEvent):
                self._catalogue.learn(event)
        return events


def _ids(command: Command) -> tuple[str, ...]:
    match command:
        case PublishPolicy() | RetirePolicy():
            return (Publication.id_of(command.policy),)
        case MergeTicket():
            return (command.ticket_id, command.into)
        case LinkTickets():
            return (command.ticket_id, command.other)
        case TicketRequest():
            return (command.ticket_id,)
        case ForgetRequester():
            return ()
