"""No ticket moves, and no rule keeps still, without saying why."""

from __future__ import annotations

from collections.abc import Sequence

from domain.commands import AcknowledgeTicket, EscalateTier, ReceiveContact
from domain.events.conversation import StaffNotified
from domain.events.sla import EscalationDeclined, SlaBreached
from domain.events.ticket import PriorityChanged, TicketOpened, TierMoved
from domain.model import Event
from tests.spec import REQUESTER

RULES = """
targets:
  - match: {priority: urgent}
    metrics: {resolution: 8h}
  - metrics:
      acknowledge: 1h
      first_response: 1h
      resolution: {target: 4h, warn_at: 50%, overdue: 2h}
      tier_time: 10h
repeat_contact: {contacts: 2, within: 24h}
escalation:
  - {name: warned, when: sla_warned, notify: lead}
  - {name: untaken, when: sla_breached, metric: acknowledge, to: next}
  - {name: unanswered, when: sla_breached, metric: first_response, to: next}
  - {name: late, when: sla_breached, metric: resolution, to: next, set_priority: high}
  - {name: later, when: sla_overdue, metric: resolution, to: management, notify: [lead, team]}
  - {name: again, when: repeat_contact, to: next, unless: {moved_within: 30m}}
  - {name: back, when: acknowledged, in: management, to: previous}
"""


def _lively(desk) -> None:
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 14:20", ReceiveContact, by=REQUESTER)
    desk.do("Mon 05 Jan 18:30", AcknowledgeTicket)
    desk.do("Mon 05 Jan 23:30", ReceiveContact, by=REQUESTER, text="well?")
    desk.wait("Tue 06 Jan 23:00")


# Escalation with no record of why


def test_whatever_a_rule_did_leads_back_to_the_first_fact(desk_under) -> None:
    """From cause to cause, each in the log and before its effect, down to what a person did."""
    desk = desk_under(RULES)
    _lively(desk)
    log = desk.log()
    known = {event.event_id: event for event in log}
    done = [
        event
        for event in log
        if isinstance(event, TierMoved | StaffNotified | PriorityChanged | EscalationDeclined)
    ]
    assert len({getattr(event, "rule", "") for event in done}) == 7
    for event in done:
        chain = _chain(event, known)
        assert not chain[-1].actor.is_machine
        assert chain[-1].correlation_id == event.correlation_id
        places = [log.index(each) for each in chain]
        assert places == sorted(places, reverse=True)


def _chain(event: Event, known: dict[str, Event]) -> Sequence[Event]:
    """Return the event, its cause, the cause of that, and so on."""
    chain = [event]
    while chain[-1].causation_id in known:
        chain.append(known[chain[-1].causation_id])
    return chain


def test_a_move_names_its_reason_its_rule_its_clock_and_the_policy(desk_under) -> None:
    desk = desk_under(RULES)
    _lively(desk)
    for move in desk.of(TierMoved):
        assert move.reason in ("sla_breached", "sla_overdue", "repeat_contact", "policy")
        assert move.rule
        assert (move.policy, move.policy_version) == ("default", 1)
        assert bool(move.metric) == move.reason.startswith("sla_")


def test_a_manual_move_names_who_did_it(desk_under) -> None:
    desk = desk_under(RULES)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", EscalateTier)
    move = desk.only(TierMoved)
    assert (move.reason, move.rule, move.actor) == ("manual", "", ("agent", "anna"))


def test_a_breach_leads_to_the_fact_that_set_its_deadline(desk_under) -> None:
    desk = desk_under(RULES)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Mon 05 Jan 14:00")
    opening = desk.only(TicketOpened)
    assert {breach.causation_id for breach in desk.of(SlaBreached)} == {opening.event_id}


def test_each_rule_that_matched_but_did_not_move_says_why_not(desk_under) -> None:
    """Two breaches at once move one tier, and the second says so; so does a cool-down."""
    desk = desk_under(RULES)
    _lively(desk)
    assert [line[:51] for line in desk.told(EscalationDeclined)][:2] == [
        "Mon 05 Jan 14:00 Not moved for sla_breached, rule u",
        "Mon 05 Jan 14:20 Not moved for repeat_contact, rule",
    ]
    whys = {(said.rule, said.why) for said in desk.of(EscalationDeclined)}
    assert {("unanswered", "moved_already"), ("again", "moved_within")} <= whys


def test_the_timeline_tells_people_of_every_move_and_every_refusal(desk_under) -> None:
    desk = desk_under(RULES)
    _lively(desk)
    said = [row.sentence for row in desk.rows("timeline")]
    for event in desk.of(TierMoved, EscalationDeclined, StaffNotified):
        assert any(event.rule in line for line in said)
    assert len(said) == len(desk.log()) - 1
