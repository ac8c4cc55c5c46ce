"""Cases that nobody wrote down yet, put together in a test."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.rows import row_of
from tests.conformance.runner import verdict_on
from tests.conformance.verdict import PASSED

DAYS = ("mon", "tue", "wed", "thu", "fri")
ALWAYS = {
    "time_zone": "Etc/UTC",
    "hours": {day: [["00:00", "24:00"]] for day in (*DAYS, "sat", "sun")},
}
OFFICE = {"time_zone": "Europe/Berlin", "hours": {day: [["09:00", "17:00"]] for day in DAYS}}


def at(time: str, event: str, **more: Any) -> dict[str, Any]:
    return {"at": f"2034-06-09T{time}:00Z", "event": event, **more}


def why(kind: str, **row: Any) -> str:
    """Return why a case didn't pass; nothing if it did."""
    case = row_of(json.dumps({"id": "a-case", "kind": kind, **row}))
    verdict = verdict_on(case)
    return "" if verdict.outcome == PASSED else f"{verdict.outcome}: {verdict.why}"


def told(policy: dict[str, Any], *events: dict[str, Any], **expected: Any) -> str:
    policy = {"calendar": ALWAYS, **policy}
    return why("sla_scenario", policy=policy, timeline=list(events), expected=expected)
