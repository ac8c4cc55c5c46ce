"""An edit of a policy under very many open tickets, on a store that outlives its process."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from shutil import copytree

import pytest

from domain.commands import HoldTicket, OpenTicket, ResolveTicket
from domain.durations import HOUR, MINUTE
from domain.events.sla import SlaBreached, SlaBreachRetracted, SlaRetargeted
from domain.events.ticket import PolicyApplied
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import open_embedded
from escalon.live import GRAIN, LIMIT
from infra.clock import VirtualClock
from tests.integration.policy_change_examples import publishing
from tests.spec import REQUESTER, after, ask
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import opened

MANY = 1_200
BATCH = 500
LONG = document(target(resolution={"target": "8h", "pause": ["vendor"]}))
SHORT = {**LONG, "targets": [target(resolution={"target": "4h", "pause": ["vendor"]})]}
SHORT |= {"apply_to_open": "from_now"}
SHORTER = {**SHORT, "targets": [target(resolution={"target": "3h", "pause": ["vendor"]})]}
IDS = [derive(NAMESPACE, f"many {number}") for number in range(MANY)]


class Store:
    """A desk in a folder, whose process may end and begin again."""

    def __init__(self, folder):
        self.folder = folder
        self.clock = VirtualClock(after("0s"))
        self.desk = open_embedded(folder, self.clock)

    def ask(self, *commands):
        self.clock.advance(commands[0].at)
        for start in range(0, len(commands), BATCH):
            self.desk.desk.execute_many(commands[start : start + BATCH])

    def step(self):
        """Take a step as `escalon up` does; return whether there was anything to do."""
        if self.desk.pipeline.is_idle(self.clock.now()):
            return False
        with self.desk.workspace.transaction():
            self.desk.pipeline.step(self.clock.now(), grain=GRAIN, limit=LIMIT)
        return True

    def settle(self):
        while self.step():
            pass

    def restart(self):
        """End the process without a word, and begin again."""
        self.desk.close()
        self.desk = open_embedded(self.folder, self.clock)

    def of(self, *kinds):
        rows = self.desk.recorder.select_notifications(1, 1_000_000)
        events = [self.desk.mapper.to_domain_event(row) for row in rows]
        return [event for event in events if isinstance(event, kinds)]

    def close(self):
        self.desk.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The folder of a desk with many open tickets under version 1, all followers up to date."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(Store(folder)) as store:
        store.ask(publishing(LONG, "0s"))
        store.ask(*(ask(OpenTicket, policy="default", by=REQUESTER, ticket_id=id) for id in IDS))
        store.settle()
    return folder


@pytest.fixture
def store(filled, tmp_path):
    """A desk like that, of this test alone."""
    with closing(Store(copytree(filled, tmp_path / "desk"))) as store:
        yield store


def brought(store):
    return [(event.ticket_id, event.policy_version) for event in store.of(PolicyApplied)]


def test_an_edit_reaches_each_ticket_once_in_batches_of_at_most_500(store):
    store.ask(publishing(SHORT, "1h"))
    counts = [0]
    while store.step():
        counts.append(len(store.of(PolicyApplied)))

    assert sorted(brought(store)) == [(id, 2) for id in sorted(IDS)]
    assert max(later - earlier for earlier, later in pairwise(counts)) == BATCH


def test_an_edit_that_is_killed_after_each_batch_goes_on_where_it_was(store):
    store.ask(publishing(SHORT, "1h"))
    while store.step():
        store.restart()

    assert sorted(brought(store)) == [(id, 2) for id in sorted(IDS)]
    assert len(store.of(SlaRetargeted)) == MANY


def test_a_step_that_came_to_nothing_is_done_again(store):
    store.ask(publishing(SHORT, "1h"))
    store.step()
    known = len(brought(store))

    class Killed(Exception):  # a way to end
        pass

    def step_and_end():
        with store.desk.workspace.transaction():
            store.desk.pipeline.step(store.clock.now(), grain=GRAIN, limit=LIMIT)
            raise Killed

    with pytest.raises(Killed):
        step_and_end()
    store.restart()
    assert len(brought(store)) == known
    store.settle()

    assert sorted(brought(store)) == [(id, 2) for id in sorted(IDS)]


def test_a_publication_during_an_edit_waits_for_its_turn(store):
    store.ask(publishing(SHORT, "1h"))
    store.step()
    store.ask(publishing(SHORTER, "61m"))
    store.restart()
    store.settle()

    of_one = {id: [] for id in IDS}
    for id, version in brought(store):
        of_one[id].append(version)
    assert all(versions == [2, 3] for versions in of_one.values())


def test_a_ticket_that_is_resolved_during_an_edit_is_left_alone_and_none_is_forgotten(store):
    store.ask(publishing(SHORT, "1h"))
    store.step()
    waiting = sorted(set(IDS) - {id for id, _ in brought(store)})
    store.ask(*(ask(ResolveTicket, ticket_id=id, at="61m") for id in waiting[:300]))
    store.settle()

    assert {id for id, _ in brought(store)} == set(IDS) - set(waiting[:300])


def test_a_ticket_opened_under_the_old_version_after_the_publication_is_brought_too(store):
    """Somebody's desk didn't know the new version yet when it decided."""
    store.ask(publishing(SHORT, "1h"))
    store.step()
    late = opened().at("1h").of(derive(NAMESPACE, "late")).event(1)
    store.desk.recorder.insert_events([store.desk.mapper.to_stored_event(late)])
    store.settle()

    of_late = [event for event in store.of(PolicyApplied) if event.ticket_id == late.originator_id]
    assert [event.causation_id for event in of_late] == [late.event_id]


def test_a_pause_and_what_had_elapsed_survive_an_edit_with_restarts(store):
    held = IDS[:50]
    store.ask(*(ask(HoldTicket, ticket_id=id, on="vendor", at="30m") for id in held))
    store.settle()
    store.ask(publishing(SHORT, "1h"))
    while store.step():
        store.restart()

    elapsed = {event.ticket_id: event.elapsed for event in store.of(SlaRetargeted)}
    assert {elapsed[id] for id in held} == {30 * MINUTE}
    assert {elapsed[id] for id in IDS[50:]} == {HOUR}


def test_a_milestone_waits_for_one_batch_at_most(store):
    """Clocks are not kept waiting until the whole edit is done."""
    store.ask(publishing(SHORT, "1h"))
    store.step()
    store.clock.advance(after("9h"))
    steps = 0
    while not store.of(SlaBreached):
        store.step()
        steps += 1

    assert len(brought(store)) < MANY
    assert steps <= 2


def test_what_was_said_before_the_edit_came_is_taken_back_and_said_by_the_new_version(store):
    """The version holds from its publication on, however long the edit takes."""
    store.ask(publishing(SHORT, "1h"))
    store.step()
    store.clock.advance(after("9h"))
    store.settle()

    last = {event.ticket_id: event for event in store.of(SlaBreached)}
    assert {(event.due_at, event.policy_version) for event in last.values()} == {(after("4h"), 2)}
    early = {event.ticket_id for event in store.of(SlaBreached) if event.policy_version == 1}
    assert early
    assert {event.ticket_id for event in store.of(SlaBreachRetracted)} == early


def test_the_facts_are_the_same_with_and_without_restarts(filled, tmp_path):
    def told(name, *, killed):
        with closing(Store(copytree(filled, tmp_path / name))) as store:
            store.ask(publishing(SHORT, "1h"))
            while store.step():
                if killed:
                    store.restart()
            return [event.event_id for event in store.of(PolicyApplied, SlaRetargeted)]

    assert told("whole", killed=False) == told("killed", killed=True)
