"""Where peers differ from one another or from what makes sense, and what this desk does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conformance.rows import NotCovered

CLOSE, OPEN = "close", "open"
MODES: Mapping[str, tuple[str, ...]] = {
    "boundary_rolls_to_next_open": (OPEN,),
    "boundary_stays_at_close": (CLOSE,),
    "reversed_range_is_zero": (CLOSE, OPEN),
    "zero_duration_snaps_to_open": (OPEN,),
}
"""The boundaries under which this desk does as that peer."""

INSTEAD: Mapping[str, str] = {
    "seconds_truncated_to_minute": "deadlines are exact to the microsecond",
    "vendor_4_minute_padding": "a paused clock has no deadline, and pauses are exact",
    "vendor_counts_for": "a reply ends every clock that waits for one, at the time it was sent",
    "vendor_days_mode_wall_clock": "business time is business time, also over days",
    "vendor_empty_calendar": "a calendar that is never open is refused when the policy is read",
    "vendor_fallback_wall_clock": "a calendar that is never open is refused; none is made up",
    "vendor_fixed_length_month": "no target is in months, whose lengths differ",
    "vendor_hold_counts_outside_hours": "only business time of a pause moves the deadline",
    "vendor_inconsistent_tto_pause": "a metric's pauses are the same before and after a change",
    "vendor_minimum_1s": "no business time is none, also where it began and ended at once",
    "vendor_no_instants": "every fact has its time",
    "vendor_pause_counts_as_response": "only a reply is a response",
    "vendor_repeat_emission": "each breach is said once",
    "vendor_scan_dependent_breach": "a breach follows from time alone, not from who looked when",
}


def modes(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the boundaries that must give the expected answer: both, where nobody disagrees.

    Raises `NotCovered` with what is done instead.
    """
    quirk = row.get("quirk")
    if quirk is None:
        return CLOSE, OPEN
    if quirk in MODES:
        return MODES[quirk]
    instead = INSTEAD.get(quirk, "this desk has rules of its own")
    raise NotCovered(f"{quirk}: {instead}")
