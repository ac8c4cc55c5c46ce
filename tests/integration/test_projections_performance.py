"""Performance sums up how each ticket went."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from domain import commands as c
from domain.durations import DAY, HOUR, MINUTE
from projections.generations import reading
from projections.performance import find, stays, tables
from projections.summary import COLUMNS, Visit
from tests.unit.projections_examples import (
    ANNA,
    BERT,
    MONDAY,
    RITA,
    ROBOT,
    Story,
    long_story,
    ticket,
    views_of,
)


def summary(story: Story, name: str = "one") -> Row[Any]:
    with reading(views_of(story, "performance"), "performance") as (connection, generation):
        table = tables(generation).tickets
        return connection.execute(select(table).where(table.c.external_id == name)).one()


def opened(**fields: Any) -> Story:
    story = Story()
    story.open("one", **fields)
    return story


def test_the_columns_of_the_table_are_the_fields_of_a_summary_in_their_order():
    assert tuple(tables(1).tickets.columns.keys()) == COLUMNS


def test_the_columns_of_visits_are_the_fields_of_a_visit_in_their_order():
    assert tuple(tables(1).visits.columns.keys()) == Visit._fields


def test_the_first_reply_of_a_person_is_the_first_reply():
    story = opened()
    story.tell(HOUR, c.SendReply, "one", by=ROBOT)
    story.tell(2 * HOUR, c.SendReply, "one", automatic=True)
    story.tell(3 * HOUR, c.SendReply, "one")
    story.tell(4 * HOUR, c.SendReply, "one")

    assert (summary(story).first_reply_at, summary(story).replies) == (MONDAY + 3 * HOUR, 2)


def test_the_opening_is_a_contact_and_machines_make_none():
    story = opened()
    story.tell(HOUR, c.ReceiveContact, "one", by=RITA)
    story.tell(HOUR, c.ReceiveContact, "one", by=ROBOT)

    assert summary(story).contacts == 2


def test_a_resolution_says_when_by_whom_for_whom_and_where():
    story = opened()
    story.tell(HOUR, c.AssignTicket, "one", assignee="anna")
    story.tell(2 * HOUR, c.ResolveTicket, "one", by=BERT)
    row = summary(story)

    assert row.resolved_at == MONDAY + 2 * HOUR
    assert (row.resolved_by, row.resolved_for, row.resolved_in) == ("bert", "anna", "front-line")


def test_only_an_agent_is_named_as_who_resolved():
    story = opened()
    story.tell(HOUR, c.ResolveTicket, "one", by=RITA)

    assert summary(story).resolved_by == ""


def test_a_reopening_takes_the_resolution_back_and_is_counted():
    story = opened()
    story.tell(HOUR, c.ResolveTicket, "one")
    story.tell(2 * HOUR, c.CloseTicket, "one")
    story.tell(3 * HOUR, c.ReopenTicket, "one")
    row = summary(story)

    assert (row.reopens, row.status) == (1, "open")
    assert (row.resolved_at, row.closed_at, row.resolved_in) == (None, None, "")


def test_a_change_of_queue_is_a_routing_and_one_of_category_alone_is_not():
    story = opened(queue="mail")
    story.tell(HOUR, c.RouteTicket, "one", queue="network")
    story.tell(2 * HOUR, c.RouteTicket, "one", queue="network", category="wifi")

    assert summary(story).routings == 1


def test_moves_by_people_are_counted_by_direction_and_apart_from_those_by_rules():
    story = opened()
    story.tell(HOUR, c.EscalateTier, "one")
    story.tell(2 * HOUR, c.EscalateTier, "one")
    story.tell(3 * HOUR, c.DeescalateTier, "one")
    story.wait(DAY)
    row = summary(story)

    assert (row.moves_up, row.moves_down, row.escalations, row.climbs) == (2, 1, 1, 3)


def test_a_move_takes_the_assignee_away():
    story = opened()
    story.tell(HOUR, c.AssignTicket, "one", assignee="anna")
    story.tell(2 * HOUR, c.EscalateTier, "one")

    assert (summary(story).assignee, summary(story).tier) == ("", "technical")


def test_repeat_contacts_are_counted():
    story = opened()
    for minute in range(1, 6):
        story.tell(minute * MINUTE, c.ReceiveContact, "one", by=RITA)

    assert summary(story).repeat_contacts == 2


def test_breaches_name_metric_and_cycle():
    story = opened()
    story.wait(DAY)

    assert summary(story).breaches == "first_response:1;resolution:1"


def test_a_breach_that_was_taken_back_is_no_breach():
    story = opened()
    story.wait(3 * HOUR)
    story.tell(HOUR, c.SendReply, "one")

    assert summary(story).breaches == ""


def test_the_tiers_visited_are_listed_once_in_their_first_order():
    story = opened()
    story.tell(HOUR, c.EscalateTier, "one")
    story.tell(2 * HOUR, c.DeescalateTier, "one")
    story.tell(3 * HOUR, c.EscalateTier, "one", to="management")

    assert summary(story).tiers == "front-line;technical;management"


def test_resolved_at_once_is_a_first_contact_resolution():
    story = opened()
    story.tell(HOUR, c.SendReply, "one")
    story.tell(HOUR, c.ResolveTicket, "one")
    story.tell(HOUR, c.CloseTicket, "one")

    assert summary(story).first_contact_resolution


def test_a_second_contact_a_move_or_a_reopening_is_no_first_contact_resolution():
    for what, by in ((c.ReceiveContact, RITA), (c.EscalateTier, ANNA), (c.ReopenTicket, RITA)):
        story = opened()
        if what is c.ReopenTicket:
            story.tell(HOUR, c.ResolveTicket, "one")
        story.tell(HOUR, what, "one", by=by)
        story.tell(2 * HOUR, c.ResolveTicket, "one")

        assert not summary(story).first_contact_resolution, what


def test_closed_without_a_resolution_is_no_first_contact_resolution():
    story = opened()
    story.tell(HOUR, c.CloseTicket, "one")

    assert not summary(story).first_contact_resolution


def test_a_late_fact_never_makes_a_time_negative():
    story = opened(at=2 * HOUR)
    story.tell(HOUR, c.SendReply, "one")

    assert summary(story).first_reply_at == MONDAY + 2 * HOUR


def test_a_stay_in_a_tier_ends_by_a_move_and_the_next_begins():
    story = opened()
    story.tell(HOUR, c.EscalateTier, "one")
    id = ticket("one")

    expected = [
        Visit(id, 1, "front-line", MONDAY, MONDAY + HOUR, "up"),
        Visit(id, 2, "technical", MONDAY + HOUR),
    ]
    assert stays(views_of(story, "performance"), id) == expected


def test_no_stay_goes_on_while_the_ticket_is_resolved():
    story = opened()
    story.tell(HOUR, c.ResolveTicket, "one")
    story.tell(2 * HOUR, c.EscalateTier, "one")
    story.tell(3 * HOUR, c.ReopenTicket, "one")
    id = ticket("one")

    expected = [
        Visit(id, 1, "front-line", MONDAY, MONDAY + HOUR, "resolved"),
        Visit(id, 2, "technical", MONDAY + 3 * HOUR),
    ]
    assert stays(views_of(story, "performance"), id) == expected


def test_a_ticket_is_found_by_its_id_and_by_the_one_it_has_elsewhere():
    engine = views_of(long_story(), "performance")

    assert find(engine, "two") == ticket("two")
    assert find(engine, ticket("two")) == ticket("two")
    assert find(engine, "nothing") is None


def test_of_several_tickets_of_one_reference_the_newest_is_found():
    story = opened()
    story.open("again", HOUR, external_id="one")

    assert find(views_of(story, "performance"), "one") == ticket("again")


def test_status_tier_and_assignee_are_those_the_desk_knows():
    story = long_story()
    for name in ("one", "two", "three"):
        row, known = summary(story, name), story.desk.desk.ticket(ticket(name))

        assert known
        assert (row.status, row.tier) == (known.status, known.tier)
        assert (row.assignee, row.priority) == (known.assignee, known.priority)
