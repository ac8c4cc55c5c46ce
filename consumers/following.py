"""What every consumer shares: a position and states that commit with its effects."""

from __future__ import annotations

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


class Place:
    """How far a follower has come: in memory at once, in the store with the transaction."""

    def __init__(self, workspace: Workspace, follower: str) -> None:
        self._workspace = workspace
        self._follower = follower
        self._position = workspace.states.position(follower)

    @property
    def position(self) -> int:
        """The place of the last fact handled; 0 before the first."""
        return self._position

    def unseen(self, batch: Sequence[Recorded]) -> Sequence[Recorded]:
        """Return what of the batch lies behind the position."""
        if batch and batch[0].position > self._position:
            return batch
        return [recorded for recorded in batch if recorded.position > self._position]

    def move_to(self, position: int, flush: Callable[[], None]) -> None:
        """Be there once the transaction commits, after `flush` has written what changed."""
        self._position = position

        def write() -> None:
            flush()
            self._workspace.states.save_position(self._follower, position)

        self._workspace.before_commit(self._follower, write)
