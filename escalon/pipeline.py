"""Runs all followers of a process until nothing moves, and milestones when they are due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from infra.log.feed import Feed
from infra.log.follower import Follower, catch_up

EVERYTHING = 2**31
CROWD = 200
"""Of so many tickets milestones are said in one step, so that nobody waits for the log for long."""
BATCH = 500
"""To so many tickets at most a policy's change is brought in one step."""


class Timer(Protocol):
    """A follower's side that acts by itself.

    It acts on many keys together unless it `fires_alone`; `firing` are those at hand, should one
    of them fail.
    """

    fires_alone: bool
    firing: Sequence[str]

    def rest(self, keys: Iterable[str]) -> None:
        """Let these keys be until they are woken."""
        ...

    def wake(self, key: str) -> None:
        """Act on the key again, also on what fell due meanwhile."""
        ...

    def next_due(self) -> int | None:
        """Return when it has to act next, in microseconds."""
        ...

    def tick(self, now: int, at_most: int = EVERYTHING) -> None:
        """Do what is due before `now`, the first of it where it is much."""
        ...

    def fire(self, horizons: Mapping[str, int]) -> None:
        """Do for each of these keys what is due before a time of its own."""
        ...


class Backlog(Follower, Timer, Protocol):
    """A follower that puts off what it can't do in one step; due as long as there is any."""


class Pipeline:
    """The followers in their order; among them the timer, and the one with a `backlog`."""

    def __init__(
        self,
        feed: Feed,
        followers: Sequence[Follower],
        timer: Timer | None,
        backlog: Backlog,
    ) -> None:
        self._feed = feed
        self._followers = followers
        self._timer = timer
        self._backlog = backlog

    def next_due(self) -> int | None:
        """Return when the next milestone takes effect, in microseconds."""
        return self._timer.next_due() if self._timer else None

    def settle(self) -> int:
        """Hand on facts until nothing is new or put off; return how many were handled."""
        handled = catch_up(self._feed, self._followers, EVERYTHING)
        while self._has_backlog():
            self._backlog.tick(EVERYTHING, BATCH)
            handled += catch_up(self._feed, self._followers, EVERYTHING)
        return handled

    def settle_in_part(self) -> bool:
        """Hand on facts until nothing is new, then do a step of what is put off, if anything is.

        Returns whether there was.
        """
        catch_up(self._feed, self._followers, EVERYTHING)
        found = self._has_backlog()
        if found:
            self._backlog.tick(EVERYTHING, BATCH)
        return found

    def run_until(self, now: int, at: Callable[[int], None]) -> None:
        """Let all happen that does before `now`, instant by instant.

        `at` is told each time that is reached, before what is due then is said.
        """
        self.settle()
        while self._timer and (due := self._timer.next_due()) is not None and due < now:
            at(due + 1)
            self._timer.tick(due + 1)
            self.settle()

    def is_idle(self, now: int) -> bool:
        """Return whether there is nothing to hand on, and nothing due."""
        due = self.next_due()
        if self._has_backlog() or (due is not None and due < now):
            return False
        return not self._has_news()

    def step(self, now: int, *, grain: int, limit: int) -> None:
        """Take one step in real time: hand on up to `limit` facts, then say what is due.

        Milestones of `grain` microseconds are taken together, so that a crowd of them is recorded
        in few transactions. What is put off goes on once nothing is new, a batch a step.
        """
        for follower in self._followers:
            batch = self._feed.read(follower.position(), limit)
            if batch:
                follower.handle(batch)
        due = self.next_due()
        if self._timer and due is not None and due < now:
            self._timer.tick(min(due + grain, now), CROWD)
        if self._has_backlog() and not self._has_news():
            self._backlog.tick(now, BATCH)

    def _has_backlog(self) -> bool:
        return self._backlog.next_due() is not None

    def _has_news(self) -> bool:
        return any(self._feed.read(f.position(), 1) for f in self._followers)
