"""What workers say: a line for people or an object for machines, and never a secret."""

from __future__ import annotations

import json
import logging

import pytest

from infra import journal

log = logging.getLogger("test")


@pytest.fixture
def said(capsys):
    """Tell what was said on standard error; the logging of the run is as before afterwards."""
    loggers = [logging.getLogger(name) for name in (None, "eventsourcing", "uvicorn")]
    before = [(one, one.handlers[:], one.level) for one in loggers]
    yield lambda: capsys.readouterr().err
    for one, handlers, level in before:
        one.handlers[:] = handlers
        one.setLevel(level)


def test_a_json_line_has_time_level_worker_message_and_fields(said):
    journal.begin("json")
    with journal.spoken_by("relay"):
        log.info("It leads from %s.", 7, extra={"position": 7})
    line = json.loads(said())

    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "worker": "relay",
        "message": "It leads from 7.",
        "position": 7,
    }


def test_a_text_line_has_the_same(said):
    journal.begin("text")
    with journal.spoken_by("relay"):
        log.warning("It leads.", extra={"position": 7})

    assert said().partition("Z ")[2] == "WARNING relay: It leads. position=7\n"


def test_without_a_terminal_lines_are_json(said):
    journal.begin("auto")
    log.info("Said.")

    assert json.loads(said())["message"] == "Said."


def test_an_exception_stays_on_one_line_of_json(said):
    journal.begin("json")
    try:
        int("broken")
    except ValueError:
        log.exception("It went wrong.")
    [line] = said().splitlines()

    assert json.loads(line)["exception"].startswith("Traceback")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_line_holds_a_secret(said, form):
    journal.begin(form, ["s3cret", ""])
    log.info("s3cret is in the message", extra={"url": "postgresql://anna:s3cret@host"})

    lines = said()
    assert "s3cret" not in lines
    assert lines.count("***") == 2


def test_what_the_kafka_library_says_is_left_out_though_others_may_hear_it(said):
    journal.begin("json")
    voice = logging.getLogger("kafka.conn")
    voice.error("Connection refused.")

    assert said() == ""
    assert voice.isEnabledFor(logging.WARNING)
