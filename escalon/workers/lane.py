"""The way of one share: facts to its follower, what can't be handled aside, clocks when due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import CROWD, Timer
from escalon.workers.aside import Aside, Next, letter_of_ticket
from escalon.workers.stumbling import At, Care, fact_in, told
from infra.kafka.topics import POLICIES
from infra.kafka.view import View
from infra.log.follower import Patient
from infra.store.mapper import AvroMapper
from infra.store.postgres.parked_record import ParkedRecord
from infra.store.postgres.parking import Parking

AT_ONCE = 100
"""How many records are put aside before the transaction ends: others wait for its locks."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a lane needs of its surroundings; `learn_policies` reads them all from the log."""

    parking: Parking
    mapper: AvroMapper
    learn_policies: Callable[[], None]
    care: Care


def way_of(desk: Distributed, policies: Catalogue, care: Care) -> Way:
    """Return the surroundings of a lane whose follower knows those policies."""
    return Way(
        parking=desk.parking,
        mapper=desk.mapper,
        learn_policies=lambda: desk.teach(policies),
        care=care,
    )


class Lane:
    """Works in the transactions that it is called in; raises `Stumbled` for a mistake of ours."""

    def __init__(self, follower: Patient, timer: Timer | None, aside: Aside, way: Way) -> None:
        self._follower = follower
        self._timer = timer
        self._aside = aside
        self._way = way
        self._view = View()
        aside.culprits = way.care.culprits
        if timer:
            timer.rest(aside.stalled)

    def read_from(self, view: View) -> None:
        """Work on what comes there."""
        self._view = view

    def is_idle(self, now: int) -> bool:
        """Return whether there is nothing to take in, and nothing due."""
        return not (self._way.care.tickets or self._is_due(now) or self._has_come())

    def step(self, now: int, *, grain: int, limit: int) -> None:
        """Put aside what comes first and has to be; hand on up to `limit` facts; say what is due.

        Milestones of `grain` microseconds are taken together.
        """
        self._put_aside()
        after = self._follower.position()
        batch = self._aside.clear(self._view, after, 1 if self._is_careful() else limit)
        if batch:
            with told(At(self._aside.follower, facts=batch)):
                self._follower.handle(batch)
            self._put_aside()
        self._put_tickets_aside()
        if self._is_due(now) and self._next_aside() is None:
            self._tick(now, grain)

    def bring_back(self, parked: ParkedRecord) -> None:
        """Handle a parked record, or drop it where that was asked for, and settle it."""
        with told(At(self._aside.follower, parked=parked)):
            if parked.asked != "drop":
                self._retake(parked)
            if not self._way.parking.settle(parked) and not parked.is_alone:
                self._aside.stalled.discard(parked.key)
                if self._timer:
                    self._timer.wake(parked.key)
            self._follower.skip_to(self._follower.position())

    def is_clear(self) -> bool:
        """Return whether all that has come is handled or put aside."""
        return self._aside.is_clear(self._view, self._follower.position())

    def forget(self) -> None:
        """Let go of what is handled, once that is committed."""
        self._aside.forget(self._view, self._follower.position())

    def _has_come(self) -> bool:
        return bool(self._view.read(self._follower.position(), 1)) or self._next_aside() is not None

    def _next_aside(self) -> Next | None:
        return self._aside.next(self._view, self._follower.position())

    def _is_careful(self) -> bool:
        return self._follower.position() < self._way.care.until

    def _is_due(self, now: int) -> bool:
        """Return whether clocks are to be fired; not before it is known which tickets stall."""
        due = self._timer.next_due() if self._timer and not self._is_careful() else None
        return due is not None and due < now

    def _tick(self, now: int, grain: int) -> None:
        assert self._timer is not None  # noqa: S101  # something is due
        timer, care = self._timer, self._way.care
        due = timer.next_due() or now
        timer.fires_alone = care.fires_alone
        try:
            timer.tick(min(due + grain, now), CROWD)
        except Exception:
            with told(At(self._aside.follower, tickets=tuple(timer.firing))):
                raise
        care.fires_alone = False

    def _put_aside(self) -> None:
        for _ in range(AT_ONCE):
            found = self._next_aside()
            if found is None:
                return
            if not found.is_known:
                self._aside.put(found.letter, self._way.parking)
            if found.letter.place.topic == POLICIES.name:
                self._way.learn_policies()
            self._follower.skip_to(found.letter.position or self._follower.position())

    def _put_tickets_aside(self) -> None:
        """Park tickets whose clocks can't be fired, behind their facts."""
        tickets = self._way.care.tickets
        while tickets:
            self._aside.put(letter_of_ticket(*tickets.popitem()), self._way.parking)
        if self._timer:
            self._timer.rest(self._aside.stalled)

    def _retake(self, parked: ParkedRecord) -> None:
        if parked.value is None:
            return
        fact = fact_in(parked, self._way.mapper)
        if parked.topic == POLICIES.name:
            self._way.learn_policies()
        else:
            self._follower.retake([fact])
