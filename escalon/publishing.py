"""Putting policies in use: those that people write, and the shipped one on a new desk."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.actor import Actor
from domain.commands import PublishPolicy
from domain.desk import Desk
from domain.durations import SECOND
from escalon.shipped import policy_text
from infra.clock import Clock
from infra.policies import read_policy, time_zone_version, to_json

DEFAULT = "default"


def year_of(now: int) -> int:
    """Return the year that an instant lies in, UTC; public holidays are looked up around it."""
    return datetime.fromtimestamp(now // SECOND, UTC).year


def publication(
    reference: str, *, command_id: str, at: int, actor: Actor, note: str = ""
) -> PublishPolicy:
    """Return the command to publish a policy file, or a shipped policy, at a time in microseconds.

    Raises `PolicyMistake` with all that is wrong with it.
    """
    name, text = policy_text(reference)
    document = read_policy(text, name=name, first_year=year_of(at))
    return PublishPolicy(
        command_id=command_id,
        at=at,
        actor=actor,
        policy=document["policy"],
        document=to_json(document),
        time_zones=time_zone_version(),
        note=note,
    )


def publish_first(desk: Desk, clock: Clock, command_id: str, actor: Actor) -> bool:
    """Publish the shipped default policy on a desk that never had one; return whether it was so."""
    if desk.ledger.policy_events(after=0):
        return False
    at = clock.now()
    note = "the shipped policy, on a new desk"
    desk.execute(publication(DEFAULT, command_id=command_id, at=at, actor=actor, note=note))
    return True
