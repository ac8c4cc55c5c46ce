"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain.durations import DAY, HOUR, MINUTE, SECOND, WEEK, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("15m", 15 * MINUTE),
        ("4h", 4 * HOUR),
        ("1h30m", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        (" 90s ", 90 * SECOND),
        ("2d", 2 * DAY),
        ("1w1d", WEEK + DAY),
        ("250ms", 250_000),
        ("1m250ms", MINUTE + 250_000),
        ("1s1m", 61 * SECOND),
        ("1m1m", 2 * MINUTE),
        ("0s", 0),
        ("007m", 7 * MINUTE),
    ],
)
def test_a_length_is_read(text: str, micros: int) -> None:
    assert parse_duration(text) == micros


@pytest.mark.parametrize(
    "text", ["", " ", "15", "m", "h4", "1.5h", "-4h", "4 hours", "4H", "1h,30m", "4h\n", "1us"]
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time") as refused:
        parse_duration(text)
    assert str(refused.value) == (
        f"'{text}' is not a length of time; write it like 15m, 4h or 1h30m"
    )


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "0s"),
        (90 * SECOND, "1m30s"),
        (34 * HOUR, "34h"),
        (8 * DAY, "192h"),
        (HOUR + 1_000, "1h1ms"),
        (-90 * MINUTE, "-1h30m"),
    ],
)
def test_a_length_is_written_in_hours_and_less(micros: int, text: str) -> None:
    assert format_duration(micros) == text


@settings(max_examples=200)
@given(some.integers(0, 400 * DAY // 1_000))
def test_what_is_written_is_read_back(milliseconds: int) -> None:
    """Fails when `ms` is read before `m`, as in `(\\d+)(m|ms|…)`."""
    assert parse_duration(format_duration(milliseconds * 1_000)) == milliseconds * 1_000
