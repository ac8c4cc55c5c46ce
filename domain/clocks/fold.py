"""How a fact changes a ticket's clocks: what it ends, changes, starts and pauses."""

from __future__ import annotations

from domain.clocks.awaited import Awaited, awaited, excluded
from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock, Fact, started
from domain.clocks.ends import ENDS, MET
from domain.clocks.fire import Fired, fire, say_due
from domain.clocks.sayings import Speaker
from domain.clocks.terms import Terms, target_in_force, terms_in_force, terms_of
from domain.events.conversation import (
    NoteAdded,
    RequesterNotified,
    SatisfactionRated,
    StaffNotified,
)
from domain.events.sla import ClockEvent
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    PriorityChanged,
    TicketLinked,
    TicketOpened,
    TicketRouted,
    TicketUnassigned,
    TierDeescalated,
    TierEscalated,
)
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER, TicketFacts, first_facts
from domain.policy.catalogue import Catalogue
from domain.ticket.status import WAITING

NO_TARGET, WITHDRAWN, LATE_WHILE_PAUSED = "no_target", "policy_withdrawn", "late_while_paused"

SILENT = frozenset(
    [NoteAdded, RequesterNotified, SatisfactionRated, StaffNotified, TicketLinked, TicketUnassigned]
)
"""Facts that no clock begins, ends or waits by."""
SORTING = frozenset(
    [PolicyApplied, PolicyWithdrawn, PriorityChanged, TicketRouted, TierDeescalated, TierEscalated]
)
"""Facts that may bring a ticket under another target."""


def fold(before: TicketClocks | None, event: TicketEvent, catalogue: Catalogue) -> Fired:
    """Return the clocks once the fact is known, and all that was said up to and by it."""
    said: list[ClockEvent] = []
    if before is None:
        if not isinstance(event, TicketOpened):
            message = f"ticket {event.originator_id} has no opening before its event {event.TOPIC}"
            raise LookupError(message)
        before = TicketClocks(first_facts(event))
    else:
        at = max(event.occurred_at, before.facts.effective_at)
        before, said = fire(before, at, catalogue)
        if type(event) in SILENT:
            return Fired(before._replace(facts=before.facts.after(event)), said)
    step = _Step(before, event, catalogue)
    step.take()
    return Fired(step.now, said + step.said)


