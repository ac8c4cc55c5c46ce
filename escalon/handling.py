"""Carrying out what is asked from outside, and answering it, whoever runs the store's followers."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self, cast
from uuid import UUID

from domain.commands import Command
from domain.desk import Outcome
from domain.durations import HOUR
from domain.errors import DeskError, PolicyNotFound, TicketNotFound
from domain.events.policy import PolicyEvent
from domain.policy.catalogue import Catalogue
from escalon.bootstrap import LOG, Embedded, open_embedded, open_projections
from escalon.replay import checkpoint
from infra.clock import SystemClock
from infra.log.follower import catch_up
from infra.store.lock import FollowersLock
from infra.store.mapper import AvroMapper
from infra.store.sqlite.case import CaseFiles
from infra.store.sqlite.recorder import Recorder
from infra.store.sqlite.states import SQLiteStates
from projections.catalogue import ALL
from projections.generations import position_of
from projections.performance import find

DEMO = "demo.txt"
"""The file by which the folder of a demo is known."""
LIMIT = 2_000
POLL = 0.02
SLICE = HOUR
"""How much of a time that nobody looked after is made up for in one transaction."""


class StoreMistake(ValueError):
    """The store isn't one for what was asked; the sentence says what would be right."""


class StoreClock:
    """The machine's time; in a store of invented or retold time the end of that."""

    def __init__(self) -> None:
        self._machine = SystemClock()
        self._standing: int | None = None

    def stand_still(self, at: int) -> None:
        """Let it be that time for ever."""
        self._standing = at

    def now(self) -> int:
        """Return the present of the store."""
        return self._machine.now() if self._standing is None else self._standing

    def seconds_until(self, instant: int) -> float:
        """Return how many seconds pass until then."""
        return self._machine.seconds_until(instant) if self._standing is None else 0.0


class Handling:
    """A store in a folder, opened for one request; `wait` is how long it may take, in seconds.

    Where nobody runs the followers, this process does it, up to now: `follow` before a command,
    `catch_up` before an answer.
    """

    def __init__(self, store: Path, *, wait: float) -> None:
        self.store = store
        self.clock = StoreClock()
        self._wait = wait
        self._lock = FollowersLock(store)
        self._desk: Embedded | None = None
        self.views = open_projections(store)
        self._recorder = cast("Recorder", self.views.desk.recorder)
        self._mapper = cast("AvroMapper", self.views.desk.mapper)
        self.log = CaseFiles(self._recorder, self._mapper)
        self._is_replay = _is_replay(self._recorder)
        if is_told(store, self._recorder):
            self.clock.stand_still(self.log.last_recorded_at())

    @property
    def desk(self) -> Embedded:
        """The desk, opened once somebody has something to write."""
        if self._desk is None:
            self._desk = open_embedded(self.store, self.clock)
        return self._desk

    def carry_out(self, command: Command) -> Outcome:
        """Carry out one command; raises the `DeskError` that says why when it is refused."""
        if self._is_replay:
            message = f"{self.store} holds a replay, which stays as it is; name another store."
            raise StoreMistake(message)
        [outcome] = self.desk.desk.execute_many([command])
        if outcome.is_refused:
            raise refusal(outcome)
        return outcome

    def catch_up(self, position: int = 0) -> bool:
        """Have the read models know the log up to a position, or to its end; say whether they do.

        Whoever runs the followers does it; that they go away meanwhile is noticed.
        """
        position = position or self.last_position()
        until = monotonic() + self._wait
        while not self._lock.acquire():
            if min(position_of(self.views.engine, name) for name in ALL) >= position:
                return True
            if monotonic() >= until:
                return False
            sleep(POLL)
        self.follow()
        catch_up(self.views.feed, self.views.projections, LIMIT)
        return True

    def follow(self) -> None:
        """Let everything happen that does until now, unless another process sees to it.

        In transactions of bounded length, however long nobody looked.
        """
        if self._is_replay or not self._lock.acquire():
            return
        now = self.clock.now()
        pipeline = self.desk.pipeline
        while not pipeline.is_idle(now):
            with self.desk.workspace.transaction():
                due = pipeline.next_due()
                pipeline.run_until(now if due is None else min(now, due + SLICE), _is_past)

    def find(self, reference: str) -> str:
        """Return the id of the ticket with that id or external id; raises `TicketNotFound`."""
        id = _canonical(reference)
        if id and self.log.case(id):
            return id
        found = self.holder(reference)
        if found is None and self.catch_up():
            found = self.holder(reference)
        if found is None:
            raise TicketNotFound(reference)
        return found

    def holder(self, reference: str) -> str | None:
        """Return the id of the ticket that the read models know by that reference."""
        return find(self.views.engine, reference)

    def last_position(self) -> int:
        """Return the position of the last fact in the log; 0 without any."""
        return self._recorder.max_notification_id()

    def policies(self) -> Catalogue:
        """Return all policies as they are now."""
        catalogue = Catalogue()
        for event in self.policy_events():
            catalogue.learn(event)
        return catalogue

    def policy_events(self) -> list[PolicyEvent]:
        """Return all that happened to policies, in order."""
        stored = self._recorder.policy_events(after=0)
        return [cast("PolicyEvent", self._mapper.to_domain_event(event)) for _, event in stored]

    def close(self) -> None:
        """Let go of the files, and let others run the followers."""
        if self._desk is not None:
            self._desk.close()
        self.views.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def must_be_store(folder: Path) -> None:
    """Refuse a folder in which no desk ever was; raises `StoreMistake`."""
    if not (folder / LOG).exists():
        message = (
            f"There is no desk in {folder} yet; open a ticket with `escalon ticket open`,"
            " or name another folder with --store."
        )
        raise StoreMistake(message)


def is_told(folder: Path, recorder: Recorder) -> bool:
    """Return whether the store's time is not the machine's: it holds a demo or a replay."""
    return (folder / DEMO).exists() or _is_replay(recorder)


def refusal(outcome: Outcome) -> DeskError:
    """Return the error that an outcome tells of, of its own kind where that has an exit code."""
    kinds = {kind.__name__: kind for kind in (TicketNotFound, PolicyNotFound)}
    kind = kinds.get(outcome.error, DeskError)
    return kind.__new__(kind, outcome.refusal)  # past the constructor: the sentence is made


def _is_replay(recorder: Recorder) -> bool:
    return checkpoint.load(SQLiteStates(recorder.datastore)) is not None


def _is_past(_: int) -> None:
    """Need not be told what time it was: the clock is further."""


def _canonical(reference: str) -> str:
    try:
        return str(UUID(reference))
    except ValueError:
        return ""
