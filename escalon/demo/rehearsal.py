"""Plays a script in virtual time, through the same desk and the same followers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.desk import Outcome
from escalon.bootstrap import Embedded
from escalon.demo.people.script import Script
from infra.log.follower import Follower, catch_up

EVERYTHING = 2**31


class ToldClock(Protocol):
    """A clock that is told the time."""

    def advance(self, to: int) -> None:
        """Let it be that time."""
        ...


class Rehearsal:
    """Instant by instant, so that people see at once what the desk did; `audience` sees it too."""

    def __init__(
        self, desk: Embedded, clock: ToldClock, script: Script, audience: Sequence[Follower] = ()
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._script = script
        self._followers = (script, *audience)

    def play(self, until: int) -> list[Outcome]:
        """Play all that happens before `until` (microseconds); return what became of commands."""
        outcomes: list[Outcome] = []
        with self._desk.workspace.transaction():
            while (at := self._next_instant()) < until:
                outcomes += self._play(at)
            self._desk.pipeline.run_until(until, self._clock.advance)
            self._watch()
        self._clock.advance(until)
        return outcomes

    def _next_instant(self) -> int:
        due = self._desk.pipeline.next_due()
        at = self._script.next_at()
        return at if due is None else min(at, due + 1)

    def _play(self, at: int) -> list[Outcome]:
        self._desk.pipeline.run_until(at, self._clock.advance)
        self._clock.advance(at)
        self._watch()
        commands = self._script.until(at)
        if not commands:
            return []
        outcomes = self._desk.desk.execute_many(commands)
        self._desk.pipeline.settle()
        self._watch()
        return outcomes

    def _watch(self) -> None:
        catch_up(self._desk.feed, self._followers, EVERYTHING)
