"""Whatever happens to a ticket, told in time or late: no clock speaks early, and none twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given

from domain.events.sla import SlaBreached, SlaBreachRetracted, SlaMet, SlaOverdue, SlaWarned
from domain.facts import TicketFacts
from domain.ticket.status import CLOSED, HELD, MERGED
from tests.unit.random_clocks import heard
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    Opening,
    Step,
    happened,
    states,
    steps,
)

LATE = steps(late=(0, 6))
"""Anything, some of it told six minutes late."""


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
    """Not even after a reopen; only what was taken back can be said again.

    Fails when `Clock.reopened` forgets what was said.
    """
    said = heard(happened(story, opening).history).said
    assert len({event.event_id for event in said}) == len(said)
    spoken: set[tuple[str, int, str]] = set()
    for event in said:
        clock = (event.metric, event.cycle)
        if isinstance(event, SlaBreachRetracted):
            spoken = {each for each in spoken if each[:2] != clock or each[2] == "50%"}
        if isinstance(event, SlaMet):
            assert (*clock, "breach") not in spoken
        if isinstance(event, SlaWarned | SlaBreached | SlaOverdue):
            label = getattr(event, "milestone", "breach")
            assert (*clock, label) not in spoken
            spoken.add((*clock, label))
            assert not isinstance(event, SlaOverdue) or (*clock, "breach") in spoken
