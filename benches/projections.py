"""What each projection costs, µs a fact, on one core: `python benches/projections.py [TICKETS]`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain import commands as c  # above
from domain.actor import AGENT, REQUESTER, Actor
from domain.durations import DAY, HOUR, MINUTE
from domain.ids import NAMESPACE, derive
from domain.policy.catalogue import Catalogue
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from infra.log.recorded import Recorded
from projections.catalogue import ALL, build
from projections.views import open_views

START = 1_767_225_600_000_000
TICKETS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
BATCH = 1_000
AGENTS = [f"agent-{number}" for number in range(40)]
SPANS = ["08:00-12:00", "13:00-18:00"]
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), SPANS)
DOCUMENT = {
    "policy": "default",
    "calendars": {
        "office": {
            "time_zone": "Europe/Stockholm",
            "hours": OFFICE,
            "holidays": ["2026-01-06"],
            "breaks": {},
            "shifts": {},
        }
    },
    "tiers": [{"name": name, "team": name} for name in ("front-line", "technical", "management")],
    "moved": {},
    "targets": [
        {
            "match": {},
            "calendar": ["office"],
            "boundary": "close",
            "metrics": {
                "acknowledge": {"target": "1h"},
                "first_response": {"target": "4h", "warn_at": ["50%"]},
                "resolution": {"target": "16h", "pause": ["requester"], "warn_at": ["80%"]},
            },
        }
    ],
    "escalation": [
        {"name": "up", "when": "sla_breached", "metric": ["resolution"], "to": "next"},
        {"name": "asked-twice", "when": "repeat_contact", "to": "next"},
        {"name": "heads-up", "when": "sla_warned", "notify": ["assignee"]},
    ],
    "repeat_contact": {"contacts": 3, "within": "2d", "scope": "ticket"},
    "notify": {},
    "late_facts": "5m",
    "apply_to_open": "keep",
}


class Life:
    """The commands of one ticket, at times of their own."""

    def __init__(self, number: int, random: Random) -> None:
        self._random = random
        self._number = number
        self._said = 0
        self.ticket = derive(NAMESPACE, f"ticket:{number}")
        self.requester = derive(NAMESPACE, f"requester:{number % (TICKETS // 2)}")
        self.at = START + random.randrange(60 * DAY)

    def commands(self) -> Iterator[c.Command]:
        agent = Actor(AGENT, self._random.choice(AGENTS))
        asking = Actor(REQUESTER, self.requester)
        yield c.OpenTicket(
            **self._about(asking),
            external_id=f"INC{self._number:07}",
            requester=self.requester,
            subject="The printer on the second floor is out of paper again",
            queue=self._random.choice(["mail", "network", "hardware"]),
        )
        yield c.AssignTicket(**self._about(agent), assignee=agent.id)
        yield c.SendReply(**self._about(agent))
        for _ in range(self._random.randrange(4)):
            yield c.HoldTicket(**self._about(agent), on="requester")
            yield c.ReceiveContact(**self._about(asking))
            yield c.ResumeTicket(**self._about(agent))
            yield c.SendReply(**self._about(agent))
        if self._one_of(3):
            yield c.RouteTicket(**self._about(agent), queue="specialists")
        yield c.ResolveTicket(**self._about(agent))
        if self._one_of(10):
            yield c.ReopenTicket(**self._about(asking))
            yield c.ResolveTicket(**self._about(agent))
        yield c.CloseTicket(**self._about(agent))

    def _one_of(self, many: int) -> bool:
        return self._random.randrange(many) == 0

    def _about(self, actor: Actor) -> dict[str, object]:
        self._said += 1
        self.at += self._random.choice([5 * MINUTE, HOUR, 3 * HOUR, DAY])
        id = derive(self.ticket, str(self._said))
        return {"command_id": id, "at": self.at, "actor": actor, "ticket_id": self.ticket}


def history() -> list[Recorded]:
    """Return what a desk records of the lives of many tickets."""
    random = Random(1)  # noqa: S311  # the same lives each time, no secret
    clock = VirtualClock(START)
    desk = open_embedded(None, clock)
    publish = c.PublishPolicy(
        command_id=derive(NAMESPACE, "publish"),
        at=START,
        actor=Actor(AGENT, "author"),
        policy="default",
        document=json.dumps(DOCUMENT),
    )
    desk.desk.execute(publish)
    commands = [command for n in range(TICKETS) for command in Life(n, random).commands()]
    commands.sort(key=attrgetter("at"))
    for at, together in groupby(commands, key=attrgetter("at")):
        desk.pipeline.run_until(at, at=clock.advance)
        clock.advance(at)
        desk.desk.execute_many(list(together))
    desk.pipeline.settle()
    facts = list(desk.feed.read(0, 10_000_000))
    desk.close()
    return facts


def measure(name: str, facts: list[Recorded], folder: Path) -> float:
    """Return what the projection costs a fact, in microseconds."""
    engine = open_views(folder / f"{name}.sqlite")
    [projection] = build(engine, [name], Catalogue())
    begin = perf_counter()
    for start in range(0, len(facts), BATCH):
        projection.handle(facts[start : start + BATCH])
    spent = perf_counter() - begin
    engine.dispose()
    return spent / len(facts) * 1e6


def main() -> None:
    begin = perf_counter()
    facts = history()
    print(f"{len(facts):,} facts of {TICKETS:,} tickets, made in {perf_counter() - begin:.0f} s")
    total = 0.0
    for name in ALL:
        with TemporaryDirectory() as folder:
            cost = measure(name, facts, Path(folder))
        total += cost
        print(f"{name:12} {cost:6.1f} µs a fact")
    print(f"{'all':12} {total:6.1f} µs a fact, {1e6 / total:,.0f} facts a second")


if __name__ == "__main__":
    main()
