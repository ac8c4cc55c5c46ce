"""A desk under a policy as people write it, told what happens when, and read as people read it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from domain.commands import OpenTicket, PublishPolicy
from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from infra.policies import read_policy
from infra.policies.strict_yaml import plain
from projections.catalogue import ALL, build
from projections.generations import reading
from projections.sentences import sentence
from projections.views import open_views
from tests.spec import CARL, NOON, REQUESTER, TICKET, ask
from tests.unit.desk_examples import Day
from tests.unit.hours_examples import EPOCH

FORM = "%a %d %b %H:%M"
"""How these stories say when: `Mon 05 Jan 14:00`, of the year 2026."""

REST = {
    "policy": "policy: default\n",
    "tiers": "tiers: [{name: front-line, team: support}, {name: technical, team: engineering}, "
    "{name: management, team: duty-managers}]\n",
    "calendars": "calendars: {office: {time_zone: UTC, hours: {mon-fri: 09:00-17:00}}}\n",
}
"""What a policy is completed with: the office is open from nine to five, from Monday to Friday."""


class Desk(Day):
    """It begins on Monday, 5 January 2026, at noon UTC; times are those of a zone."""

    def __init__(self, policy: str, zone: str = "UTC") -> None:
        self._zone = ZoneInfo(zone)
        super().__init__(_document(policy))

    def put_in_use(self, when: str, policy: str) -> None:
        """Publish another version."""
        text = json.dumps(_document(policy))
        self.do(when, PublishPolicy, policy="default", document=text)

    def open(self, when: str, **about: Any) -> None:
        """Have Carl ask something."""
        self.do(when, OpenTicket, **{"by": REQUESTER, "requester": CARL, **about})

    def do(self, when: str, kind: type[Any], **about: Any) -> None:
        """Have something done, by Anna unless told otherwise, which must not be refused."""
        milliseconds = (self._instant(when) - NOON) // 1_000
        [outcome] = self.ask(ask(kind, at=f"{milliseconds}ms", **about))
        assert outcome.refusal == ""

    def wait(self, when: str) -> None:
        """Let all happen up to then, that minute included."""
        self.pass_until(self._instant(when) + 1)

    def told(self, *kinds: type[Event], ticket: str = TICKET) -> list[str]:
        """Return the lines about the ticket's facts of those kinds, such as `… Resolved in …`."""
        return [
            f"{self.when(event.occurred_at)} {sentence(event)}"
            for event in self.log()
            if isinstance(event, kinds) and _about(event) == ticket
        ]

    def only(self, kind: type[Event]) -> Any:
        """Return the one fact of that kind."""
        [event] = self.of(kind)
        return event

    def when(self, instant: int) -> str:
        """Return an instant as these stories say it, with the seconds if there are any."""
        moment = (EPOCH + timedelta(microseconds=instant)).astimezone(self._zone)
        whole = not (moment.second or moment.microsecond)
        return moment.strftime(FORM if whole else f"{FORM}:%S.%f")

    def rows(self, model: str, table: str = "") -> list[Row[Any]]:
        """Return the rows of a read model that was told of everything, or of its other table."""
        engine = open_views(None)
        for projection in build(engine, [model], Catalogue()):
            projection.handle(list(self.embedded.feed.read(0, 100_000)))
        with reading(engine, model) as (connection, generation):
            found = ALL[model].tables(generation).tables[f"{table or model}_{generation}"]
            rows = list(connection.execute(select(found)))
        engine.dispose()
        return rows

    def come_back(self, when: str) -> None:
        """Begin to look again, as `escalon up` does, when nobody has looked for a while."""
        now = self._instant(when) + 1
        self.clock.advance(now)
        while not self.embedded.pipeline.is_idle(now):
            self.embedded.pipeline.step(now, grain=50_000, limit=500)

    def _instant(self, when: str) -> int:
        local = datetime.strptime(f"2026 {when}", f"%Y {FORM}").replace(tzinfo=self._zone)
        assert local.strftime(FORM) == when
        return (local - EPOCH) // timedelta(microseconds=1)


def _about(event: Event) -> str:
    return event.ticket_id if isinstance(event, TicketEvent | CaseEvent) else ""


def _document(policy: str) -> dict[str, Any]:
    written = plain(policy)
    assert isinstance(written, dict)
    rest = (text for key, text in REST.items() if key not in written)
    return read_policy("".join([policy, *rest]), first_year=2026)
