"""Rules on a whole desk: what people do leads down again, and of two at once the first acts."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import (
    AcknowledgeTicket,
    EscalateTier,
    OpenTicket,
    ReceiveContact,
    ResolveTicket,
    SendReply,
)
from domain.events.sla import EscalationDeclined, RepeatContact
from domain.events.ticket import TierMoved
from tests.spec import CARL, MACHINE, REQUESTER, ask
from tests.unit.desk_examples import day
from tests.unit.policy_documents import document, repeat, rule, target

OPEN = ask(OpenTicket, requester=CARL, by=REQUESTER)
DOWN: dict[str, Any] = {"in_tier": "technical", "to": "previous"}


def moves(*steps: Any, policy: dict[str, Any], until: str = "10h") -> list[tuple[str, str]]:
    """Return by which rule a ticket was moved, and to where."""
    desk = day(*([step] for step in steps), policy=policy, until=until)
    found = [(move.rule, move.to_tier) for move in desk.of(TierMoved)]
    desk.close()
    return found


def test_acknowledging_leads_back_down_where_the_policy_says_so() -> None:
    policy = document(escalation=[rule("down", "acknowledged", **DOWN)])
    steps = (OPEN, ask(EscalateTier, at="1m"), ask(AcknowledgeTicket, at="2m"))
    assert moves(*steps, policy=policy) == [("", "technical"), ("down", "front-line")]
    assert moves(*steps, policy=document()) == [("", "technical")]


def test_resolving_leads_back_down_where_the_policy_says_so() -> None:
    policy = document(escalation=[rule("down", "resolved", **DOWN)])
    steps = (OPEN, ask(EscalateTier, at="1m"), ask(ResolveTicket, at="2m"))
    assert moves(*steps, policy=policy) == [("", "technical"), ("down", "front-line")]
    assert moves(*steps, policy=document()) == [("", "technical")]


@pytest.mark.parametrize("first", ["next", "management"])
def test_of_two_rules_at_one_instant_the_one_that_is_written_first_moves(first: str) -> None:
    rules = [rule(to, "sla_breached", to=to) for to in ("next", "management")]
    rules.sort(key=lambda one: one["name"] != first)
    desk = day([OPEN], policy=document(target(resolution="1h"), escalation=rules), until="10h")
    [move], [declined] = desk.of(TierMoved), desk.of(EscalationDeclined)
    assert move.rule == first
    assert move.to_tier == ("technical" if first == "next" else "management")
    assert (declined.rule, declined.why) == (rules[1]["name"], "moved_already")
    desk.close()


@pytest.mark.parametrize("metrics", [("acknowledge", "resolution"), ("resolution", "acknowledge")])
def test_of_two_clocks_at_one_instant_the_first_by_name_moves(metrics: tuple[str, str]) -> None:
    """However they are written; the other is declined, and says so."""
    promises: dict[str, Any] = dict.fromkeys(metrics, "1h")
    rules = [rule(f"on {metric}", "sla_breached", metric=[metric], to="next") for metric in metrics]
    desk = day([OPEN], policy=document(target(**promises), escalation=rules), until="61m")
    assert [move.rule for move in desk.of(TierMoved)] == ["on acknowledge"]
    assert [said.rule for said in desk.of(EscalationDeclined)] == ["on resolution"]
    desk.close()


@pytest.mark.parametrize("channel", ["web", "phone", "chat"])
def test_who_comes_back_on_another_channel_has_come_back(channel: str) -> None:
    again = ask(ReceiveContact, by=REQUESTER, at="10m", channel=channel)
    policy = document(repeat_contact=repeat(), escalation=[rule("up", "repeat_contact", to="next")])
    assert moves(OPEN, again, policy=policy) == [("up", "technical")]


def test_replies_are_no_contacts_whoever_wrote_them() -> None:
    replies = [
        ask(SendReply, at="10m"),
        ask(SendReply, at="11m", automatic=True),
        ask(SendReply, at="12m", by=MACHINE),
        ask(ReceiveContact, at="13m", by=MACHINE),
    ]
    desk = day([OPEN], *([reply] for reply in replies), policy=document(repeat_contact=repeat()))
    assert desk.of(RepeatContact) == []
    desk.close()


def test_a_ticket_that_cools_down_is_left_alone_and_moves_afterwards() -> None:
    again = rule("again", "repeat_contact", to="next", unless={"moved_within": "30m"})
    policy = document(repeat_contact=repeat(), escalation=[again])
    contacts = [ask(ReceiveContact, by=REQUESTER, at=f"{minute}m") for minute in (10, 20, 30, 50)]
    desk = day([OPEN], *([contact] for contact in contacts), policy=policy, until="10h")
    assert desk.story(RepeatContact, TierMoved, EscalationDeclined) == [
        "10m RepeatContact",
        "10m TierEscalated",
        "30m RepeatContact",
        "30m EscalationDeclined",
    ]
    later = ask(ReceiveContact, by=REQUESTER, at="70m")
    desk.close()
    assert moves(OPEN, *contacts, later, policy=policy) == [
        ("again", "technical"),
        ("again", "management"),
    ]
