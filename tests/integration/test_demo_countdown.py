"""How the demo's board writes what is left of a deadline."""

from __future__ import annotations

import pytest

from domain.durations import DAY, HOUR, MINUTE, SECOND
from escalon.demo.board.countdown import WIDTH, countdown


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (0, "0:00"),
        (9 * SECOND, "0:09"),
        (9 * MINUTE + 59 * SECOND + 999_999, "9:59"),
        (HOUR, "1h00m"),
        (3 * HOUR + 5 * MINUTE, "3h05m"),
        (12 * DAY + 4 * HOUR, "12d04h"),
        (-1, "0:00"),
        (-7 * SECOND, "-0:07"),
        (-(DAY - MINUTE), "-23h59m"),
    ],
)
def test_a_countdown_names_its_two_largest_units_and_what_is_over_is_negative(left, text):
    assert countdown(left) == text
    assert len(text) <= WIDTH
