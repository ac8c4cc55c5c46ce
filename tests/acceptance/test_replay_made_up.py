"""Logs in which deadlines, closes and reopenings meet in one minute, against their CSV alone."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.events.sla import RepeatContact, SlaBreached
from domain.events.ticket import TicketOpened, TierEscalated
from tests.acceptance import servicenow_oracle as oracle
from tests.acceptance.made_up_logs import made_up
from tests.acceptance.virtual_replay import facts_of

LOGS = 150
COUNTED = (SlaBreached, TierEscalated, RepeatContact)


@pytest.mark.parametrize("first", range(0, LOGS, 25))
def test_breaches_moves_and_repeat_contacts_are_those_that_the_rows_lead_to(first, tmp_path):
    for seed in range(first, first + 25):
        log = made_up(seed, tmp_path / f"{seed}.csv")
        expected = {
            number: (int(each.resolution_breached), each.escalations, each.repeat_contacts)
            for number, each in oracle.expected(log).items()
        }

        assert said_of(log) == expected, f"log {seed}"


def said_of(log):
    facts = facts_of(log)
    opened = {fact.ticket_id: fact.external_id for fact in facts if isinstance(fact, TicketOpened)}
    said = Counter((type(fact), fact.ticket_id) for fact in facts if isinstance(fact, COUNTED))
    return {
        number: tuple(said[kind, ticket] for kind in COUNTED) for ticket, number in opened.items()
    }
