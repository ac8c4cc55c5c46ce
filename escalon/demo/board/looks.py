"""The colours and short words of the board."""

from __future__ import annotations

from domain.durations import MINUTE
from domain.policy.metric import (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    REQUESTER_WAIT,
    RESOLUTION,
    TIER_TIME,
    UPDATE,
)
from escalon.demo.board import notice

SOON = 5 * MINUTE
OVERDUE, NEARLY, CALM, QUIET = "bold red", "yellow", "green", "dim"
SHORT = {
    ACKNOWLEDGE: "take",
    FIRST_RESPONSE: "reply",
    NEXT_RESPONSE: "reply",
    UPDATE: "news",
    REQUESTER_WAIT: "wait",
    TIER_TIME: "tier",
    RESOLUTION: "solve",
}
"""What has to be done next, by the metric that says until when."""
AWAITED = {"requester": "caller", "vendor": "vendor", "internal": "inside"}
"""For whom a ticket is held, where no deadline runs."""
MARKS = {"urgent": ("!!", "bold red"), "high": ("! ", "yellow")}
KINDS = {
    notice.WARNING: "yellow",
    notice.BREACH: "bold red",
    notice.OVERDUE: "red",
    notice.CAME_BACK: "magenta",
    notice.UP: "bold cyan",
    notice.DOWN: "cyan",
    notice.HANDED_ON: "dim",
    notice.STAYS: "dim",
}


def of_time(left: int) -> str:
    """Return the colour of a countdown, by the microseconds that are left."""
    if left < 0:
        return OVERDUE
    return NEARLY if left < SOON else CALM
