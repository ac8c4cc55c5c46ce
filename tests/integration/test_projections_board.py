"""The board shows the clocks of tickets as the read model of the queues keeps them, up to now."""

from __future__ import annotations

from domain import commands as c
from domain.clocks.standing import Standing
from domain.durations import HOUR
from domain.policy.catalogue import Catalogue
from projections.board import board
from projections.catalogue import build
from projections.views import open_views
from tests.unit.projections_examples import MONDAY, Story, ticket


def shown(story: Story, at: int, *names: str) -> dict[str, list[Standing]]:
    engine, policies = open_views(None), Catalogue()
    [queues] = build(engine, ["queues"], policies)
    queues.handle(story.facts())
    found = board(engine, [ticket(name) for name in names], policies, MONDAY + at)
    return {name: list(found[ticket(name)]) for name in names if ticket(name) in found}


def test_it_has_one_clock_for_each_metric_of_a_ticket():
    story = Story()
    story.open("one")
    story.tell(HOUR, c.SendReply, "one")

    [first, resolution] = shown(story, HOUR, "one")["one"]

    assert (first.metric, first.state, first.used) == ("first_response", "met", HOUR)
    assert (resolution.metric, resolution.due_at) == ("resolution", MONDAY + 8 * HOUR)


def test_it_is_as_of_the_moment_asked_for():
    story = Story()
    story.open("one")

    [_, resolution] = shown(story, 5 * HOUR, "one")["one"]

    assert resolution.used == 5 * HOUR
    assert [step.milestone for step in resolution.ahead] == ["breach", "1h"]


def test_a_ticket_that_is_not_known_is_left_out():
    story = Story()
    story.open("one")

    assert list(shown(story, 0, "other", "one")) == ["one"]
