"""Runs all followers of a process until nothing moves, and milestones when they are due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from infra.log.feed import Feed
from infra.log.follower import Follower, catch_up

EVERYTHING = 2**31


class Timer(Protocol):
    """A follower's side that acts by itself."""

    def next_due(self) -> int | None:
        """Return when it has to act next, in microseconds."""
        ...

    def tick(self, now: int) -> None:
        """Do all that is due before `now`."""
        ...


class Pipeline:
    """The followers in their order, and the timer among them.

    Virtual time and real time differ only in the grain by which milestones are taken together:
    one instant, or so many microseconds that a crowd of them is recorded in few transactions.
    """

    def __init__(self, feed: Feed, followers: Sequence[Follower], timer: Timer) -> None:
        self._feed = feed
        self._followers = followers
        self._timer = timer

    def settle(self) -> int:
        """Hand on facts until nothing is new; return how many were handled."""
        return catch_up(self._feed, self._followers, EVERYTHING)

    def next_due(self) -> int | None:
        """Return when the next milestone takes effect, in microseconds."""
        return self._timer.next_due()

    def run_until(
        self, now: int, *, grain: int = 1, at: Callable[[int], None] = lambda _: None
    ) -> None:
        """Let all happen that does before `now`, instant by instant.

        `at` is told each time that is reached, before what is due then is said.
        """
        self.settle()
        while (due := self._timer.next_due()) is not None and due < now:
            moment = min(due + grain, now)
            at(moment)
            self._timer.tick(moment)
            self.settle()
