"""Tickets to which anything happens, in any order; their time is counted in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast

from hypothesis import settings
from hypothesis import strategies as some

from domain import commands as c
from domain.actor import Actor
from domain.desk.handlers import HANDLERS, Context
from domain.durations import MINUTE
from domain.errors import DeskError
from domain.events.ticket import TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts, first_facts
from domain.model import Aggregate
from domain.ticket import Ticket
from domain.ticket.status import ENDED
from tests.spec import ANNA, CARL, MACHINE, NOON, OTHER, TICKET
from tests.unit.policy_documents import ALWAYS, OFFICE, catalogue, document, target

EXAMPLES = settings(max_examples=max(200, settings().max_examples))

SHIFTS = ["12:00-12:09", "12:15-12:30", "12:31-13:00", "13:20-24:00"]
"""Open times that begin and end within a story; the other calendar never closes."""

BLINKING = {**OFFICE, "hours": dict.fromkeys(("mon", "tue", "wed"), SHIFTS)}
METRICS = (
    "acknowledge",
    "first_response",
    "next_response",
    "requester_wait",
    "resolution",
    "tier_time",
    "update",
)


def _promises(minutes: int, pause: Sequence[str], **resolution: Any) -> dict[str, Any]:
    steps = {"warn_at": ["50%"], "overdue": ["6m"]}
    same = {"target": f"{minutes}m", "pause": list(pause), **steps}
    return {**dict.fromkeys(METRICS, same), "resolution": {**same, **resolution}}


def _policy(until: str) -> dict[str, Any]:
    """Return promises of all metrics to urgent and normal tickets, and of nothing to low ones."""
    urgent = _promises(6, ["vendor"], target="12m", until=until)
    normal = _promises(12, ["vendor", "requester"], target="18m", until=until)
    return document(
        target({"priority": ["urgent"]}, **urgent),
        target({"priority": ["normal"]}, calendar="blinking", **normal),
        calendars={"always": ALWAYS, "blinking": BLINKING},
    )


RESOLVED, CLOSED, STRICTER = 1, 2, 3
"""The versions: resolution until resolved, until closed, and a shorter one for all tickets."""

POLICIES = catalogue(
    _policy("resolved"),
    _policy("closed"),
    document(target(**_promises(3, ["vendor"], target="6m"))),
)


class Step(NamedTuple):
    """What is asked so many minutes after the step before, and how late it is told."""

    gap: int
    late: int
    verb: str


VERBS: Mapping[str, tuple[type[Any], Actor, dict[str, Any]]] = {
    "contact": (c.ReceiveContact, ANNA, {}),
    "reply": (c.SendReply, ANNA, {}),
    "automatic reply": (c.SendReply, MACHINE, {"automatic": True}),
    "note": (c.AddNote, ANNA, {}),
    "acknowledge": (c.AcknowledgeTicket, ANNA, {}),
    "assign": (c.AssignTicket, ANNA, {"assignee": "anna"}),
    "machine assign": (c.AssignTicket, MACHINE, {"assignee": "bo"}),
    "unassign": (c.UnassignTicket, ANNA, {}),
    "urgent": (c.ChangePriority, ANNA, {"priority": "urgent"}),
    "normal": (c.ChangePriority, ANNA, {"priority": "normal"}),
    "low": (c.ChangePriority, ANNA, {"priority": "low"}),
    "route": (c.RouteTicket, ANNA, {"queue": "hardware"}),
    "wait for vendor": (c.HoldTicket, ANNA, {"on": "vendor"}),
    "wait for requester": (c.HoldTicket, ANNA, {"on": "requester"}),
    "resume": (c.ResumeTicket, ANNA, {}),
    "up": (c.EscalateTier, ANNA, {}),
    "down": (c.DeescalateTier, ANNA, {}),
    "resolve": (c.ResolveTicket, ANNA, {}),
    "reopen": (c.ReopenTicket, ANNA, {}),
    "close": (c.CloseTicket, ANNA, {}),
    "merge": (c.MergeTicket, ANNA, {"into": OTHER}),
    "stricter": (c.ApplyPolicy, ANNA, {"policy": "default", "version": STRICTER}),
    "stricter from the start": (
        c.ApplyPolicy,
        ANNA,
        {"policy": "default", "version": STRICTER, "mode": "retroactive"},
    ),
    "back to the first": (c.ApplyPolicy, ANNA, {"policy": "default", "version": RESOLVED}),
    "withdraw": (c.ApplyPolicy, ANNA, {"policy": "default", "version": 0, "mode": "withdraw"}),
}


NOTHING = Step(0, 0, "nothing")
GAPS = (0, 1, 6, 12)
"""Lengths that the promises are made of, so that much happens just when something is due."""


def steps(
    verbs: Iterable[str] = tuple(VERBS), late: Iterable[int] = (0,)
) -> some.SearchStrategy[list[Step]]:
    """Return lists of steps, long ones too; each step is one draw, so that they come quickly."""
    each = [Step(gap, by, verb) for verb in verbs for gap in GAPS for by in late]
    return some.lists(some.sampled_from([NOTHING, *each]), min_size=6, max_size=12)


class Happened(NamedTuple):
    """A fact, and when it was told (microseconds)."""

    fact: TicketEvent
    told_at: int


class Opening(NamedTuple):
    """How a story begins."""

    priority: str = "normal"
    version: int = RESOLVED


OPENINGS = some.sampled_from(
    [Opening(priority, version) for priority in ("normal", "urgent") for version in (1, 2)]
)


class Tale(NamedTuple):
    """A ticket and its history."""

    ticket: Ticket
    history: list[Happened]


def happened(story: Sequence[Step], opening: Opening, *, silent_end: bool = False) -> Tale:
    """Return what becomes of a ticket if all of that is asked, as if the desk did it.

    With a silent end, nobody writes to the requester, or is written to, once the ticket has ended.
    """
    ticket, other = _opened(TICKET, opening), _opened(OTHER, opening)
    history = [Happened(cast("TicketEvent", fact), NOON) for fact in ticket.collect_events()]
    found: dict[str, Aggregate] = {TICKET: ticket, OTHER: other}
    now = NOON
    for number, step in enumerate(story):
        now += step.gap * MINUTE
        if step == NOTHING:
            continue
        if silent_end and ticket.status in ENDED and step.verb in ("contact", "reply"):
            continue
        kind, by, about = VERBS[step.verb]
        at = now - step.late * MINUTE
        id = f"{number:032x}"
        command = kind(command_id=id, at=at, actor=by, ticket_id=TICKET, **about)
        with suppress(DeskError):
            HANDLERS[kind](Context(command, found, POLICIES))
        history += [Happened(cast("TicketEvent", fact), now) for fact in ticket.collect_events()]
    return Tale(ticket, history)


def _opened(id: str, opening: Opening) -> Ticket:
    command = c.OpenTicket(
        command_id=f"{id[:8]}{'0' * 24}",
        at=NOON,
        actor=ANNA,
        ticket_id=id,
        requester=CARL,
        priority=opening.priority,
    )
    return Ticket.open(command, "front-line", opening.version)


def states(history: Sequence[Happened]) -> list[TicketFacts]:
    """Return what was known after each fact."""
    facts = [first_facts(cast("TicketOpened", history[0].fact))]
    for each in history[1:]:
        facts.append(facts[-1].after(each.fact))
    return facts


def minute(instant: int) -> int:
    """Return an instant in minutes after noon, as which all of a story is told."""
    minutes, rest = divmod(instant - NOON, MINUTE)
    assert not rest
    return minutes
