"""The timer, told which tickets are to fire and until when, leaves all others alone."""

from __future__ import annotations

from typing import cast

from consumers.sla_timer import SlaTimer
from domain.commands import OpenTicket
from domain.events.sla import ClockEvent
from tests.spec import OTHER, TICKET, after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, target

POLICY = document(target(resolution={"target": "1h", "overdue": ["1h", "2h"]}))
OPEN, OPEN_OTHER = ask(OpenTicket), ask(OpenTicket, ticket_id=OTHER)


def fired(desk: Day, horizons: dict[str, int]) -> list[tuple[str, str]]:
    """Return what is said, of which ticket, when the timer is told to fire."""
    timer = cast("SlaTimer", desk.embedded.followers[0])
    timer.fire(horizons)
    return [(fact.ticket_id, type(fact).__name__) for fact in desk.of(ClockEvent)]


def test_each_ticket_says_what_took_effect_before_its_own_time() -> None:
    desk = day([OPEN, OPEN_OTHER], policy=POLICY)

    assert sorted(fired(desk, {TICKET: after("2h") + 1, OTHER: after("1h") + 1})) == sorted(
        [(TICKET, "SlaBreached"), (TICKET, "SlaOverdue"), (OTHER, "SlaBreached")]
    )
    desk.close()


def test_a_ticket_that_is_not_named_says_nothing() -> None:
    desk = day([OPEN, OPEN_OTHER], policy=POLICY)

    assert fired(desk, {OTHER: after("3h")})[0] == (OTHER, "SlaBreached")
    assert {ticket for ticket, _ in fired(desk, {})} == {OTHER}
    desk.close()
