"""A case's events: which there are, and what they may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.conformance.instants import instant
from tests.conformance.rows import NotCovered, known

Told = Mapping[str, Any]
"""One event of a case."""

STATED = "at offset_min event "
CHANGES = "targets_seconds target escalation_levels calendar pause_on priority note"
KEYS: Mapping[str, str] = {
    "opened": "by channel priority state until title policy_assigned customer queue category",
    "customer_message": "by channel subject state status",
    "agent_reply": "by channel status state",
    "internal_note": "by",
    "pending": "by state status until",
    "resumed": "by state status",
    "state_changed": "by to",
    "resolved": "by state status",
    "closed": "by state status",
    "reopened": "by state status",
    "merged": "",
    "priority_changed": "by field from to priority switches_policy_to",
    "policy_assigned": CHANGES,
    "policy_created": CHANGES,
    "policy_changed": CHANGES,
    "calendar_changed": "calendar note",
    "timer_scan": "decay_minutes",
    "viewed": "",
}
LEFT_OUT: Mapping[str, str] = {
    "hold_time_set": "the length of pauses follows from facts and isn't set",
    "next_response_missed": "a breach follows from facts and isn't told",
    "opened_at_corrected": "a recorded opening is never changed",
    "split": "tickets aren't split",
}
LATER = ("policy_assigned", "policy_created")
"""What brings the agreement to a ticket that was opened without."""


def checked(events: Sequence[Told]) -> Sequence[Told]:
    """Return the events, all of which can be told; raises `NotCovered`."""
    for event in events:
        _check(event)
    times = [instant(event["at"]) for event in events]
    if times != sorted(times):
        raise NotCovered("events that aren't in the order of their times")
    if not events or events[0]["event"] != "opened":
        raise NotCovered("a story that doesn't begin with the opening")
    return events


def _check(event: Told) -> None:
    name = str(event.get("event"))
    if name in LEFT_OUT:
        raise NotCovered(f"event {name}: {LEFT_OUT[name]}")
    if name not in KEYS:
        raise NotCovered(f"event '{name}' has no counterpart here")
    known(event, STATED + KEYS[name], f"event {name}")
    if "at" not in event:
        raise NotCovered(f"event {name} without its instant")


def ends_by_itself(events: Sequence[Told], place: int) -> bool:
    """Return whether a hold is planned to end while the case goes on, and nobody ends it."""
    planned = events[place].get("until")
    if planned is None or instant(planned) > instant(events[-1]["at"]):
        return False
    return not any(event["event"] == "resumed" for event in events[place:])
