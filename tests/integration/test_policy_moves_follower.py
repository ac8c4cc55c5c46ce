"""The follower that brings a policy's changes: what it leaves alone, and what it catches up on."""

from __future__ import annotations

from typing import Any

import pytest

from consumers.policy_moves import PolicyMoves
from domain.commands import ApplyPolicy, ReopenTicket, ResolveTicket, RetirePolicy
from domain.events.policy import PolicyPublished
from domain.events.ticket import PolicyApplied, PolicyWithdrawn, TierMoved
from domain.ids import NAMESPACE, derive
from tests.integration.policy_change_examples import (
    LONG,
    SHORT,
    SHORTER,
    begun,
    opening,
    publishing,
    spoken,
)
from tests.spec import OTHER, TICKET, after, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import escalated

RENAMED = document(
    target(resolution="8h"),
    tiers=("front-line", "experts", "management"),
    moved={"technical": "experts"},
)


def follower(day: Day) -> PolicyMoves:
    *_, last = day.embedded.followers
    assert isinstance(last, PolicyMoves)
    return last


def lagging(day: Day, *commands: Any) -> PolicyMoves:
    """Record commands of which the follower has handled only what the first led to."""
    day.clock.advance(commands[-1].at)
    day.embedded.desk.execute_many(commands)
    moves = follower(day)
    moves.handle(day.embedded.feed.read(moves.position(), 1))
    return moves


def applied(day: Day) -> list[tuple[str, int]]:
    return [(event.ticket_id, event.policy_version) for event in day.of(PolicyApplied)]


def test_a_ticket_that_rests_is_left_alone_until_it_is_woken() -> None:
    day = begun()
    day.ask(opening(ticket_id=OTHER))
    moves = follower(day)
    moves.rest([TICKET])
    day.ask(publishing(SHORT, "1h"))
    assert applied(day) == [(OTHER, 2)]

    moves.wake(TICKET)
    assert applied(day) == [(OTHER, 2), (TICKET, 2)]
    day.close()


def test_a_ticket_that_is_woken_and_missed_nothing_is_left_as_it_is() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    moves = follower(day)
    moves.rest([TICKET])
    moves.wake(TICKET)
    assert applied(day) == [(TICKET, 2)]
    day.close()


def test_tickets_are_brought_one_by_one_where_they_fail_together() -> None:
    day = begun()
    day.ask(opening(ticket_id=OTHER))
    follower(day).fires_alone = True
    day.ask(publishing(SHORT, "1h"))
    assert sorted(applied(day)) == sorted([(OTHER, 2), (TICKET, 2)])
    day.close()


def test_a_ticket_that_was_resolved_before_its_turn_hears_of_the_change_when_reopened() -> None:
    """The follower didn't know yet that it was resolved, and was refused."""
    day = begun()
    moves = lagging(day, publishing(SHORT, "1h"), ask(ResolveTicket, at="1h"))
    moves.tick(after("1h"))
    assert applied(day) == []

    day.ask(ask(ReopenTicket, at="3h"))
    assert spoken(day, PolicyApplied) == ["3h PolicyApplied"]


def test_a_move_that_was_decided_before_its_tier_was_removed_leads_on_from_there() -> None:
    day = begun()
    day.ask(publishing(RENAMED, "1h"))
    move = escalated("technical").at("1h").event(2)
    recorder, mapper = day.embedded.recorder, day.embedded.mapper
    recorder.insert_events([mapper.to_stored_event(move)])
    day.embedded.pipeline.settle()
    assert [event.to_tier for event in day.of(TierMoved)] == ["technical", "experts"]
    day.close()


def test_a_move_like_that_is_not_the_version_that_is_still_to_come() -> None:
    day = begun()
    moves = lagging(day, publishing({**RENAMED, "apply_to_open": "from_now"}, "1h"))
    move = escalated("technical").at("1h").event(2)
    recorder, mapper = day.embedded.recorder, day.embedded.mapper
    recorder.insert_events([mapper.to_stored_event(move)])
    moves.handle(day.embedded.feed.read(moves.position(), 1))
    assert applied(day) == []

    day.embedded.pipeline.settle()
    [event] = day.of(PolicyApplied)
    assert event.causation_id == day.of(PolicyPublished)[-1].event_id
    day.close()


@pytest.mark.parametrize("version", [2, 3])
def test_a_ticket_that_somebody_brought_further_meanwhile_is_not_brought_back(version: int) -> None:
    """The follower didn't know yet what was done by hand."""
    day = begun()
    by_hand = ask(ApplyPolicy, policy="default", version=version, at="1h")
    moves = lagging(day, publishing(SHORT, "1h"), publishing(SHORTER, "1h"), by_hand)
    moves.tick(after("1h"))
    assert applied(day) == [(TICKET, version)]
    day.close()


def test_a_ticket_that_somebody_brought_under_another_policy_meanwhile_stays_there() -> None:
    day = begun()
    day.publish({**LONG, "policy": "gold"})
    by_hand = ask(ApplyPolicy, policy="gold", version=1, at="1h")
    moves = lagging(day, ask(RetirePolicy, policy="default", at="1h"), by_hand)
    moves.tick(after("1h"))
    assert day.of(PolicyWithdrawn) == []
    day.close()


def test_a_ticket_hears_of_a_version_once_though_its_tier_was_removed_meanwhile() -> None:
    """The move out of the tier doesn't count as having heard of the version."""
    day = begun(tier="technical")
    day.ask(publishing({**RENAMED, "apply_to_open": "from_now"}, "1h"))
    assert applied(day) == [(TICKET, 2)]
    assert len(day.of(TierMoved)) == 1
    day.close()


def test_what_is_brought_is_done_in_the_order_of_the_tickets_ids() -> None:
    day = Day(LONG)
    ids = [derive(NAMESPACE, f"one of many {number}") for number in range(20)]
    for id in ids:
        day.ask(opening(ticket_id=id))
    day.ask(publishing(SHORT, "1h"))
    assert [ticket for ticket, _ in applied(day)] == sorted(ids)
    day.close()


def test_the_follower_is_due_only_while_something_is_to_be_brought() -> None:
    day = begun()
    moves = lagging(day, publishing(SHORT, "1h"))
    assert moves.next_due() == after("1h")
    day.embedded.pipeline.settle()
    assert moves.next_due() is None
    day.close()
