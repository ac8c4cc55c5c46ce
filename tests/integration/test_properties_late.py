"""What is learned late ends in the verdict that it would have had in time."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given

from domain.events.sla import ClockEvent, SlaBreached, SlaBreachRetracted, SlaMet
from tests.unit.random_clocks import heard
from tests.unit.random_tickets import EXAMPLES, OPENINGS, VERBS, Opening, Step, happened, steps

PROMISES = ("urgent", "normal", "low", "stricter", "stricter from the start", "withdraw")
SAME_PROMISE = [verb for verb in VERBS if verb not in (*PROMISES, "back to the first")]
"""What doesn't change a promise: a change can put a deadline into the past, where it stays."""

Verdicts = dict[tuple[str, int], list[tuple[str, int]]]


@EXAMPLES
@given(steps(SAME_PROMISE, late=(0, 1, 6)), OPENINGS)
def test_a_verdict_does_not_depend_on_when_facts_were_told(
    story: Sequence[Step], opening: Opening
) -> None:
    """Fails when a late hold doesn't take a breach back."""
    history = happened(story, opening).history
    in_time = heard(history, looks=False)
    late = heard(history, looks=True)
    assert _standing(late.said) == _standing(in_time.said)
    assert [(c.metric, c.cycle, c.used, c.ended) for c in late.clocks.clocks] == [
        (c.metric, c.cycle, c.used, c.ended) for c in in_time.clocks.clocks
    ]


def _standing(said: Sequence[ClockEvent]) -> Verdicts:
    """Return the verdicts of each cycle: breached and when it was due, or met; none taken back."""
    verdicts: Verdicts = {}
    for event in said:
        own = verdicts.setdefault((event.metric, event.cycle), [])
        if isinstance(event, SlaBreached):
            own.append(("breached", event.due_at))
        elif isinstance(event, SlaBreachRetracted):
            assert own.pop()[0] == "breached"
        elif isinstance(event, SlaMet):
            own.append(("met", event.occurred_at))
    return {clock: own for clock, own in verdicts.items() if own}
