"""Every verdict, and no other, is the one that counting minutes by hand gives."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given

from domain.clocks.book import TicketClocks
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.durations import MINUTE
from domain.events.sla import ClockEvent, SlaBreached, SlaMet
from tests.spec import NOON
from tests.unit.clock_oracle import Verdict, effective_minutes, verdicts
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    POLICIES,
    VERBS,
    Opening,
    Step,
    happened,
    minute,
    steps,
)

UNPROMISED = ("low", "withdraw", "stricter", "stricter from the start", "back to the first")
PROMISED = [verb for verb in VERBS if verb not in UNPROMISED]
AFTERWARDS = 60
"""Minutes to look at after the last fact; enough for any clock that runs."""


@EXAMPLES
@given(steps(PROMISED, late=(0, 6)), OPENINGS)
def test_every_verdict_is_that_of_counting_minutes(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `Clock.retargeted` forgets what was used, or `fire` says `<=` for `<`."""
    facts = [each.fact for each in happened(story, opening, silent_end=True).history]
    until = max(effective_minutes(facts)) + AFTERWARDS
    clocks: TicketClocks | None = None
    said: list[ClockEvent] = []
    for fact in facts:
        clocks, events = fold(clocks, fact, POLICIES)
        said += events
    assert clocks is not None
    said += fire(clocks, NOON + until * MINUTE, POLICIES).said
    found = [_verdict(event) for event in said if isinstance(event, SlaBreached | SlaMet)]
    assert sorted(found) == verdicts(facts, until)


def _verdict(event: SlaBreached | SlaMet) -> Verdict:
    at = minute(event.occurred_at)
    if isinstance(event, SlaMet):
        return at, "met", event.metric, event.cycle, 0
    return at, "breached", event.metric, event.cycle, minute(event.due_at)
