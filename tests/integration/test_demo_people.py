"""The people of the demo: when they come, when they work, and that chance is repeatable."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from domain.durations import DAY, HOUR, MINUTE
from escalon.demo.morning import Morning
from escalon.demo.people.agenda import Agenda
from escalon.demo.people.arrivals import Arrivals
from escalon.demo.people.chance import dice
from escalon.demo.people.script import Script
from escalon.demo.people.shifts import NIGHT, WORKING_DAYS, Shift

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = 1_795_388_400_000_000  # 2026-11-23 00:00 in Stockholm
TUESDAY = MONDAY + DAY


@pytest.fixture(scope="module")
def morning():
    return Morning.before(TUESDAY + 13 * HOUR)


def test_it_plays_on_the_last_working_morning_before_today(morning):
    assert morning.curtain == MONDAY + 9 * HOUR
    assert morning.doors < morning.curtain


@pytest.mark.parametrize("today", [MONDAY + 13 * HOUR, MONDAY - DAY])
def test_weekends_are_no_working_mornings(today):
    assert Morning.before(today).curtain == MONDAY - 3 * DAY + 9 * HOUR


def test_the_same_seed_gives_the_same_commands(morning):
    first, second = (Script(5, morning).until(morning.curtain) for _ in range(2))

    assert first == second
    assert len(first) > 100


def test_another_seed_gives_other_commands(morning):
    assert Script(5, morning).until(morning.curtain) != Script(6, morning).until(morning.curtain)


def test_asking_in_small_steps_gives_the_same_as_asking_once(morning):
    at_once = Script(5, morning).until(morning.doors + HOUR)

    script = Script(5, morning)
    steps = range(morning.doors, morning.doors + HOUR + 1, 7 * MINUTE)
    in_steps = [command for step in steps for command in script.until(step)]
    in_steps += script.until(morning.doors + HOUR)

    assert in_steps == at_once


def test_commands_come_in_order_of_time_and_each_has_an_id_of_its_own(morning):
    commands = Script(5, morning).until(morning.curtain)

    assert [c.at for c in commands] == sorted(c.at for c in commands)
    assert len({c.command_id for c in commands}) == len(commands)


def test_more_people_come_on_a_working_morning_than_at_night_or_on_a_sunday():
    arrivals = Arrivals(dice(1, "arrivals"), STOCKHOLM)

    def how_many(start):
        at, count = arrivals.next_after(start), 0
        while at < start + 2 * HOUR:
            at, count = arrivals.next_after(at), count + 1
        return count

    busy = how_many(MONDAY + 9 * HOUR)
    assert busy > 3 * how_many(MONDAY + 2 * HOUR)
    assert busy > 2 * how_many(MONDAY - DAY + 9 * HOUR)


def test_a_shift_ends_when_it_ends():
    day = Shift(8, 16.5, WORKING_DAYS)

    assert day.covers(MONDAY + 8 * HOUR, STOCKHOLM)
    assert not day.covers(MONDAY + 16 * HOUR + 30 * MINUTE, STOCKHOLM)
    assert not day.covers(MONDAY - DAY + 9 * HOUR, STOCKHOLM)


def test_a_night_shift_goes_on_after_midnight():
    friday_night = Shift(22, 6, range(4, 5))

    assert friday_night.covers(MONDAY + 5 * DAY + 5 * HOUR, STOCKHOLM)
    assert not friday_night.covers(MONDAY + 4 * DAY + 5 * HOUR, STOCKHOLM)
    assert NIGHT.covers(MONDAY + 5 * HOUR, STOCKHOLM)


def test_plans_go_on_in_the_order_of_their_times():
    agenda = Agenda(0)
    done = []

    def plan(name, *waits):
        for wait in waits:
            yield wait
            done.append((agenda.now, name))

    agenda.begin(plan("slow", 30, 30))
    agenda.begin(plan("fast", 20, 20))
    agenda.run(40)

    assert done == [(20, "fast"), (30, "slow"), (40, "fast")]
    assert agenda.next_at() == 60
