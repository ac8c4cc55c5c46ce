"""Mistakes that show only on the calendar: promises whose time never comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from domain.hours import Calendar, CalendarExhausted
from domain.policy.metric import MetricTarget
from domain.policy.policy import Policy
from infra.policies.mistake import Mistake

SECOND = 1_000_000


def promises_out_of_reach(policy: Policy, first_year: int) -> Iterator[Mistake]:
    """Find promises for which a calendar never has the time, from that year on."""
    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp()) * SECOND
    for place, target in enumerate(policy.targets):
        where = ("targets", place)
        if not target.calendar.has_hours():
            message = (
                f"the calendars {target.calendar_name} are never open together; "
                "name calendars with common hours"
            )
            yield Mistake((*where, "calendar"), message)
            continue
        for metric, promise in target.metrics.items():
            if not _is_reached(promise, target.calendar, start):
                message = (
                    f"calendar {target.calendar_name} has not that much time in 100 years; "
                    "promise less or open longer"
                )
                yield Mistake((*where, "metrics", metric), message)
    if policy.notice and not policy.notice.hours.has_hours():
        message = "these calendars are never open together; name calendars with common hours"
        yield Mistake(("notify", "requester", "hours"), message)


def _is_reached(promise: MetricTarget, calendar: Calendar, start: int) -> bool:
    target = promise.target
    try:
        if promise.business_days:
            target = calendar.elapsed(
                start, calendar.end_of_business_day(start, promise.business_days)
            )
        calendar.add(start, promise.milestones(target)[-1].offset)
    except CalendarExhausted:
        return False
    return True
