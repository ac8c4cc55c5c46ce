"""Each round takes every ticket to its next instant, and to none that comes too early."""

from __future__ import annotations

from escalon.replay.groups import groups_of
from escalon.replay.rounds import Rounds
from tests.unit.replay_commands import entries_of, noting, opening

END = 100


def rounds_of(*commands):
    return Rounds(groups_of(entries_of(*commands)), END)


def told(rounds):
    """Return what the next round tells: tickets with times."""
    asked = rounds.next_round()
    return sorted((c.ticket_id, c.at) for portion in asked.portions for c in portion)


def test_groups_go_on_beside_each_other_whatever_their_times():
    rounds = rounds_of(opening(1, "a"), opening(50, "b"), noting(60, "a"), noting(70, "b"))

    assert told(rounds) == [("a", 1), ("b", 50)]
    assert told(rounds) == [("a", 60), ("b", 70)]
    assert rounds.next_round() is None


def test_tickets_of_a_group_meet_when_somebody_gets_in_touch():
    rounds = rounds_of(
        opening(1, "a", "eve"), noting(2, "a"), noting(3, "a"), opening(4, "b", "eve")
    )

    assert [told(rounds) for _ in range(4)] == [[("a", 1)], [("a", 2)], [("a", 3)], [("b", 4)]]


def test_tickets_of_a_group_go_on_beside_each_other_in_between():
    rounds = rounds_of(
        opening(1, "a", "eve"), opening(2, "b", "eve"), noting(3, "a"), noting(4, "b")
    )

    assert [told(rounds) for _ in range(3)] == [[("a", 1)], [("b", 2)], [("a", 3), ("b", 4)]]


def test_what_is_due_before_the_next_command_fires_first_and_alone():
    rounds = rounds_of(opening(1, "a"), noting(10, "a"))
    rounds.next_round()
    rounds.learn({"a": 9})
    fired = rounds.next_round()

    assert fired.horizons == {"a": 10}
    assert fired.portions == []


def test_what_is_due_at_the_next_command_waits_for_it():
    rounds = rounds_of(opening(1, "a"), noting(10, "a"))
    rounds.next_round()
    rounds.learn({"a": 10})

    assert told(rounds) == [("a", 10)]


def test_what_is_due_before_somebody_gets_in_touch_fires_first_and_what_is_due_then_waits():
    rounds = rounds_of(opening(1, "a", "eve"), opening(2, "b", "eve"), opening(9, "c", "eve"))
    rounds.next_round()
    rounds.next_round()
    rounds.learn({"a": 8, "b": 9})

    assert rounds.next_round().horizons == {"a": 9}
    rounds.learn({"a": None})
    assert told(rounds) == [("c", 9)]
    assert rounds.next_round().horizons == {"b": 10}


def test_tickets_are_told_of_while_others_fire():
    rounds = rounds_of(opening(1, "a"), opening(1, "b"), noting(10, "b"))
    rounds.next_round()
    rounds.learn({"a": 5})
    both = rounds.next_round()

    assert both.horizons == {"a": 6}
    assert [[c.ticket_id for c in portion] for portion in both.portions] == [["b"]]


def test_after_its_last_command_a_ticket_fires_up_to_the_end_of_the_log():
    rounds = rounds_of(opening(1, "a"))
    rounds.next_round()
    rounds.learn({"a": END - 1})
    last = rounds.next_round()
    rounds.learn({"a": END})

    assert last.horizons == {"a": END}
    assert rounds.next_round() is None


def test_entries_are_counted_once_they_are_told():
    rounds = rounds_of(opening(1, "a"), opening(1, "b"), noting(2, "a"))

    assert [rounds.next_round().entries for _ in range(2)] == [2, 1]
