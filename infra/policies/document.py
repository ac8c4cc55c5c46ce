"""The whole policy as people write it, and as it is published."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from infra.policies.calendar_names import ALWAYS_CALENDAR
from infra.policies.calendars import CalendarText
from infra.policies.contacts import NotifyText, RepeatContactText
from infra.policies.ladder import TierText, way_of
from infra.policies.length import LengthOrNone
from infra.policies.name import Name
from infra.policies.part import Part, one_of
from infra.policies.rules import RuleText
from infra.policies.targets import TargetText
from infra.policies.week import ALWAYS

MODES = ("keep", "from_now", "retroactive")
"""How a new version reaches tickets that are open."""


class PolicyText(Part):
    """One policy."""

    policy: Name = Field(examples=["policy: default"])
    calendars: dict[Name, CalendarText] = Field(
        {}, examples=["calendars: {always: {hours: 24x7, time_zone: UTC}}"]
    )
    tiers: tuple[TierText, ...] = Field(examples=["tiers: [{name: front-line, team: support}]"])
    moved: dict[str, str] = Field({}, examples=["moved: {second-line: technical}"])
    targets: tuple[TargetText, ...] = Field((), examples=["targets: [{metrics: {resolution: 4h}}]"])
    repeat_contact: RepeatContactText | None = Field(
        None, examples=["repeat_contact: {contacts: 2, within: 24h}"]
    )
    late_facts: LengthOrNone = Field("5m", examples=["late_facts: 5m"])
    apply_to_open: Annotated[str, one_of("mode", MODES)] = Field(
        MODES[0], examples=["apply_to_open: keep"]
    )
    escalation: tuple[RuleText, ...] = Field(
        (), examples=["escalation: [{name: up, when: sla_breached, to: next}]"]
    )
    notify: NotifyText = Field(NotifyText(), examples=["notify: {requester: {on: [resolved]}}"])

    @property
    def tier_names(self) -> list[str]:
        """The tiers of the ladder, lowest first."""
        return [tier.name for tier in self.tiers]

    @property
    def calendar_names(self) -> list[str]:
        """All calendars that may be named, also the one that nobody needs to define."""
        return list(dict.fromkeys([*self.calendars, ALWAYS_CALENDAR]))

    def canonical(self, first_year: int) -> dict[str, Any]:
        """Return the document with nothing left to look up or to assume."""
        always = CalendarText.model_validate({"hours": ALWAYS})
        calendars = {ALWAYS_CALENDAR: always, **self.calendars}
        repeat = self.repeat_contact
        return {
            "policy": self.policy,
            "calendars": {
                name: calendar.canonical(first_year) for name, calendar in calendars.items()
            },
            "tiers": [tier.canonical() for tier in self.tiers],
            "moved": {old: way_of(old, self.moved)[-1] for old in self.moved},
            "targets": [target.canonical() for target in self.targets],
            "repeat_contact": repeat.model_dump() if repeat else None,
            "late_facts": self.late_facts,
            "apply_to_open": self.apply_to_open,
            "escalation": [rule.canonical() for rule in self.escalation],
            "notify": self.notify.canonical(),
        }
