"""Which times of commands can be believed."""

from __future__ import annotations

import pytest

from domain import commands as c
from domain.errors import TimeRefused
from tests.spec import (
    MACHINE,
    ask,
    given,
    published,
)
from tests.unit.policy_documents import POLICY, document
from tests.unit.ticket_facts import (
    noted,
    opened,
)


def test_a_command_may_be_five_seconds_ahead() -> None:
    given(POLICY, opened()).when(ask(c.AddNote, at="5s")).then(noted())


def test_a_command_from_further_ahead_is_refused() -> None:
    given(POLICY, opened()).when(ask(c.AddNote, at="1m30s")).then_refused(
        TimeRefused, "The command's time lies 1m30s in the future; at most 5s are allowed."
    )


def test_a_command_may_be_as_old_as_the_policy_allows() -> None:
    given(POLICY, opened().at("-1h")).when(ask(c.AddNote, at="-5m")).then(noted())


def test_an_older_command_is_refused() -> None:
    given(POLICY, opened().at("-1h")).when(ask(c.AddNote, at="-5m1s")).then_refused(
        TimeRefused, "The command's time lies 5m1s in the past; the policy allows 5m."
    )


def test_a_command_may_be_older_where_the_tickets_policy_allows_it() -> None:
    patient = published(document(late_facts="1h"))
    given(patient, opened().at("-2h")).when(ask(c.AddNote, at="-1h")).then(noted())


def test_an_opening_may_be_as_old_as_the_policy_it_names_allows() -> None:
    strict = published(document(policy="strict", late_facts="1s"))
    given(POLICY, strict).when(ask(c.OpenTicket, policy="strict", at="-2s")).then_refused(
        TimeRefused, "The command's time lies 2s in the past; the policy allows 1s."
    )


def test_a_ticket_keeps_the_patience_of_its_own_version() -> None:
    strict = published(document(late_facts="1s"), 2)
    given(POLICY, strict, opened().at("-1h")).when(ask(c.AddNote, at="-5m")).then(noted())


@pytest.mark.parametrize("at", ["-48000h", "48000h"])
def test_an_importer_tells_of_any_time(at: str) -> None:
    given(POLICY, opened().at("-3000d")).when(ask(c.AddNote, at=at, imported=True)).then(noted())


def test_what_a_rule_asks_for_is_as_old_as_its_cause() -> None:
    given(POLICY, opened().at("-3d")).when(ask(c.AddNote, by=MACHINE, at="-2d")).then(noted())


def test_a_policy_is_not_published_in_the_past() -> None:
    command = ask(c.PublishPolicy, policy="default", document="{}", at="-1h")
    given(POLICY).when(command).then_refused(
        TimeRefused, "The command's time lies 1h in the past; the policy allows 5m."
    )


def test_times_within_a_batch_are_judged_one_by_one() -> None:
    desk = given(POLICY, opened()).when(ask(c.AddNote, at="1h"), ask(c.AddNote))
    assert [outcome.is_refused for outcome in desk.outcomes()] == [True, False]
