"""The demo's clock, and Ctrl-C."""

from __future__ import annotations

import signal
from itertools import pairwise

from escalon.demo.clock import LONGEST, StageClock
from escalon.demo.interrupts import Interrupts


def test_before_the_curtain_time_is_what_it_is_told_to_be():
    clock = StageClock(1_000)
    clock.advance(5_000)
    clock.advance(2_000)

    assert clock.now() == 5_000
    assert clock.seconds_until(9_000) == 0


def test_hurried_time_goes_on_from_what_was_told_and_never_back():
    clock = StageClock(1_000)
    clock.hurry(60)
    seen = [clock.now() for _ in range(100)]

    assert seen[0] >= 1_000
    assert seen == sorted(seen)


def test_time_that_nobody_looked_at_is_left_out():
    clock = StageClock(0)
    clock.hurry(1e12)
    seen = [0, *(clock.now() for _ in range(50))]

    assert all(later - earlier <= LONGEST for earlier, later in pairwise(seen))


def test_waiting_takes_as_much_less_as_time_hurries():
    clock = StageClock(0)
    clock.hurry(60)
    now = clock.now()

    assert 0 <= clock.seconds_until(now + 60_000_000) <= 1


def test_the_first_interrupt_is_only_remembered():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)

        assert interrupts.came
        assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGINT) is before
