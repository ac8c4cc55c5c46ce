"""The arithmetic behind what clocks say: what was counted, what wasn't, and by which promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain import commands as c
from domain.durations import HOUR, MINUTE
from domain.events.sla import SlaBreached, SlaOverdue, SlaWarned
from domain.why.arithmetic import Arithmetic
from tests.integration.why_examples import Explained, opening
from tests.spec import after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, target

HELD = {"target": "4h", "pause": ["vendor", "requester"], "warn_at": ["50%"], "overdue": ["1h"]}
OPENING = opening()


def explained(*steps: c.Command, policy: Any, until: str = "40h") -> Explained:
    return Explained(day((OPENING,), *((step,) for step in steps), policy=policy, until=until))


def spans(found: Arithmetic) -> Sequence[tuple[int, int]]:
    return [tuple(span) for part in found.counted for span in part.spans]


def test_what_is_counted_adds_up_to_what_was_said() -> None:
    held = [ask(c.HoldTicket, at="1h", on="vendor"), ask(c.ResumeTicket, at="3h")]
    found = explained(*held, policy=document(target(resolution=HELD)))
    assert found.sum_of(SlaWarned).used == 2 * HOUR
    assert found.sum_of(SlaBreached).used == 4 * HOUR
    assert found.sum_of(SlaOverdue).used == 5 * HOUR


def test_a_pause_says_for_whom_the_ticket_waited() -> None:
    held = [
        ask(c.HoldTicket, at="1h", on="vendor"),
        ask(c.HoldTicket, at="2h", on="requester"),
        ask(c.ResumeTicket, at="3h"),
    ]
    found = explained(*held, policy=document(target(resolution=HELD))).sum_of(SlaBreached)
    assert found.pauses == (
        (after("1h"), after("2h"), "vendor"),
        (after("2h"), after("3h"), "requester"),
    )


def test_the_time_that_a_ticket_was_resolved_is_a_pause_of_that_name() -> None:
    over = [ask(c.ResolveTicket, at="1h"), ask(c.ReopenTicket, at="2h")]
    found = explained(*over, policy=document(target(resolution="4h"))).sum_of(SlaBreached)
    assert found.pauses == ((after("1h"), after("2h"), "resolved"),)


def test_a_hold_that_begins_with_the_ticket_is_a_pause() -> None:
    held = [ask(c.HoldTicket, on="vendor"), ask(c.ResumeTicket, at="3h")]
    found = explained(*held, policy=document(target(resolution=HELD))).sum_of(SlaBreached)
    assert found.pauses == ((after("0s"), after("3h"), "vendor"),)


def test_a_hold_that_does_not_pause_is_counted() -> None:
    held = [ask(c.HoldTicket, at="1h", on="internal"), ask(c.ResumeTicket, at="3h")]
    found = explained(*held, policy=document(target(resolution=HELD))).sum_of(SlaBreached)
    assert found.pauses == ()
    assert spans(found) == [(after("0s"), after("4h"))]


def test_the_time_under_no_policy_is_a_pause_without_a_name() -> None:
    steps = [
        ask(c.ApplyPolicy, at="1h", policy="default", version=1, mode="withdraw"),
        ask(c.ApplyPolicy, at="3h", policy="default", version=1),
    ]
    found = explained(*steps, policy=document(target(resolution="4h"))).sum_of(SlaBreached)
    assert found.pauses == ((after("1h"), after("3h"), ""),)


def test_a_change_of_target_names_the_fact_and_both_promises() -> None:
    policy = document(target({"priority": ["high"]}, resolution="2h"), target(resolution="4h"))
    raised = ask(c.ChangePriority, at="1h", priority="high")
    [change] = explained(raised, policy=policy).sum_of(SlaBreached).changes
    assert (change.at, type(change.fact).__name__) == (after("1h"), "PriorityChanged")
    assert [(each.terms.target, each.length) for each in (change.old, change.new)] == [
        (2, 4 * HOUR),
        (1, 2 * HOUR),
    ]


def test_each_stretch_is_counted_by_the_calendar_that_held_in_it() -> None:
    policy = document(
        target({"priority": ["high"]}, calendar="always", resolution="8h"),
        target(calendar="office", resolution="8h"),
    )
    raised = ask(c.ChangePriority, at="8h", priority="high")
    found = explained(raised, policy=policy).sum_of(SlaBreached)
    assert [(part.calendar, part.sum) for part in found.counted] == [
        ("office", 5 * HOUR),
        ("always", 3 * HOUR),
    ]
    assert found.until == after("11h")


def three_versions(mode: str) -> Explained:
    """Return a ticket that was under versions 1, 2 and 3, with other hours and lengths."""
    whole = Day(document(target(calendar="office", resolution="8h")))
    whole.ask(OPENING)
    whole.publish(document(target(calendar="always", resolution="20h")))
    whole.publish(document(target(calendar="office", resolution="9h")))
    whole.ask(ask(c.ApplyPolicy, at="6h", policy="default", version=2))
    whole.ask(ask(c.ApplyPolicy, at="8h", policy="default", version=3, mode=mode))
    return Explained(whole.until("60h"))


def test_under_three_versions_the_sum_is_of_each_stretchs_own() -> None:
    found = three_versions("from_now").sum_of(SlaBreached)
    assert [(part.calendar, part.sum) for part in found.counted] == [
        ("office", 5 * HOUR),
        ("always", 2 * HOUR),
        ("office", 2 * HOUR),
    ]
    assert [change.new.terms.version for change in found.changes] == [2, 3]
    assert found.first.terms.version == 1


def test_a_version_that_measures_the_past_again_counts_all_by_its_own_hours() -> None:
    found = three_versions("retroactive").sum_of(SlaBreached)
    assert {part.calendar for part in found.counted} == {"office"}
    assert found.used == 9 * HOUR


def test_what_changed_after_it_was_said_is_no_part_of_the_sum() -> None:
    policy = document(target({"priority": ["high"]}, resolution="9h"), target(resolution="1h"))
    raised = ask(c.ChangePriority, at="2h", priority="high")
    assert explained(raised, policy=policy).sum_of(SlaBreached).changes == ()


def test_a_breach_that_was_said_before_its_past_was_measured_again_keeps_its_sum() -> None:
    whole = Day(document(target(calendar="always", resolution="1h")))
    whole.ask(OPENING)
    whole.publish(document(target(calendar="office", resolution="30h")))
    whole.ask(ask(c.ApplyPolicy, at="2h", policy="default", version=2, mode="retroactive"))
    found = Explained(whole.until("3h")).sum_of(SlaBreached)
    assert [(part.calendar, part.sum) for part in found.counted] == [("always", HOUR)]


def test_a_breach_that_was_taken_back_keeps_its_sum() -> None:
    whole = Day(document(target(resolution="1h")))
    whole.ask(OPENING)
    whole.ask(ask(c.ResolveTicket, at="59m"), now=after("62m"))
    assert Explained(whole).sum_of(SlaBreached).used == HOUR


def test_of_a_deadline_that_was_past_when_it_was_known_only_what_lies_before_is_counted() -> None:
    policy = document(target({"priority": ["high"]}, resolution="1h"), target(resolution="4h"))
    raised = ask(c.ChangePriority, at="2h", priority="high")
    found = explained(raised, policy=policy).sum_of(SlaBreached)
    assert (found.used, found.until) == (HOUR, after("1h"))


def test_a_cycle_that_the_next_follows_at_once_keeps_its_sum() -> None:
    metrics = {"update": "30m", "resolution": "40h"}
    replies = [ask(c.SendReply, at=f"{minutes}m", text="?") for minutes in (10, 60, 70)]
    found = explained(*replies, policy=document(target(**metrics)), until="75m")
    breach = found.sum_of(SlaBreached)
    assert (breach.cycle, breach.started_at, breach.used) == (1, after("10m"), 30 * MINUTE)


def test_days_are_said_to_be_days() -> None:
    days = {"target": "2d", "business_days": 2}
    found = explained(
        policy=document(target(calendar="office", resolution=days)), until="90h"
    ).sum_of(SlaBreached)
    assert (found.first.business_days, found.first.length) == (2, found.used)
    assert found.last is not None
    assert (found.last.closes, found.last.boundary) == (True, "close")
