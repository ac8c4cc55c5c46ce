"""Policy documents as they are published, small enough to be read beside a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.events.policy import PolicyPublished
from domain.policy.catalogue import Catalogue
from tests.spec import Fact, events_of, published

ALWAYS = {"time_zone": "UTC", "hours": "24x7", "holidays": [], "breaks": {}, "shifts": {}}
OFFICE = {
    "time_zone": "UTC",
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": [],
    "breaks": {},
    "shifts": {},
}
"""Open on weekdays from 9 to 17; the tests begin on a Monday at noon."""

LADDER = ("front-line", "technical", "management")


def document(*targets: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """Return the document of a policy with three tiers and two calendars."""
    tiers = parts.pop("tiers", LADDER)
    return {
        "policy": "default",
        "calendars": {"always": ALWAYS, "office": OFFICE},
        "tiers": [{"name": name, "team": name, "skills": [], "lead": ""} for name in tiers],
        "moved": {},
        "targets": list(targets),
        "repeat_contact": None,
        "late_facts": "5m",
        "apply_to_open": "keep",
        "escalation": [],
        "notify": {},
        **parts,
    }


def target(
    match: Mapping[str, Sequence[str]] | None = None,
    calendar: str = "always",
    boundary: str = "close",
    **metrics: str | Mapping[str, Any],
) -> dict[str, Any]:
    """Return what is promised to matching tickets: lengths by metric, or more about it."""
    promises = {name: _promise(promise) for name, promise in metrics.items()}
    return {
        "match": match or {},
        "calendar": [calendar],
        "boundary": boundary,
        "metrics": promises,
    }


def _promise(promise: str | Mapping[str, Any]) -> dict[str, Any]:
    said = {"target": promise} if isinstance(promise, str) else promise
    return {"business_days": 0, "pause": [], "warn_at": [], "overdue": [], **said}


def rule(name: str, when: str, **conditions: Any) -> dict[str, Any]:
    """Return an escalation rule; `in` is written `in_tier` here."""
    if "in_tier" in conditions:
        conditions["in"] = conditions.pop("in_tier")
    return {"name": name, "when": when, **conditions}


def repeat(contacts: int = 2, within: str = "1h", scope: str = "requester") -> dict[str, Any]:
    """Return when coming back counts."""
    return {"contacts": contacts, "within": within, "scope": scope}


def catalogue(*documents: Mapping[str, Any]) -> Catalogue:
    """Return a catalogue in which the documents are versions 1, 2 … of their policies."""
    known = Catalogue()
    numbers: dict[str, int] = {}
    history: list[Fact] = []
    for text in documents:
        numbers[text["policy"]] = numbers.get(text["policy"], 0) + 1
        history.append(published(text, numbers[text["policy"]]))
    for event in events_of(history):
        assert isinstance(event, PolicyPublished)
        known.learn(event)
    return known


PLAIN = document()
"""A policy that promises nothing."""

POLICY = published(PLAIN)
