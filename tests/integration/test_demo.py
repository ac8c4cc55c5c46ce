"""The demo on a real desk: in virtual time, and for a moment in hurried time."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO, StringIO, TextIOWrapper
from threading import Event, Timer

import pytest
from rich.console import Console

from domain.durations import HOUR, MINUTE
from domain.events.sla import EscalationDeclined, RepeatContact, SlaBreached
from domain.events.ticket import TierEscalated
from escalon.bootstrap import LOG, open_embedded
from escalon.demo import run_demo
from escalon.demo.board.lateness import Lateness, recorded_at
from escalon.demo.board.picture import Programme, picture
from escalon.demo.board.scene import Scene
from escalon.demo.morning import Morning
from escalon.demo.people.script import Script
from escalon.demo.rehearsal import Rehearsal
from infra.clock import VirtualClock
from infra.store.lock import FollowersLock
from infra.store.sqlite.summary import Summary

NOON = 1_795_518_000_000_000  # a Tuesday
SIZES = [(100, 30), (140, 40), (80, 24)]


class Played:
    """A demo in virtual time, up to the curtain and on."""

    def __init__(self, seed, folder=None):
        self.morning = Morning.before(NOON)
        self.clock = VirtualClock(self.morning.doors)
        self.desk = open_embedded(folder, self.clock)
        self.desk.desk.execute(self.morning.publication())
        self.desk.pipeline.settle()
        self.script = Script(seed, self.morning)
        times = recorded_at(self.desk.recorder)
        self.scene = Scene(Lateness(times, self.morning.curtain, 1), self.morning.curtain)
        self.rehearsal = Rehearsal(self.desk, self.clock, self.script, [self.scene])
        self.outcomes = self.rehearsal.play(self.morning.curtain)

    def play(self, length):
        self.outcomes += self.rehearsal.play(self.clock.now() + length)

    def since_the_curtain(self, kind):
        facts = (recorded.event for recorded in self.desk.feed.read(0, 1_000_000))
        return [
            fact
            for fact in facts
            if isinstance(fact, kind) and fact.occurred_at >= self.morning.curtain
        ]

    def close(self):
        self.desk.close()


def test_nothing_that_people_ask_in_four_hours_is_refused():
    with closing(Played(seed=1)) as played:
        played.play(4 * HOUR)

        assert len(played.outcomes) > 1_500
        assert [outcome for outcome in played.outcomes if outcome.is_refused] == []


@pytest.mark.parametrize("seed", [1, 4])
def test_half_an_hour_has_breaches_and_repeat_contacts_and_escalations(seed):
    with closing(Played(seed)) as played:
        played.play(30 * MINUTE)

        assert len(played.since_the_curtain(SlaBreached)) >= 3
        assert len(played.since_the_curtain(RepeatContact)) >= 3
        by_rule = [move for move in played.since_the_curtain(TierEscalated) if move.rule]
        assert len(by_rule) >= 3


def test_the_first_breach_is_seen_within_ten_seconds():
    with closing(Played(seed=4)) as played:
        played.play(10 * MINUTE)

        assert played.since_the_curtain(SlaBreached)


def test_people_know_where_the_desk_has_moved_their_tickets():
    with closing(Played(seed=4)) as played:
        played.play(HOUR)

        moved = {move.ticket_id for move in played.since_the_curtain(TierEscalated)}
        known = {id: case for id, case in played.script.cases.items() if id in moved}
        assert known
        for id, case in known.items():
            ticket = played.desk.desk.ticket(id)
            assert ticket.tier == played.morning.tiers[case.height]


def test_the_same_seed_gives_the_same_log():
    digests = []
    for _ in range(2):
        with closing(Played(seed=7)) as played:
            played.play(15 * MINUTE)
            digests.append(Summary(played.desk.recorder.datastore).log_digest())

    assert digests[0] == digests[1]


def test_in_virtual_time_nothing_is_late():
    with closing(Played(seed=4)) as played:
        played.play(30 * MINUTE)

        assert played.scene.lateness.percentile(99) <= 0.001


def test_the_board_counts_what_the_log_holds():
    with closing(Played(seed=4)) as played:
        played.play(30 * MINUTE)

        in_the_log = Summary(played.desk.recorder.datastore).by_event()
        tally = played.scene.tally
        assert tally["opened"] == in_the_log["escalon.TicketOpened"]
        assert tally["breaches"] == in_the_log["escalon.SlaBreached"]
        assert tally["repeat contacts"] == in_the_log["escalon.RepeatContact"]
        assert tally["declined"] == in_the_log.get(EscalationDeclined.TOPIC, 0)
        assert tally["events in the log"] == sum(in_the_log.values())


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_busy_board_fits_the_terminal(width, height):
    with closing(Played(seed=4)) as played:
        played.play(20 * MINUTE)
        programme = Programme(played.morning.zone, played.morning.curtain, 60)
        console = Console(
            width=width, height=height, force_terminal=True, record=True, file=StringIO()
        )
        console.print(picture(played.scene, programme, played.clock.now(), (width, height)), end="")

        text = console.export_text()
        assert all(tier in text for tier in played.morning.tiers)
        assert "breach" in text
        assert len(text.splitlines()) == height
        assert max(map(len, text.splitlines())) <= width


def shown(store, seconds=3.0, *, speed=240, stop=None, **options):
    console = Console(file=StringIO(), width=100, height=30, **options)
    code = run_demo(store, seconds, speed, 4, console, stop or Event())
    return code, console.file.getvalue()


def test_without_a_terminal_each_notice_is_a_line_and_the_totals_come_last(tmp_path):
    code, text = shown(tmp_path / "desk")

    assert code == 0
    assert "\x1b" not in text
    lines = text.splitlines()
    assert any(" breach    T-1" in line for line in lines)
    assert any(" up        T-1" in line and ", rule " in line for line in lines)
    assert next(line for line in lines if line.startswith("opened")).split()[1].isdigit()
    assert [line.split()[:2] for line in lines[-3:]] == [
        ["escalon", "why"],
        ["escalon", "history"],
        ["escalon", "queues"],
    ]
    assert all(line.endswith(f"--store {tmp_path / 'desk'}") for line in lines[-3:])


def test_the_ticket_to_look_closer_at_was_moved_by_a_rule(tmp_path):
    _, text = shown(tmp_path)
    why = text.splitlines()[-3].split()[2]

    moved = [line for line in text.splitlines() if f" up        {why} " in line]
    assert moved
    assert all(", rule " in line for line in moved)


def test_on_a_terminal_the_board_is_drawn_and_the_terminal_given_back(tmp_path):
    code, text = shown(tmp_path, 0.3, force_terminal=True, legacy_windows=False)

    assert code == 0
    assert "self-service" in text
    entered, left = "\x1b[?1049h", "\x1b[?1049l"
    assert text.index(entered) < text.index("front-line") < text.index(left)
    assert text.index(left) < text.index("Look closer")


def test_a_terminal_that_knows_only_ascii_gets_plain_lines(tmp_path):
    file = TextIOWrapper(BytesIO(), encoding="ascii", write_through=True)
    code = run_demo(tmp_path, 0.3, 60, 4, Console(file=file, force_terminal=True), Event())

    assert code == 0
    assert b"Look closer" in file.buffer.getvalue()
    assert b"1049h" not in file.buffer.getvalue()


def test_whoever_holds_the_event_can_end_it(tmp_path):
    stop = Event()
    timer = Timer(0.3, stop.set)
    timer.start()
    code, text = shown(tmp_path, None, stop=stop)
    timer.join()

    assert code == 0
    assert "Look closer" in text


def test_what_a_demo_leaves_is_a_whole_desk(tmp_path):
    shown(tmp_path, 0.3)

    with closing(open_embedded(tmp_path, VirtualClock(NOON + 365 * 24 * HOUR))) as desk:
        assert desk.pipeline.settle() == 0
        assert Summary(desk.recorder.datastore).refusals() == {}


def test_a_folder_with_a_desk_is_refused_and_left_alone(tmp_path):
    open_embedded(tmp_path, VirtualClock(NOON)).close()
    before = (tmp_path / LOG).read_bytes()

    code, text = shown(tmp_path)

    assert code == 2
    assert "holds a desk already" in text
    assert (tmp_path / LOG).read_bytes() == before


def test_a_folder_in_use_is_refused(tmp_path):
    with FollowersLock(tmp_path):
        code, text = shown(tmp_path)

    assert code == 2
    assert "Another process works on" in text


@pytest.mark.parametrize(
    ("seconds", "speed", "sentence"),
    [
        (1, 0, "speed: 0 is not above 0"),
        (1, float("nan"), "speed: nan is not above 0"),
        (1, 1e9, "and at most 100,000"),
        (-1, 60, "for: -1 seconds is no length"),
        (float("inf"), 60, "for: inf seconds is no length"),
    ],
)
def test_senseless_numbers_are_refused_by_a_sentence(tmp_path, seconds, speed, sentence):
    code, text = shown(tmp_path / "desk", seconds, speed=speed)

    assert code == 2
    assert sentence in text
    assert not (tmp_path / "desk").exists()
