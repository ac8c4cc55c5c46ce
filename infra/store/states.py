"""What followers remember between batches, and how far they have read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol


class State(NamedTuple):
    """What a follower knows of one key; `due` is when it has to look again (microseconds)."""

    key: str
    text: str
    due: int | None = None


class States(Protocol):
    """A table of states and positions in the store, written in the store's transaction."""

    def position(self, follower: str) -> int:
        """Return the log position up to which the follower has handled everything; 0 at first."""
        ...

    def save_position(self, follower: str, position: int) -> None:
        """Remember how far the follower has come."""
        ...

    def load(self, follower: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of those keys that have one."""
        ...

    def save(self, follower: str, states: Iterable[State]) -> None:
        """Write states over those of the same keys."""
        ...

    def waiting_after(self, follower: str, key: str, limit: int) -> Sequence[str]:
        """Return the next `limit` keys behind that one which have a due time, in their order."""
        ...

    def due_from(self, follower: str, since: int, limit: int) -> Sequence[tuple[int, str]]:
        """Return about `limit` due times from `since` on, in order, with their keys.

        All that are due at the last of those times are among them; fewer than `limit` are all.
        """
        ...
