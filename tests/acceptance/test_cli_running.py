"""The desk in operation, and the demo: processes of their own, beside which others work."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.acceptance.cli_program import done, elsewhere, escalon, program
from tests.unit.importer_examples import rows_of, write

pytestmark = pytest.mark.usefixtures("store")

LIMIT = 30
SOON = 5
"""Seconds, on a machine that has other things to do; left alone it is a half."""


@pytest.fixture
def up(store: Path) -> Iterator[subprocess.Popen[str]]:
    """A desk in operation, on a new store."""
    assert not store.exists()
    with subprocess.Popen(program("up"), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("The shipped policy 'default' is in use now")
        assert process.stdout.readline().startswith("Escalon is up. Its log is ")
        yield process
        process.kill()


@pytest.mark.usefixtures("up")
def test_a_desk_in_operation_takes_in_what_another_process_asks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_WAIT", str(LIMIT))
    for name in ("A", "B"):
        ran = done("ticket", "open", f"About {name}", "--id", name, "--requester", "rita")
        assert not ran.err

    assert in_time(lambda: events_of("B")[:3] == ["TicketOpened", "RepeatContact", "TierEscalated"])
    assert in_time(lambda: waiting_in("front-line") == ["B"])


def in_time(happened: Callable[[], bool]) -> bool:
    """Ask until it happened, or for too long."""
    until = monotonic() + LIMIT
    while monotonic() < until:
        if happened():
            return True
    return False


def events_of(ticket: str) -> list[str]:
    return [fact["event"] for fact in done("history", ticket, "--json").json["facts"]]


def waiting_in(tier: str) -> list[str]:
    tiers = {t["tier"]: t["tickets"] for t in done("queues", "--json").json["tiers"]}
    return [ticket["external_id"] for ticket in tiers.get(tier, [])]


@pytest.mark.usefixtures("up")
def test_only_one_process_runs_a_desk(store: Path):
    ran = escalon("up")

    assert (ran.code, ran.err) == (
        5,
        f"Another process works on {store}; stop it, or use another store.\n",
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_desk_in_operation_ends_at_once_and_well(up: subprocess.Popen[str], number: int):
    done("ticket", "open", "Hello")  # its read models are kept by then
    began = monotonic()
    up.send_signal(number)

    assert up.wait(LIMIT) == 0
    assert monotonic() - began < SOON


def test_a_demo_ends_with_three_commands_that_work_at_once(tmp_path: Path):
    folder = tmp_path / "demo"
    ran = elsewhere("demo", "--for", "1s", "--speed", "600", "--store", str(folder), NO_COLOR="1")
    said = [line.split()[1:] for line in ran.stdout.splitlines() if line.startswith("  escalon ")]

    assert ran.returncode == 0, ran.stderr
    assert len(said) == 3
    for words in said:
        assert done(*words).out
    assert escalon("up", "--store", str(folder)).code == 5


def test_a_demo_takes_the_place_of_an_earlier_one(tmp_path: Path):
    folder = tmp_path / "demo"
    words = ("demo", "--for", "0s", "--store", str(folder))

    assert [elsewhere(*words).returncode for _ in range(2)] == [0, 0]


def test_a_demo_takes_the_place_of_nothing_else(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("hello")
    ran = escalon("demo", "--for", "1s", "--store", str(tmp_path))

    assert ran.code == 5
    assert ran.err == (
        f"{tmp_path} is not a demo's; name a folder that is, or a new one, with --store.\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_demo_without_a_length_of_time_is_a_mistake_of_usage(tmp_path: Path):
    ran = escalon("demo", "--for", "soon", "--store", str(tmp_path))

    assert ran.code == 2
    assert "'soon' is not a length of time; write it like 15m, 4h or 1h30m" in ran.err


def test_a_replay_is_looked_at_but_not_worked_on(tmp_path: Path):
    log = write(tmp_path / "log.csv", rows_of("volvo", [{}, {"ST Level": "L2"}]))
    folder = str(tmp_path / "replay")
    ran = done("replay", str(log), "--format", "volvo", "--store", folder, "--json")
    before = done("history", "1-1", "--store", folder, "--json").json

    assert ran.json["refused"] == 0
    for words in (["ticket", "reply", "1-1", "Hello"], ["up"]):
        assert escalon(*words, "--store", folder).code == 5
    assert done("history", "1-1", "--store", folder, "--json").json == before
