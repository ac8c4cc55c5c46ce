"""By which hours a promise is measured."""

from __future__ import annotations

from typing import NamedTuple

from domain.hours import Calendar


class Measure(NamedTuple):
    """A calendar and its name in the policy; a name such as `office & customer` is common hours.

    `boundary` says when a target used up exactly at closing time is due: `close` or `open`.
    """

    calendar_name: str
    calendar: Calendar
    boundary: str
