"""What is different in the ladders of two policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.policies.wording import keys_become, order_becomes


def ladder_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Say what is different in the tiers of two canonical documents, and where tickets go."""
    before = {tier["name"]: tier for tier in old["tiers"]}
    after = {tier["name"]: tier for tier in new["tiers"]}
    for name, tier in before.items():
        if name in after:
            yield from keys_become(f"tier {name}", tier, after[name], ("team", "skills", "lead"))
        else:
            yield f"tier {name} is gone; {_tickets(name, new['moved'])}"
    below = ""
    for name, tier in after.items():
        if name not in before:
            place = f"above {below}" if below else "at the bottom"
            yield f"tier {name} of team {tier['team']} is new, {place}"
        below = name
    yield from order_becomes("the ladder is in another order", [*before], [*after])
    for name, tier in new["moved"].items():
        if name not in before and tier != old["moved"].get(name):
            yield f"tickets of the former tier {name} go to {tier}"


def _tickets(tier: str, moved: Mapping[str, str]) -> str:
    if tier in moved:
        return f"its tickets go to {moved[tier]}"
    return f"nothing says where its open tickets go, write moved: {{{tier}: TIER}}"
