"""One clock: what it has measured, and when it says something next."""

from __future__ import annotations

from typing import NamedTuple

from domain.clocks.awaited import Awaited
from domain.clocks.terms import Terms, TermsKey, terms_of
from domain.facts import NEVER
from domain.policy.catalogue import Catalogue
from domain.policy.metric import BREACHED, OVERDUE, Milestone


class Stretch(NamedTuple):
    """A time in which a clock ran, from start to end, and by which terms it was measured."""

    start: int
    end: int
    terms: TermsKey


class Fact(NamedTuple):
    """What changed a clock: the event's id and its effective time in microseconds."""

    id: str
    at: int


class Clock(NamedTuple):
    """One metric of one ticket in one cycle; instants and lengths are microseconds.

    `used` is the business time of the `stretches` that are over, `running_since` the start of the
    one that isn't (`NEVER` when paused or ended). `changed` is the fact that set the schedule.
    `number` is that of the stay, question or reply which the cycle is about, `breached_at` the due
    time that a said breach stated, whatever the target became since.
    `ended` says how it ended, or is empty; `said` holds the labels of the milestones said.
    """

    metric: str
    cycle: int
    number: int
    revision: int
    terms: TermsKey
    target: int
    started_at: int
    changed: Fact
    running_since: int
    used: int = 0
    stretches: tuple[Stretch, ...] = ()
    paused_since: int = NEVER
    paused_for: int = 0
    due_at: int = NEVER
    next_at: int = NEVER
    said: tuple[str, ...] = ()
    breached_at: int = NEVER
    ended: str = ""

    @property
    def is_active(self) -> bool:
        """Whether the clock waits for something still."""
        return not self.ended

    @property
    def is_breached(self) -> bool:
        """Whether a breach was said and not retracted."""
        return self.breached_at != NEVER

    def elapsed(self, at: int, catalogue: Catalogue) -> int:
        """Return the business time used up to then."""
        if self.running_since == NEVER:
            return self.used
        calendar = terms_of(self.terms, self.metric, catalogue).calendar
        return self.used + calendar.elapsed(self.running_since, at)

    def instant_of(self, offset: int, catalogue: Catalogue) -> int:
        """Return when the clock has used up `offset` of business time, if it goes on running."""
        if self.stretches and offset <= self.used:
            return self._instant_in_the_past(offset, catalogue)
        terms = terms_of(self.terms, self.metric, catalogue)
        return terms.calendar.add(self.running_since, offset - self.used, terms.boundary)

    def _instant_in_the_past(self, offset: int, catalogue: Catalogue) -> int:
        used = 0
        for stretch in self.stretches:
            terms = terms_of(stretch.terms, self.metric, catalogue)
            length = terms.calendar.elapsed(stretch.start, stretch.end)
            if offset <= used + length:
                return terms.calendar.add(stretch.start, offset - used, terms.boundary)
            used += length
        message = f"the stretches of {self.metric} hold less than the {self.used} it has used"
        raise AssertionError(message)

    def remaining(self, terms: Terms, due_at: int) -> list[Milestone]:
        """Return the milestones not said yet; after the breach only those that follow it."""
        ahead = terms.promise.milestones(self.target, due_at)
        if self.is_breached:
            return [m for m in ahead if m.kind == OVERDUE and m.label not in self.said]
        return [m for m in ahead if m.label not in self.said]

    def scheduled(self, catalogue: Catalogue) -> Clock:
        """Return the clock with its due time and next milestone worked out."""
        if self.running_since == NEVER or self.ended:
            return self._replace(due_at=self.due_at if self.ended else NEVER, next_at=NEVER)
        terms = terms_of(self.terms, self.metric, catalogue)
        due_at = self.instant_of(self.target, catalogue)
        next_at = NEVER
        for milestone in self.remaining(terms, due_at)[:1]:
            reached = (
                due_at
                if milestone.kind == BREACHED
                else self.instant_of(milestone.offset, catalogue)
            )
            next_at = max(reached, self.changed.at)
        return self._replace(due_at=due_at, next_at=next_at)

    def as_of(self, fact: Fact) -> Clock:
        """Return the clock as it is told of because of a fact, with its pause up to then."""
        return self._replace(changed=fact, paused_for=self._paused(fact.at))

    def paused(self, fact: Fact, catalogue: Catalogue) -> Clock:
        """Return the clock stopped for a while; what it has measured is kept."""
        return self._stretch_over(fact, catalogue)._replace(paused_since=fact.at)

    def resumed(self, fact: Fact) -> Clock:
        """Return the clock running again."""
        return self._replace(
            changed=fact,
            running_since=fact.at,
            paused_since=NEVER,
            paused_for=self._paused(fact.at),
        )

    def ending(self, how: str, fact: Fact, catalogue: Catalogue) -> Clock:
        """Return the clock at its end."""
        over = self._stretch_over(fact, catalogue)
        return over._replace(
            ended=how, paused_since=NEVER, paused_for=self._paused(fact.at), next_at=NEVER
        )

    def reopened(self, fact: Fact) -> Clock:
        """Return an ended clock that goes on; the time in between doesn't count."""
        return self._replace(
            changed=fact, running_since=fact.at, ended="", revision=self.revision + 1
        )

    def retargeted(self, terms: Terms, fact: Fact, catalogue: Catalogue) -> Clock:
        """Return the clock under other terms; what it has measured is kept."""
        over = self
        if self.running_since != NEVER:
            over = self._stretch_over(fact, catalogue)._replace(running_since=fact.at)
        return over._replace(terms=terms.key, target=terms.length(self.started_at), changed=fact)

    def remeasured(self, terms: Terms, fact: Fact, catalogue: Catalogue) -> Clock:
        """Return the clock under other terms, by which its past is measured again too."""
        moved = self.retargeted(terms, fact, catalogue)
        stretches = tuple(s._replace(terms=terms.key) for s in moved.stretches)
        used = sum(terms.calendar.elapsed(s.start, s.end) for s in stretches)
        return moved._replace(stretches=stretches, used=used)

    def _paused(self, at: int) -> int:
        return self.paused_for + (at - self.paused_since if self.paused_since != NEVER else 0)

    def _stretch_over(self, fact: Fact, catalogue: Catalogue) -> Clock:
        if self.running_since == NEVER:
            return self._replace(changed=fact)
        stretch = Stretch(self.running_since, fact.at, self.terms)
        return self._replace(
            changed=fact,
            used=self.elapsed(fact.at, catalogue),
            stretches=(*self.stretches, stretch)
            if fact.at > self.running_since
            else self.stretches,
            running_since=NEVER,
        )


def started(terms: Terms, cycle: int, what: Awaited, fact: Fact) -> Clock:
    """Return a clock for what is awaited, which began because of a fact."""
    return Clock(
        metric=terms.promise.metric,
        cycle=cycle,
        number=what.number,
        revision=0,
        terms=terms.key,
        target=terms.length(what.since),
        started_at=what.since,
        changed=fact,
        running_since=what.since,
    )
