"""Peers' agreements as a policy document of this desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.policies import PolicyMistake, read_policy, to_json
from tests.conformance.agreements import INNER_TIER, Agreement
from tests.conformance.calendars import CALENDAR_KEYS, holidays_of
from tests.conformance.rows import NotCovered, known
from tests.conformance.words import Level, metrics_of

OPEN_TIER = "front-line"
TELL = {"name": "tell", "when": "sla_breached", "notify": ["assignee", "lead"]}


def document_of(
    agreements: Sequence[Agreement], boundary: str, first_year: int, *, tells: bool = False
) -> dict[str, Any]:
    """Return the canonical document; raises `NotCovered` with what the reader refuses."""
    calendars, targets = {}, []
    for number, agreement in enumerate(agreements, 1):
        name = "always"
        if "calendar" in agreement.stated:
            name = f"calendar {number}"
            calendars[name] = _calendar(agreement.stated["calendar"])
        targets.append(agreement.target(name, boundary))
    return canonical(
        {
            "policy": "default",
            "apply_to_open": "retroactive",
            "calendars": calendars,
            "tiers": [{"name": name, "team": name} for name in (OPEN_TIER, INNER_TIER)],
            "targets": [target for target in targets if target["metrics"]],
            "escalation": [*_rules(agreements), *([TELL] if tells else [])],
        },
        first_year,
    )


def canonical(document: Mapping[str, Any], first_year: int) -> dict[str, Any]:
    """Return the document as the policy reader brings it into its form."""
    try:
        return read_policy(to_json(document), name="policy", first_year=first_year)
    except PolicyMistake as mistake:
        raise NotCovered("refused: " + "; ".join(str(mistake).splitlines())) from None


def _rules(agreements: Sequence[Agreement]) -> Iterator[dict[str, Any]]:
    for agreement in agreements:
        [metric] = metrics_of(agreement.metric, agreement.stated)
        for level in agreement.levels():
            if level.set_priority:
                cause = {"": "sla_breached", "warn_at": "sla_warned", "overdue": "sla_overdue"}
                step = {"warn_at": {"at": level.label}, "overdue": {"after": level.label}}
                yield {
                    "name": rule_of(level),
                    "when": cause[level.key],
                    "metric": metric,
                    **step.get(level.key, {}),
                    "match": level.match,
                    "set_priority": level.set_priority,
                }


def rule_of(level: Level) -> str:
    """Return the name of the rule that acts as the level does."""
    return f"level {level.number}"


def _calendar(stated: Mapping[str, Any]) -> dict[str, Any]:
    known(stated, CALENDAR_KEYS, "the calendar")
    return {
        "time_zone": stated["time_zone"],
        "hours": _days(stated["hours"]),
        "holidays": holidays_of(stated),
        "breaks": _days(stated.get("breaks", {})),
        "shifts": _days(stated.get("shifts", {})),
    }


def _days(days: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[str]]:
    return {day: ["-".join(span) for span in spans] for day, spans in days.items()}
