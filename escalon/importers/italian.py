"""The log of an Italian company's help desk: one row for each thing done about a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import NamedTuple

from domain.commands import AcknowledgeTicket, AddNote, EscalateTier
from escalon.importers.log import Retold
from escalon.importers.standing import CLOSED, OPEN, RESOLVED, WAITS_INSIDE, Standing, tell_change
from escalon.importers.table import Cells, Table
from escalon.importers.telling import Source, Spoken, Telling
from escalon.importers.times import instant
from escalon.importers.words import meaning, named

COLUMNS = ("case:concept:name", "Activity", "Resource", "time:timestamp")
TAKEN = "Take in charge ticket"
TECHNICAL = ("Require upgrade", "Create SW anomaly")
TECHNICAL_TIER = "technical"
ACTIVITIES = {
    "Assign seriousness": OPEN,
    "Insert ticket": OPEN,
    TAKEN: OPEN,
    "Wait": WAITS_INSIDE,
    **dict.fromkeys(TECHNICAL, OPEN),
    "Resolve SW anomaly": OPEN,
    "Schedule intervention": OPEN,
    "VERIFIED": OPEN,
    "Resolve ticket": RESOLVED,
    "RESOLVED": RESOLVED,
    "INVALID": RESOLVED,
    "DUPLICATE": RESOLVED,
    "Closed": CLOSED,
}
"""Where a ticket stands after each: whatever is done but waiting or ending takes it up."""


class Deed(NamedTuple):
    """One row; `at` is in microseconds. Deeds sort by time, then by place in the file."""

    at: int
    row: int
    number: str
    activity: str
    resource: str


def retell(table: Table, source: Source) -> Iterator[Retold]:
    """Yield what each row changed, in order of time; a row that is there twice counts once."""
    standings: dict[str, Standing] = {}
    for deed in _once_each(sorted(table.read(_deed))):
        number, by = deed.number, source.agent(deed.resource)
        telling = Telling(source, Spoken(deed.row, source.ticket(number), deed.at, by))
        if number not in standings:
            telling.open(deed.at, number)
        now = ACTIVITIES[deed.activity]
        tell_change(telling, standings.get(number, OPEN), now)
        standings[number] = now
        _tell_deed(deed, telling)
        yield from telling.entries()


def _deed(row: int, cells: Cells) -> Deed:
    number, activity, resource, time = cells
    meaning(ACTIVITIES, "Activity", activity)
    return Deed(
        at=instant("time:timestamp", time),
        row=row,
        number=named("case:concept:name", number),
        activity=intern(activity),
        resource=intern(resource),
    )


def _once_each(deeds: list[Deed]) -> Iterator[Deed]:
    seen = set()
    for deed in deeds:
        if deed._replace(row=0) not in seen:
            seen.add(deed._replace(row=0))
            yield deed


def _tell_deed(deed: Deed, telling: Telling) -> None:
    if deed.activity == TAKEN:
        telling.say(AcknowledgeTicket)
        if deed.resource:
            telling.assign(deed.resource)
    elif deed.activity in TECHNICAL:
        telling.say(EscalateTier, to=TECHNICAL_TIER)
    elif ACTIVITIES[deed.activity] == OPEN:
        telling.say(AddNote, text=deed.activity)
