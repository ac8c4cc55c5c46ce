"""Logs of commands that never were: requesters come back, tickets merge, much happens at once."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from domain import commands as c
from domain.actor import AGENT, REQUESTER, Actor
from domain.commands import TicketCommand
from domain.durations import MINUTE
from domain.ids import NAMESPACE, derive
from escalon.importers.log import Log, Retold
from infra.policies import read_policy, to_json

POLICY = """
policy: made-up
tiers:
  - {name: front-line, team: support}
  - {name: technical, team: engineering}
  - {name: management, team: heads}
targets:
  - metrics:
      first_response: 30m
      next_response: {target: 1h, warn_at: [50%]}
      resolution: {target: 4h, warn_at: [50%], overdue: [2h, 4h]}
      tier_time: 2h
repeat_contact: {contacts: 2, within: 6h, scope: requester}
escalation:
  - {name: warned, when: sla_warned, metric: resolution, at: 50%, notify: [lead]}
  - {name: late, when: sla_breached, metric: resolution, to: next}
  - {name: later, when: sla_overdue, metric: resolution, after: 2h, to: next}
  - {name: stuck, when: sla_breached, metric: tier_time, to: next, unless: {moved_within: 30m}}
  - {name: again, when: repeat_contact, to: next, unless: {moved_within: 10m}}
"""
FIRST = 1_456_704_000_000_000
"""29 February 2016, UTC, in microseconds."""
GRAIN = 15 * MINUTE
"""Between two times at which anything happens, so that deadlines are met exactly."""
STEPS = 160
ANNA = Actor(AGENT, "anna")


def document() -> str:
    """Return the policy as it is published."""
    return to_json(read_policy(POLICY, first_year=2016))


def made_up_cases(seed: int, *, requesters: int, tickets: int) -> Log:
    """Return a log in which so many requesters open so many tickets."""
    random = Random(seed)  # noqa: S311  # the same each time is what is wanted
    said = sorted(_said(random, requesters, tickets), key=lambda each: each[0])
    entries = [
        Retold(at, row, (_command(kind, row, at, fields),))
        for row, (at, kind, fields) in enumerate(said, 1)
    ]
    return Log(rows=len(entries), tickets=tickets, entries=entries)


Said = tuple[int, type[Any], dict[str, Any]]


def _said(random: Random, requesters: int, tickets: int) -> Iterator[Said]:
    opened: list[tuple[str, str]] = []
    for number in range(tickets):
        ticket, requester = (
            _id(f"ticket {number}"),
            _id(f"requester {random.randrange(requesters)}"),
        )
        by = requester if random.random() < 0.8 else ""
        opened.append((ticket, by))
        yield from _case(random, ticket, by, opened)


def _case(
    random: Random, ticket: str, requester: str, opened: list[tuple[str, str]]
) -> Iterator[Said]:
    step = random.randrange(STEPS)
    fields = {"ticket_id": ticket, "requester": requester, "external_id": ticket[:8]}
    yield FIRST + step * GRAIN, c.OpenTicket, {**fields, "policy": "made-up"}
    for _ in range(random.randrange(7)):
        step += random.choice((0, 0, 1, 1, 2, 4, 8, 16))
        at = FIRST + step * GRAIN
        other, by = random.choice(opened[-3:])
        yield (
            at,
            *random.choice(
                (
                    (c.ReceiveContact, {"ticket_id": ticket, "requester": requester}),
                    (c.ReceiveContact, {"ticket_id": ticket, "requester": by}),
                    (c.SendReply, {"ticket_id": ticket}),
                    (c.HoldTicket, {"ticket_id": ticket, "on": "requester"}),
                    (c.ResumeTicket, {"ticket_id": ticket}),
                    (c.ResolveTicket, {"ticket_id": ticket}),
                    (c.ReopenTicket, {"ticket_id": ticket}),
                    (c.ChangePriority, {"ticket_id": ticket, "priority": "high"}),
                    (c.MergeTicket, {"ticket_id": ticket, "into": other}),
                    (c.LinkTickets, {"ticket_id": ticket, "other": other}),
                )
            ),
        )


def _command(kind: type[Any], row: int, at: int, fields: dict[str, Any]) -> TicketCommand:
    by = fields.get("requester", "")
    actor = Actor(REQUESTER, by) if by else ANNA
    said: TicketCommand = kind(
        command_id=_id(f"row {row}"), at=at, actor=actor, imported=True, **fields
    )
    return said


def _id(name: str) -> str:
    return derive(NAMESPACE, f"made-up {name}")
