"""A ServiceNow log told again within this process, to see every fact that is recorded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from domain.actor import SYSTEM, Actor
from domain.commands import PublishPolicy
from domain.ids import NAMESPACE, derive
from domain.model import Event
from escalon.bootstrap import open_embedded
from escalon.importers import read_log
from escalon.replay.run import Replay
from escalon.shipped import policy_text
from infra.clock import VirtualClock
from infra.policies import read_policy, to_json

EVERYTHING = 2**31
POLICY = "servicenow"


def facts_of(log: Path, *, timer: bool = True) -> list[Event]:
    """Return all that is recorded, in order; without the `timer` nothing falls due."""
    read = read_log(log, POLICY, POLICY)
    _, text = policy_text(POLICY)
    publication = PublishPolicy(
        command_id=derive(NAMESPACE, "virtual-replay"),
        at=read.entries[0].at,
        actor=Actor(SYSTEM, "test"),
        imported=True,
        policy=POLICY,
        document=to_json(read_policy(text, name=POLICY, first_year=read.first_year)),
    )
    clock = VirtualClock()
    with closing(open_embedded(None, clock, timer=timer)) as desk:
        Replay(desk, clock).run(POLICY, [publication], read.entries)
        return [recorded.event for recorded in desk.feed.read(0, EVERYTHING)]
