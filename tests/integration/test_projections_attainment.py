"""Attainment counts the last verdict on each clock."""

from __future__ import annotations

from dataclasses import fields, replace

from domain import commands as c
from domain.durations import DAY, HOUR
from domain.events.sla import ClockEvent, SlaBreached, SlaMet
from infra.log.recorded import Recorded
from projections.attainment import Attained, attained
from tests.unit.projections_examples import MONDAY, Story, views_of, views_of_facts


def counts(story: Story, metric: str = "resolution") -> list[tuple[str, int, int, int]]:
    rows = attained(views_of(story, "attainment"))
    return [(row.tier, row.met, row.breached, row.stopped) for row in rows if row.metric == metric]


def test_what_was_done_in_time_is_met():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")

    assert counts(story, "first_response") == [("front-line", 1, 0, 0)]


def test_what_was_not_done_in_time_is_breached_once_the_time_is_up():
    story = Story()
    story.open("one")
    story.wait(3 * HOUR)

    assert counts(story, "first_response") == [("front-line", 0, 1, 0)]


def test_what_was_done_late_stays_breached():
    story = Story()
    story.open("one")
    story.tell(3 * HOUR, c.SendReply, "one")
    story.tell(9 * HOUR, c.ResolveTicket, "one")

    assert counts(story) == [("front-line", 0, 1, 0)]


def test_a_clock_that_ended_without_a_verdict_is_stopped_and_not_in_the_percentage():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.CloseTicket, "one")

    [_, row] = attained(views_of(story, "attainment"))

    assert (row.metric, row.met, row.stopped, row.percent) == ("resolution", 0, 1, None)


def test_a_breach_that_was_taken_back_counts_as_met():
    story = Story()
    story.open("one")
    story.wait(3 * HOUR)
    story.tell(HOUR, c.SendReply, "one")

    assert counts(story, "first_response") == [("front-line", 1, 0, 0)]


def test_a_breach_after_a_reopening_replaces_what_was_met_before_it():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.ResolveTicket, "one")
    story.tell(2 * HOUR, c.ReopenTicket, "one")
    story.wait(DAY)

    assert counts(story) == [("front-line", 0, 1, 0)]


def test_met_again_after_a_reopening_counts_once():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.ResolveTicket, "one")
    story.tell(2 * HOUR, c.ReopenTicket, "one")
    story.tell(3 * HOUR, c.ResolveTicket, "one")

    assert counts(story) == [("front-line", 1, 0, 0)]


def test_each_question_has_a_verdict_of_its_own():
    story = Story()
    story.open("one")
    story.tell(1, c.SendReply, "one")
    for hour in (1, 2):
        story.tell(hour * HOUR, c.ReceiveContact, "one")
        story.tell(hour * HOUR + 1, c.SendReply, "one")

    assert counts(story, "next_response") == [("front-line", 2, 0, 0)]


def test_a_verdict_of_an_older_revision_changes_nothing():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")
    facts = story.facts()
    met = next(r.event for r in facts if isinstance(r.event, SlaMet))
    newer = [Recorded(100, replace(met, revision=2)), Recorded(101, _breach(met, revision=1))]

    [row] = attained(views_of_facts([*facts, *newer], "attainment"))

    assert (row.met, row.breached) == (1, 0)


def _breach(said: ClockEvent, revision: int) -> SlaBreached:
    shared = {field.name: getattr(said, field.name) for field in fields(ClockEvent)}
    return SlaBreached(**shared | {"revision": revision}, acts=True)


def test_verdicts_are_counted_by_metric_and_tier_with_the_share_that_was_met():
    story = Story()
    for name in ("one", "two", "three", "four"):
        story.open(name)
    story.tell(1, c.EscalateTier, "four")
    for name in ("one", "two", "three", "four"):
        story.tell(HOUR if name != "three" else 3 * HOUR, c.SendReply, name)

    expected = [
        Attained("first_response", "front-line", 2, 1, 0, 100 * 2 / 3),
        Attained("first_response", "technical", 1, 0, 0, 100.0),
    ]
    assert attained(views_of(story, "attainment"))[:2] == expected


def test_a_period_has_its_start_and_not_its_end():
    story = Story()
    for hour, name in enumerate(("one", "two", "three")):
        story.open(name, hour * HOUR, queue="mail")
        story.tell(hour * HOUR + 1, c.SendReply, name)
    engine = views_of(story, "attainment")

    since, until = MONDAY + HOUR + 1, MONDAY + 2 * HOUR + 1

    assert [row.met for row in attained(engine, since=since)] == [2]
    assert [row.met for row in attained(engine, until=until)] == [2]
    assert [row.met for row in attained(engine, since=since, until=until)] == [1]


def test_a_verdict_has_the_priority_of_its_time():
    story = Story()
    story.open("one", priority="high")
    story.tell(HOUR, c.SendReply, "one")
    story.tell(2 * HOUR, c.ChangePriority, "one", priority="low")
    story.tell(3 * HOUR, c.ResolveTicket, "one")
    engine = views_of(story, "attainment")

    assert [row.metric for row in attained(engine, priority="high")] == ["first_response"]
    assert [row.metric for row in attained(engine, priority="low")] == ["resolution"]
