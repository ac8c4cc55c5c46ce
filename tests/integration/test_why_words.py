"""Reasons in words: each kind has a sentence, and the sentence says what would have been right."""

from __future__ import annotations

from typing import get_args

import pytest

from domain.durations import HOUR, MINUTE
from domain.why import reasons as r
from escalon.cli.why_words import WORDS, passed_over, reason

NOON = 1_767_614_400_000_000
FRONT = r.Unlike("in", ("management",), ("front-line",))


def test_every_kind_of_reason_has_its_words():
    assert set(WORDS) == set(get_args(r.Reason))


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (FRONT, "it is for tier management, not front-line"),
        (
            r.Unlike("tags", ("big", "vip"), ()),
            "it is for tags big or vip, and it had none",
        ),
        (
            r.Unlike("after_reason", ("manual",), ("sla_breached",)),
            "it holds after a move for manual; the last was for sla_breached",
        ),
        (
            r.Unlike("after_reason", ("manual",), ("",)),
            "it holds after a move for manual; there was none",
        ),
        (
            r.Superseded("resolution", "2h"),
            "2h was passed at the same instant, and only the highest of them acts",
        ),
        (
            r.NotDue("resolution", 1, "80%", NOON, 125 * MINUTE, "office"),
            "80% of resolution isn't due until 2026-01-05T12:00:00Z (in 2h5m of office)",
        ),
        (
            r.Paused("update", 2, "breach", NOON, "vendor", HOUR),
            (
                "the breach of update (2) is 1h away; paused since"
                " 2026-01-05T12:00:00Z, waiting for vendor"
            ),
        ),
        (
            r.Ended("first_response", 1, "breach", "met", NOON, HOUR, 4 * HOUR),
            (
                "it was answered at 2026-01-05T12:00:00Z; the breach of first response was still 3h"
                " away"
            ),
        ),
        (
            r.Ended("resolution", 1, "10m before", "merged", NOON, HOUR, 4 * HOUR),
            (
                "the ticket was merged into another at 2026-01-05T12:00:00Z; 10m before the breach"
                " of resolution was still 3h away"
            ),
        ),
        (
            r.Ended("resolution", 1, "2h", "late_while_paused", NOON, 4 * HOUR, 3 * HOUR),
            (
                "it was done while the clock was paused at 2026-01-05T12:00:00Z, before 2h after"
                " the breach of resolution was said"
            ),
        ),
        (
            r.Outlived("resolution", 1, "breach", NOON, HOUR, 4 * HOUR),
            (
                "the breach of resolution: 1h of 4h were used when the version ended, at"
                " 2026-01-05T12:00:00Z"
            ),
        ),
        (
            r.SaidBefore("resolution", 1, "breach"),
            "the breach of resolution was said before this version held",
        ),
        (r.EarlierCycles("update", 1), "1 earlier cycle of update ended before that"),
        (r.EarlierCycles("update", 2), "2 earlier cycles of update ended before that"),
        (r.NoSuchStep("update", 1, 3), "target 3 has no such step for update"),
        (r.NoTarget(()), "no target matches the ticket, so nothing is promised"),
        (
            r.NotPromised("tier_time", 2, ("first_response", "update")),
            "target 2 promises no tier time, only first response, update",
        ),
        (
            r.NotAwaited("next_response", begins="", was_over=False),
            "no question came after the first answer",
        ),
        (
            r.NotAwaited("first_response", begins="first_contact", was_over=False),
            "no contact of the requester came",
        ),
        (
            r.NotAwaited("first_response", begins="", was_over=True),
            "first response was over before this version held",
        ),
        (
            r.NothingToChange("urgent", "technical"),
            "nothing to change: its priority was urgent already and it was in technical already",
        ),
        (
            r.TooFewContacts(2, 3, HOUR, "requester", NOON, ("a", "b")),
            (
                "3 contacts of the requester within 1h are asked for; 2 came together, from"
                " 2026-01-05T12:00:00Z, on T-1, b"
            ),
        ),
        (
            r.TooFewContacts(0, 3, HOUR, "ticket", 0, ()),
            "3 contacts on the ticket within 1h are asked for; there was none",
        ),
        (
            r.CountedElsewhere(NOON, ("a", "b"), "a"),
            "contacts came together at 2026-01-05T12:00:00Z on T-1, b; that was said of T-1",
        ),
        (
            r.CountedElsewhere(NOON, ("b",), ""),
            "contacts came together at 2026-01-05T12:00:00Z on b; none was open",
        ),
        (r.NothingCounted(), "the policy counts no repeat contacts"),
        (r.NoRequester(), "contacts of a requester count, and the ticket has none"),
        (r.DidNotHappen("resolved"), "the ticket wasn't resolved"),
        (r.NotYet(), "all conditions hold; it hasn't been carried out yet"),
    ],
)
def test_a_reason_is_a_sentence(why: r.Reason, sentence: str):
    assert reason(why, {"a": "T-1"}) == sentence


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("resolved", "the ticket was resolved since 2026-01-05T12:00:00Z"),
        ("merged", "the ticket was merged since 2026-01-05T12:00:00Z"),
        (
            "moved_already",
            (
                "the ticket had moved to technical at 2026-01-05T12:00:00Z (by up), and the cause"
                " isn't later than that"
            ),
        ),
        (
            "moved_within",
            (
                "the ticket had moved to technical at 2026-01-05T12:00:00Z (by up), 1h before; the"
                " rule keeps still for 2h after a move"
            ),
        ),
        ("superseded", "a higher milestone was passed at the same instant, and only that acts"),
        ("at_the_bottom", "technical is the bottom of the ladder"),
        ("not_above", "the ticket was in technical, and the rule's tier isn't above that"),
        ("not_below", "the ticket was in technical, and the rule's tier isn't below that"),
        ("no_such_tier", "the rule's tier is no longer on the ladder"),
    ],
)
def test_a_declined_move_says_what_stood_in_its_way(why: str, words: str):
    declined = r.Declined(why, "technical", NOON + HOUR, NOON, "up", 2 * HOUR)

    assert reason(declined, {}) == f"declined: {words}"


def test_a_target_that_was_passed_over_names_each_condition_that_failed():
    passed = r.PassedOver(1, (FRONT, r.Unlike("queue", ("it", "hr"), ("",))))

    assert passed_over((passed,)) == (
        "not target 1: for tier management, not front-line and queue it or hr, and it had none"
    )