class _Step:
    """One fact on its way through the clocks."""

    def __init__(self, before: TicketClocks, event: TicketEvent, catalogue: Catalogue) -> None:
        self.was = before.facts
        self.facts = self.was if isinstance(event, TicketOpened) else self.was.after(event)
        self.fact = Fact(event.event_id, self.facts.effective_at)
        self.event = event
        self.catalogue = catalogue
        self.now = before._replace(facts=self.facts)
        self.said: list[ClockEvent] = []

    @property
    def known(self) -> TicketFacts:
        """The ticket as it was said of: as it stood before, in the version that it has now."""
        return self.was._replace(version=self.facts.version)

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.known, self.catalogue)

    def take(self) -> None:
        end = ENDS.get(type(self.event), _no_end)
        for clock in self.now.clocks:
            if clock.is_active and (how := end(clock, self._terms(clock), self.event)):
                self._end(self._retract(clock), how)
        found = target_in_force(self.facts, self.catalogue)
        if type(self.event) in SORTING and found != target_in_force(self.was, self.catalogue):
            self._retarget()
        for metric in found[1].metrics if found else ():
            self._begin(metric)
        if self.was.held_on or self.facts.held_on:
            self._pause_or_run()

    def _end(self, clock: Clock, how: str) -> None:
        if how == MET:
            self._satisfy(clock)
            return
        if not clock.is_breached:
            self._stop(clock, how)
        self._keep(clock.ending(how, self.fact, self.catalogue))

    def _stop(self, clock: Clock, why: str) -> None:
        self.said.append(self.speaker.stopped(clock.as_of(self.fact), why, self.fact.at))

    def _satisfy(self, clock: Clock) -> None:
        if NEVER != clock.due_at < self.fact.at and not clock.is_breached:
            clock, events = say_due(clock, self.known, self.catalogue)
            self.said += events
        ended = clock.ending(MET, self.fact, self.catalogue)
        if clock.is_breached:
            ended = ended._replace(ended="late")
        elif ended.used > ended.target:
            self._stop(clock, LATE_WHILE_PAUSED)
        else:
            self.said.append(self.speaker.met(clock.as_of(self.fact), self.fact.at))
        self._keep(ended)

    def _retract(self, clock: Clock) -> Clock:
        """Take back a breach that a late fact shows to have been none.

        What a machine did at the deadline, it did because of the breach.
        """
        limit = clock.breached_at - (1 if self.event.actor.is_machine else 0)
        if not clock.is_breached or self.fact.at > limit:
            return clock
        undone = clock._replace(changed=self.fact)
        self.said.append(self.speaker.retracted(undone))
        kept = tuple(label for label in clock.said if label.endswith(("%", "before")))
        again = undone._replace(said=kept, breached_at=NEVER, revision=clock.revision + 1)
        return again.scheduled(self.catalogue)

    def _retarget(self) -> None:
        for clock in self.now.clocks:
            if not clock.is_active:
                continue
            terms = terms_in_force(self.facts, clock.metric, self.catalogue)
            if terms is None:
                why = NO_TARGET if self.facts.policy_version else WITHDRAWN
                self._end(self._retract(clock), why)
            elif awaited(self.facts, terms.promise) is None:
                self._end(self._retract(clock), self.facts.status)
            elif terms.key != clock.terms:
                self._retarget_to(self._retract(clock), terms)

    def _retarget_to(self, clock: Clock, terms: Terms) -> None:
        again = isinstance(self.event, PolicyApplied) and self.event.mode == "retroactive"
        change = clock.remeasured if again else clock.retargeted
        changed = change(terms, self.fact, self.catalogue).scheduled(self.catalogue)
        if changed.target != clock.target or terms.calendar != self._terms(clock).calendar:
            self.said.append(self.speaker.retargeted(clock, changed.as_of(self.fact)))
        self.now = self.now.with_clock(changed)

    def _begin(self, metric: str) -> None:
        """Start what is awaited now, or go on with what was ended and is awaited again."""
        clock = self.now.of(metric)
        if clock is not None and clock.is_active:
            return
        terms = terms_in_force(self.facts, metric, self.catalogue)
        what = awaited(self.facts, terms.promise) if terms else None
        if terms is None or what is None:
            return
        if clock is None or clock.number != what.number:
            self._start(terms, what, cycle=clock.cycle + 1 if clock else 1)
        elif self.facts.status in WAITING or clock.ended in (NO_TARGET, WITHDRAWN):
            again = clock.reopened(self.fact)
            self._keep(again)
            if terms.key != again.terms:
                self._retarget_to(again, terms)

    def _start(self, terms: Terms, what: Awaited, cycle: int) -> None:
        """Start a clock; of a past that nothing was promised for, the pauses don't count either."""
        clock = started(terms, cycle, what, self.fact)
        for hold in self.facts.holds:
            if hold.on in excluded(terms.promise) and hold.end > what.since:
                begun = Fact(self.fact.id, max(hold.start, what.since))
                clock = clock.paused(begun, self.catalogue).resumed(Fact(self.fact.id, hold.end))
        if self.facts.held_on in terms.promise.pause:
            begun = Fact(self.fact.id, max(self.facts.held_since, what.since))
            clock = clock.paused(begun, self.catalogue)
        self._keep(clock._replace(changed=self.fact))

    def _pause_or_run(self) -> None:
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


def _no_end(_: Clock, __: Terms, ___: TicketEvent) -> str:
    return ""
