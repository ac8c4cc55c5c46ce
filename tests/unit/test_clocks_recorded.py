"""From a clock to the log, and from there to a move: once, at the right time, in order."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import (
    AcknowledgeTicket,
    CloseTicket,
    EscalateTier,
    HoldTicket,
    MergeTicket,
    OpenTicket,
    ReopenTicket,
    ResolveTicket,
    ResumeTicket,
    SendReply,
)
from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import (
    ClockEvent,
    EscalationDeclined,
    SlaBreached,
    SlaBreachRetracted,
    SlaMet,
    SlaStopped,
)
from domain.events.ticket import PriorityChanged, TierDeescalated, TierEscalated, TierMoved
from tests.spec import CARL, OTHER, REQUESTER, TICKET, after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, rule, target

UP = rule("up", "sla_breached", to="next")
POLICY = document(
    target(resolution={"target": "1h", "pause": ["vendor"], "overdue": ["1h"]}), escalation=[UP]
)
OPEN = ask(OpenTicket, requester=CARL, by=REQUESTER)


def test_a_breach_is_recorded_when_its_instant_is_over_and_moves_the_ticket() -> None:
    desk = day([OPEN], policy=POLICY)
    assert desk.until("1h").story(ClockEvent, TierMoved) == []
    desk.pass_until(after("1h") + 1)
    assert desk.story(ClockEvent, TierMoved) == ["1h SlaBreached", "1h TierEscalated"]
    assert desk.clock.now() == after("1h") + 1
    [breach], [move] = desk.of(SlaBreached), desk.of(TierEscalated)
    assert (move.causation_id, move.reason, move.rule) == (breach.event_id, "sla_breached", "up")
    assert (move.metric, move.policy, move.policy_version) == ("resolution", "default", 1)
    desk.close()


def test_everything_is_recorded_once() -> None:
    desk = day([OPEN], policy=POLICY, until="100h")
    ids = [event.event_id for event in desk.log()]
    assert len(set(ids)) == len(ids)
    assert desk.story(ClockEvent, TierMoved) == [
        "1h SlaBreached",
        "1h TierEscalated",
        "2h SlaOverdue",
    ]
    assert desk.until("200h").log()[-1].event_id == ids[-1]
    desk.close()


def test_two_clocks_that_breach_at_once_move_one_tier() -> None:
    policy = document(target(resolution="1h", first_response="1h"), escalation=[UP])
    desk = day([OPEN], policy=policy, until="10h")
    assert [type(event) for event in desk.of(SlaBreached, TierMoved, EscalationDeclined)] == [
        SlaBreached,
        SlaBreached,
        TierEscalated,
        EscalationDeclined,
    ]
    [declined] = desk.of(EscalationDeclined)
    assert (declined.why, declined.rule, declined.ticket_id) == ("moved_already", "up", TICKET)
    desk.close()


def test_two_rules_for_one_breach_move_one_tier() -> None:
    policy = document(
        target(resolution="1h"),
        escalation=[UP, rule("to the top", "sla_breached", to="management")],
    )
    desk = day([OPEN], policy=policy, until="10h")
    assert [move.to_tier for move in desk.of(TierMoved)] == ["technical"]
    assert [said.rule for said in desk.of(EscalationDeclined)] == ["to the top"]
    desk.close()


def test_where_the_first_rule_is_declined_the_second_may_move() -> None:
    spared = rule("spare", "sla_breached", to="next", unless={"moved_within": "2h"})
    policy = document(target(resolution="1h"), escalation=[spared, UP])
    desk = day([OPEN], [ask(EscalateTier, at="30m")], policy=policy, until="10h")
    assert [(said.rule, said.why) for said in desk.of(EscalationDeclined)] == [
        ("spare", "moved_within")
    ]
    assert [move.to_tier for move in desk.of(TierMoved)] == ["technical", "management"]
    desk.close()


def test_each_tier_has_its_own_time_up_to_the_top() -> None:
    policy = document(target(tier_time="1h"), escalation=[UP])
    desk = day([OPEN], policy=policy, until="100h")
    assert desk.story(SlaBreached, TierMoved, StaffNotified) == [
        "1h SlaBreached",
        "1h TierEscalated",
        "2h SlaBreached",
        "2h TierEscalated",
        "3h SlaBreached",
        "3h StaffNotified",
    ]
    assert desk.of(EscalationDeclined) == []
    desk.close()


@pytest.mark.parametrize("ending", [ResolveTicket, CloseTicket])
def test_a_ticket_that_ended_before_it_was_due_is_left_alone(ending: type[Any]) -> None:
    desk = day([OPEN], [ask(ending, at="1h")], policy=POLICY, until="100h")
    assert desk.of(SlaBreached, TierMoved) == []
    desk.close()


def test_a_paused_ticket_is_left_alone_until_it_goes_on() -> None:
    steps = [[ask(HoldTicket, on="vendor", at="30m")], [ask(ResumeTicket, at="50h")]]
    desk = day([OPEN], *steps, policy=POLICY, until="50h31m")
    assert desk.story(SlaBreached, TierMoved) == ["50h30m SlaBreached", "50h30m TierEscalated"]
    desk.close()


def test_a_merge_stops_the_clocks_of_the_merged_ticket_alone() -> None:
    steps = [
        [OPEN, ask(OpenTicket, ticket_id=OTHER, requester=CARL)],
        [ask(MergeTicket, into=OTHER, at="30m")],
    ]
    desk = day(*steps, policy=POLICY, until="10h")
    assert [(said.ticket_id, said.reason) for said in desk.of(SlaStopped)] == [(TICKET, "merged")]
    assert [said.ticket_id for said in desk.of(SlaBreached)] == [OTHER]
    assert [said.ticket_id for said in desk.of(TierMoved)] == [OTHER]
    desk.close()


@pytest.mark.parametrize("metric", ["tier_time", "acknowledge", "resolution"])
def test_the_move_that_a_breach_led_to_does_not_take_it_back(metric: str) -> None:
    desk = day([OPEN], policy=document(target(**{metric: "1h"}), escalation=[UP]), until="90m")
    assert desk.story(SlaBreached, SlaBreachRetracted, SlaMet, TierMoved) == [
        "1h SlaBreached",
        "1h TierEscalated",
    ]
    desk.close()


def test_the_priority_that_a_breach_led_to_does_not_take_it_back() -> None:
    policy = document(
        target({"priority": ["urgent"]}, resolution="2h"),
        target(resolution="1h"),
        escalation=[rule("raise", "sla_breached", set_priority="urgent")],
    )
    desk = day([OPEN], policy=policy, until="10h")
    assert desk.story(SlaBreached, SlaBreachRetracted) == ["1h SlaBreached"]
    desk.close()


def test_a_late_answer_takes_the_breach_back_and_the_move_stands() -> None:
    """At 13:04 the desk learns of a resolution at 12:59; by then it has moved the ticket."""
    desk = day([OPEN], policy=POLICY, until="1h4m")
    desk.embedded.desk.execute(ask(ResolveTicket, at="59m"))
    desk.until("10h")
    assert desk.story(SlaBreached, SlaBreachRetracted, SlaMet, TierMoved) == [
        "1h SlaBreached",
        "1h TierEscalated",
        "1h SlaBreachRetracted",
        "1h SlaMet",
    ]
    desk.close()


@pytest.mark.parametrize(
    "command",
    [
        ask(ResolveTicket, at="1h"),
        ask(HoldTicket, on="vendor", at="59m"),
        ask(CloseTicket, at="1m", imported=True),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_timer_that_lags_behind_the_log_invents_no_breach(command: Any) -> None:
    """It looks at the log before it speaks, and finds a fact that it wasn't told of yet."""
    desk = day([OPEN], policy=POLICY, until="1h")
    desk.embedded.desk.execute(command)
    timer = next(f for f in desk.embedded.followers if f.name == "sla-timer")
    desk.clock.advance(after("1h1m"))
    timer.tick(after("1h1m"))
    assert desk.until("10h").story(SlaBreached, SlaBreachRetracted, TierMoved) == []
    desk.close()


