"""Operations a second of business calendars, warm, on one core: `python benches/hours.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TypeVar
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain.hours import AlwaysOpen, BusinessCalendar, Calendar, DatedCalendar, Intersection
from domain.hours.time_zone import EPOCH

HOUR = 3_600_000_000
DAY = 24 * HOUR
NEW_YEAR_2026 = 1_767_225_600_000_000
QUESTIONS = 200_000

OFFICE = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
MORNING = ((7 * HOUR, 15 * HOUR),)
ALL_DAY = ((0, DAY),)
COLUMNS = ("add/s", "dated add/s", "elapsed/s", "2 days/s")

One = TypeVar("One")
Other = TypeVar("Other")
Answer = TypeVar("Answer")


def calendars() -> dict[str, Calendar]:
    office = BusinessCalendar(
        time_zone="Europe/Stockholm",
        hours=dict.fromkeys(range(5), OFFICE),
        holidays=frozenset({date(2026, 4, 3), date(2026, 5, 1)}),
        yearly_holidays=frozenset({(12, 25), (12, 26), (1, 1)}),
        shifts={date(2026, 12, 19): [(9 * HOUR, 12 * HOUR)]},
    )
    customer = BusinessCalendar(
        time_zone="America/New_York", hours=dict.fromkeys(range(6), MORNING)
    )
    return {
        "office, two spans a day": office,
        "weekdays around the clock": BusinessCalendar(
            time_zone="Europe/Berlin", hours=dict.fromkeys(range(5), ALL_DAY)
        ),
        "intersection of two zones": Intersection((office, customer)),
        "always open": AlwaysOpen(),
    }


def per_second(ask: Callable[[One, Other], Answer], questions: list[tuple[One, Other]]) -> float:
    """Return how many of the questions are answered in a second, at best of three."""
    times = []
    for _ in range(3):
        begin = perf_counter()
        for one, other in questions:
            ask(one, other)
        times.append(perf_counter() - begin)
    return len(questions) / min(times)


def rates(calendar: Calendar, starts: list[int], durations: list[int]) -> list[float]:
    """Return the answers a second, in the order of the columns."""
    additions = list(zip(starts, durations, strict=True))
    ends = [calendar.add(start, duration) for start, duration in additions]
    ranges = list(zip(starts, ends, strict=True))
    assert [calendar.elapsed(start, end) for start, end in ranges] == durations
    return [
        per_second(calendar.add, additions),
        dated_per_second(calendar, additions),
        per_second(calendar.elapsed, ranges),
        per_second(calendar.end_of_business_day, [(start, 2) for start in starts[:10_000]]),
    ]


def dated_per_second(calendar: Calendar, additions: list[tuple[int, int]]) -> float:
    """Return the additions a second through datetimes of the calendar's own zone."""
    dated, zone = DatedCalendar(calendar), ZoneInfo(calendar.time_zone)
    questions = [
        (
            (EPOCH + timedelta(microseconds=start)).astimezone(zone),
            timedelta(microseconds=duration),
        )
        for start, duration in additions
    ]
    return per_second(dated.add, questions)


def main() -> None:
    random = Random(1)  # noqa: S311  # the same questions each time, no secret
    starts = [NEW_YEAR_2026 + random.randrange(365 * DAY) for _ in range(QUESTIONS)]
    durations = [random.randrange(80 * HOUR) for _ in range(QUESTIONS)]
    heads = "".join(f"{column:>13}" for column in COLUMNS)
    print(f"{'calendar':28}{'first, ms':>10}{heads}")
    for name, calendar in calendars().items():
        begin = perf_counter()
        calendar.add(NEW_YEAR_2026, HOUR)
        first = 1_000 * (perf_counter() - begin)
        found = "".join(f"{rate:>13,.0f}" for rate in rates(calendar, starts, durations))
        print(f"{name:28}{first:>10.1f}{found}")


if __name__ == "__main__":
    main()
