"""The timeline tells each fact in words."""

from __future__ import annotations

from domain import commands as c
from domain.durations import HOUR
from domain.events.names import EVENTS
from projections.sentences import SENTENCES
from projections.timeline import Line, history
from tests.unit.projections_examples import MONDAY, RITA, Story, long_story, ticket, views_of


def sentences(story: Story, name: str = "one") -> list[str]:
    return [line.sentence for line in history(views_of(story, "timeline"), ticket(name))]


def test_every_fact_has_words():
    assert set(SENTENCES) == set(EVENTS)


def test_a_line_says_what_happened_when_and_by_whom():
    story = Story()
    story.open("one", HOUR, queue="mail")

    expected = Line(
        position=2,
        ticket_id=ticket("one"),
        occurred_at=MONDAY + HOUR,
        name="TicketOpened",
        actor=f"requester {RITA.id}",
        sentence="Opened by web in front-line, priority normal, queue mail,"
        " under policy default version 1",
    )
    assert history(views_of(story, "timeline"), ticket("one")) == [expected]


def test_a_move_by_a_rule_names_the_metric_and_the_rule():
    said = sentences(long_story())

    assert (
        "Moved up from front-line to technical: sla_breached (resolution), rule breach-goes-up"
    ) in said


def test_a_move_by_a_person_says_so():
    assert "Moved down from technical to front-line: manual" in sentences(long_story(), "two")


def test_what_clocks_say_is_told_with_their_target():
    said = sentences(long_story())

    assert "Met first response: 1h of 2h used" in said
    assert "Warning for resolution at 50% of 8h" in said
    assert "Breached next response, question 1: not done within 3h" in said
    assert "Overdue resolution: 1h past the target" in said


def test_repeat_contacts_and_who_was_told_are_on_the_timeline():
    said = sentences(long_story())

    assert "Repeat contact: 3 contacts within 24h" in said
    assert "Told lead: repeat contact, rule tell-lead" in said


def test_a_breach_that_was_taken_back_is_told():
    story = Story()
    story.open("one")
    story.wait(3 * HOUR)
    story.tell(HOUR, c.SendReply, "one")

    assert "Breach of first response taken back: done in time" in sentences(story)


def test_a_routing_names_only_what_changed():
    story = Story()
    story.open("one", queue="mail", category="printer")
    story.tell(HOUR, c.RouteTicket, "one", queue="network")

    assert sentences(story)[-1] == "Routed: queue mail to network"


def test_what_people_wrote_is_not_repeated():
    story = Story()
    story.open("one", subject="My secret")
    story.tell(HOUR, c.ReceiveContact, "one", by=RITA, text="My secret")
    story.tell(HOUR, c.AddNote, "one", text="My secret")
    story.tell(HOUR, c.SendReply, "one", text="My secret")
    story.tell(HOUR, c.ResolveTicket, "one", resolution="My secret")
    story.tell(HOUR, c.RateTicket, "one", by=RITA, score=5, comment="My secret")

    assert not [said for said in sentences(story) if "secret" in said]


def test_lines_come_in_the_order_of_the_log():
    lines = history(views_of(long_story(), "timeline"), ticket("two"))

    assert [line.position for line in lines] == sorted(line.position for line in lines)


def test_lines_of_a_ticket_are_its_own_facts_and_those_of_its_clocks():
    story = long_story()
    lines = history(views_of(story, "timeline"), ticket("three"))

    assert [line.name for line in lines] == ["TicketOpened", "TierEscalated", "TicketMerged"]


def test_a_ticket_that_nobody_opened_has_no_lines():
    assert history(views_of(Story(), "timeline"), ticket("none")) == []
