"""What a case expects, held against what is known: each key is compared, or isn't covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.conformance import deadlines, lengths, levels, standings
from tests.conformance.moment import Moment, Pair
from tests.conformance.reasons import KEYS_LEFT_OUT
from tests.conformance.rows import UNKNOWN, NotCovered

Comparison = Callable[..., Pair]
COMPARISONS: Sequence[tuple[str, Comparison]] = (
    (r"next_escalation_at", deadlines.next_escalation),
    (r"due_order", deadlines.order),
    (r"due_unchanged_by_event", deadlines.due_unchanged),
    (r"(\w+)_due_unchanged_by_event", deadlines.unchanged),
    (r"(\w+)_due_shifted_by_pause", deadlines.shifted),
    (r"(\w+)_due_is_set", deadlines.due_is_set),
    (r"(\w+)_due", deadlines.due),
    (r"escalation_at", levels.escalations),
    (r"pending_escalations", levels.pending_escalations),
    (r"fired_levels", levels.fired),
    (r"next_level", levels.next_level),
    (r"priority", levels.priority),
    (r"clock_started_at", lengths.started),
    (r"paused_business_seconds", lengths.paused),
    (r"paused_wall_seconds", lengths.paused_wall),
    (r"on_hold_since", lengths.on_hold_since),
    (r"(\w+)_business_(minutes|seconds)", lengths.actual),
    (r"(\w+)_business_minutes_is_set", lengths.actual_is_set),
    (r"(\w+)_diff_minutes", lengths.difference),
    (r"(first_response)_at", lengths.ended_at),
    (r"first_responded_at", lengths.first_responded_at),
    (r"breached", standings.breached),
    (r"emitted", standings.emitted),
    (r"(?:final_)?status", standings.status),
    (r"raised_outside_hours", standings.outside),
    (r"outside_hours_banner", standings.banner),
    (r"notifications", standings.notifications),
    (r"no_escalation_on_merged", standings.quiet),
    (r"index_rebuild_ok", standings.index_rebuilt),
)
"""By what each key is compared; groups of the pattern go to the comparison."""


def differences(moment: Moment, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is otherwise than expected; raises `NotCovered` for what can't be compared."""
    for key, value in expected.items():
        compare, names = _comparison(key)
        wanted, found = compare(moment, value, *names)
        if wanted != found:
            yield f"{key}: found {found}, expected {wanted}"


def _comparison(key: str) -> tuple[Comparison, tuple[str, ...]]:
    for pattern, compare in COMPARISONS:
        found = re.fullmatch(pattern, key)
        if found:
            return compare, found.groups()
    raise NotCovered(f"expected '{key}': {KEYS_LEFT_OUT.get(key, UNKNOWN)}")
