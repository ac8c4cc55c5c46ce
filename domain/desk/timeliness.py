"""Whether a command's own time can be believed."""

from __future__ import annotations

from domain.durations import SECOND, format_duration
from domain.errors import TimeRefused
from domain.requests import Request

FUTURE = 5 * SECOND
"""How far ahead of the desk's clock a command may be."""


def must_be_timely(command: Request, late_facts: int, now: int) -> None:
    """Refuse a command from too far ahead, or from longer ago than `late_facts` microseconds.

    What a rule asks for takes the time of its cause, however old that is.
    """
    if command.at > now + FUTURE:
        ahead = format_duration((command.at - now) // SECOND * SECOND)
        message = f"The command's time lies {ahead} in the future; at most 5s are allowed."
        raise TimeRefused(message)
    if command.at < now - late_facts and not command.actor.is_machine:
        age = format_duration((now - command.at) // SECOND * SECOND)
        allowed = format_duration(late_facts)
        message = f"The command's time lies {age} in the past; the policy allows {allowed}."
        raise TimeRefused(message)
