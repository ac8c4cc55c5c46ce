"""How lengths, instants and words are shown to people."""

from __future__ import annotations

import pytest

from domain.actor import AGENT, REQUESTER, Actor
from domain.durations import DAY, HOUR, MINUTE, SECOND
from escalon.cli.output import (
    countdown,
    exact,
    instant,
    length,
    micros_of,
    shown,
    to_the_second,
    until,
    who,
)

NOON = 1_772_366_400_000_000


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (0, "0m00s"),
        (4 * MINUTE + 9 * SECOND, "4m09s"),
        (HOUR, "1h00m"),
        (2 * HOUR + 5 * MINUTE + 59 * SECOND, "2h05m"),
        (DAY, "1d00h"),
        (3 * DAY + 2 * HOUR, "3d02h"),
        (-75 * MINUTE, "-1h15m"),
    ],
)
def test_a_countdown_shows_its_two_greatest_units(left: int, text: str):
    assert countdown(left) == text


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "0s"),
        (90 * MINUTE, "1h30m"),
        (2_302_409, "2.302409s"),
        (62_000_003, "1m2.000003s"),
        (5, "0.000005s"),
    ],
)
def test_an_exact_length_keeps_every_microsecond(micros: int, text: str):
    assert exact(micros) == text


def test_a_length_leaves_out_the_fraction_of_a_second():
    assert length(90 * SECOND + 1) == "1m30s"


def test_a_length_below_a_second_is_not_nothing():
    assert length(709_604) == "709ms"


def test_an_instant_reads_back_as_itself():
    assert micros_of(str(instant(NOON + 1))) == NOON + 1


def test_an_instant_without_a_zone_is_utc():
    assert micros_of("2026-03-01T12:00:00") == NOON


def test_an_instant_of_another_zone_is_the_same_moment():
    assert micros_of("2026-03-01T13:00:00+01:00") == NOON


def test_a_word_that_is_no_instant_is_refused_with_one_that_is():
    with pytest.raises(ValueError, match="'tomorrow' is not a time; write it like 2026-03-01"):
        micros_of("tomorrow")


def test_people_see_whole_seconds():
    assert to_the_second(NOON + 1) == "2026-03-01T12:00:00Z"


def test_the_end_of_a_span_leaves_out_the_same_day():
    assert until(NOON, NOON + HOUR) == "13:00:00Z"
    assert until(NOON, NOON + DAY) == "2026-03-02T12:00:00Z"


def test_nothing_in_a_subject_is_a_command_to_the_terminal():
    assert shown("[red]\x1b[2Jhello\n").plain == "[red] [2Jhello "


def test_the_pseudonym_of_a_requester_is_cut_short():
    assert who(Actor(REQUESTER, "075f51c8-e10c-510c-867f-5738770b709f")) == "requester 075f51c8"
    assert who(Actor(AGENT, "somebody-with-a-long-name")) == "agent somebody-with-a-long-name"
