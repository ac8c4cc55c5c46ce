"""One process's share of a follower's partitions, and the loop that works on them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Timer
from escalon.workers.aside import Aside
from escalon.workers.lane import Lane, way_of
from escalon.workers.membership import Membership
from escalon.workers.redriving import Redrives
from escalon.workers.stumbling import Care, Stumbled
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import BY_NAME
from infra.kafka.view import View
from infra.log.follower import Patient
from infra.store.postgres.claims import Deposed

log = logging.getLogger(__name__)
PAUSE = 0.02
GRAIN = 50_000
LIMIT = 1_000
AT_ONCE = 50
"""How many parked records are redriven before anything else gets its turn."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of follower: its name, what it reads, and how one for a partition is made.

    `make` gets the desk, all policies and the name that the partition's state is kept under.
    """

    name: str
    topics: Sequence[str]
    make: Callable[[Distributed, Catalogue, str], tuple[Patient, Timer | None]]


class Share:
    """One partition of a follower, held by this process as long as its epoch is the latest."""

    def __init__(
        self,
        desk: Distributed,
        kind: Kind,
        number: int,
        letters: DeadLetters | None = None,
        care: Care | None = None,
    ) -> None:
        self.name = f"{kind.name}:{number}"
        self._desk = desk
        self._epoch = desk.claims.claim(self.name)
        policies = desk.policies()
        self.follower, self.timer = kind.make(desk, policies, self.name)
        way = way_of(desk, policies, care or Care())
        aside = Aside(self.name, desk.parking, letters or DeadLetters(desk.kafka))
        self._lane = Lane(self.follower, self.timer, aside, way)
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
        self._lane.read_from(self.view)

    def is_idle(self, now: int) -> bool:
        """Return whether there is nothing to take in, and nothing due."""
        return self._lane.is_idle(now)

    def work(self, now: int, offsets: Mapping[Partition, int]) -> bool:
        """Do one step, if there is something to do; raises `Deposed` when another took over.

        `offsets` say from where to read on once all that came is handled; whatever the step does
        is there with the epoch, the position and the offsets, or not at all.
        """
        if self.is_idle(now):
            return False
        with self._desk.workspace.transaction():
            self.require()
            self._lane.step(now, grain=GRAIN, limit=LIMIT)
            if self._lane.is_clear():
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


class Shares:
    """`escalon work sla-timer` and its like: a member of its group, until told to stop."""

    def __init__(self, desk: Distributed, kind: Kind, stop: Event) -> None:
        self._desk = desk
        self._kind = kind
        self._stop = stop
        self._shares: dict[int, Share] = {}
        self._feed: KafkaFeed | None = None
        self._letters = DeadLetters(desk.kafka)
        self._redrives = Redrives(desk.parking)
        self._care: defaultdict[str, Care] = defaultdict(Care)

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
            self._letters.close()
            membership.close()

    def _round(self) -> bool:
        """Do all that can be done now; return whether another process took something over."""
        if self._feed is None:
            self._stop.wait(PAUSE)
            return False
        self._feed.poll(self._pause())
        now = self._desk.clock.now()
        offsets = self._feed.offsets()
        lost: set[int] = set()
        while not self._stop.is_set() and any(not s.is_idle(now) for s in self._shares.values()):
            lost |= self._mending(lambda: self._step(now, offsets))
        lost |= self._mending(self._redrive)
        return bool(lost)

    def _mending(self, act: Callable[[], set[int]]) -> set[int]:
        """Act; where a share stumbles, have all begin anew from what is stored."""
        try:
            return act()
        except Stumbled as stumbled:
            log.warning("%s stumbled.", stumbled.at.follower, exc_info=stumbled.__cause__)
            self._care[stumbled.at.follower].heed(stumbled)
            self._shares = {number: self._share(number) for number in self._shares}
            if stumbled.at.parked:
                self._desk.parking.fail(stumbled.at.parked, stumbled.why)
            self._begin()
            assert self._feed is not None  # noqa: S101  # it was at work
            self._read_from(self._feed)
            return set()

    def _step(self, now: int, offsets: Mapping[Partition, int]) -> set[int]:
        """Take a step of every share in one transaction; return and drop those that are lost."""
        with self._desk.workspace.transaction():
            lost = self._with_each(lambda share: share.work(now, offsets))
        for share in self._shares.values():
            share.forget()
        return lost

    def _redrive(self) -> set[int]:
        """Handle parked records again that were asked for; return the shares that are lost."""
        asked = self._redrives.asked([share.name for share in self._shares.values()])

        def some(share: Share) -> None:
            for _ in range(AT_ONCE if share.name in asked else 0):
                if self._stop.is_set() or not share.redrive_one():
                    return

        return self._with_each(some) if asked else set()

    def _with_each(self, act: Callable[[Share], object]) -> set[int]:
        lost = set()
        for number, share in self._shares.items():
            try:
                act(share)
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
        self._shares = {number: self._share(number) for number in sorted(numbers)}
        begins = self._begin()
        if self._shares:
            self._feed = KafkaFeed(self._desk.kafka, self._desk.mapper, begins, sorted(numbers))
            self._read_from(self._feed)

    def _share(self, number: int) -> Share:
        care = self._care[f"{self._kind.name}:{number}"]
        return Share(self._desk, self._kind, number, self._letters, care)

    def _begin(self) -> dict[Partition, Begin]:
        """Have each share know its sources, and return where to begin in all of them."""
        begins: dict[Partition, Begin] = {}
        for number, share in self._shares.items():
            for place, begin in share.begin(self._sources(number)).items():
                begins[place] = begin.earlier(begins.get(place, begin))
        return begins

    def _read_from(self, feed: KafkaFeed) -> None:
        for number, share in self._shares.items():
            share.read_from(feed, number)

    def _drop(self) -> None:
        self._shares = {}
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def _sources(self, number: int) -> list[Partition]:
        return [
            Partition(topic, number if BY_NAME[topic].is_spread else 0)
            for topic in self._kind.topics
        ]
