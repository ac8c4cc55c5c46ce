"""Days at the desk on which anything is asked of three tickets, by people and by rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, product
from typing import Any, NamedTuple

from hypothesis import strategies as some

from domain import commands as c
from domain.actor import Actor
from domain.commands import Command
from domain.ids import NAMESPACE, derive
from tests.spec import ANNA, CARL, MACHINE, OTHER, REQUESTER, THIRD, TICKET, after, ask
from tests.unit.policy_documents import ALWAYS, document, repeat, rule, target
from tests.unit.random_tickets import BLINKING

STEPS = {"warn_at": ["50%"], "overdue": ["5m"]}
POLICY = document(
    target(
        {"priority": ["urgent"]},
        acknowledge="3m",
        first_response={"target": "6m", "pause": ["vendor"]},
        resolution={"target": "6m", "pause": ["vendor"], **STEPS},
    ),
    target(
        {"priority": ["normal"]},
        calendar="blinking",
        acknowledge="8m",
        tier_time={"target": "20m", "pause": ["vendor"], **STEPS},
        resolution={"target": "20m", "pause": ["vendor"], **STEPS},
    ),
    calendars={"always": ALWAYS, "blinking": BLINKING},
    repeat_contact=repeat(contacts=2, within="15m"),
    escalation=[
        rule("heads-up", "sla_warned", notify=["assignee", "requester"]),
        rule("up", "sla_breached", metric=["resolution", "first_response"], to="next"),
        rule("nobody", "sla_breached", metric=["acknowledge"], to="next"),
        rule("late", "sla_overdue", after="5m", to="management"),
        rule("again", "repeat_contact", to="next", unless={"moved_within": "4m"}),
        rule("raise", "repeat_contact", set_priority="urgent"),
        rule(
            "back",
            "acknowledged",
            in_tier="technical",
            after_reason="unacknowledged",
            to="previous",
        ),
        rule("down", "sla_breach_retracted", to="previous"),
    ],
    notify={"requester": {"on": ["tier_moved", "resolved"], "hours": ["blinking"]}},
)


class Wish(NamedTuple):
    """What is asked of a ticket so many minutes after the wish before, and how late it is told."""

    gap: int
    late: int
    ticket: str
    verb: str


WORDS: dict[str, tuple[type[Any], Actor, dict[str, Any]]] = {
    "open": (c.OpenTicket, REQUESTER, {"requester": CARL}),
    "contact": (c.ReceiveContact, REQUESTER, {}),
    "reply": (c.SendReply, ANNA, {}),
    "acknowledge": (c.AcknowledgeTicket, ANNA, {}),
    "assign": (c.AssignTicket, ANNA, {"assignee": "anna"}),
    "urgent": (c.ChangePriority, ANNA, {"priority": "urgent"}),
    "normal": (c.ChangePriority, ANNA, {"priority": "normal"}),
    "low": (c.ChangePriority, ANNA, {"priority": "low"}),
    "hold": (c.HoldTicket, ANNA, {"on": "vendor"}),
    "resume": (c.ResumeTicket, ANNA, {}),
    "up": (c.EscalateTier, ANNA, {}),
    "down": (c.DeescalateTier, ANNA, {}),
    "machine down": (c.DeescalateTier, MACHINE, {"reason": "policy", "rule": "back"}),
    "resolve": (c.ResolveTicket, ANNA, {}),
    "reopen": (c.ReopenTicket, ANNA, {}),
    "close": (c.CloseTicket, ANNA, {}),
    "merge": (c.MergeTicket, ANNA, {"into": OTHER}),
    "link": (c.LinkTickets, ANNA, {"other": OTHER}),
    "rate": (c.RateTicket, REQUESTER, {"score": 5}),
    "withdraw": (c.ApplyPolicy, ANNA, {"policy": "default", "version": 0, "mode": "withdraw"}),
    "apply": (c.ApplyPolicy, ANNA, {"policy": "default", "version": 1}),
}
NOTHING = Wish(0, 0, TICKET, "nothing")
WISHES = [
    Wish(gap, late, ticket, verb)
    for verb, ticket, (gap, late) in product(
        WORDS, (TICKET, OTHER), ((0, 0), (1, 0), (6, 0), (6, 4))
    )
]
WISHES += [Wish(1, 0, THIRD, verb) for verb in ("open", "contact", "up", "reopen", "merge")]
days = some.lists(some.sampled_from([NOTHING, *WISHES]), min_size=5, max_size=10)


class Instant(NamedTuple):
    """Commands that are told at the same time (microseconds)."""

    now: int
    commands: list[Command]


def instants(wishes: Sequence[Wish]) -> Iterator[Instant]:
    """Yield what is told at each instant, after the openings of two tickets."""
    told = [
        (0, _command(Wish(0, 0, ticket, "open"), 0, number))
        for number, ticket in enumerate((TICKET, OTHER))
    ]
    minute = 0
    for number, wish in enumerate((wish for wish in wishes if wish != NOTHING), len(told)):
        minute += wish.gap
        told.append((minute, _command(wish, minute - wish.late, number)))
    for at, each in groupby(told, key=lambda pair: pair[0]):
        yield Instant(after(f"{at}m"), [command for _, command in each])


def _command(wish: Wish, minute: int, number: int) -> Any:
    kind, by, about = WORDS[wish.verb]
    at = f"{minute}m" if minute >= 0 else f"-{-minute}m"
    own: dict[str, Any] = {
        "command_id": derive(NAMESPACE, f"wish {number}"),
        "ticket_id": wish.ticket,
    }
    if by == MACHINE:
        own["cause_at"] = after(at)
    return ask(kind, by=by, at=at, **{**about, **own})
