"""A real desk in memory that is told what happens when, and read models of what it records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Engine, Row, select

from domain import commands as c
from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.durations import DAY, HOUR, MINUTE
from domain.ids import NAMESPACE, derive
from domain.policy.catalogue import Catalogue
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from infra.log.recorded import Recorded
from projections.catalogue import ALL, build
from projections.generations import reading
from projections.views import open_views

MONDAY = 1_767_571_200_000_000
ANNA = Actor(AGENT, "anna")
BERT = Actor(AGENT, "bert")
ROBOT = Actor(SYSTEM, "robot")
RITA = Actor(REQUESTER, derive(NAMESPACE, "rita"))
POLICY: dict[str, Any] = {
    "policy": "default",
    "calendars": {
        "always": {
            "time_zone": "UTC",
            "hours": "24x7",
            "holidays": [],
            "breaks": {},
            "shifts": {},
        }
    },
    "tiers": [{"name": name, "team": name} for name in ("front-line", "technical", "management")],
    "moved": {},
    "targets": [
        {"match": {"queue": ["slow"]}, "calendar": ["always"], "boundary": "close", "metrics": {}},
        {
            "match": {},
            "calendar": ["always"],
            "boundary": "close",
            "metrics": {
                "first_response": {"target": "2h"},
                "next_response": {"target": "3h"},
                "resolution": {
                    "target": "8h",
                    "until": "resolved",
                    "pause": ["requester"],
                    "warn_at": ["50%"],
                    "overdue": ["1h"],
                },
            },
        },
    ],
    "escalation": [
        {"name": "breach-goes-up", "when": "sla_breached", "metric": ["resolution"], "to": "next"},
        {"name": "tell-lead", "when": "repeat_contact", "notify": ["lead"]},
    ],
    "repeat_contact": {"contacts": 3, "within": "1d", "scope": "ticket"},
    "notify": {},
    "late_facts": "5m",
    "apply_to_open": "keep",
}


def ticket(name: str) -> str:
    """Return the id of the ticket of that name."""
    return derive(NAMESPACE, f"ticket:{name}")


class Story:
    """Facts as a real desk records them; times are microseconds since `MONDAY`."""

    def __init__(self, **policy: Any) -> None:
        self._clock = VirtualClock(MONDAY)
        self.desk = open_embedded(None, self._clock)
        self._asked = 0
        self.publish(0, POLICY | policy)

    def publish(self, at: int, document: dict[str, Any]) -> None:
        """Have a version of the policy published."""
        text = json.dumps(document)
        self._do(at, c.PublishPolicy, ANNA, policy="default", document=text)

    def open(self, name: str, at: int = 0, **fields: Any) -> None:
        """Have a ticket opened by Rita, called by its name in other systems too."""
        fields = {"requester": RITA.id, "external_id": name} | fields
        self.tell(at, c.OpenTicket, name, by=fields.pop("by", RITA), **fields)

    def tell(
        self, at: int, what: type[c.TicketRequest], name: str, by: Actor = ANNA, **fields: Any
    ) -> None:
        """Have something done to a ticket, however long ago that was."""
        self._do(at, what, by, ticket_id=ticket(name), **fields)

    def wait(self, until: int) -> None:
        """Let time go by."""
        self.desk.pipeline.run_until(MONDAY + until, at=self._clock.advance)
        self._clock.advance(MONDAY + until)

    def facts(self, after: int = 0) -> list[Recorded]:
        """Return all that was recorded behind the position."""
        self.desk.pipeline.settle()
        return list(self.desk.feed.read(after, 1_000_000))

    def _do(self, at: int, what: type[c.Request], by: Actor, **fields: Any) -> None:
        self.wait(at)
        self._asked += 1
        id = derive(NAMESPACE, f"command:{self._asked}")
        request = what(command_id=id, at=MONDAY + at, actor=by, imported=True, **fields)
        self.desk.desk.execute(request)  # type: ignore[arg-type]  # one of the commands
        self.desk.pipeline.settle()


@cache
def long_story() -> Story:
    """Return a story in which about everything happens; it is over, only read it."""
    story = Story()
    story.open("one")
    story.open("two", MINUTE, queue="mail", subject="No mail since noon")
    _about_one(story)
    story.open("three", 5 * HOUR, queue="slow")
    story.tell(6 * HOUR, c.EscalateTier, "three")
    _about_two(story)
    story.wait(2 * DAY)
    return story


def _about_one(story: Story) -> None:
    story.tell(HOUR, c.AssignTicket, "one", assignee="anna")
    story.tell(HOUR, c.SendReply, "one", text="Have you tried turning it off?")
    story.tell(2 * HOUR, c.HoldTicket, "one", on="requester")
    story.tell(3 * HOUR, c.ReceiveContact, "one", by=RITA)
    story.tell(3 * HOUR, c.ResumeTicket, "one")
    story.tell(4 * HOUR, c.ReceiveContact, "one", by=RITA)


def _about_two(story: Story) -> None:
    story.tell(7 * HOUR, c.ChangePriority, "two", priority="high")
    story.tell(10 * HOUR, c.ResolveTicket, "two", by=BERT)
    story.tell(11 * HOUR, c.ReopenTicket, "two", by=RITA)
    story.tell(12 * HOUR, c.DeescalateTier, "two")
    story.tell(DAY, c.RouteTicket, "two", queue="network", category="wifi")
    story.tell(DAY + HOUR, c.MergeTicket, "three", into=ticket("two"))
    story.tell(DAY + 2 * HOUR, c.ResolveTicket, "two")
    story.tell(DAY + 3 * HOUR, c.RateTicket, "two", by=RITA, score=4)
    story.tell(DAY + 4 * HOUR, c.CloseTicket, "two")


def views_of(story: Story, *names: str) -> Engine:
    """Return read models in memory that know all of the story."""
    return views_of_facts(story.facts(), *names)


def views_of_facts(facts: Sequence[Recorded], *names: str) -> Engine:
    """Return read models in memory that know the facts."""
    engine = open_views(None)
    for projection in build(engine, names or ALL, Catalogue()):
        projection.handle(facts)
    return engine


def dump(engine: Engine, name: str) -> dict[str, list[Row[Any]]]:
    """Return all rows of a projection's live tables, by the tables' names without their number."""
    with reading(engine, name) as (connection, generation):
        return {
            table.name.removesuffix(f"_{generation}"): sorted(
                connection.execute(select(table)).all(), key=repr
            )
            for table in ALL[name].tables(generation).sorted_tables
        }
