"""What every store promises, whatever it is made of."""

from __future__ import annotations

import pytest

from domain.desk.ledger import Conflict, Processed
from domain.desk.outcome import Outcome
from infra.store.states import State
from tests.integration.stores import KINDS, POSTGRES, event, events, id_of, opened
from tests.spec import TICKET, events_of, published

MISTAKE = "changed my mind"


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    database = request.getfixturevalue("database") if request.param == POSTGRES else ""
    with opened(request.param, tmp_path, database) as one:
        yield one


def fail():
    raise RuntimeError(MISTAKE)


def together(store, *acts):
    with store.workspace.transaction():
        for act in acts:
            act()


def change_of_mind(store, *acts):
    """Do all of it in one transaction, and then don't."""
    with pytest.raises(RuntimeError, match=MISTAKE):
        together(store, *acts, fail)


def test_positions_follow_the_order_of_recording(store):
    first = store.recorder.insert_events(events("a", [1, 2]))
    second = store.recorder.insert_events(events("b", [1]))

    assert [*first, *second] == [row.position for row in store.rows()]
    assert store.stored() == [(id_of("a"), 1), (id_of("a"), 2), (id_of("b"), 1)]


def test_ordinals_count_from_one_without_gaps_though_appends_fail(store):
    store.recorder.insert_events(events("a", [1]))
    with pytest.raises(Conflict):
        store.recorder.insert_events([event("b"), event("a")])
    change_of_mind(store, lambda: store.recorder.insert_events(events("c", [1, 2])))
    store.recorder.insert_events(events("a", [2, 3]))

    assert [row.ordinal for row in store.rows()] == [1, 2, 3]


def test_the_recorded_time_never_goes_back(store):
    for version in range(1, 6):
        store.recorder.insert_events(events("a", [version]))
    times = [row.recorded_at for row in store.rows()]

    assert times == sorted(times)


def test_the_end_of_the_log_is_the_last_position(store):
    assert store.recorder.max_notification_id() == 0
    positions = store.recorder.insert_events(events("a", [1, 2]))

    assert store.recorder.max_notification_id() == positions[-1]


def test_the_head_is_known_only_to_who_can_append(store):
    positions = store.recorder.insert_events(events("a", [1]))
    assert store.recorder.head() is None
    with store.workspace.transaction():
        more = store.recorder.insert_events(events("a", [2]))
        assert store.recorder.head() == more[-1] > positions[-1]


def test_a_command_is_remembered_with_the_positions_of_its_facts(store):
    positions = store.recorder.insert_events(
        events("a", [1, 2, 3]),
        processed=[Processed("one", 2), Processed("none", 0), Processed("two", 1)],
    )

    assert store.recorder.outcomes(["one", "two", "none", "unknown"]) == {
        "one": Outcome("one", positions[0], positions[1]),
        "two": Outcome("two", positions[2], positions[2]),
        "none": Outcome("none", 0, 0),
    }


def test_a_refusal_is_remembered_with_its_sentence(store):
    store.recorder.insert_events([], processed=[Processed("no", 0, "Not now.", "TooLate")])

    assert store.recorder.outcomes(["no"]) == {"no": Outcome("no", 0, 0, "Not now.", "TooLate")}


def test_a_version_that_is_taken_is_a_conflict_and_nothing_is_stored(store):
    store.recorder.insert_events(events("a", [1]))
    with pytest.raises(Conflict):
        store.recorder.insert_events([event("b"), event("a")], processed=[Processed("late", 2)])

    assert store.stored() == [(id_of("a"), 1)]
    assert store.recorder.outcomes(["late"]) == {}


def test_a_command_done_before_is_a_conflict_and_nothing_is_stored(store):
    store.recorder.insert_events(events("a", [1]), processed=[Processed("one", 1)])
    with pytest.raises(Conflict):
        store.recorder.insert_events(events("a", [2]), processed=[Processed("one", 1)])

    assert store.stored() == [(id_of("a"), 1)]


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_stream_that_is_not_as_expected_is_a_conflict(store, expected):
    store.recorder.insert_events(events("a", [1, 2]))
    with pytest.raises(Conflict):
        store.recorder.insert_events([event("b")], expected={id_of("a"): expected})

    assert len(store.rows()) == 2


def test_a_stream_that_is_as_expected_is_no_conflict(store):
    store.recorder.insert_events(events("a", [1, 2]))
    store.recorder.insert_events([event("b")], expected={id_of("a"): 2, id_of("new"): 0})

    assert len(store.rows()) == 3


