"""Cases of business time, answered by what `domain.hours` offers to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from domain.durations import SECOND
from domain.hours import (
    AlwaysOpen,
    BusinessCalendar,
    Calendar,
    Intersection,
    Span,
    TimeZone,
    parse_time_of_day,
)
from tests.conformance import refusals, segments
from tests.conformance.calendars import (
    CALENDAR_KEYS,
    WEEKDAYS,
    calendar_of,
    holidays_of,
    refusal,
)
from tests.conformance.instants import instant, read
from tests.conformance.quirks import modes
from tests.conformance.rows import NotCovered, Row, known


def agreed(answers: list[Any]) -> Any:
    """Return the one answer, or all of them for the failure to show."""
    return answers[0] if all(answer == answers[0] for answer in answers) else answers


def its(row: Row) -> BusinessCalendar:
    return calendar_of(row["calendar"])


def at(row: Row, name: str = "at") -> int:
    return instant(row["input"][name])


def day_of(row: Row) -> date:
    if "date" not in row["input"]:
        return its(row).date_at(at(row))
    if not row["input"]["date"]:
        raise NotCovered("no day is asked about")
    return date.fromisoformat(row["input"]["date"])


def first(row: Row, found: Iterator[Span]) -> list[Span]:
    return list(islice(found, row["input"]["take"]))


def after(row: Row) -> list[Span]:
    """Return so many open spans, or those up to an instant."""
    if "until" in row["input"]:
        return list(its(row).spans_between(at(row, "origin"), at(row, "until")))
    return first(row, its(row).spans_after(at(row, "origin")))


def on_day(row: Row) -> list[Span]:
    return list(its(row).spans_between(*its(row).day(day_of(row))))


def added(row: Row) -> Any:
    calendar, asked = its(row), row["input"]
    start, duration = instant(asked["start"]), asked["seconds"] * SECOND
    return agreed([calendar.add(start, duration, mode) for mode in modes(row)])


def subtracted(row: Row) -> Any:
    calendar, asked = its(row), row["input"]
    end, duration = instant(asked["start"]), asked["seconds"] * SECOND
    return agreed([calendar.subtract(end, duration, mode) for mode in modes(row)])


def elapsed_in(calendar: Calendar, row: Row) -> Any:
    asked = row["input"]
    start, end = ("from", "to") if "from" in asked else ("start", "end")
    seconds = calendar.elapsed(at(row, start), at(row, end)) // SECOND
    return seconds if isinstance(row["expected"], int) else {"seconds": seconds}


def days_counted(row: Row) -> int:
    calendar, start, days = its(row), at(row, "start"), row["input"]["days"]
    forward = row["kind"] == "add_business_days"
    if row["input"].get("end_of_working_day"):
        return calendar.end_of_business_day(start, days if forward else -days)
    count = calendar.add_business_days if forward else calendar.subtract_business_days
    return count(start, days)


def has_hours(row: Row) -> bool:
    """Say that a calendar which is refused has none."""
    if refusal(lambda: its(row))["error"]:
        return False
    return its(row).has_hours()


def breaks(row: Row) -> list[Span]:
    """Return those of the expected breaks that begin and end as expected."""
    on_break = its(row).is_on_break
    return [
        Span(start, end)
        for start, end in read(row["expected"])
        if on_break(start) and on_break(end - 1) and not on_break(start - 1) and not on_break(end)
    ]


def business_days(row: Row) -> list[str]:
    days = its(row).business_days_after(day_of(row))
    return [day.isoformat() for day in islice(days, row["input"]["take"])]


def open_or_always(row: Row) -> BusinessCalendar:
    """Return the calendar; one without hours is open all the time."""
    hours = row["calendar"].get("hours") or {day: [["00:00", "24:00"]] for day in WEEKDAYS}
    return calendar_of({**row["calendar"], "hours": hours})


def week(row: Row) -> Any:
    """Return the open span of a week from Sunday; without hours it is open all the time."""
    calendar = open_or_always(row)
    sunday = date.fromisoformat(row["input"]["week_containing"]).toordinal()
    start, end = (calendar.day(date.fromordinal(day)).start for day in (sunday, sunday + 7))
    return agreed(list(calendar.spans_between(start, end)))


def full_day(row: Row) -> Span:
    """Return a day of a week that begins on Sunday, all of it: the Sunday if none is named."""
    sunday = date.fromisoformat(row["input"]["week_containing"]).toordinal()
    place = (WEEKDAYS.index(row["input"].get("day", "sun")) + 1) % len(WEEKDAYS)
    return open_or_always(row).day(date.fromordinal(sunday + place))


def both(row: Row) -> Intersection:
    return Intersection(tuple(map(calendar_of, (row["calendar"], row["input"]["other"]))))


def holidays_of_both(row: Row) -> list[str]:
    days = {*holidays_of(row["calendar"]), *holidays_of(row["input"]["other"])}
    is_holiday = both(row).is_holiday
    return sorted(day for day in days if is_holiday(date.fromisoformat(day)))


class Kind(NamedTuple):
    """What a kind of case may state, and how it is answered."""

    keys: str
    answer: Callable[[Row], Any]


KINDS: Mapping[str, Kind] = {
    "add_business_days": Kind("start days end_of_working_day", days_counted),
    "add_business_time": Kind("start seconds working_time", added),
    "break_segments": Kind("", breaks),
    "business_dates_after": Kind("date take", business_days),
    "business_elapsed": Kind("from to start end", lambda row: elapsed_in(its(row), row)),
    "calendar_intersection_holidays": Kind("other", holidays_of_both),
    "calendar_intersection_time_zone": Kind("other", lambda row: both(row).time_zone),
    "has_working_day": Kind("", has_hours),
    "holiday_dates": Kind("", lambda row: sorted(map(str, its(row).holidays))),
    "holiday_segment": Kind("date", lambda row: its(row).day(day_of(row))),
    "in_hours": Kind("at", lambda row: its(row).is_open(at(row))),
    "invalid_calendar": Kind("", refusals.calendar_refused),
    "invalid_duration": Kind(
        "start seconds working_time amount scalar unit", refusals.duration_refused
    ),
    "is_business_day": Kind("date", lambda row: its(row).is_business_day(day_of(row))),
    "local_time_resolve": Kind(
        "date time time_zone",
        lambda row: TimeZone(row["input"]["time_zone"]).instant(
            day_of(row), parse_time_of_day(row["input"]["time"])
        ),
    ),
    "next_open": Kind("at", lambda row: its(row).next_opening(at(row))),
    "on_break": Kind("at", lambda row: its(row).is_on_break(at(row))),
    "on_holiday": Kind("at date", lambda row: its(row).is_holiday(day_of(row))),
    "parse_time_of_day": Kind("text", refusals.time_of_day),
    "periods_after": Kind("origin take until", after),
    "periods_before": Kind(
        "origin take", lambda row: first(row, its(row).spans_before(at(row, "origin")))
    ),
    "periods_on": Kind("date", on_day),
    "prev_open": Kind("at", lambda row: its(row).previous_opening(at(row))),
    "segment_contains": Kind("a at", segments.contains),
    "segment_intersect": Kind("a b", segments.shared_span),
    "segment_subtract": Kind("a b", segments.remainder),
    "subtract_business_days": Kind("start days end_of_working_day", days_counted),
    "subtract_business_time": Kind("start seconds working_time", subtracted),
    "timeline_for": Kind("periods origin seconds", segments.used_up),
    "timeline_for_backward": Kind("periods origin seconds", segments.used_up_backward),
    "timeline_until": Kind("periods origin terminus", segments.used_up),
    "timeline_until_backward": Kind("periods origin terminus", segments.used_up_backward),
    "wall_elapsed": Kind("from to start end", lambda row: elapsed_in(AlwaysOpen(), row)),
    "weekly_interval_segment": Kind("week_containing", week),
    "weekly_interval_segment_full_day": Kind("week_containing day", full_day),
    "weekly_interval_segment_full_week": Kind("week_containing", week),
}


def mismatches(row: Row) -> list[str]:
    """Return what is answered otherwise than expected; raises `NotCovered`."""
    kind = KINDS[row["kind"]]
    known(row.get("input", {}), kind.keys, row["kind"])
    known(row.get("calendar", {}), CALENDAR_KEYS, "the calendar")
    modes(row)
    wanted, answer = expected(row), kind.answer(row)
    return [] if answer == wanted else [f"answered {answer}, expected {wanted}"]


def is_none(answer: Any) -> bool:
    """Return whether no span is expected, in one of the ways in which cases say so."""
    if isinstance(answer, dict | str):
        return answer in ({"disjoint": True}, {"empty": True}, "disjoint")
    span = read(answer) if answer else None
    return span is None or (isinstance(span, Span) and span.end <= span.start)


def expected(row: Row) -> Any:
    """Return the case's answer; a span without length is none to us, any error is an error."""
    if row["kind"] == "segment_intersect" and is_none(row["expected"]):
        return []
    answer = read(row["expected"])
    if isinstance(answer, list) and "quirk" not in row:
        return [part for part in answer if not isinstance(part, Span) or part.start < part.end]
    if isinstance(answer, dict):
        known(answer, "error value_unchanged seconds", "the answer")
        return {**answer, "error": True} if answer.get("error") else answer
    return answer
