"""Brings a policy's change to open tickets: a new version, its retirement, tiers it removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from consumers.following import Consumer, Workspace
from consumers.policy_agenda import Agenda, Task, agenda_of
from domain.commands import TicketCommand
from domain.desk import Desk
from domain.events.policy import PolicyEvent, PolicyPublished, PolicyRetired
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy_change import (
    ACTOR,
    Cause,
    Turning,
    bringing,
    concerns_open_tickets,
    turning_of,
)
from domain.standing import Standing, first_standing
from infra.log.notebook import ROOM, Notebook
from infra.log.recorded import Recorded
from infra.store.states import State

AT_ONCE = 500
"""How many tickets are brought in one transaction, so that no clock waits for long."""
AGENDA = "agenda"
OPEN = 0
"""The due time under which the store keeps open tickets; the others have none."""
EVENTS: tuple[type[Event], ...] = (
    *(PolicyPublished, PolicyRetired, PolicyApplied, PolicyWithdrawn),
    *(TicketOpened, TicketResolved, TicketClosed, TicketMerged, TicketReopened),
    *(TierEscalated, TierDeescalated),
)
"""All that it takes note of."""
TAKEN_UP = TicketOpened | TicketReopened


class _Owed(NamedTuple):
    """Commands that let a ticket hear of so many turnings."""

    ticket_id: str
    heard: int
    commands: Sequence[TicketCommand]


class PolicyMoves(Consumer):
    """A follower that also acts by itself while something is to be brought.

    It remembers where each ticket stands, and goes through the open ones in the order of their ids,
    in which the store keeps them. Followers that share a process's `room` share its batch, too.
    """

    def __init__(  # what it works with, and the two that differ by partition
        self,
        desk: Desk,
        workspace: Workspace,
        catalogue: Catalogue,
        name: str = "policy-moves",
        room: int = ROOM,
    ) -> None:
        super().__init__(workspace, name)
        self._desk = desk
        self._catalogue = catalogue
        self._at_once = max(1, AT_ONCE * room // ROOM)
        self._tickets: Notebook[Standing] = Notebook(
            workspace.states,
            name,
            dump=lambda standing: json.dumps(standing, separators=(",", ":")),
            load=lambda text: Standing(*json.loads(text)),
            due=lambda standing: OPEN if standing.is_waiting else None,
            room=room,
        )
        text = workspace.states.load(name, [AGENDA]).get(AGENDA)
        self._agenda = self._written = agenda_of(text) if text else Agenda({})
        self._resting: set[str] = set()
        self.fires_alone = False
        self.firing: Sequence[str] = ()

    def rest(self, keys: Iterable[str]) -> None:
        """Leave these tickets alone until they are woken."""
        self._resting.update(keys)

    def wake(self, key: str) -> None:
        """Let the ticket hear of what it missed."""
        self._resting.discard(key)
        standing = self._tickets.get(key)
        if standing is not None and standing.is_waiting:
            owed = self._owed(standing, self._agenda.of(standing.policy))
            self._ask([owed] if owed else [])

    def next_due(self) -> int | None:
        """Return since when something is to be brought, in microseconds."""
        if not self._agenda.tasks:
            return None
        task = self._agenda.tasks[0]
        return self._agenda.of(task.policy)[task.turnings - 1].at

    def tick(self, now: int, at_most: int = AT_ONCE) -> None:
        """Bring what is to be brought to the next few tickets, in one transaction."""
        with self._workspace.transaction():
            self.fire(dict.fromkeys(self._next(min(at_most, self._at_once)), now))

    def fire(self, horizons: Mapping[str, int]) -> None:
        """Bring these tickets what is next to be brought, as far as it is for them."""
        with self._workspace.transaction():
            self._tickets.fetch(horizons)
            owed = [one for key in horizons if (one := self._owed_by_task(key))]
            at_once = 1 if self.fires_alone else self._at_once
            for start in range(0, len(owed), at_once):
                some = owed[start : start + at_once]
                self.firing = [one.ticket_id for one in some]
                self._ask(some)
            self.firing = ()
            self.skip_to(self._position)

    def _take_in(self, batch: Sequence[Recorded]) -> None:
        events = [r.event for r in batch if isinstance(r.event, EVENTS)]
        self._tickets.fetch(e.originator_id for e in events if not isinstance(e, PolicyEvent))
        self._ask([one for event in events if (one := self._consider(event))])

    def _flush(self) -> None:
        self._tickets.flush()
        if self._agenda is not self._written:
            self._workspace.states.save(self.name, [State(AGENDA, self._agenda.to_text())])
            self._written = self._agenda

    def _next(self, at_most: int) -> Sequence[str]:
        """Return the next open tickets, of whatever policy; with none left the task is done."""
        if not self._agenda.tasks:
            return []
        self._tickets.flush()
        keys = self._workspace.states.waiting_after(self.name, self._agenda.done_to, at_most)
        if keys:
            self._agenda = self._agenda._replace(done_to=keys[-1])
        else:
            self._agenda = self._agenda.without_first()
        return keys

    def _owed_by_task(self, ticket_id: str) -> _Owed | None:
        standing = self._tickets.get(ticket_id)
        task = self._agenda.tasks[0] if self._agenda.tasks else None
        if standing is None or task is None or standing.policy != task.policy:
            return None
        if not standing.is_waiting or ticket_id in self._resting:
            return None
        return self._owed(standing, self._agenda.of(task.policy)[: task.turnings])

    def _owed(self, standing: Standing, turnings: Sequence[Turning]) -> _Owed | None:
        """Return what lets the ticket hear of these turnings, because of the last of them."""
        if standing.heard >= len(turnings):
            return None
        last = turnings[-1]
        commands = bringing(standing, turnings, Cause(last.id, last.at), self._catalogue)
        return _Owed(standing.ticket_id, len(turnings), commands)

    def _ask(self, owed: Sequence[_Owed]) -> None:
        """Have commands carried out; a ticket for which they are refused heard of nothing.

        It has ended meanwhile, and hears of it when it is taken up again.
        """
        commands = [command for one in owed for command in one.commands]
        outcomes = iter(self._desk.execute_many(commands) if commands else ())
        for one in owed:
            refused = [next(outcomes).is_refused for _ in one.commands]
            standing = self._tickets.get(one.ticket_id)
            if standing is not None and one.heard > standing.heard and not any(refused):
                self._tickets.put(one.ticket_id, standing._replace(heard=one.heard))

    def _consider(self, event: Event) -> _Owed | None:
        match event:
            case PolicyEvent():
                self._learn(event)
            case TicketOpened():
                heard = self._agenda.heard_by(event.policy, event.policy_version)
                return self._note(event, first_standing(event, heard))
            case TicketEvent():
                known = self._tickets.get(event.ticket_id)
                assert known is not None  # noqa: S101  # it was opened before
                after = self._after(known, event)
                return self._note(event, after) if after != known else None
        return None

    def _learn(self, event: PolicyEvent) -> None:
        self._catalogue.learn(event)
        name = event.policy
        self._agenda = self._agenda.after(name, turning_of(event, self._catalogue))
        turnings = self._agenda.of(name)
        if concerns_open_tickets(turnings, name, self._catalogue):
            self._agenda = self._agenda.with_task(Task(name, len(turnings)))

    def _after(self, known: Standing, event: TicketEvent) -> Standing:
        standing = known.after(event)
        if isinstance(event, PolicyApplied | PolicyWithdrawn) and event.actor != ACTOR:
            return standing._replace(heard=len(self._agenda.of(standing.policy)))
        return standing

    def _note(self, event: TicketEvent, standing: Standing) -> _Owed | None:
        """Note where a ticket stands; one that is taken up may have missed something.

        A move that was decided before its tier was removed leads on from there.
        """
        self._tickets.put(standing.ticket_id, standing)
        turnings = self._agenda.of(standing.policy)
        if not turnings or not standing.is_waiting or not isinstance(event, TAKEN_UP | TierMoved):
            return None
        cause = Cause(event.event_id, max(event.occurred_at, turnings[-1].at))
        if isinstance(event, TAKEN_UP):
            commands = bringing(standing, turnings, cause, self._catalogue)
            return _Owed(standing.ticket_id, len(turnings), commands)
        moved = standing._replace(heard=len(turnings))
        commands = bringing(moved, turnings, cause, self._catalogue)
        return _Owed(standing.ticket_id, standing.heard, commands)