def test_a_conflict_spoils_nothing_else_of_its_transaction(store):
    store.recorder.insert_events(events("a", [1]))
    with store.workspace.transaction():
        store.recorder.insert_events(events("b", [1]))
        with pytest.raises(Conflict):
            store.recorder.insert_events([event("c"), event("a")])
        store.recorder.insert_events(events("b", [2]))

    assert store.stored() == [(id_of("a"), 1), (id_of("b"), 1), (id_of("b"), 2)]
    assert [row.ordinal for row in store.rows()] == [1, 2, 3]


def test_conclusions_on_what_is_known_are_recorded(store):
    store.recorder.insert_events(events("ticket", [1, 2]))
    breach, warning = event("breach", ticket="ticket"), event("warning", ticket="ticket")
    done = store.recorder.append_conclusions([breach, warning], {id_of("ticket"): 2})

    assert list(done.recorded) == [id_of("breach"), id_of("warning")]
    assert list(done.recorded.values()) == [row.position for row in store.rows()][2:]
    assert not done.stale


def test_a_conclusion_that_is_there_is_left_alone(store):
    store.recorder.insert_events(events("ticket", [1]))
    breach = event("breach", ticket="ticket")
    store.recorder.append_conclusions([breach], {id_of("ticket"): 1})
    done = store.recorder.append_conclusions(
        [breach, event("overdue", ticket="ticket")], {id_of("ticket"): 1}
    )

    assert list(done.recorded) == [id_of("overdue")]
    assert len(store.rows()) == 3


def test_conclusions_on_a_ticket_that_has_grown_are_stale_and_the_others_recorded(store):
    store.recorder.insert_events([*events("grown", [1, 2]), *events("same", [1])])
    done = store.recorder.append_conclusions(
        [event("late", ticket="grown"), event("in time", ticket="same")],
        {id_of("grown"): 1, id_of("same"): 1},
    )

    assert done.stale == {id_of("grown")}
    assert list(done.recorded) == [id_of("in time")]
    assert len(store.rows()) == 4


def test_conclusions_about_no_ticket_that_is_known_of_are_recorded(store):
    done = store.recorder.append_conclusions([event("alone")], {})

    assert list(done.recorded) == [id_of("alone")]


def test_streams_come_each_in_order_and_only_those_asked_for(store):
    store.recorder.insert_events([event("a"), event("b"), event("c"), event("a", 2)])
    found = store.recorder.streams([id_of("a"), id_of("c"), id_of("none")])
    versions = {(one.originator_id, one.originator_version) for one in found}

    assert versions == {(id_of("a"), 1), (id_of("a"), 2), (id_of("c"), 1)}
    of_a = [one.originator_version for one in found if one.originator_id == id_of("a")]
    assert of_a == [1, 2]


def test_what_was_stored_comes_back_whole(store):
    row = event("a", ticket="another")
    store.recorder.insert_events([row])

    assert store.recorder.streams([id_of("a")]) == [row]
    assert store.recorder.select_events(id_of("a")) == [row]


def test_policy_events_come_with_their_positions_behind_the_one_known(store):
    topics = ["escalon.PolicyPublished", "test.Said", "escalon.PolicyRetired"]
    rows = [event("policy", version, topic=topic) for version, topic in enumerate(topics, 1)]
    positions = store.recorder.insert_events(rows)

    found = store.recorder.policy_events(after=0)
    assert [(at, one.topic) for at, one in found] == [
        (positions[0], "escalon.PolicyPublished"),
        (positions[2], "escalon.PolicyRetired"),
    ]
    later = store.recorder.policy_events(after=positions[0])
    assert [at for at, _ in later] == [positions[2]]


def test_the_log_is_read_from_a_position_so_many_and_of_some_names(store):
    rows = [event("a", version, topic=f"test.{version % 2}") for version in range(1, 7)]
    positions = store.recorder.insert_events(rows)

    def read(*arguments, **options):
        found = store.recorder.select_notifications(*arguments, **options)
        return [one.id for one in found]

    assert read(positions[1], 3) == list(positions[1:4])
    assert read(positions[1], 3, inclusive_of_start=False) == list(positions[2:5])
    assert read(None, 10, positions[2]) == list(positions[:3])
    assert read(1, 10, topics=["test.0"]) == list(positions[1::2])


def test_versions_of_a_stream_are_read_between_bounds_and_from_the_end(store):
    store.recorder.insert_events(events("a", [1, 2, 3, 4]))

    def read(**bounds):
        found = store.recorder.select_events(id_of("a"), **bounds)
        return [one.originator_version for one in found]

    assert read(gt=1, lte=3) == [2, 3]
    assert read(desc=True, limit=2) == [4, 3]


