"""What is done when something happens: move, raise the priority, tell people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.durations import parse_duration
from domain.policy.match import Match
from domain.policy.metric import OVERDUE, WARNED, Step

SLA_WARNED, SLA_BREACHED, SLA_OVERDUE = "sla_warned", "sla_breached", "sla_overdue"
REPEAT_CONTACT = "repeat_contact"
ACKNOWLEDGED, RESOLVED = "acknowledged", "resolved"
BREACH_RETRACTED = "sla_breach_retracted"
CAUSES = (
    SLA_WARNED,
    SLA_BREACHED,
    SLA_OVERDUE,
    BREACH_RETRACTED,
    REPEAT_CONTACT,
    ACKNOWLEDGED,
    RESOLVED,
)
"""What a rule may wait for."""

ALL = Match()


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """One rule of a policy; empty conditions hold always, empty actions do nothing.

    `to` names a tier, `next` or `previous`; `moved_within` is in microseconds.
    """

    name: str
    when: str
    metrics: frozenset[str] = frozenset()
    step: str = ""
    match: Match = ALL
    in_tier: str = ""
    after_reason: str = ""
    moved_within: int = 0
    to: str = ""
    set_priority: str = ""
    notify: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> EscalationRule:
        """Return the rule that a policy document states."""
        within = document.get("unless", {}).get("moved_within", "")
        return cls(
            name=document["name"],
            when=document["when"],
            metrics=frozenset(document.get("metric", ())),
            step=document.get("at") or document.get("after") or "",
            match=Match.of(document.get("match", {})),
            in_tier=document.get("in", ""),
            after_reason=document.get("after_reason", ""),
            moved_within=parse_duration(within) if within else 0,
            to=document.get("to", ""),
            set_priority=document.get("set_priority", ""),
            notify=tuple(document.get("notify", ())),
        )

    def milestone(self) -> Step | None:
        """Return the step that the rule adds to the clocks it watches, if any."""
        if not self.step:
            return None
        return Step(WARNED if self.when == SLA_WARNED else OVERDUE, self.step)

    def watches(self, metric: str) -> bool:
        """Return whether the rule is about that metric."""
        return not self.metrics or metric in self.metrics
