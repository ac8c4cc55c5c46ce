"""Mistakes that show only on the calendar: promises whose time never comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import inf

from domain.durations import DAY, SECOND
from domain.hours import Calendar, CalendarExhausted
from domain.policy.metric import MetricTarget
from domain.policy.policy import Policy
from infra.policies.length import in_hours
from infra.policies.mistake import Mistake

YEAR = 366 * DAY
MOST_YEARS = 10
"""A clock that runs longer than this is a mistake, and slow to reckon."""

NEVER_OPEN = "these calendars are not open together on any day of {}; name some with common hours"


def promises_out_of_reach(policy: Policy, first_year: int) -> Iterator[Mistake]:
    """Find what would be due too late or never, by the hours of that year."""
    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp()) * SECOND
    for place, target in enumerate(policy.targets):
        where = ("targets", place)
        if not _is_open(target.measure.calendar, start):
            yield Mistake((*where, "calendar"), NEVER_OPEN.format(first_year))
            continue
        for metric, promise in target.metrics.items():
            yield from _out_of_reach(promise, start, first_year, (*where, "metrics", metric))
    if policy.notice and not _is_open(policy.notice.hours, start):
        yield Mistake(("notify", "requester", "hours"), NEVER_OPEN.format(first_year))


def _out_of_reach(
    promise: MetricTarget, start: int, first_year: int, where: tuple[str | int, ...]
) -> Iterator[Mistake]:
    open_time = promise.measure.calendar.elapsed(start, start + YEAR)
    if not open_time:
        yield Mistake((*where, "calendar"), NEVER_OPEN.format(first_year))
    elif _last(promise, start) > MOST_YEARS * open_time:
        message = (
            f"{promise.measure.calendar_name} is open {in_hours(open_time)} a year, so this would "
            f"last more than {MOST_YEARS} years; promise less or open longer"
        )
        yield Mistake(where, message)


def _last(promise: MetricTarget, start: int) -> float:
    try:
        return promise.milestones(promise.target, start)[-1].offset
    except CalendarExhausted:
        return inf


def _is_open(calendar: Calendar, start: int) -> bool:
    return calendar.elapsed(start, start + YEAR) > 0
