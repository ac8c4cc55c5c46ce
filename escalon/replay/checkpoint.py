"""How far a replay has come, so that it can go on after an interruption."""

from __future__ import annotations

import json
from typing import NamedTuple

from infra.store.states import State, States

FOLLOWER = "replay"


class Checkpoint(NamedTuple):
    """Of which input (`source` is its fingerprint) how many entries are done, until when."""

    source: str
    done: int = 0
    at: int = 0


def load(states: States) -> Checkpoint | None:
    """Return where the store's replay is, if there was one."""
    text = states.load(FOLLOWER, [FOLLOWER]).get(FOLLOWER)
    return Checkpoint(*json.loads(text)) if text else None


def save(states: States, checkpoint: Checkpoint) -> None:
    """Remember it, in the transaction that did the work."""
    states.save(FOLLOWER, [State(FOLLOWER, json.dumps(checkpoint))])
