"""Explanations of all that rules did in the real logs, added up again from what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from domain.events.sla import ClockEvent, SlaBreached
from domain.model import EPOCH, Event
from domain.policy.catalogue import Catalogue
from escalon.cli.explanation import Explainer, Explanation, Files
from escalon.cli.why import explained, print_explanation
from escalon.cli.why_tree import Trees
from escalon.handling.embedded import EmbeddedHandling
from escalon.shipped import policy_text
from tests.acceptance import why_oracle as oracle
from tests.acceptance.replay_program import SERVICENOW, replay_once, run, shared_by_workers
from tests.acceptance.why_printed import Chain, Sum, chains

VOLVO, ITALIAN = "data/volvo-incidents.csv.gz", "data/italian-helpdesk.csv.gz"
LOGS = [
    pytest.param((name, path), id=name, marks=pytest.mark.real_data(path))
    for name, path in [("servicenow", SERVICENOW), ("volvo", VOLVO), ("italian", ITALIAN)]
]
WIDE = 240
ESCALATED = "('escalon.TierEscalated', 'escalon.SlaBreached')"


NOTHING = timedelta()
WARNED = re.compile(r"reached: (\d+)% of the target")
OVERDUE = re.compile(r"reached: the target, \S+, and (\S+) more")


class Desk(NamedTuple):
    """A replayed log, by its name; the store is open."""

    name: str
    store: Path
    handling: EmbeddedHandling
    policies: Catalogue

    def escalated(self) -> list[str]:
        """Return the tickets that moved up, or of which a breach was spoken of."""
        query = f"SELECT DISTINCT ticket_id FROM events WHERE topic IN {ESCALATED}"  # noqa: S608  # a constant
        rows = self.handling._records.datastore.execute(query)  # type: ignore[attr-defined]  # noqa: SLF001
        return sorted(str(row[0]) for row in rows)


@pytest.fixture
def desk(request, shared, tmp_path_factory) -> Iterator[Desk]:
    name, path = request.param
    folder = shared_by_workers(tmp_path_factory) / f"{name}-whole"
    store = replay_once(folder, shared / path, "--format", name).store
    with EmbeddedHandling(store, wait=0) as handling:
        yield Desk(name, store, handling, handling.policies())


class Told(NamedTuple):
    """What the log has on a ticket, and what was printed about what rules did."""

    events: list[Event]
    found: Explanation
    printed: list[Chain]

    def sums(self) -> Iterator[tuple[ClockEvent, Sum]]:
        """Yield what clocks said that led to something, each with its printed sum."""
        said: dict[str, ClockEvent] = {}
        by_id = {event.event_id: event for event in self.events}
        for chain in self.found.decisions:
            for step in chain:
                event = by_id.get(step.fact.event.event_id)
                if isinstance(event, ClockEvent):
                    said[event.event_id] = event
        printed = [each for chain in self.printed for each in chain.sums]
        yield from zip(said.values(), printed, strict=True)


def told(desk: Desk, id: str) -> Told:
    """Return what is recorded of a ticket and printed about it, without its requester's others."""
    log = desk.handling.log
    case, now = log.case(id), desk.handling.clock.now()
    found = Explainer(Files(log, case), desk.policies, now, lambda _, __: {}).explain()
    page = Console(file=StringIO(), width=WIDE, color_system=None)
    trees = Trees()
    for number, chain in enumerate(found.decisions, 1):
        page.print(trees.tree(number, chain))
    return Told([filed.event for filed in case], found, chains(page.file.getvalue()))


class Judge:
    """Adds up what is printed about a log's tickets, by the log's policy and facts alone."""

    def __init__(self, name: str) -> None:
        self._policy = oracle.Policy(policy_text(name)[1])

    def check(self, event: ClockEvent, printed: Sum, events: list[Event]) -> None:
        """Hold a printed sum against what the clock said when it spoke."""
        recorded = _instant(getattr(event, "reached_at", event.due_at))
        pauses = self._pauses(printed, events)
        assert [(*each.times, each.what.split()[-1]) for each in printed.pauses] == pauses
        times = [each.times for each in printed.pauses]
        length = self._length(printed)
        assert oracle.due(self._policy, printed.start, times, length) == recorded == printed.until
        assert sum((oracle.length_of(each.said) for each in printed.counted), NOTHING) == length
        assert oracle.length_of(printed.total) == length
        spans = oracle.counted(self._policy, printed.start, times, printed.until)
        assert list(oracle.joined(each.times for each in printed.counted)) == spans
        assert printed.start == _instant(event.started_at)

    def _length(self, printed: Sum) -> timedelta:
        """Return what must have been used, by the policy and the words at the end of the sum."""
        said, number = printed.promises[-1]
        target = self._policy.promised(number, printed.metric)
        assert oracle.length_of(said) == target
        if warned := WARNED.match(printed.conclusion):
            return target * int(warned[1]) / 100
        overdue = OVERDUE.match(printed.conclusion)
        return target + (oracle.length_of(overdue[1]) if overdue else NOTHING)

    def _pauses(self, printed: Sum, events: list[Event]) -> list[tuple[datetime, datetime, str]]:
        number = printed.promises[-1][1]
        excluded = self._policy.excluded(number, printed.metric)
        happened = [
            (_instant(event.occurred_at), type(event).__name__, getattr(event, "on", ""))
            for event in events
        ]
        within = oracle.Times(printed.start, printed.until)
        return [pause for pause in oracle.pauses(happened, within) if pause[2] in excluded]


def _instant(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


@pytest.mark.parametrize("desk", LOGS, indirect=True)
def test_whoever_adds_up_what_is_printed_arrives_at_the_recorded_deadline(desk):
    judge = Judge(desk.name)
    breaches = 0
    for id in desk.escalated():
        one = told(desk, id)
        for event, printed in one.sums():
            judge.check(event, printed, one.events)
            breaches += isinstance(event, SlaBreached)
        for chain in one.printed:
            assert chain.actors[-1] != "system", f"{id}: {chain.facts}"
            assert len(chain.facts) == len(chain.actors)

    assert breaches > 100


@pytest.mark.parametrize("desk", LOGS, indirect=True)
def test_the_program_prints_what_was_added_up(desk, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(WIDE))
    id = desk.escalated()[0]
    page = StringIO()
    with redirect_stdout(page):
        print_explanation(explained(desk.handling, id))
    ran = run("why", id, "--store", desk.store, COLUMNS=str(WIDE))

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == page.getvalue()
    assert chains(ran.stdout.partition("What held")[0]) == told(desk, id).printed
