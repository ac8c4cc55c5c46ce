"""Opening tickets and working on them from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from tests.acceptance.cli_program import done, escalon

pytestmark = pytest.mark.usefixtures("store")

SHIPPED = "The shipped policy 'default' is in use now; see `escalon policy show`.\n"
WORK = [
    (["reply", "A", "Try again."], "Reply sent by web"),
    (["contact", "A", "Still slow.", "--channel", "phone"], "Requester came back by phone"),
    (["note", "A", "Old switch."], "Note added"),
    (["acknowledge", "A"], "Acknowledged in self-service"),
    (["assign", "A", "anna"], "Assigned to anna"),
    (["unassign", "A"], "nothing to do"),
    (["priority", "A", "high"], "Priority changed from normal to high"),
    (["route", "A", "network", "--category", "wifi"], "Routed: queue none to network, category"),
    (["hold", "A", "vendor"], "Put on hold, waiting for vendor"),
    (["escalate", "A", "--to", "technical"], "Moved up from self-service to technical: manual"),
    (["resolve", "A", "--resolution", "New cable."], "Resolved in self-service"),
    (["close", "A"], "Closed, was new"),
    (["link", "A", "B", "--relation", "causes"], "Linked to"),
    (["merge", "A", "B"], "Merged into"),
]
AFTERWARDS = [
    (["unassign", "A"], ["assign", "A", "anna"], "Taken from anna"),
    (["resume", "A"], ["hold", "A", "vendor"], "Resumed, no longer waiting for vendor"),
    (["deescalate", "A"], ["escalate", "A"], "Moved down from front-line to self-service: manual"),
    (["reopen", "A"], ["resolve", "A"], "Reopened, was resolved"),
    (["rate", "A", "4", "--comment", "Thanks."], ["resolve", "A"], "Rated 4 out of 5"),
]


def test_opening_prints_a_reference_that_finds_the_ticket():
    reference = done("ticket", "open", "No network").out.strip()

    assert reference.startswith("T-")
    assert done("ticket", "show", reference, "--json").json["subject"] == "No network"


def test_a_ticket_is_found_by_its_id_too():
    id = done("ticket", "open", "No network", "--json").json["ticket_id"]

    assert done("ticket", "show", id.upper(), "--json").json["ticket_id"] == id


def test_all_that_is_said_at_the_opening_is_kept():
    options = {"priority": "high", "channel": "phone", "queue": "net", "category": "vpn"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    done("ticket", "open", "No network", "--id", "A", "--tag", "vpn", "--tag", "new", *words)

    found = done("ticket", "show", "A", "--json").json
    assert {name: found[name] for name in options} == options
    assert found["tags"] == ["vpn", "new"]


def test_a_new_desk_begins_under_the_shipped_policy_and_says_so_once():
    assert done("ticket", "open", "One").err == SHIPPED
    assert not done("ticket", "open", "Two").err


def test_another_policy_must_have_been_published():
    ran = escalon("ticket", "open", "One", "--policy", "gold")

    assert ran.code == 3
    assert ran.err == ("There is no policy 'gold' in use; publish one of that name first.\n")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("words", "said"), WORK, ids=lambda value: value[0])
def test_each_command_says_what_it_recorded(words: Sequence[str], said: str):
    assert done("ticket", *words).words.startswith(f"A: {said}")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("words", "before", "said"), AFTERWARDS, ids=lambda value: value[0])
def test_each_command_that_undoes_says_what_it_recorded(
    words: Sequence[str], before: Sequence[str], said: str
):
    done("ticket", *before)

    assert done("ticket", *words).words == f"A: {said}"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("words", "_"), WORK, ids=lambda value: value[0])
def test_each_command_answers_a_program_too(words: Sequence[str], _: str):
    answer = done("ticket", *words, "--json").json

    assert answer["ticket"] == "A"
    UUID(answer["ticket_id"])
    UUID(answer["command_id"])
    assert all(fact.keys() == {"position", "event", "sentence"} for fact in answer["recorded"])


@pytest.mark.usefixtures("two")
def test_the_same_word_twice_is_once():
    first, second = (
        done("ticket", "reply", "A", "Hello", "--command-id", "hello", "--json").json
        for _ in range(2)
    )

    assert first == second
    facts = done("history", "A", "--json").json["facts"]
    assert [fact["event"] for fact in facts].count("ReplySent") == 1


def test_opening_under_the_same_word_twice_is_the_same_ticket():
    opened = {done("ticket", "open", "A", "--command-id", "hello").out for _ in range(2)}

    assert len(opened) == 1


def test_a_reference_is_given_to_one_ticket_only():
    done("ticket", "open", "One", "--id", "A")
    ran = escalon("ticket", "open", "Two", "--id", "A")

    assert ran.code == 1
    assert ran.err.startswith("There is already a ticket ")


@pytest.mark.usefixtures("two")
def test_who_acts_can_be_said():
    done("ticket", "reply", "A", "Hello", "--as", "agent:bert")

    facts = done("history", "A", "--json").json["facts"]
    reply = next(fact for fact in facts if fact["event"] == "ReplySent")
    assert reply["actor"] == {"kind": "agent", "id": "bert"}


def test_who_acts_is_otherwise_the_agent_that_is_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_ACTOR", "clara")
    done("ticket", "open", "One", "--id", "A")
    done("ticket", "note", "A", "Hm.")

    facts = done("history", "A", "--json").json["facts"]
    assert facts[-1]["actor"] == {"kind": "agent", "id": "clara"}


def test_a_requesters_name_is_nowhere_in_the_log(store: Path):
    done("ticket", "open", "One", "--id", "A", "--requester", "Rita Rossi")
    done("ticket", "contact", "A", "Hello?")

    assert b"Rossi" not in (store / "log.sqlite").read_bytes()
    facts = done("history", "A", "--json").json["facts"]
    assert len({fact["actor"]["id"] for fact in facts if fact["actor"]["kind"] == "requester"}) == 1


@pytest.mark.usefixtures("two")
def test_a_refusal_is_the_desks_sentence():
    ran = escalon("ticket", "rate", "A", "4")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "The ticket is new; it can be rated once it is resolved.\n"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "words",
    [["ticket", "reply", "C", "Hello"], ["ticket", "link", "A", "C"], ["history", "C"]],
    ids=lambda words: words[1],
)
def test_an_unknown_ticket_is_named(words: Sequence[str]):
    ran = escalon(*words)

    assert (ran.code, ran.err) == (3, "There is no ticket C.\n")


@pytest.mark.usefixtures("two")
def test_an_actor_without_a_kind_is_a_mistake_of_usage():
    ran = escalon("ticket", "reply", "A", "Hello", "--as", "anna")

    assert ran.code == 2
    assert "'anna' names nobody; write a kind and a name, such as agent:anna" in ran.err


@pytest.mark.usefixtures("week")
def test_what_was_due_meanwhile_comes_before_what_is_done_now():
    done("ticket", "assign", "T-1", "anna")

    shown = done("ticket", "show", "T-1", "--json").json
    assert (shown["tier"], shown["assignee"]) == ("technical", "anna")
