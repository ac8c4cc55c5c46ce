"""The program as its user meets it: arguments in, text and an exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from domain import commands as c
from domain.actor import AGENT, REQUESTER, Actor
from domain.durations import HOUR, MINUTE
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import Embedded, open_embedded
from escalon.cli import errors
from escalon.cli.main import app
from escalon.handling.embedded import DEMO
from infra.clock import VirtualClock
from infra.policies import read_policy, to_json

ROOT = Path(__file__).resolve().parents[2]
MONDAY = 1_767_600_000_000_000
"""2026-01-05T08:00:00Z."""
POLICY = """
policy: default
calendars:
  office: {time_zone: UTC, hours: {mon-fri: ["08:00-12:00", "13:00-17:00"]}}
tiers:
  - {name: front-line, team: support}
  - {name: technical, team: engineering}
  - {name: management, team: duty}
targets:
  - match: {priority: urgent}
    calendar: office
    metrics: {resolution: {target: 4h, pause: [vendor], overdue: [2h], warn_at: [50%]}}
  - calendar: office
    metrics: {first_response: 1h, resolution: {target: 8h, pause: [vendor]}}
repeat_contact: {contacts: 2, within: 24h}
escalation:
  - {name: heads-up, when: sla_warned, metric: resolution, at: 50%, notify: lead}
  - {name: breach-goes-up, when: sla_breached, metric: resolution, to: next}
  - {name: still-open, when: sla_overdue, metric: resolution, after: 2h, to: next,
     unless: {moved_within: 8h}}
  - {name: asked-twice, when: repeat_contact, to: next}
  - {name: gold-only, when: sla_breached, metric: resolution, match: {customer: gold}, notify: lead}
"""
ANNA = Actor(AGENT, "anna")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of one run."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """What was printed, without the line breaks that the width made."""
        return " ".join(self.out.split())


def escalon(*arguments: str) -> Ran:
    """Run the program in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = errors.run(lambda: app(list(arguments), prog_name="escalon"))
        except SystemExit as end:
            code = int(end.code or 0)
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())


def done(*arguments: str) -> Ran:
    """Run the program in this process; it must end well."""
    ran = escalon(*arguments)
    assert ran.code == 0, ran.err
    return ran


def elsewhere(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        program(*arguments),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def program(*arguments: str) -> list[str]:
    """Return the command line of the program."""
    return [sys.executable, "-P", "-c", "from escalon.cli import main; main()", *arguments]


class Past:
    """A desk whose time was told, and stands still at the end; times count from `MONDAY`."""

    def __init__(self, desk: Embedded, clock: VirtualClock, name: str = "asked") -> None:
        self._desk = desk
        self._clock = clock
        self._name = name
        self._asked = 0

    def publish(self, text: str = POLICY, at: int = 0) -> str:
        """Publish a policy, at the beginning unless said otherwise; returns the id of the fact."""
        document = read_policy(text, first_year=2026)
        self._do(at, c.PublishPolicy, policy=document["policy"], document=to_json(document))
        return derive(self._id(), "1")

    def open(self, name: str, at: int, **fields: Any) -> str:
        """Have a ticket opened by Rita; returns its id."""
        rita = derive(NAMESPACE, "requester:rita")
        fields = {"requester": rita, "subject": f"About {name}", "external_id": name} | fields
        id = derive(NAMESPACE, f"ticket:{name}")
        self._do(at, c.OpenTicket, by=Actor(REQUESTER, rita), ticket_id=id, **fields)
        return id

    def tell(self, at: int, what: type[c.TicketRequest], name: str, **fields: Any) -> None:
        self._do(at, what, ticket_id=derive(NAMESPACE, f"ticket:{name}"), **fields)

    def wait(self, until: int) -> None:
        """Let time go by; what was due in it is on record."""
        self._desk.pipeline.run_until(MONDAY + until, self._clock.advance)
        self._clock.advance(MONDAY + until)

    def _do(self, at: int, what: type[c.Request], by: Actor = ANNA, **fields: Any) -> None:
        self.wait(at)
        self._asked += 1
        request: Any = what(
            command_id=self._id(), at=MONDAY + at, actor=by, imported=True, **fields
        )
        self._desk.desk.execute(request)
        self._desk.pipeline.settle()

    def _id(self) -> str:
        """Return the id of the latest command."""
        return derive(NAMESPACE, f"{self._name}:{self._asked}")


@contextmanager
def past(folder: Path) -> Iterator[Past]:
    """Give a desk to tell a past to, in a folder of its own."""
    clock = VirtualClock(MONDAY)
    with closing(open_embedded(folder, clock)) as desk:
        told = Past(desk, clock)
        told.publish()
        yield told
    (folder / DEMO).touch()


def tell_a_week(folder: Path) -> Mapping[str, str]:
    """Tell a past in which rules act and keep still; returns the tickets' ids."""
    with past(folder) as told:
        ids = {"T-1": told.open("T-1", HOUR, priority="urgent")}
        told.tell(2 * HOUR, c.HoldTicket, "T-1", on="vendor")
        told.tell(3 * HOUR, c.ResumeTicket, "T-1")
        ids["T-2"] = told.open("T-2", 30 * HOUR, subject="[bold]It [is] slow\x1b[2J")
        told.tell(30 * HOUR + 10 * MINUTE, c.SendReply, "T-2", text="Looking.")
        told.tell(31 * HOUR, c.AssignTicket, "T-2", assignee="anna")
        ids["T-3"] = told.open("T-3", 49 * HOUR, requester="", priority="urgent")
        told.tell(50 * HOUR, c.ResolveTicket, "T-3", by=ANNA)
        told.wait(52 * HOUR)
    return ids
