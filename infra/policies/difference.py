"""The difference between two versions of a policy, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.policies.calendar_changes import calendar_changes
from infra.policies.ladder_changes import ladder_changes
from infra.policies.rule_changes import rule_changes
from infra.policies.target_changes import target_changes
from infra.policies.wording import becomes, keys_become


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return one sentence for each difference between two canonical documents."""
    return [
        *becomes("name of the policy", old["policy"], new["policy"]),
        *calendar_changes(old["calendars"], new["calendars"]),
        *ladder_changes(old, new),
        *target_changes(old["targets"], new["targets"]),
        *rule_changes(old["escalation"], new["escalation"]),
        *_contact_changes(old, new),
        *becomes("late facts", old["late_facts"], new["late_facts"]),
        *becomes("open tickets", old["apply_to_open"], new["apply_to_open"]),
    ]


def _contact_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    repeats = old["repeat_contact"], new["repeat_contact"]
    yield from _part_changes("repeat contact", *repeats)
    notices = old["notify"].get("requester"), new["notify"].get("requester")
    yield from _part_changes("notices to requesters", *notices)


def _part_changes(
    part: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[str]:
    if old and new:
        return keys_become(part, old, new, sorted(new))
    return becomes(part, old, new)
