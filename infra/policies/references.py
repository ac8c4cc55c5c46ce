"""Mistakes that show only when the parts of a policy are held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from domain.policy.rule import REPEAT_CONTACT
from infra.policies.calendar_names import ALWAYS_CALENDAR, calendar_mistakes
from infra.policies.document import PolicyText
from infra.policies.ladder import ladder_mistakes, moved_mistakes
from infra.policies.mistake import Mistake
from infra.policies.rules import rule_mistakes
from infra.policies.targets import target_mistakes
from infra.policies.week import never_closes


def mistakes_between(policy: PolicyText) -> Iterator[Mistake]:
    """Find all of them; every part by itself was found to be right."""
    tiers, calendars = policy.tier_names, policy.calendar_names
    yield from _always(policy)
    yield from ladder_mistakes(policy.tiers)
    yield from moved_mistakes(policy.moved, tiers)
    yield from target_mistakes(policy.targets, tiers, calendars)
    yield from rule_mistakes(policy.escalation, tiers)
    yield from _repeats_without_measure(policy)
    yield from _priorities_without_promise(policy)
    notice = policy.notify.requester
    if notice:
        where = ("notify", "requester", "hours")
        yield from calendar_mistakes(notice.hours, calendars, where)


def _always(policy: PolicyText) -> Iterator[Mistake]:
    always = policy.calendars.get(ALWAYS_CALENDAR)
    if always and not never_closes(always.hours):
        message = f"'{ALWAYS_CALENDAR}' is the calendar that never closes; give yours another name"
        yield Mistake(("calendars", ALWAYS_CALENDAR), message)


def _repeats_without_measure(policy: PolicyText) -> Iterator[Mistake]:
    if policy.repeat_contact:
        return
    for place, rule in enumerate(policy.escalation):
        if rule.when == REPEAT_CONTACT:
            message = (
                "nothing says what a repeat contact is; "
                "write repeat_contact: {contacts: 2, within: 24h} beside escalation"
            )
            yield Mistake(("escalation", place, "when"), message)


def _priorities_without_promise(policy: PolicyText) -> Iterator[Mistake]:
    asked = [target.match.get("priority") for target in policy.targets]
    known = sorted({priority for priorities in asked for priority in priorities or ()})
    if None in asked or not asked:
        return
    for place, rule in enumerate(policy.escalation):
        if rule.set_priority and rule.set_priority not in known:
            message = (
                f"no target is for priority '{rule.set_priority}'; targets are for "
                f"{', '.join(known)}"
            )
            yield Mistake(("escalation", place, "set_priority"), message)
