"""The incident log of a car maker's IT: one row for each change of a service request.

The log's impact column holds the final value on every row and is never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from domain.commands import DeescalateTier, EscalateTier
from escalon.importers.log import Retold
from escalon.importers.standing import (
    CLOSED,
    OPEN,
    RESOLVED,
    WAITS_FOR_REQUESTER,
    WAITS_FOR_VENDOR,
    WAITS_INSIDE,
    Standing,
    tell_change,
)
from escalon.importers.table import Cells, Table
from escalon.importers.telling import Source, Spoken, Telling
from escalon.importers.times import instant
from escalon.importers.words import meaning, named

COLUMNS = (
    "SR Number",
    "Change Date+Time",
    "Status",
    "Sub Status",
    "ST Level",
    "Owner Country",
    "Owner First Name",
)
LEVELS = {"L1": "L1", "L2": "L2", "L3": "L3", "L2/L3": "L3"}
MACHINE = "Siebel"
NO_COUNTRY = ("", "0")
STATUSES: dict[str, tuple[Standing, ...]] = {
    "Queued-Awaiting Assignment": (OPEN,),
    "Accepted-Assigned": (OPEN,),
    "Accepted-In Progress": (OPEN,),
    "Accepted-Wait": (WAITS_INSIDE,),
    "Accepted-Wait - Customer": (WAITS_FOR_REQUESTER,),
    "Accepted-Wait - Implementation": (WAITS_INSIDE,),
    "Accepted-Wait - User": (WAITS_FOR_REQUESTER,),
    "Accepted-Wait - Vendor": (WAITS_FOR_VENDOR,),
    "Completed-Resolved": (RESOLVED,),
    "Completed-In Call": (RESOLVED, CLOSED),
    "Completed-Closed": (CLOSED,),
    "Completed-Cancelled": (CLOSED,),
    "Unmatched-Unmatched": (),
}
"""What a status and its sub-status lead to, one after the other."""


class Change(NamedTuple):
    """One row; `at` is in microseconds. Changes sort by time, then by place in the file."""

    at: int
    row: int
    number: str
    standings: tuple[Standing, ...]
    level: str
    owner: str
    is_by_machine: bool


@dataclass(slots=True, kw_only=True)
class Request:
    """What the rows so far say of a service request."""

    level: str
    owner: str = ""
    standing: Standing = OPEN


def retell(table: Table, source: Source) -> Iterator[Retold]:
    """Yield what each row changed, in order of time."""
    requests: dict[str, Request] = {}
    for change in sorted(table.read(_change)):
        number = change.number
        by = source.machine(MACHINE) if change.is_by_machine else source.agent(change.owner)
        telling = Telling(source, Spoken(change.row, source.ticket(number), change.at, by))
        if number not in requests:
            requests[number] = Request(level=change.level)
            telling.open(change.at, number, tier=change.level)
        _tell_move(requests[number], change, telling)
        _tell_status(requests[number], change, telling)
        yield from telling.entries()


def _change(row: int, cells: Cells) -> Change:
    number, time, status, sub_status, level, country, owner = cells
    return Change(
        at=instant("Change Date+Time", time),
        row=row,
        number=named("SR Number", number),
        standings=meaning(STATUSES, "Status-Sub Status", f"{status}-{sub_status}"),
        level=meaning(LEVELS, "ST Level", level),
        owner=intern(owner if country in NO_COUNTRY else f"{owner} ({country})"),
        is_by_machine=owner == MACHINE,
    )


def _tell_move(request: Request, change: Change, telling: Telling) -> None:
    if change.level > request.level:
        telling.say(EscalateTier, to=change.level)
    elif change.level < request.level:
        telling.say(DeescalateTier, to=change.level)
    if change.owner != request.owner:
        telling.assign(change.owner)
    request.level, request.owner = change.level, change.owner


def _tell_status(request: Request, change: Change, telling: Telling) -> None:
    for standing in change.standings:
        # What is closed isn't resolved once more: only work on it takes it up again.
        if (request.standing, standing) != (CLOSED, RESOLVED):
            tell_change(telling, request.standing, standing)
            request.standing = standing
