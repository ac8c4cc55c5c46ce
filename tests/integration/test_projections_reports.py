"""Reports say how agents and tiers do, and outcomes what became of each ticket."""

from __future__ import annotations

from domain import commands as c
from domain.durations import DAY, HOUR
from projections.outcomes import Outcome, outcomes
from projections.reports import (
    Ageing,
    Period,
    Resolutions,
    TierStays,
    ageing,
    by_agent,
    by_tier,
    time_in_tiers,
)
from tests.unit.projections_examples import BERT, MONDAY, RITA, Story, long_story, views_of

UNEVENTFUL = Outcome(
    external_id="",
    reopens=0,
    routings=0,
    moves_up=0,
    moves_down=0,
    resolution_breached=False,
    breached_metrics="",
    escalations=0,
    final_tier="technical",
    final_status="closed",
)


def outcome(name: str, **fields: object) -> Outcome:
    return UNEVENTFUL._replace(external_id=name, **fields)


def two_agents() -> Story:
    story = Story()
    for name in ("one", "two", "three", "four"):
        story.open(name, queue="slow")
    story.tell(HOUR, c.AssignTicket, "one", assignee="anna")
    story.tell(2 * HOUR, c.ResolveTicket, "one")
    story.tell(3 * HOUR, c.EscalateTier, "two")
    story.tell(4 * HOUR, c.AssignTicket, "two", assignee="anna")
    story.tell(4 * HOUR, c.ResolveTicket, "two", by=BERT)
    story.tell(6 * HOUR, c.ResolveTicket, "three", by=BERT)
    return story


def test_a_resolution_is_that_of_the_assignee_or_else_of_who_resolved():
    expected = [
        Resolutions("anna", 2, 0.5, 3.0 * HOUR, 0.5, 0.0),
        Resolutions("bert", 1, 1.0, 6.0 * HOUR, 0.0, 0.0),
    ]
    assert by_agent(views_of(two_agents(), "performance")) == expected


def test_a_resolution_is_that_of_the_tier_it_happened_in():
    expected = [
        Resolutions("front-line", 2, 1.0, 4.0 * HOUR, 0.0, 0.0),
        Resolutions("technical", 1, 0.0, 4.0 * HOUR, 1.0, 0.0),
    ]
    assert by_tier(views_of(two_agents(), "performance")) == expected


def test_a_reopened_ticket_is_not_among_the_resolved():
    story = two_agents()
    story.tell(7 * HOUR, c.ReopenTicket, "three", by=RITA)

    assert [row.who for row in by_agent(views_of(story, "performance"))] == ["anna"]


def test_requesters_who_came_back_are_a_share_of_the_resolved():
    story = two_agents()
    story.open("five", 7 * HOUR)
    story.tell(8 * HOUR, c.ReceiveContact, "five", by=RITA)
    story.tell(8 * HOUR, c.ReceiveContact, "five", by=RITA)
    story.tell(9 * HOUR, c.ResolveTicket, "five", by=BERT)

    [_, bert] = by_agent(views_of(story, "performance"))

    assert (bert.resolved, bert.repeat_contact_rate) == (2, 0.5)


def test_a_report_can_be_of_a_period():
    period = Period(MONDAY + 4 * HOUR, MONDAY + 6 * HOUR)

    [anna] = by_agent(views_of(two_agents(), "performance"), period)

    assert (anna.who, anna.resolved) == ("anna", 1)


def test_time_in_a_tier_is_that_of_the_stays_that_ended():
    expected = [
        TierStays("front-line", 3, (2 + 3 + 6) * HOUR / 3, 1 / 3),
        TierStays("technical", 1, 1.0 * HOUR, 0.0),
    ]
    assert time_in_tiers(views_of(two_agents(), "performance")) == expected


def test_what_waits_is_counted_by_tier_and_age():
    story = Story()
    story.open("old", queue="slow")
    story.open("young", 2 * DAY, queue="slow")
    story.open("above", 2 * DAY, queue="slow")
    story.tell(2 * DAY, c.EscalateTier, "above")
    story.open("done", 2 * DAY, queue="slow")
    story.tell(2 * DAY, c.ResolveTicket, "done")

    found = ageing(views_of(story, "performance"), MONDAY + 3 * DAY, bounds=(DAY, 3 * DAY))

    assert found == [Ageing("front-line", (0, 1, 1)), Ageing("technical", (0, 1, 0))]


def test_an_age_of_exactly_a_bound_is_in_the_next_bucket():
    story = Story()
    story.open("one", queue="slow")

    found = ageing(views_of(story, "performance"), MONDAY + DAY, bounds=(DAY,))

    assert found == [Ageing("front-line", (0, 1))]


def test_reports_on_nothing_are_empty():
    engine = views_of(Story(), "performance")

    assert not any((by_agent(engine), by_tier(engine), time_in_tiers(engine), ageing(engine, 0)))


def test_outcomes_say_what_became_of_each_ticket_in_the_order_of_their_references():
    story = long_story()
    late = {"resolution_breached": True, "escalations": 1}
    one = {"breached_metrics": "next_response;resolution", "final_status": "open"}
    two = {"breached_metrics": "first_response;resolution", "final_tier": "front-line"}

    expected = [
        outcome("one", **late, **one),
        outcome("three", moves_up=1, final_status="merged"),
        outcome("two", **late, **two, reopens=1, routings=1, moves_down=1),
    ]
    assert list(outcomes(views_of(story, "performance"))) == expected


def test_references_are_ordered_by_code_point():
    story = Story()
    for name in ("b", "a10", "B", "a9", "ä"):
        story.open(name)

    found = [outcome.external_id for outcome in outcomes(views_of(story, "performance"))]

    assert found == ["B", "a10", "a9", "b", "ä"]
