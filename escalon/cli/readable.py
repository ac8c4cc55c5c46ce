"""A policy's document in an order that reads well."""

from __future__ import annotations

from typing import Any

ORDER = (
    *("policy", "name", "when", "metric", "at", "after", "in", "after_reason", "match"),
    *("calendar", "calendars", "tiers", "moved", "targets", "metrics", "repeat_contact"),
    *("late_facts", "apply_to_open", "escalation", "notify"),
)
"""The order in which the keys of a policy are read best."""
EMPTY: tuple[object, ...] = (None, "", 0, [], {})


def readable(part: Any) -> Any:
    """Return the part in an order that reads well, without what is empty."""
    if isinstance(part, list):
        return [readable(item) for item in part]
    if not isinstance(part, dict):
        return part
    order = [*(key for key in ORDER if key in part), *(key for key in part if key not in ORDER)]
    ordered = {key: readable(part[key]) for key in order}
    return {key: value for key, value in ordered.items() if value not in EMPTY}
