"""Times of day are read strictly and written back."""

from __future__ import annotations

import pytest

from domain.hours import format_time_of_day, parse_time_of_day
from tests.unit.hours_examples import DAY, HOUR, MINUTE, SECOND


def test_hours_and_minutes_are_read():
    assert parse_time_of_day("08:30") == 8 * HOUR + 30 * MINUTE


def test_seconds_may_be_written():
    assert parse_time_of_day("08:30:15") == 8 * HOUR + 30 * MINUTE + 15 * SECOND


def test_24_00_is_the_end_of_the_day():
    assert parse_time_of_day("24:00") == parse_time_of_day("24:00:00") == DAY


@pytest.mark.parametrize(
    "text",
    ["", "8:30", "08:3", "0830", "08:60", "08:30:60", "24:01", "25:00", "08:30 ", "-8:30", "٠٨:٣٠"],
)
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"is not a time of day; write it as 08:30") as refused:
        parse_time_of_day(text)

    assert f"'{text}'" in str(refused.value)


@pytest.mark.parametrize("text", ["00:00", "08:30", "08:30:15", "23:59:59", "24:00"])
def test_a_time_of_day_is_written_as_it_was_read(text):
    assert format_time_of_day(parse_time_of_day(text)) == text
