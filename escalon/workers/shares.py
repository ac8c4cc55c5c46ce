"""One process's share of a follower's partitions, and the loop that works on them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Pipeline, Timer
from escalon.workers.membership import Membership
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import BY_NAME
from infra.log.follower import Follower
from infra.store.postgres.claims import Deposed

log = logging.getLogger(__name__)
PAUSE = 0.02
GRAIN = 50_000
LIMIT = 1_000


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of follower: its name, what it reads, and how one for a partition is made.

    `make` gets the desk, all policies and the name that the partition's state is kept under.
    """

    name: str
    topics: Sequence[str]
    make: Callable[[Distributed, Catalogue, str], tuple[Follower, Timer | None]]


class Share:
    """One partition of a follower, held by this process as long as its epoch is the latest."""

    def __init__(self, desk: Distributed, kind: Kind, number: int) -> None:
        self.name = f"{kind.name}:{number}"
        self._desk = desk
        self._epoch = desk.claims.claim(self.name)
        self.follower, self._timer = kind.make(desk, desk.policies(), self.name)
        self._pipeline: Pipeline | None = None

    def begin(self, sources: dict[str, Partition]) -> dict[Partition, Begin]:
        """Return where the share goes on in each of its sources."""
        stored = self._desk.claims.offsets(self.name)
        position = self.follower.position()
        return {place: Begin(stored.get(name), position) for name, place in sources.items()}

    def read_from(self, feed: KafkaFeed, number: int) -> None:
        """Work on what comes for the share."""
        self._view = feed.views[number]
        self._pipeline = Pipeline(self._view, [self.follower], self._timer)

    def work(self, now: int) -> bool:
        """Do one step, if there is something to do; raises `Deposed` when another took over."""
        assert self._pipeline is not None  # noqa: S101  # it reads from a feed before
        if self._pipeline.is_idle(now):
            return False
        with self._desk.workspace.transaction():
            self._desk.claims.require(self.name, self._epoch)
            self._pipeline.step(now, grain=GRAIN, limit=LIMIT)
        return True

    def save(self, offsets: dict[str, int]) -> None:
        """Remember from where to read on, once all that came is handled."""
        if self._view.has_all_handled(self.follower.position()):
            with self._desk.workspace.transaction():
                self._desk.claims.require(self.name, self._epoch)
                self._desk.claims.save_offsets(self.name, offsets)

    def next_due(self) -> int | None:
        """Return when the share has to act by itself, in microseconds."""
        return self._timer.next_due() if self._timer else None


class Shares:
    """`escalon work sla-timer` and its like: a member of its group, until told to stop."""

    def __init__(self, desk: Distributed, kind: Kind, stop: Event) -> None:
        self._desk = desk
        self._kind = kind
        self._stop = stop
        self._shares: dict[int, Share] = {}
        self._feed: KafkaFeed | None = None

    def run(self) -> None:
        """Work on the partitions that the group gives, and leave the group at the end."""
        spread = [topic for topic in self._kind.topics if BY_NAME[topic].is_spread]
        membership = Membership(self._desk.kafka, f"escalon-{self._kind.name}", spread)
        try:
            while not self._stop.is_set():
                numbers = membership.poll()
                if numbers is not None:
                    self._take(numbers)
                self._round()
        finally:
            self._drop()
            membership.close()

    def _round(self) -> None:
        if self._feed is None:
            self._stop.wait(PAUSE)
            return
        self._feed.poll(self._pause())
        now = self._desk.clock.now()
        worked = False
        for number, share in list(self._shares.items()):
            try:
                while share.work(now) and not self._stop.is_set():
                    worked = True
            except Deposed as deposed:
                log.info("%s", deposed)
                del self._shares[number]
        if worked:
            self._save()

    def _save(self) -> None:
        assert self._feed is not None  # noqa: S101  # there is something to save of
        offsets = self._feed.offsets()
        for number, share in self._shares.items():
            own = self._sources(number)
            share.save({name: offsets[place] for name, place in own.items()})

    def _pause(self) -> float:
        due = [due for share in self._shares.values() if (due := share.next_due()) is not None]
        if not due:
            return PAUSE
        return min(PAUSE, self._desk.clock.seconds_until(min(due) + 1))

    def _take(self, numbers: set[int]) -> None:
        """Work on these partitions from now on, each from where its state says."""
        self._drop()
        log.info("%s works on partitions %s.", self._kind.name, sorted(numbers))
        self._shares = {n: Share(self._desk, self._kind, n) for n in sorted(numbers)}
        begins: dict[Partition, Begin] = {}
        for number, share in self._shares.items():
            for place, begin in share.begin(self._sources(number)).items():
                begins[place] = _earlier(begins.get(place), begin)
        if self._shares:
            self._feed = KafkaFeed(self._desk.kafka, self._desk.mapper, begins, sorted(numbers))
            for number, share in self._shares.items():
                share.read_from(self._feed, number)

    def _drop(self) -> None:
        self._shares = {}
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def _sources(self, number: int) -> dict[str, Partition]:
        places = (
            Partition(topic, number if BY_NAME[topic].is_spread else 0)
            for topic in self._kind.topics
        )
        return {source_of(place): place for place in places}


def source_of(place: Partition) -> str:
    """Return the name that a partition's offset is stored under."""
    return f"kafka:{place.topic}:{place.partition}"


def _earlier(one: Begin | None, other: Begin) -> Begin:
    """Return where two shares that read the same partition have to begin."""
    if one is None:
        return other
    if one.offset is None or other.offset is None:
        return Begin(None, min(one.position, other.position))
    return Begin(min(one.offset, other.offset), min(one.position, other.position))
