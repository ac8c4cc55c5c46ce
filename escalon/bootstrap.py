"""The one place that wires: settings in, a whole desk with its followers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from consumers.escalation import Escalation
from consumers.policy_moves import PolicyMoves
from consumers.repeat_contacts import RepeatContacts
from consumers.sla_timer import SlaTimer
from domain.desk import Desk
from domain.events.policy import PolicyEvent
from domain.policy.catalogue import Catalogue
from escalon.pipeline import Pipeline, Timer
from infra.clock import Clock, SystemClock
from infra.log.feed import LogFeed
from infra.log.follower import Follower
from infra.store.mapper import AvroMapper
from infra.store.sqlite.recorder import Recorder
from infra.store.sqlite.workspace import SQLiteWorkspace
from infra.time_zones import use_pinned_time_zones
from projections.catalogue import ALL, build
from projections.views import VIEWS, open_views

LOG = "log.sqlite"
PATIENCE = 60
"""Seconds that a writer waits for another's transaction."""
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
    followers: Sequence[Follower]
    pipeline: Pipeline

    def close(self) -> None:
        """Let go of the files."""
        self.desk.close()


@dataclass(frozen=True, kw_only=True)
class Views:
    """The read models of a store, and the followers that keep them."""

    desk: Desk
    engine: Engine
    feed: LogFeed
    projections: Sequence[Follower]

    def close(self) -> None:
        """Let go of the files."""
        self.engine.dispose()
        self.desk.close()


def open_embedded(
    folder: Path | None, clock: Clock | None = None, *, room: int = 20_000, timer: bool = True
) -> Embedded:
    """Open the store in a folder, made if need be; without a folder one in memory.

    `room` is how many tickets the desk keeps in memory; without its `timer` nothing falls due.
    """
    use_pinned_time_zones()
    clock = clock or SystemClock()
    desk = _desk(folder, clock, room)
    recorder = cast("Recorder", desk.recorder)
    mapper = cast("AvroMapper", desk.mapper)
    workspace = SQLiteWorkspace(recorder, mapper)
    policies = _policies(recorder, mapper)
    sla_timer = SlaTimer(desk, workspace, policies)
    policy_moves = PolicyMoves(desk, workspace, policies)
    followers: list[Follower] = [
        *([sla_timer] if timer else []),
        RepeatContacts(desk, workspace, policies),
        Escalation(desk, workspace, policies),
        policy_moves,
    ]
    acting: Timer | None = sla_timer if timer else None
    feed = LogFeed(recorder, mapper)
    desk.heard = feed.offer
    recorder.datastore.after_rollback(feed.forget)
    return Embedded(
        desk=desk,
        clock=clock,
        recorder=recorder,
        mapper=mapper,
        workspace=workspace,
        feed=feed,
        followers=followers,
        pipeline=Pipeline(feed, followers, acting, policy_moves),
    )


def open_projections(folder: Path) -> Views:
    """Open the read models of the store in a folder, with the followers that keep them."""
    use_pinned_time_zones()
    desk = _desk(folder, SystemClock(), room=1, make=not (folder / LOG).exists())
    recorder = cast("Recorder", desk.recorder)
    mapper = cast("AvroMapper", desk.mapper)
    engine = open_views(folder / VIEWS)
    return Views(
        desk=desk,
        engine=engine,
        feed=LogFeed(recorder, mapper),
        projections=build(engine, ALL, _policies(recorder, mapper)),
    )


def _desk(folder: Path | None, clock: Clock, room: int, *, make: bool = True) -> Desk:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds what people wrote
    desk = Desk(
        {
            "PERSISTENCE_MODULE": "infra.store.sqlite",
            "MAPPER_TOPIC": "infra.store.mapper:AvroMapper",
            "SQLITE_DBNAME": str(folder / LOG) if folder else MEMORY,
            "SQLITE_LOCK_TIMEOUT": str(PATIENCE),
            "CREATE_TABLE": "yes" if make else "no",
        },
        clock=clock.now,
        room=room,
    )
    cast("Recorder", desk.recorder).clock = clock.now
    return desk


def _policies(recorder: Recorder, mapper: AvroMapper) -> Catalogue:
    catalogue = Catalogue()
    for _, stored in recorder.policy_events(after=0):
        catalogue.learn(cast("PolicyEvent", mapper.to_domain_event(stored)))
    return catalogue
