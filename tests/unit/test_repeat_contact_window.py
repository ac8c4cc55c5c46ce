"""Contacts in a sliding window, and when they are too many."""

from __future__ import annotations

from domain.policy.contacts import RepeatContactRule
from domain.repeat_contact import Contact, Repeat, Window, after_contact, after_merge

TWICE = RepeatContactRule(contacts=2, within=10, scope="requester")
THRICE = RepeatContactRule(contacts=3, within=10, scope="requester")


def counted(
    rule: RepeatContactRule, *contacts: tuple[int, str] | tuple[int, str, str]
) -> tuple[Window, list[Repeat]]:
    """Return the window after contacts (time, ticket and perhaps id), and each repeat."""
    window: Window = ()
    repeats = []
    for at, ticket, *id in contacts:
        contact = Contact(at, ticket, id[0] if id else f"{at} {ticket}")
        window, found = after_contact(window, contact, rule)
        repeats += [found] if found else []
    return window, repeats


def test_one_contact_is_none_too_many() -> None:
    window, repeats = counted(TWICE, (100, "a"))
    assert (window, repeats) == ((Contact(100, "a", "100 a"),), [])


def test_the_second_within_the_time_is_a_repeat() -> None:
    assert counted(TWICE, (100, "a"), (105, "b"))[1] == [Repeat(2, 100, ("b", "a"))]


def test_both_ends_of_the_window_belong_to_it() -> None:
    assert counted(TWICE, (100, "a"), (110, "a"))[1] == [Repeat(2, 100, ("a",))]
    assert counted(TWICE, (100, "a"), (100, "b"))[1] == [Repeat(2, 100, ("b", "a"))]


def test_a_microsecond_later_is_none() -> None:
    window, repeats = counted(TWICE, (100, "a"), (111, "a"))
    assert (window, repeats) == ((Contact(111, "a", "111 a"),), [])


def test_after_a_repeat_all_is_counted_anew() -> None:
    assert counted(TWICE, (100, "a"), (101, "a"), (102, "a"), (103, "a"))[1] == [
        Repeat(2, 100, ("a",)),
        Repeat(2, 102, ("a",)),
    ]


def test_the_window_slides() -> None:
    assert counted(THRICE, (100, "a"), (106, "a"), (112, "a"), (115, "a"))[1] == [
        Repeat(3, 106, ("a",))
    ]


def test_the_same_contact_twice_counts_once() -> None:
    again = (100, "a", "first")
    window, repeats = counted(TWICE, again, again, again)
    assert (len(window), repeats) == (1, [])


def test_a_contact_that_was_counted_in_a_repeat_is_told_again_in_vain() -> None:
    first, second, third = (100, "a", "1"), (101, "a", "2"), (102, "a", "3")
    once = counted(TWICE, first, second, third)
    assert counted(TWICE, first, second, third, first, second, third) == once


def test_a_late_contact_counts_with_those_before_it() -> None:
    assert counted(THRICE, (100, "a"), (108, "b"), (107, "c"))[1] == [
        Repeat(3, 100, ("c", "b", "a"))
    ]


def test_a_late_contact_does_not_count_with_one_that_came_too_long_after_it() -> None:
    assert counted(TWICE, (100, "a"), (50, "b"))[1] == []


def test_tickets_are_named_newest_contact_first_and_each_once() -> None:
    rule = RepeatContactRule(contacts=5, within=10, scope="requester")
    contacts = [(100, "a"), (101, "b"), (102, "a"), (103, "c"), (104, "b")]
    assert counted(rule, *contacts)[1] == [Repeat(5, 100, ("b", "c", "a"))]


def test_contacts_on_a_merged_ticket_no_longer_count() -> None:
    window, _ = counted(THRICE, (100, "a"), (101, "b"))
    assert after_merge(window, "b") == (Contact(100, "a", "100 a"),)
    assert after_merge(window, "c") == window
