"""How new versions of a policy reach open tickets, on a whole desk in virtual time."""

from __future__ import annotations

from typing import Any

import pytest

from domain.actor import Actor
from domain.commands import (
    ApplyPolicy,
    CloseTicket,
    HoldTicket,
    MergeTicket,
    ReopenTicket,
    ResolveTicket,
    ResumeTicket,
    SendReply,
)
from domain.events.policy import PolicyPublished
from domain.events.sla import (
    SlaBreached,
    SlaMet,
    SlaRetargeted,
)
from domain.events.ticket import (
    PolicyApplied,
    TierMoved,
)
from domain.ids import derive
from tests.integration.policy_change_examples import (
    LONG,
    SHORT,
    SHORTER,
    UP,
    begun,
    opening,
    publishing,
    spoken,
)
from tests.spec import OTHER, TICKET, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, target


def test_a_version_that_keeps_reaches_no_open_ticket() -> None:
    day = begun()
    day.ask(publishing({**SHORT, "apply_to_open": "keep"}, "1h"))
    assert spoken(day.until("20h"), PolicyApplied, SlaBreached) == ["8h SlaBreached"]


def test_a_version_from_now_reaches_open_tickets_at_the_time_of_its_publication() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    assert spoken(day.until("20h"), PolicyApplied, SlaRetargeted, SlaBreached) == [
        "1h PolicyApplied",
        "1h SlaRetargeted",
        "4h SlaBreached",
    ]


def test_the_event_leads_back_to_the_publication() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    [_, published] = day.of(PolicyPublished)
    [applied] = day.of(PolicyApplied)
    assert applied.causation_id == published.event_id
    assert applied.command_id == derive(published.event_id, f"apply {TICKET}")
    assert (applied.policy_version, applied.old_version, applied.mode) == (2, 1, "from_now")
    day.close()


def test_a_retroactive_version_measures_the_past_again() -> None:
    office = document(target(calendar="office", resolution="8h"))
    always = document(target(resolution="8h"), apply_to_open="retroactive")
    day = begun(office)
    day.ask(publishing(always, "15h"))
    assert spoken(day.until("20h"), SlaRetargeted, SlaBreached) == [
        "15h SlaRetargeted",
        "15h SlaBreached",
    ]


def test_a_deadline_that_is_past_under_the_new_version_breaches_at_once_and_acts() -> None:
    day = begun()
    day.ask(publishing({**SHORT, "escalation": [UP]}, "5h"))
    day.until("6h")
    [breach] = day.of(SlaBreached)
    assert breach.due_at == day.of(PolicyPublished)[0].occurred_at + 4 * 3_600_000_000
    assert spoken(day, SlaBreached, TierMoved) == ["5h SlaBreached", "5h TierEscalated"]


def test_elapsed_time_is_kept_when_the_target_changes() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    day.ask(publishing(SHORTER, "1h30m"))
    [first, second] = day.of(SlaRetargeted)
    assert (first.elapsed, second.elapsed) == (3_600_000_000, 5_400_000_000)
    assert spoken(day.until("20h"), SlaBreached) == ["2h SlaBreached"]


def test_a_pause_is_kept_when_the_target_changes() -> None:
    """Pause forgotten when the SLA changes: the hour on hold still doesn't count."""
    paused = {"target": "8h", "pause": ["vendor"]}
    day = begun(document(target(resolution=paused)))
    day.ask(ask(HoldTicket, on="vendor", at="1h"))
    shorter = document(
        target(resolution={"target": "2h", "pause": ["vendor"]}), apply_to_open="from_now"
    )
    day.ask(publishing(shorter, "90m"))
    day.ask(ask(ResumeTicket, at="2h"))
    assert spoken(day.until("20h"), SlaBreached) == ["3h SlaBreached"]


def test_a_ticket_opened_after_the_publication_is_not_brought_what_it_has() -> None:
    day = Day(LONG)
    day.ask(publishing(SHORT, "1h"), opening("1h"))
    assert spoken(day.until("20h"), PolicyApplied, SlaBreached) == ["5h SlaBreached"]


def test_each_publication_reaches_the_tickets_in_turn() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"), publishing(SHORTER, "1h"))
    assert [event.policy_version for event in day.of(PolicyApplied)] == [2, 3]
    day.close()


