"""When a clock must be due, by a policy's YAML and a list of pauses: nothing of the program here.

Times are aware datetimes in UTC, lengths are timedeltas. It walks from day to day, as one would
with a calendar on the wall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import holidays
import yaml

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
STOPS = {"TicketResumed": "", "TicketReopened": "", "TicketResolved": "resolved"} | {
    "TicketClosed": "closed"
}
"""How facts that end a hold, or the ticket, leave it."""
UNITS = {"h": 3_600, "m": 60, "s": 1}


class Times(NamedTuple):
    """A stretch of time, open at its end."""

    start: datetime
    end: datetime


class Policy:
    """A policy's targets, and the hours of its only calendar."""

    def __init__(self, text: str) -> None:
        document: Any = yaml.safe_load(text)
        self._targets = document["targets"]
        [self._hours] = document["calendars"].values()
        self._zone = ZoneInfo(self._hours["time_zone"])
        country = (self._hours.get("holidays") or {}).get("country")
        self._holidays = holidays.country_holidays(country) if country else {}
        self.on = cache(self._on)

    def promised(self, target: int, metric: str) -> timedelta:
        """Return what a target, by its number, gives a metric."""
        promise = self._targets[target - 1]["metrics"][metric]
        return length_of(promise if isinstance(promise, str) else promise["target"])

    def excluded(self, target: int, metric: str) -> set[str]:
        """Return what doesn't count for a metric by a target: holds by whom, ends by status."""
        promise = self._targets[target - 1]["metrics"][metric]
        said = {} if isinstance(promise, str) else promise
        over = {"closed"} if said.get("until") == "closed" else {"resolved", "closed"}
        return {*said.get("pause", ()), *over}

    def _on(self, day: date) -> list[Times]:
        """Return when it is open on a local date."""
        if day in self._holidays:
            return []
        return [
            Times(self._instant(day, opening), self._instant(day, closing))
            for days, spans in self._hours["hours"].items()
            if day.weekday() in _weekdays(days)
            for opening, closing in [spans.split("-")]
        ]

    def open_since(self, start: datetime) -> Iterator[Times]:
        """Yield the open times from an instant on."""
        day = start.astimezone(self._zone).date()
        while True:
            for opening, closing in self.on(day):
                if closing > start:
                    yield Times(max(opening, start), closing)
            day += ONE_DAY

    def _instant(self, day: date, text: str) -> datetime:
        hours, minutes = map(int, text.split(":"))
        whole, hours = divmod(hours, 24)
        local = datetime.combine(day + whole * ONE_DAY, time(hours, minutes), self._zone)
        return local.astimezone(UTC)


def due(policy: Policy, start: datetime, pauses: Sequence[Times], length: timedelta) -> datetime:
    """Return when so much open time since the start is over, not counting the pauses."""
    for span in running(policy, start, pauses):
        if length <= span.end - span.start:
            return span.start + length
        length -= span.end - span.start
    raise AssertionError


def counted(
    policy: Policy, start: datetime, pauses: Sequence[Times], until: datetime
) -> list[Times]:
    """Return the open times from one instant to another that lie in no pause."""
    spans = takewhile(lambda span: span.start < until, running(policy, start, pauses))
    return [Times(span.start, min(span.end, until)) for span in spans]


def running(policy: Policy, start: datetime, pauses: Sequence[Times]) -> Iterator[Times]:
    """Yield the open times since the start that lie in no pause."""
    return joined(_pieces(policy, start, pauses))


def joined(spans: Iterable[Times]) -> Iterator[Times]:
    """Yield sorted spans with those that touch made one."""
    before: Times | None = None
    for span in spans:
        if before is not None and before.end == span.start:
            before = Times(before.start, span.end)
            continue
        if before is not None:
            yield before
        before = span
    if before is not None:
        yield before


def _pieces(policy: Policy, start: datetime, pauses: Sequence[Times]) -> Iterator[Times]:
    for opening, closing in policy.open_since(start):
        at = opening
        for pause in sorted(pauses):
            if pause.end > at and pause.start < closing:
                if at < pause.start:
                    yield Times(at, pause.start)
                at = pause.end
        if at < closing:
            yield Times(at, closing)


def length_of(text: str) -> timedelta:
    """Return the length that `32h48m27s` says."""
    parts = re.findall(r"([\d.]+)([hms])", text)
    assert "".join(amount + unit for amount, unit in parts) == text
    return timedelta(seconds=sum(float(amount) * UNITS[unit] for amount, unit in parts))


def pauses(
    happened: Sequence[tuple[datetime, str, str]], within: Times
) -> list[tuple[datetime, datetime, str]]:
    """Return when nobody had to work on the ticket, and for whom it waited or how it had ended.

    `happened` are its facts: when, what, and on whom a hold waits.
    """
    found = []
    since, why = within.start, ""
    for at, what, on in happened:
        now = on if what == "TicketHeld" else STOPS.get(what, why)
        if now != why:
            found.append((since, at, why))
            since, why = at, now
    found.append((since, within.end, why))
    inside = [(max(a, within.start), min(b, within.end), why) for a, b, why in found]
    return [(start, end, why) for start, end, why in inside if why and start < end]


def _weekdays(text: str) -> range:
    first, _, last = text.partition("-")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)
