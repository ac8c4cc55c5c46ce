"""A whole replay: from a log and a policy to a store, its read models and a report."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from time import perf_counter

from domain.actor import SYSTEM, Actor
from domain.commands import PublishPolicy
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import open_embedded, open_projections
from escalon.garbage import seldom_collected
from escalon.importers.log import Log
from escalon.projecting import Projecting
from escalon.replay import checkpoint
from escalon.replay.report import Report, report, write_outcomes
from escalon.replay.run import Replay
from infra.clock import VirtualClock
from infra.policies import time_zone_version
from infra.store.lock import FollowersLock
from infra.store.sqlite.summary import Summary
from infra.store.states import States
from projections.outcomes import outcomes


class ReplayMistake(ValueError):
    """The replay can't begin or go on; the sentence says what would be right."""


@dataclass(frozen=True, kw_only=True)
class Retelling:
    """What is told again, into which store, how much at a time; `document` is canonical JSON."""

    file: Path
    log: Log
    document: str
    store: Path
    batch: int
    resume: bool = False
    outcomes: Path | None = None


def source_of(path: Path, document: str) -> str:
    """Return the fingerprint of a log's file and the policy's canonical JSON."""
    with path.open("rb") as file:
        fingerprint = file_digest(file, "sha256").hexdigest()
    return sha256(f"{fingerprint} {document}".encode()).hexdigest()


def retell(retelling: Retelling, told: Callable[[int], None]) -> Report:
    """Tell the log again and return the numbers; `told` hears how many entries are done.

    Raises `ReplayMistake` when the store holds something else, `StoreBusy` when it is in use.
    """
    began = perf_counter()
    clock = VirtualClock()
    with FollowersLock(retelling.store), closing(open_embedded(retelling.store, clock)) as desk:
        source = source_of(retelling.file, retelling.document)
        _must_fit(desk.recorder.max_notification_id(), desk.workspace.states, retelling, source)
        projecting = Projecting(retelling.store)
        try:
            replay = Replay(desk, clock, batch=retelling.batch, told=told)
            with seldom_collected():
                replay.run(
                    source, [publication(retelling.log, retelling.document)], retelling.log.entries
                )
            projecting.finish(desk.recorder.max_notification_id())
        finally:
            projecting.stop()
        seconds = perf_counter() - began
        with closing(open_projections(retelling.store)) as views:
            if retelling.outcomes:
                write_outcomes(retelling.outcomes, outcomes(views.engine))
            return report(retelling.log, Summary(desk.recorder.datastore), views.engine, seconds)


def publication(log: Log, document: str) -> PublishPolicy:
    """Return the command with which a replay begins: to publish the policy."""
    return PublishPolicy(
        command_id=derive(NAMESPACE, f"replay:{document}"),
        at=log.entries[0].at,
        actor=Actor(SYSTEM, "replay"),
        imported=True,
        policy=json.loads(document)["policy"],
        document=document,
        time_zones=time_zone_version(),
    )


def _must_fit(last: int, states: States, retelling: Retelling, source: str) -> None:
    """Refuse a store with something else in it, and one that would need `--resume`."""
    reached = checkpoint.load(states)
    if not last:
        return
    if reached is None:
        message = f"{retelling.store} holds tickets of its own; name an empty folder with --store."
        raise ReplayMistake(message)
    if reached.source != source:
        message = (
            f"{retelling.store} holds the replay of another file or policy;"
            " name an empty folder with --store."
        )
        raise ReplayMistake(message)
    if not retelling.resume:
        message = (
            f"{retelling.store} holds this replay up to entry {reached.done}"
            f" of {len(retelling.log.entries)}; go on with --resume, or name an empty folder."
        )
        raise ReplayMistake(message)
