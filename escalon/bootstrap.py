"""The one place that wires: settings in, a whole desk with its followers out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from consumers.escalation import Escalation
from consumers.repeat_contacts import RepeatContacts
from consumers.sla_timer import SlaTimer
from domain.desk import Desk
from domain.events.policy import PolicyEvent
from domain.policy.catalogue import Catalogue
from escalon.pipeline import Pipeline
from infra.clock import Clock, SystemClock
from infra.log.feed import LogFeed
from infra.store.mapper import AvroMapper
from infra.store.sqlite.recorder import Recorder
from infra.store.sqlite.workspace import SQLiteWorkspace

LOG = "log.sqlite"
MEMORY = "file:escalon?mode=memory"


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """A desk on SQLite with its followers, all in this process."""

    desk: Desk
    clock: Clock
    recorder: Recorder
    mapper: AvroMapper
    workspace: SQLiteWorkspace
    feed: LogFeed
    pipeline: Pipeline

    def close(self) -> None:
        """Let go of the files."""
        self.desk.close()


def open_embedded(folder: Path | None, clock: Clock | None = None) -> Embedded:
    """Open the store in a folder, made if need be; without a folder one in memory."""
    clock = clock or SystemClock()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(_environment(folder), clock=clock.now)
    recorder = cast("Recorder", desk.recorder)
    recorder.clock = clock.now
    mapper = cast("AvroMapper", desk.mapper)
    workspace = SQLiteWorkspace(recorder, mapper)
    catalogue = _policies(recorder, mapper)
    timer = SlaTimer(desk, workspace, catalogue)
    followers = [
        timer,
        RepeatContacts(desk, workspace, catalogue),
        Escalation(desk, workspace, catalogue),
    ]
    feed = LogFeed(recorder, mapper)
    return Embedded(
        desk=desk,
        clock=clock,
        recorder=recorder,
        mapper=mapper,
        workspace=workspace,
        feed=feed,
        pipeline=Pipeline(feed, followers, timer),
    )


def _environment(folder: Path | None) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "infra.store.sqlite",
        "MAPPER_TOPIC": "infra.store.mapper:AvroMapper",
        "SQLITE_DBNAME": str(folder / LOG) if folder else MEMORY,
    }


def _policies(recorder: Recorder, mapper: AvroMapper) -> Catalogue:
    catalogue = Catalogue()
    for _, stored in recorder.policy_events(after=0):
        catalogue.learn(cast("PolicyEvent", mapper.to_domain_event(stored)))
    return catalogue
