"""A projection is rebuilt beside the live one, which answers until the switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from domain import commands as c
from domain.durations import DAY, HOUR
from domain.policy.catalogue import Catalogue
from infra.log.recorded import Recorded
from projections.catalogue import ALL, build
from projections.generations import ProjectionMissing, position_of, reading
from projections.projection import Projection
from projections.rebuild import LIMIT, rebuild
from projections.timeline import history
from projections.views import VIEWS, open_views
from tests.unit.projections_examples import RITA, Story, dump, long_story, ticket, views_of_facts

EVERY = pytest.mark.parametrize("name", ALL)


class ShortFeed:
    """Hands out few facts at a time, and tells a listener before each read."""

    def __init__(self, facts: Sequence[Recorded], size: int = 5) -> None:
        self.facts = list(facts)
        self._size = size

    def read(self, after: int, limit: int) -> Sequence[Recorded]:
        behind = [recorded for recorded in self.facts if recorded.position > after]
        return behind[: min(self._size, limit)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_views(tmp_path / VIEWS)
    yield engine
    engine.dispose()


def live(engine: Engine, name: str, facts: Sequence[Recorded]) -> Projection:
    [projection] = build(engine, [name], Catalogue())
    projection.handle(facts)
    return projection


def number(engine: Engine, name: str) -> int:
    with reading(engine, name) as (_, generation):
        return generation


@EVERY
def test_a_rebuilt_projection_has_the_same_rows_under_the_next_number(name, engine):
    facts = long_story().facts()
    live(engine, name, facts)
    before = dump(engine, name)

    rebuild(engine, name, ShortFeed(facts))

    assert (dump(engine, name), number(engine, name)) == (before, 2)


@EVERY
def test_after_the_switch_the_old_tables_are_gone(name, engine):
    facts = long_story().facts()
    live(engine, name, facts)
    before = inspect(engine).get_table_names()

    rebuild(engine, name, ShortFeed(facts))

    expected = sorted(table.replace("_1", "_2") for table in before)
    assert sorted(inspect(engine).get_table_names()) == expected


@EVERY
def test_the_live_one_answers_and_goes_on_until_the_switch(name, engine):
    facts = long_story().facts()
    projection = live(engine, name, facts[:10])
    feed = ShortFeed(facts[:20])

    def meanwhile(_: int) -> None:
        projection.handle(facts)
        assert (number(engine, name), position_of(engine, name)) == (1, facts[-1].position)
        feed.facts = list(facts)

    rebuild(engine, name, feed, meanwhile)

    assert dump(engine, name) == dump(views_of_facts(facts, name), name)
    assert number(engine, name) == 2


@EVERY
def test_the_follower_of_the_old_tables_goes_on_with_the_new_ones(name, engine):
    facts = long_story().facts()
    projection = live(engine, name, facts[:15])
    rebuild(engine, name, ShortFeed(facts[:20]))

    projection.handle(facts[15:25])
    projection.handle(facts[25:])

    assert dump(engine, name) == dump(views_of_facts(facts, name), name)


@EVERY
def test_facts_recorded_during_a_rebuild_are_in_it(name, engine):
    story = Story()
    story.open("one")
    story.wait(DAY)
    live(engine, name, story.facts())
    written = []

    def write_on(_: int) -> None:
        if len(written) < 3:
            written.append(story.tell(DAY + HOUR, c.ReceiveContact, "one", by=RITA))

    rebuild(engine, name, story.desk.feed, write_on)

    assert len(written) == 3
    assert dump(engine, name) == dump(views_of_facts(story.facts(), name), name)


@EVERY
def test_the_switch_waits_until_the_new_tables_know_what_the_old_ones_do(name, engine):
    facts = long_story().facts()
    live(engine, name, facts)
    feed = ShortFeed(facts[:20])
    reads = []

    def late(after: int, limit: int) -> Sequence[Recorded]:
        reads.append(after)
        if len(reads) > 10:
            feed.facts = list(facts)
        return ShortFeed.read(feed, after, limit)

    feed.read = late
    rebuild(engine, name, feed)

    assert position_of(engine, name) == facts[-1].position


def test_progress_is_told_by_position(engine):
    facts = long_story().facts()
    live(engine, "timeline", facts)
    told: list[int] = []

    rebuild(engine, "timeline", ShortFeed(facts), told.append)

    assert told == sorted(told)
    assert told[-1] == facts[-1].position


def test_a_rebuild_that_is_broken_off_leaves_the_live_tables_alone(engine):
    facts = long_story().facts()
    live(engine, "timeline", facts)
    before = dump(engine, "timeline")

    with pytest.raises(KeyboardInterrupt):
        rebuild(engine, "timeline", ShortFeed(facts), interrupt)

    assert (dump(engine, "timeline"), number(engine, "timeline")) == (before, 1)


def interrupt(_: int) -> None:
    raise KeyboardInterrupt


def test_the_next_rebuild_clears_up_behind_one_that_was_broken_off(engine):
    facts = long_story().facts()
    live(engine, "timeline", facts)
    with pytest.raises(KeyboardInterrupt):
        rebuild(engine, "timeline", ShortFeed(facts), interrupt)

    rebuild(engine, "timeline", ShortFeed(facts))

    tables = inspect(engine).get_table_names()
    assert sorted(tables) == ["generations", "positions", "timeline_3"]


def test_of_two_rebuilds_at_once_the_later_takes_over(engine):
    facts = long_story().facts()
    live(engine, "timeline", facts)
    other = []

    def begin_another(_: int) -> None:
        if not other:
            other.append(rebuild(engine, "timeline", ShortFeed(facts)))

    with pytest.raises(ProjectionMissing, match="number 2 of 'timeline' are gone: another rebuild"):
        rebuild(engine, "timeline", ShortFeed(facts), begin_another)

    assert dump(engine, "timeline") == dump(views_of_facts(facts, "timeline"), "timeline")


def test_a_projection_that_never_was_is_built_by_a_rebuild(engine):
    story = long_story()

    assert rebuild(engine, "timeline", story.desk.feed) == 1
    assert history(engine, ticket("one"))


def test_an_unknown_projection_is_not_rebuilt(engine):
    with pytest.raises(KeyError, match="nonsense"):
        rebuild(engine, "nonsense", ShortFeed([]))


def test_a_rebuild_reads_the_feed_in_small_parts(engine):
    asked = []

    class Listening(ShortFeed):
        def read(self, after: int, limit: int) -> Sequence[Recorded]:
            asked.append(limit)
            return super().read(after, limit)

    rebuild(engine, "timeline", Listening(long_story().facts()))

    assert set(asked) == {LIMIT}
