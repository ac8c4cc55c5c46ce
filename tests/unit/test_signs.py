"""What a worker tells of itself: counts that are true, alarms that are said once."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest

from domain.desk.outcome import Outcome
from domain.events.names import BY_NAME
from escalon.signs import Role, Signs
from escalon.signs.answers import Answers
from escalon.signs.recordings import Recordings
from escalon.signs.spread import LATENESS, Spread
from escalon.signs.watermark import WatermarkAge
from infra.clock import VirtualClock
from infra.kafka.protocols import Partition

SECOND = 1_000_000
BEGUN = 1_000 * SECOND
PLACE = Partition("escalon.tickets.v1", 0)


def fact(name: str, **said: object) -> object:
    """Return a fact of that name that says no more than this."""
    event = object.__new__(BY_NAME[f"escalon.{name}"])
    event.__dict__.update(said)
    return event


def test_a_value_counts_under_every_bound_that_it_does_not_exceed():
    spread = Spread((0.1, 1.0))
    for value in (0.1, 0.5, 2.0):
        spread.add(value)

    assert spread.cumulative() == [1, 2, 3]
    assert spread.sum == pytest.approx(2.6)


def test_lateness_is_told_from_a_millisecond_to_ten_minutes():
    assert (LATENESS[0], LATENESS[-1]) == (0.001, 600.0)
    assert list(LATENESS) == sorted(LATENESS)


def test_how_late_milestones_and_moves_are_counts_from_when_they_took_effect():
    recordings = Recordings()
    recordings.heard(
        [
            (1, fact("SlaBreached", occurred_at=BEGUN)),
            (2, fact("SlaMet", occurred_at=BEGUN)),
            (3, fact("TierEscalated", occurred_at=BEGUN, reason="sla_breached")),
            (4, fact("TierEscalated", occurred_at=BEGUN, reason="manual")),
        ]
    )
    recordings.commit(BEGUN + 2 * SECOND)

    assert (recordings.milestones.sum, recordings.moves.sum) == (2, 2)
    assert recordings.milestones.cumulative()[-1] == recordings.moves.cumulative()[-1] == 1
    assert recordings.events["escalon.TierEscalated"] == 2


def test_what_an_outage_undid_is_not_counted():
    signs = Signs("sla-timer", VirtualClock(BEGUN))
    with suppress(OSError), signs.attempt():
        signs.recordings.heard([(1, fact("SlaBreached", occurred_at=BEGUN))])
        raise OSError
    signs.round()

    assert not signs.recordings.events
    assert (signs.restarts, signs.role) == (1, Role.BEGINNING_ANEW)


def test_what_was_heard_counts_once_with_the_next_round():
    signs = Signs("sla-timer", VirtualClock(BEGUN))
    signs.recordings.heard([(1, fact("SlaBreached", occurred_at=BEGUN))])
    signs.round()
    signs.round()

    assert signs.recordings.events == {"escalon.SlaBreached": 1}


def test_commands_count_by_outcome_and_class_of_the_refusal():
    answers = Answers()
    answers.answered([Outcome("a", 1, 1), Outcome("b", 0, 0, "No.", "TicketNotFound")])
    answers.buried("escalon.commands.v1")

    assert answers.commands == {
        ("recorded", ""): 1,
        ("refused", "TicketNotFound"): 1,
        ("dead_letter", ""): 1,
    }
    assert answers.dead_letters == {"escalon.commands.v1": 1}


def test_a_command_takes_from_its_sending_to_its_answer():
    answers = Answers()
    answers.took([BEGUN // 1_000 - 500], BEGUN)

    assert answers.latency.sum == pytest.approx(0.5)


def test_an_old_watermark_is_warned_of_once_and_its_end_told_once(caplog):
    caplog.set_level(logging.INFO)
    age = WatermarkAge()
    for later in range(9):
        age.read(BEGUN, BEGUN + later * SECOND)
    for later in range(3):
        age.read(BEGUN + 9 * SECOND, BEGUN + (9 + later) * SECOND)

    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "The newest watermark is 6.0 s old; is a relay at work?"),
        ("INFO", "The newest watermark is 0.0 s old: all is well again."),
    ]


def test_where_no_watermark_was_ever_seen_its_age_counts_from_the_first_look():
    age = WatermarkAge()
    age.read(0, BEGUN)

    assert age.seconds(BEGUN + 7 * SECOND) == 7


def test_who_reads_nothing_knows_no_watermark():
    assert WatermarkAge().seconds(BEGUN) is None


def test_other_partitions_begin_with_a_new_look_at_the_watermarks():
    signs = Signs("escalation", VirtualClock(BEGUN))
    signs.has_read({PLACE: 5}, BEGUN - 60 * SECOND)
    signs.works_on({1, 0})

    assert (signs.role, signs.partitions, signs.offsets) == (Role.WORKING, (0, 1), {})
    assert signs.watermark.seconds(BEGUN) is None


def test_a_member_without_partitions_stands_by():
    signs = Signs("escalation")
    signs.works_on(set())

    assert signs.role is Role.STANDING_BY
