"""How near a requester's contacts came to what a rule waits for."""

from __future__ import annotations

from domain import commands as c
from domain.durations import HOUR
from domain.why import reasons as r
from tests.integration.why_examples import Explained, explained, opening
from tests.spec import CARL, OTHER, REQUESTER, TICKET, after, ask
from tests.unit.desk_examples import day
from tests.unit.policy_documents import document, repeat, rule

TWICE = rule("twice", "repeat_contact", to="next")


def test_contacts_that_were_too_few_are_counted_with_their_tickets() -> None:
    policy = document(repeat_contact=repeat(3, "2h"), escalation=[TWICE])
    steps = [(opening(OTHER),), (opening(at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice") == r.TooFewContacts(
        2, 3, 2 * HOUR, "requester", after("0s"), (OTHER, TICKET)
    )


def test_contacts_that_led_to_a_move_elsewhere_say_so() -> None:
    policy = document(repeat_contact=repeat(2, "2h"), escalation=[TWICE])
    steps = [(opening(),), (opening(OTHER, at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice") == r.CountedElsewhere(after("30m"), (OTHER, TICKET), OTHER)


def test_contacts_that_came_together_on_tickets_that_had_ended_are_of_none() -> None:
    policy = document(repeat_contact=repeat(2, "2h"), escalation=[TWICE])
    close = ask(c.CloseTicket, at="10m")
    back = ask(c.ReceiveContact, by=REQUESTER, at="20m", requester=CARL, text="?")
    found = Explained(day((opening(),), (close,), (back,), policy=policy, until="3h"))
    assert found.only("twice") == r.CountedElsewhere(after("20m"), (TICKET,), "")


def test_contacts_on_the_ticket_alone_count_where_the_policy_says_so() -> None:
    policy = document(repeat_contact=repeat(2, "2h", "ticket"), escalation=[TWICE])
    steps = [(opening(),), (opening(OTHER, at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice").tickets == (TICKET,)


def test_without_a_rule_on_repeats_nothing_is_counted() -> None:
    assert explained(rules=[TWICE]).only("twice") == r.NothingCounted()


def test_without_a_requester_nothing_is_counted() -> None:
    policy = document(repeat_contact=repeat(), escalation=[TWICE])
    found = Explained(day((opening(requester=""),), policy=policy, until="3h"))
    assert found.only("twice") == r.NoRequester()
