"""What every consumer shares: a position and states that commit with its effects."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from domain.model import Event
from infra.log.recorded import Recorded
from infra.store.states import States


class Workspace(Protocol):
    """A store in which a consumer's effects, states and position commit together."""

    @property
    def states(self) -> States:
        """Followers' states and positions."""
        ...

    def transaction(self) -> AbstractContextManager[Any]:
        """Begin a transaction; inside another of this thread, be part of that one."""
        ...

    def before_commit(self, key: str, act: Callable[[], None]) -> None:
        """Have something written once, just before the transaction commits."""
        ...

    def events_behind(self, versions: dict[str, int]) -> Sequence[Event]:
        """Return the facts of each stream behind its version, from the store as it is now."""
        ...


class Consumer(ABC):
    """What it takes in, what it remembers and how far it has come commit together."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self.name = name
        self._workspace = workspace
        self._position = workspace.states.position(name)

    @abstractmethod
    def _take_in(self, batch: Sequence[Recorded]) -> None:
        """Do what the facts ask for, in the transaction of the caller."""

    @abstractmethod
    def _flush(self) -> None:
        """Write what changed of what is remembered."""

    def position(self) -> int:
        """Return the place of the last fact handled; 0 before the first."""
        return self._position

    def handle(self, batch: Sequence[Recorded]) -> None:
        """Take in facts in order; those up to the position are known already and dropped."""
        batch = self._unseen(batch)
        if not batch:
            return
        with self._workspace.transaction():
            self._take_in(batch)
            self.skip_to(batch[-1].position)

    def retake(self, batch: Sequence[Recorded]) -> None:
        """Take in facts that were put aside, wherever they lie; the position stays."""
        with self._workspace.transaction():
            self._take_in(batch)
            self.skip_to(self._position)

    def skip_to(self, position: int) -> None:
        """Count all up to the position as handled: others see to what wasn't.

        In memory at once, in the store with the transaction, and with it what is remembered.
        """
        self._position = position

        def write() -> None:
            self._flush()
            self._workspace.states.save_position(self.name, position)

        with self._workspace.transaction():
            self._workspace.before_commit(self.name, write)

    def _unseen(self, batch: Sequence[Recorded]) -> Sequence[Recorded]:
        if batch and batch[0].position > self._position:
            return batch
        return [recorded for recorded in batch if recorded.position > self._position]
