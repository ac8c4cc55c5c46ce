"""Why some kinds of case, and a few cases by name, aren't put to this desk."""

from __future__ import annotations

from collections.abc import Mapping

KINDS_LEFT_OUT: Mapping[str, str] = {
    "calendar_intersection_breaks": "the peer intersects wall times and drops one time zone",
    "calendar_intersection_periods": "the peer intersects wall times and drops one time zone",
    "calendar_intersection_hours": "the peer intersects wall times and drops one time zone",
    "calendar_intersection_shifts": "the peer intersects wall times and drops one time zone",
    "default_hours": "no hours are made up for a calendar that states none",
    "pause_segments_by_local_date": "the peer's own step; pauses here are not cut by local dates",
}

CONTRADICTIONS: Mapping[str, str] = {
    "sla_zammad-002": "the peer's pause is stamped later than the case says; here a reply during a"
    " pause has used nothing",
}
"""Cases whose expected values don't follow from what they state."""

KEYS_LEFT_OUT: Mapping[str, str] = {
    "avg_response_seconds": "averages are for reports, over many tickets",
    "contains": "a match lists whole values and looks for no words inside a text",
    "counts_for": "a reply ends every clock that waits for one",
    "is not": "a match lists the values that are meant, not those that aren't",
    "is_not": "a match lists the values that are meant, not those that aren't",
    "not_in": "a match lists the values that are meant, not those that aren't",
    "start_delay_seconds": "a clock starts with what it measures, without a delay",
}
"""Keys that are known and have no counterpart."""
