"""The partitions of a follower that a process has, and the loop that works on them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from threading import Event

from escalon.distributed import Distributed
from escalon.workers.bypass import Bypass
from escalon.workers.membership import Membership
from escalon.workers.redriving import Redrives
from escalon.workers.share import Kind, Means, Share
from escalon.workers.stumbling import Care, Stumbled
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import BY_NAME
from infra.log.notebook import ROOM
from infra.store.postgres.claims import Deposed

log = logging.getLogger(__name__)
PAUSE = 0.1
AT_ONCE = 50
"""How many parked records are redriven before anything else gets its turn."""


class Shares:
    """`escalon work sla-timer` and its like: a member of its group, until told to stop."""

    def __init__(self, desk: Distributed, kind: Kind, stop: Event) -> None:
        self._desk = desk
        self._kind = kind
        self._stop = stop
        self._shares: dict[int, Share] = {}
        self._feed: KafkaFeed | None = None
        self._letters = DeadLetters(desk.kafka, desk.signs.answers.buried)
        self._redrives = Redrives(desk.parking)
        self._care: defaultdict[str, Care] = defaultdict(Care)
        self._bypass: Bypass | None = None
        self._room = ROOM

    def run(self) -> None:
        """Work on the partitions that the group gives, and leave the group at the end."""
        spread = [topic for topic in self._kind.topics if BY_NAME[topic].is_spread]
        membership = Membership(self._desk.kafka, f"escalon-{self._kind.name}", spread)
        try:
            while not self._stop.is_set():
                self._desk.signs.round()
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
        if self._bypass is not None:
            self._bypass.fill()
        now = self._desk.clock.now()
        offsets = self._feed.offsets()
        self._desk.signs.has_read(offsets, self._feed.marked_at)
        lost: set[int] = set()
        is_idle = all(share.is_idle(now) for share in self._shares.values())
        while not self._stop.is_set() and any(not s.is_idle(now) for s in self._shares.values()):
            lost |= self._mending(lambda: self._step(now, offsets))
        lost |= self._mending(self._redrive)
        if self._kind.gather and not is_idle:
            self._stop.wait(self._kind.gather)
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
        self._desk.signs.round()
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
                log.info("%s", deposed, extra={"partition": number})
                self._desk.signs.deposed += 1
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
        told = sorted(numbers)
        log.info("%s works on partitions %s.", self._kind.name, told, extra={"partitions": told})
        self._desk.signs.works_on(numbers)
        self._room = ROOM // max(len(numbers), 1)
        self._shares = {number: self._share(number) for number in told}
        begins = self._begin()
        if self._shares:
            self._feed = KafkaFeed(
                self._desk.kafka, self._desk.mapper, begins, sorted(numbers), self._kind.reads
            )
            self._read_from(self._feed)
            if self._kind.is_prompt:
                self._bypass = Bypass(self._desk, self._kind, self._feed)

    def _share(self, number: int) -> Share:
        care = self._care[f"{self._kind.name}:{number}"]
        means = Means(self._letters, care, self._room)
        return Share(self._desk, self._kind, number, means)

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
        self._shares, self._bypass = {}, None
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def _sources(self, number: int) -> list[Partition]:
        return [
            Partition(topic, number if BY_NAME[topic].is_spread else 0)
            for topic in self._kind.topics
        ]
