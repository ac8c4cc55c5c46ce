"""One partition of a follower in one process, and what it takes to make its follower."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Timer
from escalon.workers.aside import Aside
from escalon.workers.lane import Lane, way_of
from escalon.workers.stumbling import Care
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import topics_of
from infra.kafka.view import View
from infra.log.follower import Patient
from infra.log.notebook import ROOM

GRAIN = 60 * 60 * 1_000_000
"""Milestones of an hour are said together: after a stop there may be very many of them."""
LIMIT = 1_000
SAVE_SECONDS = 1.0
"""Between two notes of how far the topics were read; what comes again is known by its position."""


class Portion(NamedTuple):
    """What a follower of one partition is given: its state's name, and its room in memory."""

    name: str
    room: int = ROOM


class Means(NamedTuple):
    """What a share has of its process: where letters go, what it stumbled over, its room."""

    letters: DeadLetters
    care: Care
    room: int = ROOM


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of follower: its name, what it reads, and how one for a partition is made.

    `make` gets the desk, all policies, and what is the partition's own. One that `is_prompt`
    doesn't wait for a relay that stalls.
    `needs` are the stored names of the events that it handles, where it doesn't handle all.
    `gather` is how many seconds facts may wait for company: a transaction costs as much for many.
    """

    name: str
    topics: Sequence[str]
    make: Callable[[Distributed, Catalogue, Portion], tuple[Patient, Timer | None]]
    needs: AbstractSet[str] = frozenset()
    gather: float = 0.0
    is_prompt: bool = False

    def reads(self, event_name: str) -> bool:
        """Return whether events of that stored name are for it."""
        if self.needs:
            return event_name in self.needs
        return any(topic in self.topics for topic in topics_of(event_name))


class Share:
    """One partition of a follower, held by this process as long as its epoch is the latest."""

    def __init__(
        self, desk: Distributed, kind: Kind, number: int, means: Means | None = None
    ) -> None:
        means = means or Means(DeadLetters(desk.kafka), Care())
        self.name = f"{kind.name}:{number}"
        self._desk = desk
        self._epoch = desk.claims.claim(self.name)
        policies = desk.policies()
        self.follower, self.timer = kind.make(desk, policies, Portion(self.name, means.room))
        way = way_of(desk, policies, means.care)
        aside = Aside(self.name, desk.parking, means.letters)
        self._lane = Lane(self.follower, self.timer, aside, way)
        self.view = View()
        self._sources: Sequence[Partition] = ()
        self._saved = 0.0

    def begin(self, sources: Sequence[Partition]) -> dict[Partition, Begin]:
        """Return where the share goes on in each of its sources."""
        self._sources = sources
        stored = self._desk.claims.offsets(self.name)
        position = self.follower.position()
        return {place: Begin(stored.get(place), position) for place in sources}

    def read_from(self, feed: KafkaFeed, number: int) -> None:
        """Work on what comes for the share."""
        self.view = feed.views[number]
        self._lane.read_from(self.view)

    def is_idle(self, now: int) -> bool:
        """Return whether there is nothing to take in, and nothing due."""
        return self._lane.is_idle(now)

    def work(self, now: int, offsets: Mapping[Partition, int]) -> bool:
        """Do one step, if there is something to do; raises `Deposed` when another took over.

        `offsets` say from where to read on once all that came is handled; whatever the step does
        is there with the epoch and the position, and now and then the offsets, or not at all.
        """
        if self.is_idle(now):
            return False
        with self._desk.workspace.transaction():
            self.require()
            self._lane.step(now, grain=GRAIN, limit=LIMIT)
            if monotonic() - self._saved > SAVE_SECONDS and self._lane.is_clear():
                self._saved = monotonic()
                own = {place: offsets[place] for place in self._sources}
                self._desk.claims.save_offsets(self.name, own)
        return True

    def forget(self) -> None:
        """Let go of what was handled; called once that is committed."""
        self._lane.forget()

    def redrive_one(self) -> bool:
        """Handle one parked record again if that was asked for; raises `Deposed`, `Stumbled`."""
        parked = self._desk.parking.next_asked(self.name)
        if parked is None:
            return False
        with self._desk.workspace.transaction():
            self.require()
            self._lane.bring_back(parked)
        return True

    def require(self) -> None:
        """Hold the share for the rest of the transaction; raises `Deposed` if it isn't ours."""
        self._desk.claims.require(self.name, self._epoch)

    def next_due(self) -> int | None:
        """Return when the share has to act by itself, in microseconds."""
        return self.timer.next_due() if self.timer else None
