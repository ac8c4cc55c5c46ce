"""The audit log of a ServiceNow instance: one row for each revision of an incident.

What holds the final value on every row, and the log's own verdicts, is never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from domain.commands import AcknowledgeTicket, ChangePriority, RouteTicket
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
from escalon.importers.times import minute
from escalon.importers.words import meaning, named

COLUMNS = (
    "number",
    "incident_state",
    "caller_id",
    "opened_at",
    "sys_updated_by",
    "sys_updated_at",
    "contact_type",
    "category",
    "priority",
    "assignment_group",
    "assigned_to",
)
NOBODY = "?"
NOT_TAKEN_UP = ("New", "-100")
STATES = {
    "New": OPEN,
    "Active": OPEN,
    "Awaiting User Info": WAITS_FOR_REQUESTER,
    "Awaiting Vendor": WAITS_FOR_VENDOR,
    "Awaiting Problem": WAITS_INSIDE,
    "Awaiting Evidence": WAITS_INSIDE,
    "Resolved": RESOLVED,
    "Closed": CLOSED,
    "-100": None,  # no state: the incident stays where it was
}
PRIORITIES = {
    "1 - Critical": "urgent",
    "2 - High": "high",
    "3 - Moderate": "normal",
    "4 - Low": "low",
}


class Revision(NamedTuple):
    """One row; times are in microseconds, names are empty where the log has none."""

    row: int
    number: str
    standing: Standing | None
    is_taken_up: bool
    caller: str
    opened_at: int
    updated_by: str
    updated_at: int
    channel: str
    category: str
    priority: str
    queue: str
    assignee: str


@dataclass(slots=True, kw_only=True)
class Incident:
    """What the rows so far say of an incident."""

    queue: str
    priority: str
    assignee: str = ""
    standing: Standing = OPEN
    is_taken_up: bool = False


def retell(table: Table, source: Source) -> Iterator[Retold]:
    """Yield what each revision changed; the file's order is the true one within an incident."""
    incidents: dict[str, Incident] = {}
    for revision in _never_back(table.read(_revision)):
        number, by = revision.number, source.agent(revision.updated_by)
        spoken = Spoken(revision.row, source.ticket(number), revision.updated_at, by)
        telling = Telling(source, spoken)
        if number not in incidents:
            incidents[number] = Incident(queue=revision.queue, priority=revision.priority)
            _tell_opening(revision, telling)
        _tell_assignment(incidents[number], revision, telling)
        _tell_status(incidents[number], revision, telling)
        yield from telling.entries()


def _never_back(revisions: Iterable[Revision]) -> Iterator[Revision]:
    """Yield each at the time of the one before it, if its own is earlier: the order is right."""
    reached: dict[str, int] = {}
    for revision in revisions:
        at = reached.get(revision.number, 0)
        if revision.updated_at < at:
            yield revision._replace(updated_at=at)
        else:
            reached[revision.number] = revision.updated_at
            yield revision


def _revision(row: int, cells: Cells) -> Revision:
    number, state, caller, opened, by, updated, channel, category, priority, group, assignee = cells
    return Revision(
        row=row,
        number=named("number", number),
        standing=meaning(STATES, "incident_state", state),
        is_taken_up=state not in NOT_TAKEN_UP,
        caller=_known(caller),
        opened_at=minute("opened_at", opened),
        updated_by=_known(by),
        updated_at=minute("sys_updated_at", updated),
        channel=_known(channel).lower().replace(" ", "-") or "unknown",
        category=_known(category),
        priority=meaning(PRIORITIES, "priority", priority),
        queue=_known(group),
        assignee=_known(assignee),
    )


def _known(cell: str) -> str:
    """Return one string for all cells that say the same, as the desk keeps many of them."""
    return "" if cell == NOBODY else intern(cell)


def _tell_opening(first: Revision, telling: Telling) -> None:
    telling.open(
        min(first.opened_at, first.updated_at),
        first.number,
        first.caller,
        channel=first.channel,
        priority=first.priority,
        queue=first.queue,
        category=first.category,
    )


def _tell_assignment(incident: Incident, revision: Revision, telling: Telling) -> None:
    if revision.queue != incident.queue:
        telling.say(RouteTicket, queue=revision.queue)
    if revision.assignee != incident.assignee:
        telling.assign(revision.assignee)
    if revision.priority != incident.priority:
        telling.say(ChangePriority, priority=revision.priority)
    incident.queue, incident.assignee = revision.queue, revision.assignee
    incident.priority = revision.priority


def _tell_status(incident: Incident, revision: Revision, telling: Telling) -> None:
    if revision.is_taken_up and not incident.is_taken_up:
        telling.say(AcknowledgeTicket)
        incident.is_taken_up = True
    if revision.standing is not None:
        tell_change(telling, incident.standing, revision.standing)
        incident.standing = revision.standing
