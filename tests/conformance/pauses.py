"""Cases of business time with pauses, told as the story of a ticket that is held and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.durations import MINUTE, SECOND
from tests.conformance.calendars import calendar_of
from tests.conformance.instants import instant
from tests.conformance.quirks import modes
from tests.conformance.rows import NotCovered, Row, known
from tests.conformance.scenario import played
from tests.conformance.timeline import Told

ANY_LENGTH = 1
UNITS = {"minutes": MINUTE, "seconds": SECOND}


def due(row: Row) -> list[str]:
    """Add business time to a start, over pauses."""
    asked = row["input"]
    known(asked, "start seconds pauses", row["kind"])
    if asked["seconds"] is None:
        raise NotCovered("the case states no seconds")
    course = played(_policy(row, asked["seconds"]), _events(row, asked["start"]), modes(row)[0])
    wanted, found = instant(row["expected"]), course.due(course.states[-1], "resolution")
    return [] if found == wanted else [f"due at {found}, expected {wanted}"]


def elapsed(row: Row) -> list[str]:
    """Measure from the later of window and opening to the earlier of window and closing."""
    asked = row["input"]
    known(asked, "from to pauses ticket_created ticket_closed", row["kind"])
    if not isinstance(row["expected"], dict):
        raise NotCovered("the case states no length")
    if row["expected"].keys() not in ({"minutes"}, {"seconds"}):
        raise NotCovered(f"an answer of {', '.join(row['expected'])}")
    [(unit, number)] = row["expected"].items()
    start = max((asked["from"], asked.get("ticket_created") or asked["from"]), key=instant)
    end = min((asked["to"], asked.get("ticket_closed") or asked["to"]), key=instant)
    wanted, found = number * UNITS[unit], _used(row, start, end)
    return [] if found == wanted else [f"used {found}, expected {wanted}"]


def _used(row: Row, start: str, end: str) -> int:
    if instant(end) <= instant(start):
        return calendar_of(row["calendar"]).elapsed(instant(start), instant(end))
    told = [event for event in _events(row, start) if instant(event["at"]) <= instant(end)]
    events = [*told, {"at": end, "event": "resolved"}]
    course = played(_policy(row, ANY_LENGTH), events, modes(row)[0])
    return course.main(course.states[-1]).used


def _policy(row: Row, seconds: int) -> dict[str, Any]:
    return {
        "calendar": row["calendar"],
        "targets_seconds": {"resolution": seconds},
        "pause_on": ["pending"],
    }


def _events(row: Row, start: str) -> list[Told]:
    pauses = [(pause["from"], pause["to"]) for pause in row["input"]["pauses"]]
    during = [
        (max(begin, start, key=instant), end)
        for begin, end in pauses
        if instant(end) > instant(start)
    ]
    return [{"at": start, "event": "opened"}, *_held(during)]


def _held(pauses: list[tuple[str, str]]) -> Iterator[Told]:
    for start, end in pauses:
        yield {"at": start, "event": "pending"}
        yield {"at": end, "event": "resumed"}
