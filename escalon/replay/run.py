"""Runs a recorded past through the desk and its followers, instant by instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from domain.commands import Command
from escalon.bootstrap import Embedded
from escalon.replay import checkpoint
from escalon.replay.checkpoint import Checkpoint
from infra.clock import VirtualClock

BATCH = 4_000
"""How many entries are told in one transaction; what is recorded doesn't depend on it."""


class Entry(Protocol):
    """What happened at one time in one row of the source."""

    @property
    def at(self) -> int: ...
    @property
    def commands(self) -> Sequence[Command]: ...


class Replay:
    """All that happens at an instant, and all it causes, comes before the next; then what is due.

    `clock` is the desk's own; `told` hears how many entries are done after each transaction.
    """

    def __init__(
        self,
        desk: Embedded,
        clock: VirtualClock,
        *,
        batch: int = BATCH,
        told: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._batch = batch
        self._told = told

    def run(self, source: str, opening: Sequence[Command], entries: Sequence[Entry]) -> None:
        """Tell the entries, in order of time, after the `opening` commands (the policy).

        What the store's checkpoint says is done is not told again.
        """
        reached = checkpoint.load(self._desk.workspace.states) or Checkpoint(source)
        self._clock.advance(reached.at or (entries[0].at if entries else 0))
        for start, end in self._batches(entries, reached.done):
            with self._desk.workspace.transaction():
                if start == 0:
                    self._desk.desk.execute_many(opening)
                self._tell(entries[start:end])
                if end == len(entries):
                    self._desk.pipeline.run_until(entries[-1].at + 1, self._clock.advance)
                at = entries[end - 1].at
                checkpoint.save(self._desk.workspace.states, Checkpoint(source, end, at))
            self._told(end)

    def _batches(self, entries: Sequence[Entry], done: int) -> Iterator[tuple[int, int]]:
        """Cut at instants: one is never told in two parts."""
        while done < len(entries):
            end = min(done + self._batch, len(entries))
            while end < len(entries) and entries[end].at == entries[end - 1].at:
                end += 1
            yield done, end
            done = end

    def _tell(self, entries: Sequence[Entry]) -> None:
        for at, together in groupby(entries, key=attrgetter("at")):
            self._desk.pipeline.run_until(at, self._clock.advance)
            self._clock.advance(at)
            self._desk.desk.execute_many([c for entry in together for c in entry.commands])
            self._desk.pipeline.settle()