def test_a_version_skips_those_that_were_kept_from_open_tickets() -> None:
    day = begun()
    day.ask(publishing({**SHORT, "apply_to_open": "keep"}, "1h"))
    day.ask(publishing(SHORTER, "90m"))
    assert [(e.old_version, e.policy_version) for e in day.of(PolicyApplied)] == [(1, 3)]
    day.close()


def test_a_resolved_ticket_hears_of_the_change_when_it_is_reopened() -> None:
    day = begun()
    day.ask(ask(ResolveTicket, at="30m"))
    day.ask(publishing(SHORT, "1h"))
    day.ask(publishing(SHORTER, "2h"))
    day.ask(ask(ReopenTicket, at="3h"))
    [applied] = day.of(PolicyApplied)
    assert applied.policy_version == 3
    assert spoken(day.until("20h"), PolicyApplied, SlaBreached) == [
        "3h PolicyApplied",
        "4h30m SlaBreached",
    ]


def test_a_reopened_ticket_gets_the_newest_version_that_is_meant_for_it() -> None:
    day = begun()
    day.ask(ask(ResolveTicket, at="30m"))
    day.ask(publishing(SHORT, "1h"))
    day.ask(publishing({**SHORTER, "apply_to_open": "keep"}, "2h"))
    day.ask(ask(ReopenTicket, at="3h"))
    assert [event.policy_version for event in day.of(PolicyApplied)] == [2]
    day.close()


def test_a_reopened_ticket_that_heard_of_all_hears_of_nothing_twice() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    day.ask(ask(ResolveTicket, at="2h"))
    day.ask(ask(ReopenTicket, at="3h"))
    assert spoken(day, PolicyApplied) == ["1h PolicyApplied"]


@pytest.mark.parametrize("end", [CloseTicket, MergeTicket])
def test_an_ended_ticket_hears_of_nothing(end: type[Any]) -> None:
    day = begun()
    day.ask(opening(ticket_id=OTHER))
    day.ask(ask(end, at="30m", **({"into": OTHER} if end is MergeTicket else {})))
    day.ask(publishing(SHORT, "1h"))
    assert [event.ticket_id for event in day.of(PolicyApplied)] == [OTHER]
    day.close()


def test_other_policies_are_left_alone() -> None:
    day = begun()
    day.publish({**LONG, "policy": "gold"})
    day.ask(publishing({**SHORT, "policy": "gold"}, "1h"))
    assert spoken(day, PolicyApplied) == []


def test_a_ticket_that_somebody_brought_further_is_not_brought_back() -> None:
    day = begun()
    by_hand = ask(ApplyPolicy, policy="default", version=3, at="1h")
    day.ask(publishing(SHORT, "1h"), publishing(SHORTER, "1h"), by_hand)
    assert [event.policy_version for event in day.of(PolicyApplied)] == [3]
    day.close()


def test_a_ticket_that_somebody_brought_under_another_policy_is_left_there() -> None:
    day = begun()
    day.publish({**LONG, "policy": "gold"})
    by_hand = ask(ApplyPolicy, policy="gold", version=1, at="1h")
    day.ask(publishing(SHORT, "1h"), by_hand)
    assert [event.policy for event in day.of(PolicyApplied)] == ["gold"]
    day.ask(publishing({**SHORT, "policy": "gold"}, "2h"))
    assert [(e.policy, e.policy_version) for e in day.of(PolicyApplied)] == [
        ("gold", 1),
        ("gold", 2),
    ]
    day.close()


def test_an_answer_under_the_new_version_is_judged_by_it() -> None:
    day = begun(document(target(first_response="1h")))
    day.ask(publishing(document(target(first_response="4h"), apply_to_open="from_now"), "30m"))
    day.ask(ask(SendReply, at="2h"))
    assert spoken(day, SlaBreached, SlaMet) == ["2h SlaMet"]


def test_rules_of_the_new_version_act_on_old_tickets() -> None:
    day = begun()
    day.ask(publishing({**SHORT, "escalation": [UP]}, "1h"))
    [move] = day.until("20h").of(TierMoved)
    assert (move.policy_version, move.rule) == (2, "up")
    day.close()


def test_the_machine_that_brings_is_named() -> None:
    day = begun()
    day.ask(publishing(SHORT, "1h"))
    assert day.of(PolicyApplied)[0].actor == Actor("system", "policy-moves")
    day.close()
