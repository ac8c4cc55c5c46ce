"""How far a clock was, where what a rule waits for never came."""

from __future__ import annotations

import pytest

from domain import commands as c
from domain.durations import HOUR
from domain.why import reasons as r
from tests.integration.why_examples import UP, Explained, explained, opening
from tests.spec import OTHER, after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, rule, target


def test_a_clock_that_runs_is_not_due_until() -> None:
    why = explained().only("up")
    assert why == r.NotDue("resolution", 1, "breach", after("4h"), HOUR, "always")


def test_a_clock_that_is_paused_says_since_when_and_for_whom() -> None:
    why = explained(ask(c.HoldTicket, at="1h", on="vendor")).only("up")
    assert why == r.Paused("resolution", 1, "breach", after("1h"), "vendor", 3 * HOUR)


@pytest.mark.parametrize(
    ("command", "how"),
    [
        (ask(c.ResolveTicket, at="1h"), "met"),
        (ask(c.CloseTicket, at="1h"), "closed"),
        (ask(c.ApplyPolicy, at="1h", policy="default", version=1, mode="withdraw"), "policy"),
    ],
)
def test_a_clock_that_ended_says_how_when_and_with_how_much_used(
    command: c.Command, how: str
) -> None:
    why = explained(command).only("up")
    if how == "policy":
        assert why == r.Outlived("resolution", 1, "breach", after("1h"), HOUR, 4 * HOUR)
    else:
        assert why == r.Ended("resolution", 1, "breach", how, after("1h"), HOUR, 4 * HOUR)


def test_a_ticket_that_was_merged_says_so() -> None:
    merge = ask(c.MergeTicket, at="1h", into=OTHER)
    why = explained(opening(OTHER), merge).only("up")
    assert why.how == "merged"


def test_a_step_after_the_breach_says_when_it_comes() -> None:
    later = rule("later", "sla_overdue", metric=["resolution"], after="2h", to="next")
    why = explained(rules=[later], until="5h").only("later")
    assert why == r.NotDue("resolution", 1, "2h", after("6h"), HOUR, "always")


def test_what_was_done_late_is_why_no_step_after_the_breach_came() -> None:
    later = rule("later", "sla_overdue", metric=["resolution"], after="2h", to="next")
    why = explained(ask(c.ResolveTicket, at="5h"), rules=[later], until="9h").only("later")
    assert (why.how, why.used, why.offset) == ("late", 5 * HOUR, 6 * HOUR)


def test_a_metric_that_the_target_does_not_promise_is_named_beside_those_it_does() -> None:
    reply = rule("reply", "sla_breached", metric=["first_response"], to="next")
    assert explained(rules=[reply]).only("reply") == r.NotPromised(
        "first_response", 1, ("resolution",)
    )


def test_where_no_target_matches_the_conditions_that_failed_are_named() -> None:
    policy = document(target({"priority": ["urgent"]}, resolution="1h"), escalation=[UP])
    why = Explained(day((opening(),), policy=policy)).only("up")
    unlike = r.Unlike("priority", ("urgent",), ("normal",))
    assert why == r.NoTarget((r.PassedOver(1, (unlike,)),))


def test_a_clock_that_nothing_began_says_so() -> None:
    asked = rule("asked", "sla_breached", metric=["next_response"], to="next")
    metrics = {"next_response": "1h"}
    assert explained(rules=[asked], metrics=metrics).only("asked") == r.NotAwaited(
        "next_response", begins="", was_over=False
    )


def test_what_was_over_before_a_version_held_says_so() -> None:
    first = rule("first", "sla_breached", metric=["first_response"], to="next")
    promise = document(target(first_response="9h"), escalation=[first])
    whole = Day(promise)
    whole.ask(opening())
    whole.publish({**promise, "late_facts": "6m"})
    whole.ask(ask(c.SendReply, at="1h", text="?"))
    whole.ask(ask(c.ApplyPolicy, at="2h", policy="default", version=2))
    assert Explained(whole.until("3h")).only("first", 2) == r.NotAwaited(
        "first_response", begins="", was_over=True
    )


@pytest.mark.parametrize(("metric", "how"), [("tier_time", "met"), ("acknowledge", "moved")])
def test_a_cycle_that_the_next_one_followed_at_once_has_its_end(metric: str, how: str) -> None:
    late = rule("late", "sla_breached", metric=[metric], notify=["lead"])
    up = ask(c.EscalateTier, at="1h", to="next", reason="manual")
    found = explained(up, rules=[late], metrics={metric: "2h"}, until="4h")
    assert found.only("late") == r.Ended(metric, 1, "breach", how, after("1h"), HOUR, 2 * HOUR)


def test_of_many_cycles_the_last_is_spoken_of() -> None:
    late = rule("late", "sla_breached", metric=["update"], to="next")
    replies = [ask(c.SendReply, at=f"{minutes}m", text="?") for minutes in (1, 2, 3)]
    [earlier, last] = explained(*replies, rules=[late], metrics={"update": "9h"}).why_not("late")
    assert earlier == r.EarlierCycles("update", 2)
    assert (last.cycle, last.due_at) == (3, after("9h3m"))
