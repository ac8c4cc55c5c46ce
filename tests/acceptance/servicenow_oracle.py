"""What the ServiceNow log must come to, by its CSV alone: nothing of the program is used here.

Times are whole minutes since a Monday. The rules are those that `servicenow.yaml` states.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

DAY = 24 * 60
WORKING_WEEK = 5 * DAY
WEEK = 7 * DAY
HOURS = {"1 - Critical": 10, "2 - High": 34, "3 - Moderate": 154, "4 - Low": 346}
TARGETS = {priority: hours * 60 for priority, hours in HOURS.items()}
OVERDUE_AFTER = DAY
COUNTED_WITHIN = DAY
SETTLED_FOR = 30
TIERS = ("front-line", "second-line", "management")
OPEN, RESOLVED, CLOSED = "open", "resolved", "closed"
REPEAT, BREACH, OVERDUE = "1 repeat contact", "2 breach", "3 overdue"
"""What may move an incident; those of one minute in this order, as facts come before clocks."""

Row = Mapping[str, str]


class Change(NamedTuple):
    """What a row says from its minute on."""

    at: int
    status: str
    priority: str


class Incident(NamedTuple):
    """One incident; `place` is its first row's, by which openings of one minute are ordered."""

    number: str
    place: int
    caller: str
    opened: int
    changes: tuple[Change, ...]
    reopened: int
    regrouped: int

    def is_open(self, at: int) -> bool:
        """Say whether somebody has to work on it, once all of that minute is known."""
        status = OPEN
        for change in self.changes:
            if change.at <= at:
                status = change.status
        return status == OPEN


class Expected(NamedTuple):
    """What a replay must say of an incident."""

    reopens: int
    routings: int
    resolution_breached: bool
    escalations: int
    final_tier: str
    final_status: str
    repeat_contacts: int


def read(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each incident, in the order of the file."""
    incidents: dict[str, list[Row]] = defaultdict(list)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            incidents[row["number"]].append(row)
    return incidents


def expected(path: Path) -> dict[str, Expected]:
    """Return what a replay of the file must say of each incident."""
    incidents: list[Incident] = []
    place = 0
    for rows in read(path).values():
        incidents.append(incident(rows, place))
        place += len(rows)
    end = max(each.changes[-1].at for each in incidents)
    repeats = repeat_contacts(incidents)
    return {each.number: verdict(each, repeats[each.number], end) for each in incidents}


def incident(rows: list[Row], place: int) -> Incident:
    """Return what the rows of one incident say."""
    changes: list[Change] = []
    status, reached = OPEN, 0
    for row in rows:
        reached = max(reached, minute(row["sys_updated_at"]))
        status = status_after(status, row["incident_state"])
        changes.append(Change(reached, status, row["priority"]))
    first = rows[0]
    states = [row["incident_state"] for row in rows]
    ended = ("Resolved", "Closed")
    return Incident(
        number=first["number"],
        place=place,
        caller=first["caller_id"],
        opened=min(minute(first["opened_at"]), changes[0].at),
        changes=tuple(changes),
        reopened=sum(a in ended and b != a and (a, b) != ended for a, b in pairwise(states)),
        regrouped=sum(a["assignment_group"] != b["assignment_group"] for a, b in pairwise(rows)),
    )


def status_after(status: str, state: str) -> str:
    """Return the status that a row leaves an incident in; state -100 is none."""
    if state == "-100":
        return status
    return {"Resolved": RESOLVED, "Closed": CLOSED}.get(state, OPEN)


def minute(text: str) -> int:
    """Return the minute of a time such as 29/2/2016 01:16."""
    since_a_monday = datetime.strptime(text, "%d/%m/%Y %H:%M") - datetime(2001, 1, 1)  # noqa: DTZ001, DTZ007  # one zone
    return since_a_monday.days * DAY + since_a_monday.seconds // 60


def worked(at: int) -> int:
    """Return how many minutes of all Mondays to Fridays had passed."""
    return at // WEEK * WORKING_WEEK + min(at % WEEK, WORKING_WEEK)


def minute_of(work: int) -> int:
    """Return the first minute at which so much had passed."""
    weeks, rest = divmod(work - 1, WORKING_WEEK)
    return weeks * WEEK + rest + 1


class Promise:
    """The resolution promised: how much of its time was used, and when what was said of it."""

    def __init__(self, incident: Incident) -> None:
        self.said: dict[str, int] = {}
        self._since = incident.opened
        self._target = TARGETS[incident.changes[0].priority]
        self._used = 0
        self._started: int | None = incident.opened

    def wait(self, until: int) -> None:
        """Say what takes effect before then."""
        if self._started is None:
            return
        for what, work in ((BREACH, self._target), (OVERDUE, self._target + OVERDUE_AFTER)):
            at = max(self._used_up(work, self._started), self._since)
            if at < until:
                self.said.setdefault(what, at)

    def change(self, change: Change) -> None:
        """Take the priority, then the status; what was used is kept."""
        self._since, self._target = change.at, TARGETS[change.priority]
        if self._started is not None and change.status == CLOSED:
            if self._used_up(self._target, self._started) < change.at:
                self.said.setdefault(BREACH, change.at)  # a priority of the same minute decides
            self._used += worked(change.at) - worked(self._started)
            self._started = None
        elif self._started is None and change.status != CLOSED:
            self._started = change.at

    def _used_up(self, work: int, started: int) -> int:
        """Return when so much is used up, if nothing comes between."""
        return minute_of(worked(started) + work - self._used)


def milestones(incident: Incident, end: int) -> dict[str, int]:
    """Return when the incident was breached and overdue, as far as it was by the end of the log."""
    promise = Promise(incident)
    for change in incident.changes:
        promise.wait(change.at)
        promise.change(change)
    promise.wait(end + 1)
    return promise.said


def repeat_contacts(incidents: Iterable[Incident]) -> dict[str, list[int]]:
    """Return when each incident was told that its caller had come back."""
    by_caller: dict[str, list[Incident]] = defaultdict(list)
    for each in sorted(incidents, key=lambda each: (each.opened, each.place)):
        if each.caller != "?":
            by_caller[each.caller].append(each)
    told: dict[str, list[int]] = defaultdict(list)
    for opened in by_caller.values():
        for earlier, later in pairs(opened):
            for each in (later, earlier):
                if each.is_open(later.opened):
                    told[each.number].append(later.opened)
                    break
    return told


def pairs(opened: Iterable[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """Yield two incidents of one caller that belong together; each counts once."""
    waiting: Incident | None = None
    for each in opened:
        if waiting is not None and each.opened - waiting.opened <= COUNTED_WITHIN:
            yield waiting, each
            waiting = None
        else:
            waiting = each


def verdict(incident: Incident, repeats: list[int], end: int) -> Expected:
    """Return what becomes of an incident: each cause moves it up once, if it may."""
    said = milestones(incident, end)
    causes = sorted([(at, REPEAT) for at in repeats] + [(at, what) for what, at in said.items()])
    height, moved = 0, None
    for at, what in causes:
        still = SETTLED_FOR if what == REPEAT else 0
        may = moved is None or at - moved > still
        if may and incident.is_open(at) and height < len(TIERS) - 1:
            height, moved = height + 1, at
    return Expected(
        reopens=incident.reopened,
        routings=incident.regrouped,
        resolution_breached=BREACH in said,
        escalations=height,
        final_tier=TIERS[height],
        final_status=incident.changes[-1].status,
        repeat_contacts=len(repeats),
    )
