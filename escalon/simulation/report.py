"""A simulation's result as it is told: numbers, the load of each tier, tickets that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.model import EPOCH
from escalon.simulation.account import Account
from escalon.simulation.result import Result
from escalon.simulation.shape import Shape, shape_of


class TierLoad(NamedTuple):
    """The load of one tier in both tellings; `recorded` is `None` where none was asked for."""

    tier: str
    recorded: Shape | None
    simulated: Shape


@dataclass(frozen=True, kw_only=True)
class Report:
    """A result with the load of each tier, on the ladder's order, as clocks of a zone show it."""

    result: Result
    time_zone: str
    loads: Sequence[TierLoad]

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        result = self.result
        recorded = result.recorded
        return {
            "policy": result.trial.name,
            "since": _instant(result.period.start),
            "until": _instant(result.period.end),
            "tickets": result.tickets,
            "moves_left_out": result.left_out,
            "recorded": recorded.as_json() if recorded else None,
            "simulated": result.simulated.as_json(),
            "time_zone": self.time_zone,
            "load": [_load(load) for load in self.loads],
            "different": [
                {
                    "ticket": each.ticket,
                    "ticket_id": each.ticket_id,
                    "recorded": each.recorded.summary(),
                    "simulated": each.simulated.summary(),
                }
                for each in result.differences
            ],
        }


def report_of(result: Result, zone: ZoneInfo) -> Report:
    """Return the report, with days and hours of that zone."""
    loads = [
        TierLoad(
            tier,
            _shape(result.recorded, tier, zone) if result.recorded else None,
            _shape(result.simulated, tier, zone),
        )
        for tier in _tiers(result)
    ]
    return Report(result=result, time_zone=str(zone), loads=loads)


def _tiers(result: Result) -> list[str]:
    """Return the tiers of the ladder on trial, lowest first, then those that it doesn't have."""
    accounts = [account for account in (result.simulated, result.recorded) if account]
    used = {tier for account in accounts for tier in account.load.tiers}
    ladder = result.trial.policy.ladder.names
    return [*ladder, *sorted(used - set(ladder))]


def _shape(account: Account, tier: str, zone: ZoneInfo) -> Shape:
    return shape_of(account.load.hours_of(tier), zone)


def _load(load: TierLoad) -> dict[str, object]:
    recorded = load.recorded.as_json() if load.recorded else None
    return {"tier": load.tier, "recorded": recorded, "simulated": load.simulated.as_json()}


def _instant(micros: int) -> str:
    at = (EPOCH + timedelta(microseconds=micros)).astimezone(UTC)
    return at.isoformat().replace("+00:00", "Z")
