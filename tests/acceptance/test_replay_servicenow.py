"""The whole ServiceNow log through the real program, against what its CSV says by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import pairwise
from typing import NamedTuple

import pytest

from domain.events.conversation import StaffNotified
from domain.events.sla import EscalationDeclined, RepeatContact, SlaBreached
from domain.events.ticket import TicketOpened, TierEscalated
from domain.model import Event
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from tests.acceptance import servicenow_oracle as oracle
from tests.acceptance.replay_program import SERVICENOW, Replayed, replay_once, shared_by_workers

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS, INCIDENTS = 84_825, 14_889
REPORTED = {
    "rows",
    "tickets",
    "events",
    "by_event",
    "refused",
    "refused_reasons",
    "sla",
    "escalations",
    "repeat_contacts",
    "log_digest",
    "tickets_digest",
    "seconds",
    "rows_per_second",
}
ANSWERS = (TierEscalated, EscalationDeclined, StaffNotified)
EVERYTHING = 2**31


class Whole(NamedTuple):
    """The replay of the whole log, and what the CSV alone says of it, each by incident."""

    replayed: Replayed
    rows: Mapping[str, list[oracle.Row]]
    expected: Mapping[str, oracle.Expected]
    outcomes: Mapping[str, dict[str, str]]

    @property
    def breached(self) -> Mapping[str, bool]:
        return {n: it["resolution_breached"] == "true" for n, it in self.outcomes.items()}

    def facts(self, *kinds: type[Event]) -> Iterator[Event]:
        """Yield the recorded facts of those kinds, in the order of the log."""
        with closing(open_embedded(self.replayed.store, VirtualClock())) as desk:
            names = [kind.TOPIC for kind in kinds]
            for stored in desk.recorder.select_notifications(0, EVERYTHING, topics=names):
                yield desk.mapper.to_domain_event(stored)


@pytest.fixture(scope="module")
def whole(shared, tmp_path_factory):
    log = shared / SERVICENOW
    replayed = replay_once(shared_by_workers(tmp_path_factory) / "servicenow-whole", log)
    outcomes = {ticket["external_id"]: ticket for ticket in replayed.tickets()}
    return Whole(replayed, oracle.read(log), oracle.expected(log), outcomes)


def test_the_report_says_all_that_was_promised(whole):
    report = whole.replayed.report

    assert report.keys() >= REPORTED
    assert report["rows"] == ROWS
    assert report["tickets"] == INCIDENTS
    assert report["events"] == sum(report["by_event"].values())
    assert report["seconds"] > 0
    assert report["rows_per_second"] == pytest.approx(ROWS / report["seconds"], rel=0.01)


def test_nothing_is_refused(whole):
    assert whole.replayed.report["refused"] == 0
    assert whole.replayed.report["refused_reasons"] == {}


def test_there_is_one_outcome_for_each_incident_sorted_by_its_number(whole):
    numbers = [ticket["external_id"] for ticket in whole.replayed.tickets()]

    assert numbers == sorted(whole.rows)


def test_reopens_equal_the_logs_own_count(whole):
    counted = {number: rows[-1]["reopen_count"] for number, rows in whole.rows.items()}

    assert {number: ticket["reopens"] for number, ticket in whole.outcomes.items()} == counted
    assert set(counted.values()) > {"0", "1"}


def test_routings_equal_the_changes_of_group(whole):
    changes = {
        number: sum(a["assignment_group"] != b["assignment_group"] for a, b in pairwise(rows))
        for number, rows in whole.rows.items()
    }

    assert {number: int(it["routings"]) for number, it in whole.outcomes.items()} == changes
    assert sum(changes.values()) > 0


def test_breaches_agree_with_the_logs_own_verdict_in_992_of_1000(whole):
    verdicts = {number: rows[-1]["made_sla"] == "false" for number, rows in whole.rows.items()}
    breached = {
        number: it["resolution_breached"] == "true" for number, it in whole.outcomes.items()
    }
    agreed = sum(breached[number] == verdict for number, verdict in verdicts.items())

    assert agreed / len(verdicts) >= 0.992


def test_breaches_are_those_that_the_log_alone_leads_to(whole):
    expected = {number for number, each in whole.expected.items() if each.resolution_breached}

    assert {
        n for n, it in whole.outcomes.items() if it["resolution_breached"] == "true"
    } == expected
    assert whole.replayed.report["sla"]["resolution"] == {
        "breached": len(expected),
        "met": INCIDENTS - len(expected),
    }


def test_every_incident_moves_as_often_and_as_high_as_the_log_alone_leads_to(whole):
    found = {n: (int(it["escalations"]), it["final_tier"]) for n, it in whole.outcomes.items()}
    expected = {n: (each.escalations, each.final_tier) for n, each in whole.expected.items()}

    assert found == expected


def test_escalations_in_the_report_are_those_that_the_log_alone_leads_to(whole):
    expected = sum(each.escalations for each in whole.expected.values())

    assert whole.replayed.report["escalations"] == expected > 0


def test_every_incident_has_the_repeat_contacts_that_the_log_alone_leads_to(whole):
    numbers: dict[str, str] = {}
    said: Counter[str] = Counter()
    for fact in whole.facts(TicketOpened, RepeatContact):
        if isinstance(fact, TicketOpened):
            numbers[fact.ticket_id] = fact.external_id
        else:
            said[numbers[fact.ticket_id]] += 1
    expected = Counter({n: each.repeat_contacts for n, each in whole.expected.items()})

    assert said == +expected
    assert whole.replayed.report["repeat_contacts"] == expected.total() > 0


def test_all_moves_are_the_rules_and_none_is_a_persons(whole):
    assert {(it["moves_up"], it["moves_down"]) for it in whole.outcomes.values()} == {("0", "0")}


def test_every_incident_ends_where_its_last_row_says(whole):
    ended = {n: it["final_status"] for n, it in whole.outcomes.items()}

    assert ended == {n: each.final_status for n, each in whole.expected.items()}


def test_every_breach_leads_to_exactly_one_move_decline_or_notice(whole):
    """A breach passed together with an overdue step is declined; that step acts instead."""
    answers = Counter(fact.causation_id for fact in whole.facts(*ANSWERS))
    breaches = list(whole.facts(SlaBreached))

    assert len(breaches) == whole.replayed.report["by_event"]["SlaBreached"] > 0
    for breach in breaches:
        assert answers[breach.event_id] == 1
