"""A case that tells a ticket's story under a policy, and what is expected of its clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from tests.conformance.course import Course
from tests.conformance.expectations import differences
from tests.conformance.instants import instant
from tests.conformance.moment import Moment
from tests.conformance.quirks import modes
from tests.conformance.rows import NotCovered, Row
from tests.conformance.stage import AFTERWARDS, Stage
from tests.conformance.teller import Teller
from tests.conformance.timeline import Told, checked

MERGES = (
    "merging is no matter of a policy; a message to a merged ticket is refused with the name of the"
    " one that goes on, which can't be merged back"
)
NOTICES = frozenset(["notifications", "notified", "not_notified"])


def mismatches(row: Row) -> list[str]:
    """Return what is otherwise than the case expects; raises `NotCovered`."""
    if not [value for value in row["expected"].values() if value not in ([], {})]:
        raise NotCovered("nothing is expected")
    return list(differing(course_of(row), row["expected"]))


def course_of(row: Row) -> Course:
    """Play the case's story; raises `NotCovered`."""
    if "merge" in row["policy"]:
        raise NotCovered(MERGES)
    tells = bool(NOTICES & row["expected"].keys())
    return played(row["policy"], checked(row["timeline"]), modes(row)[0], tells=tells)


def played(
    policy: Mapping[str, Any], events: Sequence[Told], boundary: str, *, tells: bool = False
) -> Course:
    """Tell the events to a desk, then let time go on for long."""
    with closing(Stage(instant(events[0]["at"]))) as stage:
        teller = Teller(stage, policy, events, boundary=boundary)
        teller.tells_staff = tells
        states = [stage.state() for _ in teller.tell()]
        stage.wait(AFTERWARDS)
        return Course(policy, events, states, stage.facts(), teller.versions)


def differing(course: Course, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is otherwise than expected in the end, and after which event before."""
    final = {key: value for key, value in expected.items() if key != "checkpoints"}
    yield from differences(Moment(course, course.states[-1], course.in_the_end), final)
    for checkpoint in expected.get("checkpoints", ()):
        if "after_event" not in checkpoint:
            raise NotCovered("a checkpoint that doesn't say after which event")
        place = checkpoint["after_event"]
        wanted = {key: value for key, value in checkpoint.items() if key != "after_event"}
        state = course.states[place]
        for difference in differences(Moment(course, state, state.facts), wanted):
            yield f"after event {place}, {difference}"
