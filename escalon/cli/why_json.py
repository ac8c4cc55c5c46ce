"""An explanation as plain values, for programs: instants in UTC, lengths in microseconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.why.arithmetic import Arithmetic, Promise
from domain.why.choice import Chosen
from domain.why.reasons import PassedOver, Reason
from domain.why.rules import RuleStory, VersionStory
from domain.why.verdict import Verdict
from escalon.cli.explanation import Explanation, Step
from escalon.cli.history import fact_as_json
from escalon.cli.output import instant
from escalon.cli.why_words import passed_over, reason
from projections.sentences import sentence

INSTANTS = re.compile(r"(.*_)?at|since")
"""Which fields of a reason are instants."""


def explanation_as_json(found: Explanation) -> dict[str, Any]:
    """Return all of it; `policy_version` is the one that holds now, 0 for none."""
    now = found.chosen[-1].choice
    return {
        "ticket_id": found.ticket_id,
        "policy": now.policy,
        "policy_version": now.version,
        "decisions": [[_step(step) for step in chain] for chain in found.decisions],
        "targets": [_chosen(each) for each in found.chosen],
        "versions": [_version(each, found.names) for each in found.versions],
    }


def _step(step: Step) -> dict[str, Any]:
    said = fact_as_json(step.fact)
    if step.arithmetic:
        said["arithmetic"] = _arithmetic(step.arithmetic)
    if step.taken_back:
        said["taken_back_at"] = instant(step.taken_back.occurred_at)
    return said


def _arithmetic(found: Arithmetic) -> dict[str, Any]:
    return {
        "metric": found.metric,
        "cycle": found.cycle,
        "started_at": instant(found.started_at),
        "began": {"event_id": found.began.event_id, "sentence": sentence(found.began)},
        "promise": _promise(found.first),
        "target": found.target,
        "counted": [
            {
                "from": instant(part.start),
                "to": instant(part.end),
                "calendar": part.calendar,
                "open": [{"from": instant(s.start), "to": instant(s.end)} for s in part.spans],
                "sum": part.sum,
            }
            for part in found.counted
        ],
        "pauses": [
            {"from": instant(p.start), "to": instant(p.end), "on": p.on} for p in found.pauses
        ],
        "changes": [
            {
                "at": instant(change.at),
                "fact_id": change.fact.event_id,
                "sentence": sentence(change.fact),
                "old": _promise(change.old),
                "new": _promise(change.new),
            }
            for change in found.changes
        ],
        "until": instant(found.until),
        "sum": found.used,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "policy": promise.terms.policy,
        "policy_version": promise.terms.version,
        "target_number": promise.terms.target,
        "length": promise.length,
        "business_days": promise.business_days,
        "same_time": promise.same_time,
        "calendar": promise.calendar,
        "boundary": promise.boundary,
    }


def _chosen(chosen: Chosen) -> dict[str, Any]:
    choice = chosen.choice
    return {
        "at": instant(chosen.at),
        "fact_id": chosen.fact.event_id,
        "policy": choice.policy,
        "policy_version": choice.version,
        "target_number": choice.target,
        "match": {facet: sorted(values) for facet, values in choice.match.conditions},
        "passed_over": [_passed(target) for target in choice.passed],
    }


def _passed(target: PassedOver) -> dict[str, Any]:
    because = [condition._asdict() for condition in target.because]
    return {"target": target.number, "because": because, "sentence": passed_over((target,))}


def _version(story: VersionStory, names: Mapping[str, str]) -> dict[str, Any]:
    reign = story.reign
    times = [{"from": instant(span.start), "to": instant(span.end)} for span in reign.times]
    if not reign.is_over:
        times[-1]["to"] = None
    return {
        "policy": reign.policy,
        "policy_version": reign.version,
        "times": times,
        "rules": [_rule(each, names) for each in story.rules],
    }


def _rule(story: RuleStory, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": story.rule,
        "acted": [event.event_id for event in story.acted],
        "causes": [_verdict(each, names) for each in story.verdicts],
        "why_not": [_reason(why, names) for why in story.waiting],
    }


def _verdict(verdict: Verdict, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "cause_id": verdict.cause.event_id,
        "cause": sentence(verdict.cause),
        "at": instant(verdict.at),
        "led_to": [event.event_id for event in verdict.led_to],
        "why_not": [_reason(why, names) for why in verdict.reasons],
    }


def _reason(why: Reason, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a reason by the name of its kind, with its fields and its sentence."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(why).__name__).lower()
    fields = {name: _plain(name, value) for name, value in why._asdict().items()}
    return {"kind": kind, **fields, "sentence": reason(why, names)}


def _plain(name: str, value: Any) -> Any:
    if name == "passed":
        return [_passed(target) for target in value]
    if INSTANTS.fullmatch(name):
        return instant(value or None)
    return value
