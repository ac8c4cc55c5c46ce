"""Carries out commands: all of a batch in one transaction, each once, refusals one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from eventsourcing.application import Application

from domain.commands import Command
from domain.desk.ledger import Conflict, Ledger
from domain.desk.outcome import Appended, Outcome
from domain.desk.shelf import Shelf
from domain.desk.work import Work
from domain.errors import DeskError
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.ticket import Ticket

Placed = tuple[int, Event]
"""A fact with its position in the log."""


def _nobody(_: Sequence[Placed]) -> None:
    pass


class Desk(Application[str]):
    """The application; `clock` gives the present in microseconds since the Unix epoch, UTC.

    `heard` is told what was recorded, at once and in order, though not yet committed.
    """

    name = "desk"

    def __init__(
        self, env: Mapping[str, str], *, clock: Callable[[], int], room: int = 20_000
    ) -> None:
        super().__init__(dict(env))
        self.ledger = cast(Ledger, self.recorder)
        self.catalogue = Catalogue()
        self._clock = clock
        self._shelf = Shelf(self.ledger, self.mapper, room)
        self._policies_read = 0
        self.heard: Callable[[Sequence[Placed]], None] = _nobody

    def execute(self, command: Command) -> Outcome:
        """Carry out one command; the same command again is answered with the same outcome.

        Raises the `DeskError` that says why when the command is refused.
        """
        [outcome] = self.execute_many([command])
        if outcome.is_refused:
            raise DeskError(outcome.refusal)
        return outcome

    def execute_many(self, commands: Sequence[Command]) -> list[Outcome]:
        """Carry out commands in order, in one transaction, and return what became of each."""
        try:
            return self._attempt(commands, {})
        except Conflict:  # somebody was faster, or some were carried out before
            with self.ledger.alone():
                done = self.ledger.outcomes([command.command_id for command in commands])
                return self._attempt(commands, dict(done))

    def conclude(self, conclusions: Sequence[CaseEvent], known: Mapping[str, int]) -> Appended:
        """Record conclusions about tickets, each once, none on stale knowledge.

        `known` is the version of each ticket that its conclusions rest on.
        """
        stored = [self.mapper.to_stored_event(event) for event in conclusions]
        appended = self.ledger.append_conclusions(stored, known)
        if appended.recorded:
            by_stream = {event.originator_id: event for event in conclusions}
            self.heard([(at, by_stream[id]) for id, at in appended.recorded.items()])
        return appended

    def ticket(self, id: str) -> Ticket | None:
        """Return the ticket as the store has it now."""
        self._shelf.drop([id])
        return cast("Ticket | None", self._shelf.fetch([id]).get(id))

    def _attempt(self, commands: Sequence[Command], done: dict[str, Outcome]) -> list[Outcome]:
        fresh = [command for command in commands if command.command_id not in done]
        if fresh:
            self._refresh_policies()
            work = Work(self._shelf, self.catalogue, self._clock())
            try:
                work.carry_out(fresh)
                done.update(self._store(work))
            except BaseException:
                self._forget(work)
                raise
            self._shelf.trim()
        return [done[command.command_id] for command in commands]

    def _store(self, work: Work) -> dict[str, Outcome]:
        stored = [self.mapper.to_stored_event(event) for event in work.events]
        positions = self.ledger.insert_events(
            stored, processed=work.processed, expected=work.read_only()
        )
        if positions:
            self.heard(list(zip(positions, work.events, strict=True)))
        return work.outcomes(positions)

    def _refresh_policies(self) -> None:
        """Take in the policies that were published since, by whomever."""
        for position, stored in self.ledger.policy_events(after=self._policies_read):
            self.catalogue.learn(cast("PolicyEvent", self.mapper.to_domain_event(stored)))
            self._policies_read = position

    def _forget(self, work: Work) -> None:
        """Drop what was changed in memory but not stored."""
        self._shelf.drop(work.touched)
        self.catalogue.clear()
        self._policies_read = 0
