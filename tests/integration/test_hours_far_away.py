"""Questions that reach over decades, from many threads, or find nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.hours import CalendarExhausted, Intersection, Span
from tests.unit.hours_examples import DAY, EVERY_DAY, HOUR, at, office

MANY = office("00:00-24:00", days=EVERY_DAY)


def test_threads_may_share_a_calendar():
    shared, start = office(), at("2026-01-05 09:00")
    moments = [start + number * 371 * DAY for number in range(-20, 20)] * 5
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda moment: shared.add(moment, 100 * HOUR), moments))

    alone = office()
    assert together == [alone.add(moment, 100 * HOUR) for moment in moments]


def test_spans_are_whole_wherever_the_search_began():
    for begin in range(0, 4 * 366, 61):
        calendar, origin = office("00:00-24:00"), at("2026-01-05") - begin * DAY
        calendar.is_open(origin)

        assert list(calendar.spans_between(at("2026-01-05"), at("2026-01-12"))) == [
            Span(at("2026-01-05"), at("2026-01-10"))
        ]


def test_an_opening_without_end_is_cut_off_after_a_century():
    start, end = next(MANY.spans_after(at("2026-01-05")))
    assert start == at("2026-01-05")
    assert end >= start + 100 * 365 * DAY

    start, end = next(MANY.spans_before(at("2026-01-05")))
    assert end == at("2026-01-05")
    assert start <= end - 100 * 365 * DAY


def test_a_duration_may_take_decades():
    assert office().elapsed(at("2026-01-05"), office().add(at("2026-01-05"), 100_000 * HOUR)) == (
        100_000 * HOUR
    )
    assert office().subtract(office().add(at("2026-01-05"), 9_999 * HOUR), 9_999 * HOUR) == at(
        "2026-01-02 17:00"
    )


def test_calendars_never_open_together_have_no_hours():
    never = Intersection((office("08:00-12:00"), office("12:00-16:00")))

    assert not never.has_hours()
    with pytest.raises(CalendarExhausted, match="has no opening left in the 100 years after 2026"):
        never.add(at("2026-01-05"), HOUR)
