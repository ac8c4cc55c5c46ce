"""One process's share of a follower's partitions, and the loop that works on them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import NamedTuple

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Pipeline, Timer
from escalon.workers.bypass import Bypass
from escalon.workers.membership import Membership
from infra.kafka.feed import Begin, KafkaFeed, View
from infra.kafka.protocols import Partition
from infra.kafka.topics import BY_NAME
from infra.log.follower import Follower
from infra.log.notebook import ROOM
from infra.store.postgres.claims import Deposed

log = logging.getLogger(__name__)
PAUSE = 0.02
GRAIN = 60 * 60 * 1_000_000
"""Milestones of an hour are said together: after a stop there may be very many of them."""
LIMIT = 1_000


class Portion(NamedTuple):
    """What a follower of one partition is given: its state's name, and its room in memory."""

    name: str
    room: int = ROOM


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of follower: its name, what it reads, and how one for a partition is made.

    `make` gets the desk, all policies, and what is the partition's own. One that `is_prompt`
    doesn't wait for a relay that stalls.
    """

    name: str
    topics: Sequence[str]
    make: Callable[[Distributed, Catalogue, Portion], tuple[Follower, Timer | None]]
    is_prompt: bool = False


class Share:
    """One partition of a follower, held by this process as long as its epoch is the latest."""

    def __init__(self, desk: Distributed, kind: Kind, number: int, room: int = ROOM) -> None:
        self.name = f"{kind.name}:{number}"
        self._desk = desk
        self._epoch = desk.claims.claim(self.name)
        self.follower, self.timer = kind.make(desk, desk.policies(), Portion(self.name, room))
        self._pipeline: Pipeline | None = None
        self.view = View()
        self._sources: Sequence[Partition] = ()

    def begin(self, sources: Sequence[Partition]) -> dict[Partition, Begin]:
        """Return where the share goes on in each of its sources."""
        self._sources = sources
        stored = self._desk.claims.offsets(self.name)
        position = self.follower.position()
        return {place: Begin(stored.get(place), position) for place in sources}

    def read_from(self, feed: KafkaFeed, number: int) -> None:
        """Work on what comes for the share."""
        self.view = feed.views[number]
        self._pipeline = Pipeline(self.view, [self.follower], self.timer)

    def is_idle(self, now: int) -> bool:
        """Return whether there is nothing to take in, and nothing due."""
        return self._pipeline is None or self._pipeline.is_idle(now)

    def work(self, now: int, offsets: Mapping[Partition, int]) -> bool:
        """Do one step, if there is something to do; raises `Deposed` when another took over.

        `offsets` say from where to read on once all that came is handled; whatever the step does
        is there with the epoch, the position and the offsets, or not at all.
        """
        if self.is_idle(now):
            return False
        assert self._pipeline is not None  # noqa: S101  # it reads from a feed before
        with self._desk.workspace.transaction():
            self.require()
            self._pipeline.step(now, grain=GRAIN, limit=LIMIT)
            position = self.follower.position()
            if self.view.has_all_handled(position):
                own = {place: offsets[place] for place in self._sources}
                self._desk.claims.save_offsets(self.name, own)
        self.view.forget(position)
        return True

    def require(self) -> None:
        """Hold the share for the rest of the transaction; raises `Deposed` if it isn't ours."""
        self._desk.claims.require(self.name, self._epoch)

    def next_due(self) -> int | None:
        """Return when the share has to act by itself, in microseconds."""
        return self.timer.next_due() if self.timer else None


class Shares:
    """`escalon work sla-timer` and its like: a member of its group, until told to stop."""

    def __init__(self, desk: Distributed, kind: Kind, stop: Event) -> None:
        self._desk = desk
        self._kind = kind
        self._stop = stop
        self._shares: dict[int, Share] = {}
        self._feed: KafkaFeed | None = None
        self._bypass: Bypass | None = None

    def run(self) -> None:
        """Work on the partitions that the group gives, and leave the group at the end."""
        spread = [topic for topic in self._kind.topics if BY_NAME[topic].is_spread]
        membership = Membership(self._desk.kafka, f"escalon-{self._kind.name}", spread)
        try:
            while not self._stop.is_set():
                numbers = membership.poll()
                if numbers is not None:
                    self._take(numbers)
                if self._round():
                    membership.ask_again()
        finally:
            self._drop()
            membership.close()

    def _round(self) -> bool:
        """Do all that can be done now; return whether another process took something over."""
        if self._feed is None:
            self._stop.wait(PAUSE)
            return False
        self._feed.poll(self._pause())
        if self._bypass is not None:
            self._bypass.fill()
        now = self._desk.clock.now()
        offsets = self._feed.offsets()
        lost: set[int] = set()
        while not self._stop.is_set() and any(not s.is_idle(now) for s in self._shares.values()):
            lost |= self._step(now, offsets)
        return bool(lost)

    def _step(self, now: int, offsets: Mapping[Partition, int]) -> set[int]:
        """Take a step of every share in one transaction; return and drop those that are lost."""
        lost = set()
        with self._desk.workspace.transaction():
            for number, share in self._shares.items():
                try:
                    share.work(now, offsets)
                except Deposed as deposed:  # it has done nothing yet; the others go on
                    log.info("%s", deposed)
                    lost.add(number)
        self._shares = {n: share for n, share in self._shares.items() if n not in lost}
        return lost

    def _pause(self) -> float:
        due = [due for share in self._shares.values() if (due := share.next_due()) is not None]
        if not due:
            return PAUSE
        return min(PAUSE, self._desk.clock.seconds_until(min(due) + 1))

    def _take(self, numbers: set[int]) -> None:
        """Work on these partitions from now on, each from where its state says."""
        self._drop()
        log.info("%s works on partitions %s.", self._kind.name, sorted(numbers))
        room = ROOM // max(len(numbers), 1)
        self._shares = {n: Share(self._desk, self._kind, n, room) for n in sorted(numbers)}
        begins: dict[Partition, Begin] = {}
        for number, share in self._shares.items():
            for place, begin in share.begin(self._sources(number)).items():
                begins[place] = _earlier(begins.get(place), begin)
        if self._shares:
            self._feed = KafkaFeed(self._desk.kafka, self._desk.mapper, begins, sorted(numbers))
            for number, share in self._shares.items():
                share.read_from(self._feed, number)
            if self._kind.is_prompt:
                self._bypass = Bypass(self._desk, self._kind.topics, self._feed)

    def _drop(self) -> None:
        self._shares, self._bypass = {}, None
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def _sources(self, number: int) -> list[Partition]:
        return [
            Partition(topic, number if BY_NAME[topic].is_spread else 0)
            for topic in self._kind.topics
        ]


def _earlier(one: Begin | None, other: Begin) -> Begin:
    """Return where two shares that read the same partition have to begin."""
    if one is None:
        return other
    if one.offset is None or other.offset is None:
        return Begin(None, min(one.position, other.position))
    return Begin(min(one.offset, other.offset), min(one.position, other.position))
