"""The command `escalon why`."""

from __future__ import annotations

from typing import Any

from domain.why.arithmetic import Arithmetic
from domain.why.rules import RuleStory
from escalon.cli.asking import How
from escalon.cli.contents import new_app
from escalon.cli.explanation import Explainer, Explanation, Step
from escalon.cli.history import fact_as_json
from escalon.cli.options import AsJson, Reference, Store, Wait
from escalon.cli.output import console, instant, print_json, print_table
from escalon.cli.why_tree import tree

app = new_app()


@app.command(epilog="Example: `escalon why T-7K2QXD`")
def why(
    *, ticket: Reference, store: Store = None, wait: Wait = None, as_json: AsJson = False
) -> None:
    """Explain each escalation of a ticket, and each rule that kept still.

    For each thing that a rule did: the chain of causes down to the first fact, and how the
    deadline came about, to be checked by hand.
    """
    with How(store, wait=wait).handling() as handling:
        id = handling.find(ticket)
        case = handling.log.case(id)
        now = handling.clock.now()
        found = Explainer(handling.log, case, handling.policies(), now).explain()
    if as_json:
        print_json({"ticket_id": id, **explanation_as_json(found)})
    else:
        _print(found)


def explanation_as_json(found: Explanation) -> dict[str, Any]:
    """Return an explanation as plain values; lengths are in microseconds."""
    return {
        "policy": found.policy,
        "policy_version": found.policy_version,
        "decisions": [[_step_as_json(step) for step in chain] for chain in found.decisions],
        "rules": [
            {"rule": story.rule, "acted": list(story.acted), "why_not": list(story.why_not)}
            for story in found.rules
        ],
    }


def _step_as_json(step: Step) -> dict[str, Any]:
    said = fact_as_json(step.fact)
    if step.arithmetic:
        said["arithmetic"] = _arithmetic_as_json(step.arithmetic)
        said["retargets"] = [
            {"at": instant(r.occurred_at), "old_target": r.old_target, "target": r.target}
            for r in step.retargets
        ]
    if step.taken_back:
        said["taken_back_at"] = instant(step.taken_back.occurred_at)
    return said


def _arithmetic_as_json(sums: Arithmetic) -> dict[str, Any]:
    return {
        "metric": sums.metric,
        "cycle": sums.cycle,
        "started_at": instant(sums.started_at),
        "target": sums.target,
        "counted": [
            {
                "from": instant(part.start),
                "to": instant(part.end),
                "calendar": part.calendar,
                "open": [{"from": instant(s.start), "to": instant(s.end)} for s in part.spans],
                "sum": part.sum,
            }
            for part in sums.counted
        ],
        "pauses": [{"from": instant(p.start), "to": instant(p.end)} for p in sums.pauses],
        "until": instant(sums.until),
        "sum": sums.used,
    }


def _print(found: Explanation) -> None:
    for number, chain in enumerate(found.decisions, 1):
        console().print(tree(number, chain))
        console().print()
    if not found.decisions:
        console().print("No rule has done anything about this ticket.\n")
    title = f"Rules of policy {found.policy} version {found.policy_version}"
    print_table(
        title, ("rule", "times it acted", "why not"), [_row(story) for story in found.rules]
    )


def _row(story: RuleStory) -> tuple[str, str, str]:
    times = len(story.acted) or ""
    return story.rule, str(times), "; ".join(story.why_not).replace("_", " ")
