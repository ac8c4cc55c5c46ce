"""How a deadline came about: what was counted, what wasn't, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.clocks.clock import Clock, Stretch
from domain.clocks.terms import TermsKey, terms_of
from domain.events.sla import ClockEvent, SlaOverdue, SlaWarned
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER, Hold, TicketFacts
from domain.hours import Span
from domain.policy.catalogue import Catalogue
from domain.policy.match import Match
from domain.why.clockwork import Clockwork, Turn


class Promise(NamedTuple):
    """What a clock may use, by which target of which policy version; `length` in microseconds.

    Where it was written in `business_days`, they go to the end of the last, or to the same time.
    """

    terms: TermsKey
    match: Match
    length: int
    business_days: int
    same_time: bool
    calendar: str
    boundary: str


class Change(NamedTuple):
    """A fact that gave a clock another promise, at its effective time in microseconds."""

    at: int
    fact: TicketEvent
    old: Promise
    new: Promise


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A time in which the clock ran, and the open spans in it; `sum` is in microseconds.

    `closes` says that the calendar closed where the last of them ends.
    """

    start: int
    end: int
    calendar: str
    boundary: str
    spans: tuple[Span, ...]
    closes: bool

    @property
    def sum(self) -> int:
        return sum(span.end - span.start for span in self.spans)


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """A clock's way to an instant; `began` is the fact that started it, `first` its promise then.

    `pauses` are the times that weren't counted, with whom the ticket waited for or how it had
    ended (empty: nothing was promised then). `used` is the sum of all that was counted up to
    `until`; at a breach it is the target.
    """

    metric: str
    cycle: int
    started_at: int
    began: TicketEvent
    first: Promise
    changes: tuple[Change, ...]
    target: int
    counted: tuple[Counted, ...]
    pauses: tuple[Hold, ...]
    until: int

    @property
    def used(self) -> int:
        return sum(part.sum for part in self.counted)

    @property
    def last(self) -> Counted | None:
        """The last time in which anything was counted."""
        return next((part for part in reversed(self.counted) if part.spans), None)


class Accounts:
    """The sums of one ticket's clocks, and what changed their promises."""

    def __init__(self, clockwork: Clockwork, catalogue: Catalogue) -> None:
        self._clockwork = clockwork
        self._catalogue = catalogue
        self._began: dict[tuple[str, int], tuple[TicketEvent, Promise]] = {}
        self._changes: dict[tuple[str, int], list[Change]] = {}
        for turn in clockwork.turns:
            for clock in turn.after.clocks:
                self._note(clock, turn)

    def of(self, event: ClockEvent) -> Arithmetic | None:
        """Return the arithmetic behind what a clock said, if its facts still come to that."""
        spoken = self._clockwork.spoken(event)
        if spoken is None:
            return None
        clock = spoken.clock
        until = _reached_at(event)
        counted = tuple(self._counted(clock, until))
        holds = _all_holds(spoken.facts, until)
        began, first = self._began[clock.metric, clock.cycle]
        return Arithmetic(
            metric=clock.metric,
            cycle=clock.cycle,
            started_at=clock.started_at,
            began=began,
            first=first,
            changes=tuple(self._changes_until(event)),
            target=event.target,
            counted=counted,
            pauses=tuple(_pauses(clock.started_at, until, counted, holds)),
            until=until,
        )

    def promise_of(self, event: ClockEvent) -> Promise | None:
        """Return the promise that the clock was held by when it spoke."""
        spoken = self._clockwork.spoken(event)
        return self._promise(spoken.clock) if spoken else None

    def _note(self, clock: Clock, turn: Turn) -> None:
        key = clock.metric, clock.cycle
        if key not in self._began:
            self._began[key] = turn.fact, self._promise(clock)
        before = turn.before.of(clock.metric) if turn.before else None
        if before and before.cycle == clock.cycle and before.terms != clock.terms:
            change = Change(turn.at, turn.fact, self._promise(before), self._promise(clock))
            self._changes.setdefault(key, []).append(change)

    def _changes_until(self, event: ClockEvent) -> Iterator[Change]:
        for change in self._changes.get((event.metric, event.cycle), ()):
            if change.fact.originator_version <= event.ticket_version:
                yield change

    def _promise(self, clock: Clock) -> Promise:
        terms = terms_of(clock.terms, clock.metric, self._catalogue)
        return Promise(
            terms=clock.terms,
            match=terms.target.match,
            length=clock.target,
            business_days=terms.promise.business_days,
            same_time=terms.promise.same_time,
            calendar=terms.calendar_name,
            boundary=terms.boundary,
        )

    def _counted(self, clock: Clock, until: int) -> Iterator[Counted]:
        for start, end, key in _stretches(clock, until):
            terms = terms_of(key, clock.metric, self._catalogue)
            spans = tuple(terms.calendar.spans_between(start, end))
            yield Counted(
                start=start,
                end=end,
                calendar=terms.calendar_name,
                boundary=terms.boundary,
                spans=spans,
                closes=bool(spans) and not terms.calendar.is_open(spans[-1].end),
            )


def _reached_at(event: ClockEvent) -> int:
    if isinstance(event, SlaWarned | SlaOverdue):
        return event.reached_at
    return min(event.due_at, event.occurred_at)


def _stretches(clock: Clock, until: int) -> Iterator[Stretch]:
    """Yield the times in which the clock ran, cut off at an instant."""
    running = Stretch(clock.running_since, until, clock.terms)
    for stretch in (*clock.stretches, *([running] if clock.running_since != NEVER else [])):
        if stretch.start < until:
            yield stretch._replace(end=min(stretch.end, until))


def _pauses(
    start: int, until: int, counted: Sequence[Counted], holds: Sequence[Hold]
) -> list[Hold]:
    """Return what lies between the counted times, by what the ticket did meanwhile."""
    starts = [*(part.start for part in counted), until]
    ends = [start, *(part.end for part in counted)]
    gaps = [Span(*gap) for gap in zip(ends, starts, strict=True) if gap[0] < gap[1]]
    return [pause for gap in gaps for pause in _split(gap, holds)]


def _split(gap: Span, holds: Sequence[Hold]) -> Iterator[Hold]:
    at = gap.start
    for hold in holds:
        start, end = max(hold.start, at), min(hold.end, gap.end)
        if start < end:
            if at < start:
                yield Hold(at, start, "")
            yield Hold(start, end, hold.on)
            at = end
    if at < gap.end:
        yield Hold(at, gap.end, "")


def _all_holds(facts: TicketFacts, until: int) -> tuple[Hold, ...]:
    """Return the times that the ticket waited or was over, the one that lasts among them."""
    if facts.held_since != NEVER:
        return (*facts.holds, Hold(facts.held_since, until, facts.held_on))
    if facts.ended_since != NEVER:
        return (*facts.holds, Hold(facts.ended_since, until, facts.status))
    return facts.holds
