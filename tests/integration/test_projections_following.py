"""Every projection follows the log alike: each fact once, rows and position together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from domain.policy.catalogue import Catalogue
from infra.log.recorded import Recorded
from projections import projection as following
from projections.catalogue import ALL, build
from projections.generations import ProjectionMissing, position_of
from projections.projection import Projection
from projections.timeline import history
from projections.views import open_views
from tests.unit.projections_examples import dump, long_story, views_of_facts

EVERY = pytest.mark.parametrize("name", ALL)


@pytest.fixture(scope="module")
def facts() -> list[Recorded]:
    return long_story().facts()


def follower(name: str) -> tuple[Projection, dict[str, object]]:
    engine = open_views(None)
    [projection] = build(engine, [name], Catalogue())
    return projection, {"engine": engine, "name": name}


@contextmanager
def failing_commits(engine: Engine) -> Iterator[None]:
    """Have the disk be full whenever a transaction is about to end."""

    def fail(_: object) -> None:
        raise OSError("the disk is full")

    event.listen(engine, "commit", fail)
    yield
    event.remove(engine, "commit", fail)


def slices(facts: Sequence[Recorded], size: int) -> Iterable[Sequence[Recorded]]:
    return (facts[start : start + size] for start in range(0, len(facts), size))


@EVERY
def test_the_same_batch_twice_changes_nothing(name, facts):
    projection, where = follower(name)
    projection.handle(facts)
    before = dump(**where)

    projection.handle(facts)

    assert dump(**where) == before


@EVERY
def test_a_batch_that_is_partly_known_adds_only_the_rest(name, facts):
    projection, where = follower(name)
    projection.handle(facts[:20])
    projection.handle(facts[10:])

    assert dump(**where) == dump(views_of_facts(facts, name), name)


@EVERY
@pytest.mark.parametrize("size", [1, 7])
def test_rows_do_not_depend_on_the_size_of_batches(name, size, facts):
    projection, where = follower(name)
    for batch in slices(facts, size):
        projection.handle(batch)

    assert dump(**where) == dump(views_of_facts(facts, name), name)


@EVERY
def test_rows_do_not_depend_on_how_many_facts_a_model_is_given_at_once(name, facts, monkeypatch):
    expected = dump(views_of_facts(facts, name), name)
    monkeypatch.setattr(following, "AT_ONCE", 3)

    assert dump(views_of_facts(facts, name), name) == expected


@EVERY
def test_a_restart_between_batches_gives_the_same_rows(name, facts):
    _, where = follower(name)
    policies = Catalogue()
    for batch in slices(facts, 5):
        build(where["engine"], [name], policies)[0].handle(batch)

    assert dump(**where) == dump(views_of_facts(facts, name), name)


@EVERY
def test_a_batch_that_fails_at_its_end_leaves_neither_rows_nor_position(name, facts):
    projection, where = follower(name)
    projection.handle(facts[:10])
    before = dump(**where)

    with failing_commits(where["engine"]), pytest.raises(OSError, match="disk"):
        projection.handle(facts[10:])

    assert (dump(**where), projection.position()) == (before, facts[9].position)


@EVERY
def test_after_a_batch_that_failed_the_next_one_starts_from_the_rows(name, facts):
    projection, where = follower(name)
    projection.handle(facts[:10])
    with failing_commits(where["engine"]), pytest.raises(OSError, match="disk"):
        projection.handle(facts[10:])

    projection.handle(facts[10:])

    assert dump(**where) == dump(views_of_facts(facts, name), name)


@EVERY
def test_two_followers_of_one_projection_write_each_fact_once(name, facts):
    first, where = follower(name)
    [second] = build(where["engine"], [name], Catalogue())
    for batch in slices(facts, 5):
        first.handle(batch)
        second.handle(batch)

    assert dump(**where) == dump(views_of_facts(facts, name), name)


@EVERY
def test_a_follower_starts_where_the_last_one_stopped(name, facts):
    projection, where = follower(name)
    projection.handle(facts)

    assert build(where["engine"], [name], Catalogue())[0].position() == facts[-1].position
    assert position_of(**where) == facts[-1].position


def test_a_new_follower_starts_before_the_first_fact():
    projection, _ = follower("timeline")

    assert projection.position() == 0


def test_a_query_before_the_projection_was_made_says_what_to_do():
    sentence = "There is no projection 'timeline' in these read models yet; rebuild it first."

    with pytest.raises(ProjectionMissing, match=sentence):
        history(open_views(None), "any")


def test_read_models_in_memory_are_each_their_own(facts):
    projection, _ = follower("timeline")
    projection.handle(facts)

    assert follower("timeline")[0].position() == 0
