"""The policy of the demo, and the working morning on which it plays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from domain.actor import SYSTEM, Actor
from domain.commands import PublishPolicy
from domain.durations import MINUTE
from domain.ids import NAMESPACE, derive
from domain.policy.policy import Policy
from infra.policies import read_policy, time_zone_version, to_json

DOORS = 120 * MINUTE
"""How long before the curtain rises the first people come."""
AFTER_OPENING = 60 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Where and when it plays; instants are in microseconds.

    People come from `doors` on, and are watched from `curtain` on.
    """

    document: dict[str, Any]
    zone: ZoneInfo
    tiers: tuple[str, ...]
    doors: int
    curtain: int

    @classmethod
    def before(cls, now: int) -> Morning:
        """Return the last working morning before today, under the shipped policy."""
        year = datetime.fromtimestamp(now // 1_000_000, UTC).year
        text = files("escalon").joinpath("policies/default.yaml").read_text(encoding="utf-8")
        document = read_policy(text, name="default.yaml", first_year=year)
        policy = Policy.of(document, 1)
        calendar = policy.targets[-1].measure.calendar
        day = next(calendar.business_days_before(calendar.date_at(now)))
        curtain = calendar.next_opening(calendar.day(day).start) + AFTER_OPENING
        return cls(
            document=document,
            zone=ZoneInfo(calendar.time_zone),
            tiers=policy.ladder.names,
            doors=curtain - DOORS,
            curtain=curtain,
        )

    def publication(self) -> PublishPolicy:
        """Return the command that brings the policy into force."""
        return PublishPolicy(
            command_id=derive(NAMESPACE, "demo:policy"),
            at=self.doors,
            actor=Actor(SYSTEM, "demo"),
            policy=self.document["policy"],
            document=to_json(self.document),
            time_zones=time_zone_version(),
            note="The policy that Escalon ships.",
        )
