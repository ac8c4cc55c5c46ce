"""The queues show what waits, what it waits for, and in which order it presses."""

from __future__ import annotations

from domain import commands as c
from domain.durations import DAY, HOUR, MINUTE
from domain.policy.catalogue import Catalogue
from projections.catalogue import build
from projections.queues import Queued, TierCount, queue, tiers
from projections.views import open_views
from tests.unit.projections_examples import (
    BERT,
    MONDAY,
    POLICY,
    RITA,
    ROBOT,
    Story,
    ticket,
    views_of,
)


def names(story: Story, tier: str | None = None, limit: int = 100) -> list[str]:
    return [row.external_id for row in queue(views_of(story, "queues"), tier, limit)]


def only(story: Story) -> Queued:
    [row] = queue(views_of(story, "queues"))
    return row


def test_an_opened_ticket_waits_in_its_tier_with_all_that_people_look_for():
    story = Story()
    story.open("one", queue="mail", priority="high", subject="No mail")

    expected = Queued(
        ticket_id=ticket("one"),
        external_id="one",
        tier="front-line",
        queue="mail",
        priority="high",
        status="new",
        held_on="",
        assignee="",
        requester=RITA.id,
        subject="No mail",
        opened_at=MONDAY,
        tier_entered_at=MONDAY,
        next_breach_at=MONDAY + 2 * HOUR,
        next_metric="first_response",
        overdue_since=None,
        breached=(),
        escalations=0,
    )
    assert only(story) == expected


def test_a_ticket_on_hold_says_for_whom():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.HoldTicket, "one", on="vendor")

    assert (only(story).status, only(story).held_on) == ("held", "vendor")


def test_the_next_breach_is_that_of_the_first_clock_still_running():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")

    assert (only(story).next_metric, only(story).next_breach_at) == (
        "resolution",
        MONDAY + 8 * HOUR,
    )


def test_a_clock_on_hold_has_no_next_breach():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")
    story.tell(HOUR, c.HoldTicket, "one", on="requester")

    assert only(story).next_breach_at is None


def test_what_a_hold_took_is_given_back_to_the_next_breach():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")
    story.tell(HOUR, c.HoldTicket, "one", on="requester")
    story.tell(3 * HOUR, c.ResumeTicket, "one")

    assert only(story).next_breach_at == MONDAY + 10 * HOUR


def test_a_breach_makes_the_ticket_overdue_and_leaves_the_other_clocks():
    story = Story()
    story.open("one")
    story.wait(3 * HOUR)

    row = only(story)

    assert (row.breached, row.overdue_since) == (("first_response",), MONDAY + 2 * HOUR)
    assert (row.next_metric, row.next_breach_at) == ("resolution", MONDAY + 8 * HOUR)


def test_what_was_late_but_is_done_stays_breached_and_is_no_longer_overdue():
    story = Story()
    story.open("one")
    story.tell(3 * HOUR, c.SendReply, "one")

    assert (only(story).breached, only(story).overdue_since) == (("first_response",), None)


def test_a_breach_that_was_taken_back_is_not_shown():
    story = Story()
    story.open("one")
    story.wait(3 * HOUR)
    story.tell(HOUR, c.SendReply, "one")

    assert (only(story).breached, only(story).overdue_since) == ((), None)


def test_moves_by_rules_are_counted_and_those_by_people_are_not():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.EscalateTier, "one")
    story.wait(9 * HOUR)

    assert (only(story).tier, only(story).escalations) == ("management", 1)


def test_a_resolved_ticket_waits_no_longer():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.ResolveTicket, "one")

    assert names(story) == []


def test_a_reopened_ticket_waits_again_and_its_clock_goes_on():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")
    story.tell(2 * HOUR, c.ResolveTicket, "one")
    story.tell(5 * HOUR, c.ReopenTicket, "one")

    assert only(story).next_breach_at == MONDAY + 11 * HOUR


def test_closed_and_merged_tickets_wait_no_longer():
    story = Story()
    story.open("one")
    story.open("two")
    story.open("three")
    story.tell(HOUR, c.MergeTicket, "one", into=ticket("three"))
    story.tell(HOUR, c.CloseTicket, "two")

    assert names(story) == ["three"]


def test_the_overdue_come_first_then_the_soonest_due_then_those_without_a_clock():
    story = Story()
    story.open("no clock", queue="slow")
    story.open("overdue", MINUTE)
    story.open("longest overdue")
    story.open("in time", 2 * HOUR)
    story.open("sooner", HOUR)
    story.wait(2 * HOUR + 30 * MINUTE)

    assert names(story) == ["longest overdue", "overdue", "sooner", "in time", "no clock"]


def test_what_is_due_together_is_ordered_by_opening_then_by_id():
    story = Story()
    story.open("later", MINUTE, queue="slow")
    story.open("one", queue="slow")
    story.open("two", queue="slow")

    assert names(story) == [*sorted(["one", "two"], key=ticket), "later"]


def test_a_queue_can_be_of_one_tier_and_has_a_limit():
    story = Story()
    for name in ("one", "two", "three"):
        story.open(name)
    story.tell(HOUR, c.EscalateTier, "two")

    assert names(story, "technical") == ["two"]
    assert len(names(story, limit=2)) == 2


def test_tiers_are_counted_by_what_waits_in_them():
    story = Story()
    story.open("late")
    story.open("late and answered")
    story.tell(3 * HOUR, c.SendReply, "late and answered")
    story.open("held", 3 * HOUR)
    story.tell(3 * HOUR, c.HoldTicket, "held", on="requester")
    story.open("above", 3 * HOUR)
    story.tell(3 * HOUR, c.EscalateTier, "above", by=BERT)

    expected = [
        TierCount(tier="front-line", open=2, held=1, breached=2, overdue=1),
        TierCount(tier="technical", open=1, held=0, breached=0, overdue=0),
    ]
    assert tiers(views_of(story, "queues")) == expected


def test_a_new_policy_version_reaches_the_clocks_of_what_is_opened_under_it():
    story = Story()
    quick = {"match": {}, "calendar": ["always"], "boundary": "close"}
    quick["metrics"] = {"resolution": {"target": "1h"}}
    story.publish(HOUR, POLICY | {"targets": [quick]})
    story.open("one", HOUR)

    assert only(story).next_breach_at == MONDAY + 2 * HOUR


def test_clocks_go_on_after_a_restart_that_knows_the_policies():
    story = Story()
    story.open("one")
    before = story.facts()
    engine = open_views(None)
    build(engine, ["queues"], Catalogue())[0].handle(before)
    story.tell(HOUR, c.SendReply, "one")

    policies = Catalogue()
    policies.learn(before[0].event)
    build(engine, ["queues"], policies)[0].handle(story.facts(before[-1].position))

    assert queue(engine) == queue(views_of(story, "queues"))


def test_machine_replies_leave_the_clock_of_the_answer_running():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one", by=ROBOT)
    story.wait(DAY)

    assert "first_response" in only(story).breached
