"""Whatever happens to a ticket, told in time or late: what a clock said can be added up again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given

from domain.events.sla import ClockEvent, SlaBreached, SlaOverdue, SlaWarned
from domain.why.arithmetic import Accounts, Arithmetic
from domain.why.clockwork import Clockwork
from tests.unit.random_clocks import AFTERWARDS, heard
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    POLICIES,
    Happened,
    Opening,
    happened,
    steps,
)
from tests.unit.random_tickets import Step as Told

LATE = steps(late=(0, 6))
"""Anything, some of it told six minutes late."""
FIRED = (SlaWarned, SlaBreached, SlaOverdue)


def explained(history: Sequence[Happened]) -> Iterator[tuple[ClockEvent, Arithmetic | None]]:
    """Yield what clocks said when something was due, each with its sum."""
    said = heard(history).said
    facts = [each.fact for each in history]
    end = history[-1].told_at + AFTERWARDS
    accounts = Accounts(Clockwork(facts, end, POLICIES, said), POLICIES)
    yield from ((event, accounts.of(event)) for event in said if isinstance(event, FIRED))


def offset(event: ClockEvent) -> int:
    """Return how much was used when that was said."""
    if isinstance(event, SlaOverdue):
        return event.target + event.overdue_by
    return event.target // 2 if isinstance(event, SlaWarned) else event.target


@EXAMPLES
@given(LATE, OPENINGS)
def test_what_is_counted_adds_up_to_what_was_said(story: Sequence[Told], opening: Opening) -> None:
    """Fails when `Accounts` takes the clock as it is now, and not as it was when it spoke."""
    for event, found in explained(happened(story, opening).history):
        assert found is not None
        assert found.used == offset(event)


@EXAMPLES
@given(LATE, OPENINGS)
def test_counted_times_and_pauses_fill_the_time_from_the_start(
    story: Sequence[Told], opening: Opening
) -> None:
    """Fails when a pause at the very start of a clock is left out."""
    for _, found in explained(happened(story, opening).history):
        assert found is not None
        parts = [(part.start, part.end) for part in found.counted]
        parts += [(pause.start, pause.end) for pause in found.pauses]
        ends = [found.started_at, *(end for _, end in sorted(parts))]
        assert [start for start, _ in sorted(parts)] == ends[:-1]
        assert ends[-1] == found.until
