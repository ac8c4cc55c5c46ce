"""Pasts to simulate, and what was concluded in them, fact by fact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from escalon.bootstrap import LOG, Embedded, open_embedded
from escalon.importers.log import Log
from escalon.replay.retell import publication
from escalon.replay.run import Replay
from escalon.simulation.families import families_of
from escalon.simulation.family import Family, in_order
from escalon.simulation.people import is_ruled
from escalon.simulation.result import Result
from escalon.simulation.simulate import Question, simulate
from escalon.simulation.trial import Trial
from infra.clock import VirtualClock
from infra.store.past import COLUMNS, End, Past
from infra.store.sqlite.past import SQLitePast

OF_THE_TELLING = ("originator_version", "ticket_version", "policy_version", "from_version")
"""What a fact says of the log that it lies in, and not of what happened."""
Concluded = dict[str, list[tuple[str, tuple[tuple[str, Any], ...]]]]
"""By ticket all that machines concluded, with all that it says."""


class Seen(NamedTuple):
    """A fact, when it took effect, and where the ticket then waits."""

    at: int
    event: Any
    place: str


class PastOfDesk(Past):
    """The past of a desk in memory."""

    def __init__(self, desk: Embedded) -> None:
        super().__init__()
        self._store = desk.recorder.datastore
        [last] = self._store.execute("SELECT MAX(position), MAX(recorded_at) FROM events")
        self.end = End(*last)

    def close(self) -> None:
        """Leave the desk to its owner."""

    def _select(self, values: dict[str, Collection[str]]) -> Iterator[Sequence[Any]]:
        columns = f"{COLUMNS}, ticket_id, topic"
        rows = self._store.execute(f"SELECT {columns} FROM events ORDER BY position")  # noqa: S608
        for row in rows:
            known = {"ticket_id": row[4], "topic": row[5]}
            if all(known[column] in listed for column, listed in values.items()):
                yield tuple(row)[:4]


def replayed(log: Log, document: str, store: Path) -> Path:
    """Tell the log to a new desk in a folder, without read models; return the folder."""
    clock = VirtualClock()
    with closing(open_embedded(store, clock)) as desk:
        Replay(desk, clock).run("test", [publication(log, document)], log.entries)
    return store


def past_of(store: Path) -> SQLitePast:
    """Return the past of a desk in a folder."""
    return SQLitePast(store / LOG)


def simulated(past: Past, document: Mapping[str, Any], **window: Any) -> Result:
    """Simulate in silence."""
    return simulate(past, Question(document, **window), lambda _, __: None)


def recorded_conclusions(past: Past) -> Concluded:
    """Return what machines concluded, as it is recorded."""
    found: Concluded = {}
    for family in families_of(past).listed:
        for _, event in past.of_tickets(family):
            _note(found, event)
    return _sorted(found)


def simulated_conclusions(past: Past, document: Mapping[str, Any]) -> Concluded:
    """Return what machines would have concluded under another policy."""
    found: Concluded = {}
    for seen in simulated_facts(past, document):
        _note(found, seen.event)
    return _sorted(found)


def simulated_facts(past: Past, document: Mapping[str, Any]) -> list[Seen]:
    """Return all that would have been, family by family."""
    trial = Trial(past.policies(), document)
    heard: list[Seen] = []

    def hear(*seen: Any) -> None:
        heard.append(Seen(*seen))

    for listed in families_of(past).listed:
        own = [(n, e) for n, e in past.of_tickets(listed) if isinstance(e, TicketEvent)]
        Family(trial, lambda _: hear).live(in_order(own), past.end.recorded_at + 1)
    return heard


def _sorted(concluded: Concluded) -> Concluded:
    """Return each ticket's facts sorted: those of an instant may be told in another order."""
    return {ticket: sorted(events) for ticket, events in concluded.items()}


def _note(found: Concluded, event: Any) -> None:
    if isinstance(event, CaseEvent) or is_ruled(event):
        said = {k: v for k, v in vars(event).items() if k not in OF_THE_TELLING}
        found.setdefault(event.ticket_id, []).append((event.TOPIC, tuple(sorted(said.items()))))