def test_a_reopened_ticket_does_not_breach_twice() -> None:
    steps = [[ask(ResolveTicket, at="2h")], [ask(ReopenTicket, at="3h")]]
    desk = day([OPEN], *steps, policy=POLICY, until="100h")
    assert len(desk.of(SlaBreached)) == 1
    desk.close()


def test_a_ticket_goes_back_down_once_somebody_takes_it() -> None:
    policy = document(
        target(acknowledge="1h"),
        escalation=[
            UP,
            rule(
                "back-down",
                "acknowledged",
                in_tier="technical",
                after_reason="unacknowledged",
                to="previous",
            ),
        ],
    )
    desk = day([OPEN], [ask(AcknowledgeTicket, at="90m")], policy=policy, until="91m")
    assert [(type(move), move.rule) for move in desk.of(TierMoved)] == [
        (TierEscalated, "up"),
        (TierDeescalated, "back-down"),
    ]
    desk.close()


def test_a_rule_raises_the_priority_and_thereby_the_target() -> None:
    policy = document(
        target({"priority": ["urgent"]}, resolution="2h"),
        target(resolution="100h", first_response="1h"),
        escalation=[rule("raise", "sla_breached", set_priority="urgent")],
    )
    desk = day([OPEN], policy=policy, until="10h")
    assert desk.story(SlaBreached, PriorityChanged) == [
        "1h SlaBreached",
        "1h PriorityChanged",
        "2h SlaBreached",
    ]
    desk.close()


def test_a_requester_is_told_once_per_move() -> None:
    policy = document(
        target(resolution="1h", first_response="1h"),
        escalation=[UP],
        notify={"requester": {"on": ["tier_moved"], "hours": ["always"]}},
    )
    desk = day([OPEN], policy=policy, until="10h")
    [told], [move] = desk.of(RequesterNotified), desk.of(TierMoved)
    assert (told.causation_id, told.subject, told.deliver_at) == (
        move.event_id,
        "tier_moved",
        after("1h"),
    )
    desk.close()


def test_a_breach_at_the_instant_of_an_answer_is_none() -> None:
    policy = document(target(first_response="1h"), escalation=[UP])
    desk = Day(policy)
    desk.ask(OPEN)
    desk.ask(ask(SendReply, at="1h"))
    assert desk.until("10h").story(SlaBreached, TierMoved) == []
    desk.close()
