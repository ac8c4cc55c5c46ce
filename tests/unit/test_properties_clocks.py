"""Whatever happens to a ticket: no clock speaks early, twice, while paused or after the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given

from domain.events.sla import SlaBreached, SlaBreachRetracted, SlaMet, SlaOverdue
from domain.facts import TicketFacts, first_facts
from domain.ticket.status import CLOSED, HELD, MERGED
from tests.unit.random_clocks import heard
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    POLICIES,
    Happened,
    Opening,
    Step,
    happened,
    steps,
)

LATE = steps(late=(0, 6))
"""Anything, some of it told six minutes late."""


def states(history: Sequence[Happened]) -> list[TicketFacts]:
    """Return what was known after each fact."""
    facts = [first_facts(history[0].fact)]  # type: ignore[arg-type]  # a story begins so
    for each in history[1:]:
        facts.append(facts[-1].after(each.fact))
    return facts


@EXAMPLES
@given(LATE, OPENINGS)
def test_nothing_is_said_early(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `Clock.paused` keeps `running_since`, so that the pause counts."""
    history = happened(story, opening).history
    known = states(history)
    for event in heard(history).said:
        if isinstance(event, SlaBreached):
            then = known[: event.ticket_version]
            assert event.due_at <= event.occurred_at
            assert _could_have_run(then, event.started_at, event.due_at) >= event.target


def _could_have_run(known: Sequence[TicketFacts], start: int, end: int) -> int:
    """Return the time in which a ticket waited neither for a vendor nor to be taken up again."""
    total = 0
    for facts, since, until in _stretches(known, end):
        is_paused = facts.status == HELD and facts.held_on == "vendor"
        has_ended = facts.status in (CLOSED, MERGED)
        if not is_paused and not has_ended:
            total += max(0, min(until, end) - max(since, start))
    return total


def _stretches(known: Sequence[TicketFacts], end: int) -> Iterator[tuple[TicketFacts, int, int]]:
    ends = [*(facts.effective_at for facts in known[1:]), end]
    for facts, until in zip(known, ends, strict=True):
        yield facts, facts.effective_at, until


@EXAMPLES
@given(LATE, OPENINGS)
def test_nothing_is_said_twice(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `Clock.reopened` forgets that it was breached."""
    said = heard(happened(story, opening).history).said
    assert len({event.event_id for event in said}) == len(said)
    breached: set[tuple[str, int]] = set()
    for event in said:
        clock = (event.metric, event.cycle)
        if isinstance(event, SlaBreached):
            assert clock not in breached
            breached.add(clock)
        elif isinstance(event, SlaBreachRetracted):
            breached.remove(clock)
        elif isinstance(event, SlaOverdue):
            assert clock in breached
        elif isinstance(event, SlaMet):
            assert clock not in breached


@EXAMPLES
@given(steps(), OPENINGS)
def test_nothing_is_said_while_paused_or_after_the_end(
    story: Sequence[Step], opening: Opening
) -> None:
    """Fails when a promise that comes back also goes on for a ticket that was closed."""
    history = happened(story, opening).history
    known = states(history)
    for event in heard(history).said:
        if not isinstance(event, SlaBreached | SlaOverdue):
            continue
        then = known[event.ticket_version - 1]
        has_just_ended = then.effective_at == event.occurred_at
        assert then.status not in (CLOSED, MERGED) or has_just_ended
        assert then.held_on not in _pauses(then, event.metric)
        later = [facts for facts in known if facts.effective_at < event.occurred_at]
        assert len(later) <= event.ticket_version


def _pauses(facts: TicketFacts, metric: str) -> frozenset[str]:
    policy = POLICIES.version(facts.policy, facts.policy_version)
    promised = policy.target_for(facts) if policy else None
    return promised.metrics[metric].pause if promised else frozenset()
