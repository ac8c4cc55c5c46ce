"""Another version of a policy loses no time that was used: it is what counting seconds gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as some

from domain.commands import (
    ApplyPolicy,
    HoldTicket,
    OpenTicket,
    ResolveTicket,
    ResumeTicket,
    SendReply,
)
from domain.events.sla import SlaBreached, SlaMet, SlaRetargeted
from domain.ids import NAMESPACE, derive
from tests.spec import CARL, NOON, ask
from tests.unit.desk_examples import Day
from tests.unit.hours_examples import SECOND, spans
from tests.unit.policy_documents import ALWAYS, document, target
from tests.unit.random_tickets import BLINKING, SHIFTS


class Version(NamedTuple):
    """What one version promises: a resolution in minutes of which hours, and what pauses it."""

    minutes: int
    calendar: str
    pause: tuple[str, ...]


VERSIONS = (
    Version(45, "blinking", ("vendor",)),
    Version(20, "always", ("vendor", "requester")),
    Version(45, "always", ()),
    Version(90, "blinking", ("requester",)),
    Version(30, "blinking", ("vendor", "requester")),
)
DOCUMENTS = [
    document(
        target(
            calendar=version.calendar,
            resolution={"target": f"{version.minutes}m", "pause": list(version.pause)},
        ),
        calendars={"always": ALWAYS, "blinking": BLINKING},
    )
    for version in VERSIONS
]
BLINKS = {second - 43_200 for a, b in spans(*SHIFTS) for second in range(a // SECOND, b // SECOND)}
"""When `blinking` is open, in seconds after noon."""


class Step(NamedTuple):
    """What is asked so many seconds after the step before."""

    gap: int
    verb: str
    about: Any = None


def _step(gap: int, verb: tuple[str, Any]) -> Step:
    return Step(gap, *verb)


gaps = some.sampled_from([0, 1, 60, 540]) | some.integers(0, 1_500)
verbs = some.sampled_from(
    [
        *(("from_now", number) for number in range(1, 6)),
        *(("retroactive", number) for number in range(1, 6)),
        ("hold", "vendor"),
        ("hold", "requester"),
        ("resume", None),
        ("reply", None),
        ("publish", None),
    ]
)
stories = some.lists(some.builds(_step, gaps, verbs), min_size=3, max_size=9)


class Oracle:
    """Counts seconds; `ran` holds each in which the clock ran, and whether it was open then."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.version, self.held_on = VERSIONS[-1], ""
        self.ran: list[tuple[int, bool]] = []
        self.used = 0
        self.used_at_changes: list[int] = []
        self.breaches: list[tuple[int, int]] = []
        moments = accumulate(step.gap for step in steps)
        self._steps: dict[int, list[Step]] = {}
        for at, step in zip(moments, steps, strict=True):
            self._steps.setdefault(at, []).append(step)

    def count(self, until: int) -> Oracle:
        """Count up to a second; in the one before, the ticket is resumed."""
        self._steps.setdefault(until - 1, []).append(Step(0, "resume"))
        for second in range(until):
            for step in self._steps.get(second, ()):
                self._take(step)
            if self.held_on not in self.version.pause:
                self._run(second)
        return self

    def _run(self, second: int) -> None:
        if not self.breaches and self.used >= self.version.minutes * 60:
            self.breaches.append((second, self._due()))
        self.ran.append((second, is_open(second, self.version.calendar)))
        self.used += self.ran[-1][1]

    def _due(self) -> int:
        """Return the end of the second in which the target in force was used up."""
        counts = accumulate(was_open for _, was_open in self.ran)
        found = (n for n, count in enumerate(counts) if count >= self.version.minutes * 60)
        return self.ran[next(found)][0] + 1

    def _take(self, step: Step) -> None:
        if step.verb in ("from_now", "retroactive"):
            self._change(VERSIONS[step.about - 1], step.verb)
        elif step.verb in ("hold", "resume"):
            self.held_on = step.about or ""

    def _change(self, version: Version, mode: str) -> None:
        before, self.version = self.version, version
        if version == before:
            return
        if mode == "retroactive":
            self.ran = [(second, is_open(second, version.calendar)) for second, _ in self.ran]
            self.used = sum(was_open for _, was_open in self.ran)
        if before[:2] != version[:2]:
            self.used_at_changes.append(self.used)


def is_open(second: int, calendar: str) -> bool:
    return calendar == "always" or second in BLINKS


@contextmanager
def played(steps: Sequence[Step]) -> Iterator[Day]:
    """Give a desk of which all of that was asked; resumed and, a second later, resolved."""
    day = Day(*DOCUMENTS)
    day.ask(ask(OpenTicket, requester=CARL))
    now = 0
    for number, step in enumerate(steps):
        now += step.gap
        _ask(day, step, f"{now}s", number)
    day.ask(ask(ResumeTicket, at=f"{now + 599}s"))
    day.ask(ask(ResolveTicket, at=f"{now + 600}s"))
    yield day.until("10h")
    day.close()


def _ask(day: Day, step: Step, when: str, number: int) -> None:
    about: dict[str, Any] = {"at": when, "command_id": derive(NAMESPACE, f"step {number}")}
    match step.verb:
        case "hold":
            day.ask(ask(HoldTicket, on=step.about, **about))
        case "resume":
            day.ask(ask(ResumeTicket, **about))
        case "reply":
            day.ask(ask(SendReply, **about))
        case "publish":
            day.publish(document(note=number))
        case mode:
            version = {"policy": "default", "version": step.about, "mode": mode}
            day.ask(ask(ApplyPolicy, **version, **about))


@given(stories)
def test_no_version_of_a_policy_loses_time_that_was_used(steps: Sequence[Step]) -> None:
    """From now on or with the past measured again; never early, never twice, never forgotten.

    Fails when `Clock.retargeted` starts from nothing, or `remeasured` takes the old calendar.
    """
    oracle = Oracle(steps).count(sum(step.gap for step in steps) + 600)
    with played(steps) as day:
        breaches = [(said.occurred_at, said.due_at) for said in day.of(SlaBreached)]
        assert breaches == [(at(said), at(due)) for said, due in oracle.breaches]
        retargeted = [said.elapsed for said in day.of(SlaRetargeted)]
        assert retargeted == [used * SECOND for used in oracle.used_at_changes]
        met = [said.elapsed for said in day.of(SlaMet)]
        assert met == [oracle.used * SECOND] * (not breaches)


def at(second: int) -> int:
    return NOON + second * SECOND
