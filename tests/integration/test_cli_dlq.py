"""`escalon dlq`: what waits, what it is, and asking for it to be handled or dropped."""

from __future__ import annotations

import json
from contextlib import closing
from io import StringIO

import pytest

from escalon.cli import errors
from escalon.cli.main import app
from escalon.distributed import open_distributed
from infra.kafka.letter import Letter
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS, TICKETS
from infra.settings import PREFIX
from tests.integration.letters import parked_of
from tests.integration.workers import id_of, opening, publish

NOWHERE = KafkaSettings(bootstrap="127.0.0.1:1")
TICKET, OTHER = id_of("ticket"), id_of("other")


@pytest.fixture
def desk(database, monkeypatch):
    """A desk with three parked records of one ticket's, one of another's, and a bad command."""
    monkeypatch.setenv(f"{PREFIX}DATABASE", database)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "300")
    with closing(open_distributed(database, NOWHERE)) as one:
        one.desk.execute_many([publish(), opening("ticket")])
        state = one.outbox.stored_behind(1, 1)[0].state
        place = Partition(TICKETS.name, 1)
        headers = [("position", b"2"), ("odd", b"\xff")]
        for offset, value in enumerate([b"rubbish", state, state]):
            letter = Letter(place, offset, TICKET.encode(), value, headers, 2, f"Why {offset}.")
            one.parking.keep("sla-timer:1", letter, is_alone=False)
        letter = Letter(place, 9, OTHER.encode(), b"\x00", (), None, "Why other.")
        one.parking.keep("escalation:1", letter, is_alone=False)
        letter = Letter(Partition(COMMANDS.name, 0), 3, TICKET.encode(), b"no", (), None, "Bad.")
        one.parking.keep("commands:0", letter, is_alone=True)
        yield one


@pytest.fixture
def run(capsys):
    """Runs the program; returns its exit code, and what it said on both streams."""

    def ran(*arguments):
        try:
            code = errors.run(lambda: app(list(arguments), standalone_mode=True))
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code or 0, said.out, said.err

    return ran


def asked(desk):
    return [one.asked for one in parked_of(desk)]


def number(desk, index):
    return str(parked_of(desk)[index].id)


@pytest.mark.usefixtures("desk")
def test_the_list_has_every_record_with_its_reason(run):
    code, out, _ = run("dlq", "list")
    assert code == 0
    for why in ("Why 0.", "Why 1.", "Why 2.", "Why other.", "Bad."):
        assert why in out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 5),
        (("--follower", "sla-timer"), 3),
        (("--follower", "sla-timer:1"), 3),
        (("--follower", "sla-timer:2"), 0),
        (("--ticket", TICKET), 4),
        (("--ticket", TICKET, "--follower", "commands"), 1),
    ],
)
def test_the_list_can_be_narrowed(run, options, count):
    code, out, _ = run("dlq", "list", "--json", *options)
    assert (code, len(json.loads(out))) == (0, count)


def test_a_record_is_shown_decoded_where_that_can_be(desk, run):
    code, out, _ = run("dlq", "show", number(desk, 1), "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["holds"] == "escalon.TicketOpened"
    assert shown["fields"]["external_id"] == "ticket"
    assert shown["headers"] == {"position": "2", "odd": "0xff"}


def test_a_record_that_cannot_be_decoded_is_shown_in_hexadecimal(desk, run):
    code, out, _ = run("dlq", "show", number(desk, 0))
    assert code == 0
    assert b"rubbish".hex() in out
    assert "Why 0." in out


def test_a_redrive_of_one_record_means_its_ticket_in_that_follower(desk, run):
    code, out, _ = run("dlq", "redrive", number(desk, 1))
    assert (code, out) == (0, "3 records will be handled again.\n")
    assert asked(desk) == ["redrive"] * 3 + [None, None]


def test_a_redrive_of_a_command_means_it_alone(desk, run):
    run("dlq", "redrive", number(desk, 4))
    assert asked(desk) == [None] * 4 + ["redrive"]


def test_a_redrive_of_a_ticket_means_all_its_records(desk, run):
    run("dlq", "redrive", "--ticket", TICKET)
    assert asked(desk) == ["redrive"] * 3 + [None, "redrive"]


def test_a_redrive_of_all_means_all(desk, run):
    run("dlq", "redrive", "--all")
    assert asked(desk) == ["redrive"] * 5


def test_a_drop_means_one_record_and_has_the_others_of_its_ticket_handled(desk, run):
    code, _, _ = run("dlq", "drop", number(desk, 0), "--yes")
    assert code == 0
    assert asked(desk) == ["drop", "redrive", "redrive", None, None]


def test_a_drop_that_nobody_confirms_drops_nothing(desk, run, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    code, _, _ = run("dlq", "drop", number(desk, 0))
    assert code == 1
    assert asked(desk) == [None] * 5


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "4711"), 3, "Nothing is parked with the number 4711"),
        (("drop", "4711", "--yes"), 3, "Nothing is parked with the number 4711"),
        (("redrive", "4711"), 3, "Nothing is parked with the number 4711"),
        (("redrive", "--ticket", "nobody"), 3, "Nothing is parked with the key nobody"),
        (("redrive",), 2, "name one record by its ID"),
        (("redrive", "1", "--all"), 2, "name one record by its ID"),
    ],
)
def test_a_mistake_has_a_sentence_and_a_code(run, arguments, code, words):
    found, _, err = run("dlq", *arguments)
    assert found == code
    assert words in err


def test_without_a_database_the_code_is_that_of_a_setting(run, monkeypatch):
    monkeypatch.delenv(f"{PREFIX}DATABASE", raising=False)
    code, _, err = run("dlq", "list")
    assert code == 2
    assert "ESCALON_DATABASE is not set" in err
