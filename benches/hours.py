"""Operations a second of business calendars, warm, on one core: `python benches/hours.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain.hours import AlwaysOpen, BusinessCalendar, Calendar, Intersection

HOUR = 3_600_000_000
DAY = 24 * HOUR
NEW_YEAR_2026 = 1_767_225_600_000_000
QUESTIONS = 200_000

OFFICE = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
MORNING = ((7 * HOUR, 15 * HOUR),)
ALL_DAY = ((0, DAY),)


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


def per_second(ask: Callable[[int, int], int], questions: list[tuple[int, int]]) -> float:
    """Return how many of the questions are answered in a second, at best of three."""
    times = []
    for _ in range(3):
        begin = perf_counter()
        for one, other in questions:
            ask(one, other)
        times.append(perf_counter() - begin)
    return len(questions) / min(times)


def main() -> None:
    random = Random(1)  # noqa: S311  # the same questions each time, no secret
    starts = [NEW_YEAR_2026 + random.randrange(365 * DAY) for _ in range(QUESTIONS)]
    durations = [random.randrange(80 * HOUR) for _ in range(QUESTIONS)]
    days = [(start, 2) for start in starts[:10_000]]
    additions = list(zip(starts, durations, strict=True))
    print(f"{'calendar':28}{'first, ms':>10}{'add/s':>12}{'elapsed/s':>12}{'2 days/s':>12}")
    for name, calendar in calendars().items():
        begin = perf_counter()
        calendar.add(NEW_YEAR_2026, HOUR)
        first = 1_000 * (perf_counter() - begin)
        ends = [calendar.add(start, duration) for start, duration in additions]
        ranges = list(zip(starts, ends, strict=True))
        assert [calendar.elapsed(start, end) for start, end in ranges] == durations
        add, elapsed = per_second(calendar.add, additions), per_second(calendar.elapsed, ranges)
        following = per_second(calendar.end_of_business_day, days)
        print(f"{name:28}{first:>10.1f}{add:>12,.0f}{elapsed:>12,.0f}{following:>12,.0f}")


if __name__ == "__main__":
    main()
