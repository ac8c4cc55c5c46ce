"""Anything that reads the log, handles batches and remembers how far it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from infra.log.feed import Feed
from infra.log.recorded import Recorded


class Follower(Protocol):
    """Its name keys its stored position and never changes."""

    @property
    def name(self) -> str:
        """The name that its position is stored under."""
        ...

    def position(self) -> int:
        """Return the place of the last fact handled; 0 before the first."""
        ...

    def handle(self, batch: Sequence[Recorded]) -> None:
        """Handle the batch and remember its last position, as one step."""
        ...


class Patient(Follower, Protocol):
    """A follower that can leave facts for later."""

    def skip_to(self, position: int) -> None:
        """Count all up to the position as handled: others see to what wasn't."""
        ...

    def retake(self, batch: Sequence[Recorded]) -> None:
        """Handle facts that were put aside, wherever they lie; the position stays."""
        ...


def catch_up(feed: Feed, followers: Iterable[Follower], limit: int) -> int:
    """Hand each follower what it hasn't seen, a batch in turn, until nothing is new.

    In turn, so that a batch is decoded once for all. Returns how many facts were handled.
    """
    handled = 0
    listed = list(followers)
    while count := hand_on(feed, listed, limit):
        handled += count
    return handled


def hand_on(feed: Feed, followers: Iterable[Follower], limit: int) -> int:
    """Hand each follower one batch of what it hasn't seen; return how many facts that were."""
    handled = 0
    for follower in followers:
        if batch := feed.read(follower.position(), limit):
            follower.handle(batch)
            handled += len(batch)
    return handled