def test_states_are_read_by_key_and_written_over(store):
    states = store.workspace.states
    states.save("timer", [State("a", "old"), State("b", "kept", 5)])
    states.save("timer", [State("a", "new", 7)])
    states.save("other", [State("a", "other's")])

    assert states.load("timer", ["a", "b", "none"]) == {"a": "new", "b": "kept"}
    assert states.due_from("timer", 0, 10) == [(5, "b"), (7, "a")]


def test_a_follower_begins_at_zero_and_goes_on_where_it_was(store):
    states = store.workspace.states
    assert states.position("timer") == 0
    states.save_position("timer", 3)
    states.save_position("timer", 9)
    states.save_position("other", 1)

    assert states.position("timer") == 9


def test_what_is_due_comes_in_order_from_a_time_on(store):
    states = store.workspace.states
    states.save("timer", [State("c", "", 30), State("a", "", 10), State("never", "")])
    states.save("timer", [State("b", "", 20)])

    assert states.due_from("timer", 11, 10) == [(20, "b"), (30, "c")]


def test_all_that_is_due_at_the_last_time_is_among_them(store):
    states = store.workspace.states
    due = [State("first", "", 1), *(State(f"same {n}", "", 2) for n in range(5))]
    states.save("timer", [*due, State("later", "", 3)])
    found = states.due_from("timer", 0, 2)

    assert sorted(found) == sorted((state.due, state.key) for state in due)


def test_keys_that_are_due_some_time_are_found_in_their_order(store):
    states = store.workspace.states
    states.save("moves", [State("c", "", 0), State("a", "", 0), State("b", ""), State("d", "", 7)])
    states.save("timer", [State("b", "", 0)])

    assert states.waiting_after("moves", "", 2) == ["a", "c"]
    assert states.waiting_after("moves", "c", 2) == ["d"]
    assert states.waiting_after("moves", "d", 2) == []


def test_a_transaction_within_another_is_part_of_it(store):
    states = store.workspace.states
    with store.workspace.transaction():
        store.recorder.insert_events(events("a", [1]))
        with store.workspace.transaction():
            states.save("timer", [State("a", "inner")])
        assert states.load("timer", ["a"]) == {"a": "inner"}
        assert len(store.rows()) == 1
    change_of_mind(
        store,
        lambda: store.recorder.append_conclusions([event("b")], {}),
        lambda: states.save("timer", [State("b", "gone")]),
    )

    assert states.load("timer", ["a", "b"]) == {"a": "inner"}
    assert len(store.rows()) == 1


def test_a_change_of_mind_leaves_nothing(store):
    states = store.workspace.states
    change_of_mind(
        store,
        lambda: store.recorder.insert_events([event("a")], processed=[Processed("one", 1)]),
        lambda: states.save("timer", [State("a", "gone", 1)]),
        lambda: states.save_position("timer", 7),
    )

    assert store.rows() == []
    assert store.recorder.outcomes(["one"]) == {}
    assert states.load("timer", ["a"]) == {}
    assert states.due_from("timer", 0, 10) == []
    assert states.position("timer") == 0


def test_what_waits_for_the_commit_is_done_once_within_the_transaction(store):
    states = store.workspace.states
    done = []

    def act(word):
        done.append(word)
        states.save("timer", [State("a", word)])

    with store.workspace.transaction():
        store.workspace.before_commit("save", lambda: act("first"))
        with store.workspace.transaction():
            store.workspace.before_commit("save", lambda: act("second"))
        assert done == []

    assert done == ["second"]
    assert states.load("timer", ["a"]) == {"a": "second"}


def test_what_waits_for_a_commit_that_never_comes_is_not_done(store):
    done = []
    change_of_mind(store, lambda: store.workspace.before_commit("save", lambda: done.append(1)))
    with store.workspace.transaction():
        pass

    assert done == []


def test_a_failure_just_before_the_commit_leaves_nothing(store):
    with pytest.raises(RuntimeError, match=MISTAKE):
        together(
            store,
            lambda: store.recorder.insert_events([event("a")]),
            lambda: store.workspace.before_commit("save", fail),
        )

    assert store.rows() == []


def test_a_reader_of_facts_gets_those_behind_what_it_knows(store):
    facts = events_of([published({"policy": "default"}, version) for version in (1, 2, 3)])
    store.recorder.insert_events([store.mapper.to_stored_event(fact) for fact in facts])
    stream = facts[0].originator_id

    found = store.workspace.events_behind({stream: 1, TICKET: 0})

    assert found == facts[1:]
