"""The read models on a disk: opened again, shared by threads, and never half written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from domain import commands as c
from domain.durations import HOUR, MINUTE
from domain.errors import DeskError
from domain.policy.catalogue import Catalogue
from projections.catalogue import ALL, build
from projections.generations import position_of
from projections.queues import queue
from projections.timeline import history
from projections.views import VIEWS, open_views
from tests.unit.projections_examples import (
    RITA,
    ROBOT,
    Story,
    dump,
    long_story,
    ticket,
    views_of_facts,
)


def test_what_was_projected_is_there_when_the_file_is_opened_again(tmp_path):
    facts = long_story().facts()
    engine = open_views(tmp_path / VIEWS)
    for projection in build(engine, ALL, Catalogue()):
        projection.handle(facts)
    engine.dispose()

    engine = open_views(tmp_path / VIEWS)
    found = {name: dump(engine, name) for name in ALL}
    engine.dispose()

    assert found == {name: dump(views_of_facts(facts), name) for name in ALL}


def test_a_url_opens_the_same_read_models(tmp_path):
    facts = long_story().facts()
    engine = open_views(tmp_path / VIEWS)
    build(engine, ["timeline"], Catalogue())[0].handle(facts)
    engine.dispose()

    engine = open_views(None, f"sqlite:///{tmp_path / VIEWS}")
    lines = history(engine, ticket("one"))
    engine.dispose()

    assert lines


def test_readers_and_writers_do_not_wait_for_each_other(tmp_path):
    engine = open_views(tmp_path / VIEWS)
    with engine.connect() as connection:
        journal = connection.scalar(text("PRAGMA journal_mode"))
        synchronous = connection.scalar(text("PRAGMA synchronous"))
    engine.dispose()

    assert (journal, synchronous) == ("wal", 1)


def test_a_reader_sees_whole_batches_while_another_thread_writes(tmp_path):
    facts = long_story().facts()
    engine = open_views(tmp_path / VIEWS)
    [projection] = build(engine, ["timeline"], Catalogue())

    def write() -> None:
        for start in range(0, len(facts), 3):
            projection.handle(facts[start : start + 3])

    with ThreadPoolExecutor() as threads:
        writing = threads.submit(write)
        while not writing.done():
            reached = position_of(engine, "timeline")
            assert reached in {0, facts[-1].position} or reached % 3 == 0
        writing.result()
    lines = history(engine, ticket("one"))
    engine.dispose()

    assert lines == history(views_of_facts(facts, "timeline"), ticket("one"))


def test_threads_that_open_and_write_at_once_lose_nothing(tmp_path):
    facts = long_story().facts()

    def follow(size: int) -> None:
        engine = open_views(tmp_path / VIEWS)
        for projection in build(engine, ALL, Catalogue()):
            for start in range(0, len(facts), size):
                projection.handle(facts[start : start + size])
        engine.dispose()

    with ThreadPoolExecutor() as threads:
        list(threads.map(follow, [1, 2, 5]))

    engine = open_views(tmp_path / VIEWS)
    found = {name: dump(engine, name) for name in ALL}
    engine.dispose()
    assert found == {name: dump(views_of_facts(facts), name) for name in ALL}


def test_other_tools_can_read_the_file_while_it_is_in_use(tmp_path: Path):
    engine = open_views(tmp_path / VIEWS)
    build(engine, ["timeline"], Catalogue())[0].handle(long_story().facts())

    other = create_engine(f"sqlite:///{tmp_path / VIEWS}")
    with other.connect() as connection:
        count = connection.scalar(text("SELECT count(*) FROM timeline_1"))
    other.dispose()
    engine.dispose()

    assert count


ASKED = (
    (c.AssignTicket, {"assignee": "anna"}),
    (c.SendReply, {}),
    (c.SendReply, {"by": ROBOT}),
    (c.ReceiveContact, {"by": RITA}),
    (c.HoldTicket, {"on": "requester"}),
    (c.HoldTicket, {"on": "vendor"}),
    (c.ResumeTicket, {}),
    (c.EscalateTier, {}),
    (c.DeescalateTier, {}),
    (c.ChangePriority, {"priority": "high"}),
    (c.RouteTicket, {"queue": "slow"}),
    (c.RouteTicket, {"queue": "mail"}),
    (c.ResolveTicket, {}),
    (c.ReopenTicket, {"by": RITA}),
    (c.CloseTicket, {}),
    (c.UnassignTicket, {}),
    (c.MergeTicket, {"into": ticket("b")}),
)
"""What may be asked, in any order; what makes no sense is refused."""


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Two tickets to which anything happens at any time."""
    story = Story()
    story.open("a")
    story.open("b", MINUTE)
    now = MINUTE
    for _ in range(draw(st.integers(0, 25))):
        now += draw(st.sampled_from([0, MINUTE, HOUR, 3 * HOUR]))
        what, fields = draw(st.sampled_from(ASKED))
        try:
            story.tell(now, what, draw(st.sampled_from("ab")), **fields)
        except DeskError:
            continue
    story.wait(now + draw(st.sampled_from([0, 2 * HOUR, 24 * HOUR])))
    return story


@given(story=stories(), size=st.integers(1, 9), restarts=st.booleans(), times=st.integers(1, 2))
@settings(max_examples=200)
def test_rows_depend_on_the_facts_alone_and_agree_with_the_desk(story, size, restarts, times):
    """However the facts are cut into batches, given again, and wherever a process was restarted.

    Fails when `Projection` doesn't drop what it has handled, and when `Memory.recall` doesn't look
    up what it doesn't hold.
    """
    facts = story.facts()
    engine = open_views(None)
    policies = Catalogue()
    followers = build(engine, ALL, policies)
    for start in range(0, len(facts), size):
        followers = build(engine, ALL, policies) if restarts else followers
        for follower in followers * times:
            follower.handle(facts[start : start + size])

    whole = views_of_facts(facts)
    assert {name: dump(engine, name) for name in ALL} == {name: dump(whole, name) for name in ALL}
    for row in queue(engine):
        known = story.desk.desk.ticket(row.ticket_id)
        assert known
        assert (row.status, row.tier, row.queue) == (known.status, known.tier, known.queue)
        assert (row.assignee, row.held_on) == (known.assignee, known.held_on)
