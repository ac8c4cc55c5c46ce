"""However a timer looks at its clocks, often, seldom or through a store, they say the same."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as some

from domain.clocks.book import TicketClocks, next_milestone
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.stored import from_text, to_text
from domain.durations import MINUTE
from domain.events.sla import ClockEvent, SlaBreached, SlaMet, SlaOverdue, SlaStopped
from domain.ticket.status import WAITING
from tests.unit.random_clocks import AFTERWARDS, folded, heard
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    POLICIES,
    VERBS,
    Opening,
    Step,
    happened,
    steps,
)

CHANGES = ("normal", "low", "reopen", "withdraw", "stricter", "stricter from the start")
STEADY = [verb for verb in VERBS if verb not in CHANGES]
LATE = steps(late=(0, 6))
"""Anything, some of it told six minutes late."""


@EXAMPLES
@given(LATE, OPENINGS, some.integers(1, 30))
def test_small_steps_of_time_say_what_one_step_says(
    story: Sequence[Step], opening: Opening, size: int
) -> None:
    """Fails when `fire` speaks of one milestone per clock and call."""
    history = happened(story, opening).history
    clocks = folded(history)
    start, end = clocks.facts.effective_at, clocks.facts.effective_at + AFTERWARDS
    at_once = fire(clocks, end, POLICIES)
    said: list[ClockEvent] = []
    for now in [*range(start, end, size * MINUTE), end]:
        clocks, events = fire(clocks, now, POLICIES)
        said += events
    assert (clocks, said) == at_once


@EXAMPLES
@given(LATE, OPENINGS)
def test_whoever_asks_when_told_to_misses_nothing(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `next_milestone` looks at breaches only."""
    clocks = folded(happened(story, opening).history)
    end = clocks.facts.effective_at + AFTERWARDS
    at_once = fire(clocks, end, POLICIES)
    said: list[ClockEvent] = []
    while (due := next_milestone(clocks)) is not None and due < end:
        assert fire(clocks, due, POLICIES) == (clocks, [])
        clocks, events = fire(clocks, due + 1, POLICIES)
        assert events
        assert {event.occurred_at for event in events} == {due}
        said += events
    assert (clocks, said) == at_once


@EXAMPLES
@given(LATE, OPENINGS)
def test_the_same_facts_say_the_same_also_if_clocks_are_stored_in_between(
    story: Sequence[Step], opening: Opening
) -> None:
    """Fails when `stored` forgets the stretches of a clock."""
    history = happened(story, opening).history
    kept: TicketClocks | None = None
    fresh: TicketClocks | None = None
    for fact, _ in history:
        kept, said = fold(kept, fact, POLICIES)
        fresh, again = fold(fresh and from_text(to_text(fresh)), fact, POLICIES)
        assert (fresh, again) == (kept, said)


@EXAMPLES
@given(steps(), OPENINGS)
def test_a_timer_that_looks_often_says_what_one_says_that_only_reads(
    story: Sequence[Step], opening: Opening
) -> None:
    """Fails when `fold` doesn't first say what was due before its fact."""
    history = happened(story, opening).history
    assert heard(history, looks=False) == heard(history, looks=True)


@EXAMPLES
@given(steps(STEADY))
def test_a_deadline_is_its_start_its_target_and_its_pauses(story: Sequence[Step]) -> None:
    """So it is around the clock, while nothing changes the promise and nobody reopens the ticket.

    Fails when `Clock.resumed` doesn't add up the pauses.
    """
    for event in heard(happened(story, Opening("urgent")).history).said:
        counted = event.started_at + event.target + event.paused_for
        if isinstance(event, SlaOverdue) and event.reached_at == event.occurred_at:
            assert event.reached_at == counted + event.overdue_by
        elif isinstance(event, SlaBreached) and event.due_at == event.occurred_at:
            assert event.due_at == counted
        if isinstance(event, SlaMet | SlaStopped):
            assert event.occurred_at == event.started_at + event.elapsed + event.paused_for


@EXAMPLES
@given(steps(), OPENINGS)
def test_a_ticket_that_waits_for_nobody_is_never_forgotten(
    story: Sequence[Step], opening: Opening
) -> None:
    """Some clock of an open ticket with a promise runs, unless it has said all that it can.

    Fails when a reopen leaves the resolution where it ended.
    """
    clocks = folded(happened(story, opening).history)
    facts = clocks.facts
    policy = POLICIES.version(facts.policy, facts.policy_version)
    if policy and policy.target_for(facts) and facts.status in WAITING and not facts.held_on:
        resolution = clocks.of("resolution")
        assert resolution is not None
        assert resolution.is_active
        assert resolution.is_breached or next_milestone(clocks) is not None
