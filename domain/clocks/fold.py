"""How a fact changes a ticket's clocks: what it starts, pauses, satisfies and stops."""

from __future__ import annotations

from domain.clocks.book import TicketClocks
from domain.clocks.changes import (
    ENDS,
    NO_TARGET,
    STARTS,
    WITHDRAWN,
    naturally_running,
    reopens,
)
from domain.clocks.clock import NEVER, Clock, Fact, started
from domain.clocks.fire import Fired, fire, say_due
from domain.clocks.sayings import Speaker
from domain.clocks.terms import Terms, target_in_force, terms_in_force, terms_of
from domain.events.sla import ClockEvent
from domain.events.ticket import PolicyApplied, TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts, first_facts
from domain.policy.catalogue import Catalogue


def fold(before: TicketClocks | None, event: TicketEvent, catalogue: Catalogue) -> Fired:
    """Return the clocks once the fact is known, and all that was said up to and by it."""
    if before is None:
        if not isinstance(event, TicketOpened):
            message = f"ticket {event.originator_id} has no opening before its event {event.TOPIC}"
            raise LookupError(message)
        before = TicketClocks(first_facts(event))
        said: list[ClockEvent] = []
    else:
        at = max(event.occurred_at, before.facts.effective_at)
        before, said = fire(before, at, catalogue)
    step = _Step(before, event, catalogue)
    step.take()
    return Fired(step.now, said + step.said)


class _Step:
    """One fact on its way through the clocks."""

    def __init__(self, before: TicketClocks, event: TicketEvent, catalogue: Catalogue) -> None:
        opening = isinstance(event, TicketOpened)
        self.was = before.facts
        self.facts = self.was if opening else self.was.after(event)
        self.fact = Fact(event.event_id, self.facts.effective_at)
        self.event = event
        self.catalogue = catalogue
        self.now = before._replace(facts=self.facts)
        self.said: list[ClockEvent] = []
        self.speaker = Speaker(self.was._replace(version=self.facts.version), catalogue)

    def take(self) -> None:
        for clock in self.now.clocks:
            if clock.is_active:
                self._end(clock)
        if self._terms_changed():
            self._retarget()
        self._reopen()
        for metric in STARTS.get(type(self.event), _nothing)(self.was, self.event):
            self._start(metric, self.fact.at)
        if self.was.held_on != self.facts.held_on:
            self._hold_or_run()

    def _end(self, clock: Clock) -> None:
        how = ENDS.get(type(self.event), _no_end)(clock, self._terms(clock), self.event)
        if not how:
            return
        clock = self._retract(clock)
        if how == "met":
            self._satisfy(clock)
        else:
            if not clock.is_breached:
                self.said.append(self.speaker.stopped(clock, how, self.fact.at))
            self._keep(clock.ending(how, self.fact, self.catalogue))

    def _satisfy(self, clock: Clock) -> None:
        if NEVER != clock.due_at < self.fact.at and not clock.is_breached:
            clock, events = say_due(clock, self._known(), self.catalogue)
            self.said += events
        ended = clock.ending("met", self.fact, self.catalogue)
        if clock.is_breached:
            ended = ended._replace(ended="late")
        elif ended.used > ended.target:
            self.said.append(self.speaker.stopped(clock, "late_while_paused", self.fact.at))
        else:
            self.said.append(self.speaker.met(clock, self.fact.at))
        self._keep(ended)

    def _known(self) -> TicketFacts:
        return self.was._replace(version=self.facts.version)

    def _retract(self, clock: Clock) -> Clock:
        """Take back a breach that a late fact shows to have been none."""
        if not clock.is_breached or self.fact.at >= clock.breached_at:
            return clock
        undone = clock._replace(changed=self.fact)
        self.said.append(self.speaker.retracted(undone))
        kept = tuple(label for label in clock.said if label.endswith(("%", "before")))
        again = undone._replace(said=kept, breached_at=NEVER, revision=clock.revision + 1)
        return again.scheduled(self.catalogue)

    def _terms_changed(self) -> bool:
        if isinstance(self.event, TicketOpened):
            return False
        old = target_in_force(self.was, self.catalogue)
        new = target_in_force(self.facts, self.catalogue)
        return (old and old[0]) != (new and new[0])

    def _retarget(self) -> None:
        again = isinstance(self.event, PolicyApplied) and self.event.mode == "retroactive"
        for clock in self.now.clocks:
            terms = terms_in_force(self.facts, clock.metric, self.catalogue)
            if not clock.is_active:
                self._promise_again(clock, terms)
            elif terms is None:
                gone = NO_TARGET if self.facts.policy_version else WITHDRAWN
                if not clock.is_breached:
                    self.said.append(self.speaker.stopped(clock, gone, self.fact.at))
                self._keep(clock.ending(gone, self.fact, self.catalogue))
            elif terms.key != clock.terms:
                self._retarget_to(self._retract(clock), terms, again=again)
        for metric, since in naturally_running(self.facts):
            if self.now.of(metric) is None:
                self._start(metric, since)

    def _promise_again(self, clock: Clock, terms: Terms | None) -> None:
        if terms is not None and clock.ended in (NO_TARGET, WITHDRAWN):
            again = clock.reopened(self.fact).retargeted(terms, self.fact, self.catalogue)
            self._keep(again)

    def _retarget_to(self, clock: Clock, terms: Terms, *, again: bool) -> None:
        change = clock.remeasured if again else clock.retargeted
        changed = change(terms, self.fact, self.catalogue).scheduled(self.catalogue)
        old = self._terms(clock)
        if changed.target != clock.target or terms.calendar != old.calendar:
            self.said.append(self.speaker.retargeted(clock, changed))
        self._keep(changed)

    def _reopen(self) -> None:
        for clock in self.now.clocks:
            if not clock.is_active and reopens(clock, self.event, self.facts):
                self._keep(clock.reopened(self.fact))

    def _start(self, metric: str, since: int) -> None:
        terms = terms_in_force(self.facts, metric, self.catalogue)
        last = self.now.of(metric)
        if terms is None or (last is not None and last.is_active):
            return
        cycle = last.cycle + 1 if last else 1
        clock = started(metric, cycle, terms, since, self.fact)
        if self.facts.held_on in terms.promise.pause:
            clock = clock.paused(self.fact, self.catalogue)
        self._keep(clock)

    def _hold_or_run(self) -> None:
        for clock in self.now.clocks:
            if not clock.is_active:
                continue
            waits = self.facts.held_on in self._terms(clock).promise.pause
            if waits and clock.paused_since == NEVER:
                self._keep(self._retract(clock).paused(self.fact, self.catalogue))
            elif not waits and clock.paused_since != NEVER:
                self._keep(clock.resumed(self.fact))

    def _terms(self, clock: Clock) -> Terms:
        return terms_of(clock.terms, clock.metric, self.catalogue)

    def _keep(self, clock: Clock) -> None:
        self.now = self.now.with_clock(clock.scheduled(self.catalogue))


def _nothing(_: TicketFacts, __: TicketEvent) -> tuple[str, ...]:
    return ()


def _no_end(_: Clock, __: Terms, ___: TicketEvent) -> str:
    return ""
