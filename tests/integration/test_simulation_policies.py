"""Which policy holds for whom in a simulation: the one on trial, or what was recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import (
    ApplyPolicy,
    EscalateTier,
    OpenTicket,
    ResolveTicket,
    RetirePolicy,
)
from domain.events.sla import SlaBreached
from domain.events.ticket import PolicyApplied, PolicyWithdrawn, TierMoved
from tests.integration.simulations import PastOfDesk, simulated, simulated_conclusions
from tests.spec import ANNA, OTHER, TICKET, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, rule, target

MOVES = Actor(SYSTEM, "policy-moves")
UP = rule("up", "sla_breached", to="next")
HOUR_LONG = document(target(resolution="1h"), escalation=[UP])
LONGER = document(target(resolution="3h"), escalation=[UP])
ELSEWHERE = document(target(resolution="2h"), escalation=[UP], policy="elsewhere")
ELSEWHERE_LATER = document(target(resolution="90m"), escalation=[UP], policy="elsewhere")


@pytest.fixture
def day() -> Iterator[Day]:
    """A ticket under each of two policies; both then come under a second version of theirs."""
    whole = Day(HOUR_LONG, ELSEWHERE)
    whole.ask(ask(OpenTicket), ask(OpenTicket, ticket_id=OTHER, policy="elsewhere"))
    whole.publish(LONGER)
    whole.publish(ELSEWHERE_LATER)
    for ticket, policy in ((TICKET, "default"), (OTHER, "elsewhere")):
        about = {"ticket_id": ticket, "policy": policy, "version": 2}
        whole.ask(ask(ApplyPolicy, at="30m", by=MOVES, **about))
    yield whole
    whole.close()


def until_evening(day: Day) -> PastOfDesk:
    """Return the past of the day, once both tickets are resolved."""
    for ticket in (TICKET, OTHER):
        day.ask(ask(ResolveTicket, at="5h", by=ANNA, ticket_id=ticket))
    return PastOfDesk(day.embedded)


def breaches(past: PastOfDesk, policy: dict, ticket: str) -> list[int]:
    """Return the minutes after noon at which the ticket's resolution is breached."""
    return _minutes(simulated_conclusions(past, policy).get(ticket, []))


def _minutes(concluded: list) -> list[int]:
    noon = ask(OpenTicket).at
    facts = [dict(said) for name, said in concluded if name == SlaBreached.TOPIC]
    return [(said["occurred_at"] - noon) // 60_000_000 for said in facts]


def test_the_policy_on_trial_holds_from_the_opening_whatever_versions_came(day):
    past = until_evening(day)

    assert breaches(past, document(target(resolution="20m")), TICKET) == [20]
    assert breaches(past, LONGER, TICKET) == [180]


def test_a_ticket_under_another_policy_stays_under_its_versions_as_they_came(day):
    past = until_evening(day)

    assert breaches(past, document(target(resolution="20m")), OTHER) == [90]


def test_a_version_that_somebody_brought_to_a_ticket_brings_the_policy_on_trial(day):
    about = {"ticket_id": OTHER, "policy": "default", "version": 1}
    day.ask(ask(ApplyPolicy, at="40m", by=ANNA, **about))
    past = until_evening(day)

    assert breaches(past, document(target(resolution="50m")), OTHER) == [50]
    assert [event.policy for _, event in past.of_kinds([PolicyApplied])][-1] == "default"


def test_a_retirement_of_the_policy_is_left_out(day):
    about = {"ticket_id": TICKET, "policy": "default", "version": 2, "mode": "withdraw"}
    day.ask(ask(RetirePolicy, at="1h", policy="default"))
    day.ask(ask(ApplyPolicy, at="1h", by=MOVES, **about))
    past = until_evening(day)

    assert len(list(past.of_kinds([PolicyWithdrawn]))) == 1
    assert breaches(past, document(target(resolution="2h")), TICKET) == [120]


def test_a_withdrawal_that_somebody_asked_for_is_kept(day):
    about = {"ticket_id": TICKET, "policy": "default", "version": 2, "mode": "withdraw"}
    day.ask(ask(ApplyPolicy, at="1h", by=ANNA, **about))
    past = until_evening(day)

    assert breaches(past, document(target(resolution="2h")), TICKET) == []
    assert breaches(past, document(target(resolution="50m")), TICKET) == [50]


def test_a_move_out_of_a_removed_tier_is_kept_only_under_other_policies(day):
    about = {"by": MOVES, "reason": "policy", "to": "technical"}
    for ticket in (TICKET, OTHER):
        cause = {"cause_at": ask(OpenTicket, at="31m").at, "ticket_id": ticket}
        day.ask(ask(EscalateTier, at="31m", **about, **cause))
    past = until_evening(day)
    found = simulated(past, document(target(resolution="9h")))

    assert [event.to_tier for _, event in past.of_kinds([*TierMoved.__subclasses__()])][:2] == [
        "technical",
        "technical",
    ]
    assert [(d.ticket_id, d.simulated.tier) for d in found.differences] == [(TICKET, "front-line")]
