"""Whatever happens to a ticket: no clock speaks while it is paused, or after the end."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given

from domain.events.sla import SlaBreached, SlaOverdue
from domain.facts import TicketFacts
from domain.ticket.status import CLOSED, MERGED
from tests.unit.random_clocks import heard
from tests.unit.random_tickets import (
    EXAMPLES,
    OPENINGS,
    POLICIES,
    Opening,
    Step,
    happened,
    states,
    steps,
)


@EXAMPLES
@given(steps(), OPENINGS)
@example([Step(0, 0, "low"), Step(0, 0, "close"), Step(1, 0, "normal")], Opening())
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
