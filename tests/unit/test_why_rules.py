"""For each rule that kept still, why: conditions, declines, clocks that never came so far."""

from __future__ import annotations

from typing import Any

import pytest

from domain import commands as c
from domain.durations import HOUR
from domain.why import reasons as r
from tests.spec import CARL, MACHINE, OTHER, REQUESTER, TICKET, after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, repeat, rule, target
from tests.unit.why_examples import Explained

UP = rule("up", "sla_breached", metric=["resolution"], to="next")
STEPS = {"target": "4h", "warn_at": ["50%"], "overdue": ["1h"], "pause": ["vendor"]}


def opening(id: str = TICKET, at: str = "0s", **about: Any) -> c.OpenTicket:
    said = {"requester": CARL, "subject": "?", "policy": "default", "priority": "normal", **about}
    return ask(c.OpenTicket, by=REQUESTER, at=at, ticket_id=id, **said)  # type: ignore[no-any-return]


def explained(
    *steps: c.Command,
    rules: Any = (UP,),
    until: str = "3h",
    metrics: Any = None,
    **parts: Any,
) -> Explained:
    """Return what is explained of a ticket opened at noon, after some commands and some time."""
    promises = target(**(metrics or {"resolution": STEPS}))
    policy = document(promises, escalation=list(rules), **parts)
    told = [(opening(),), *((step,) for step in steps)]
    return Explained(day(*told, policy=policy, until=until))


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
    assert explained(rules=[asked], metrics=metrics).only("asked") == r.NotAwaited("next_response")


def test_of_many_cycles_the_last_is_spoken_of() -> None:
    late = rule("late", "sla_breached", metric=["update"], to="next")
    replies = [ask(c.SendReply, at=f"{minutes}m", text="?") for minutes in (1, 2, 3)]
    [earlier, last] = explained(*replies, rules=[late], metrics={"update": "9h"}).why_not("late")
    assert earlier == r.EarlierCycles("update", 2)
    assert (last.cycle, last.due_at) == (3, after("9h3m"))


@pytest.mark.parametrize(
    ("condition", "unlike"),
    [
        ({"in_tier": "management"}, r.Unlike("in", ("management",), ("front-line",))),
        ({"match": {"customer": ["gold"]}}, r.Unlike("customer", ("gold",), ("",))),
        ({"match": {"tags": ["vip", "big"]}}, r.Unlike("tags", ("big", "vip"), ("slow",))),
        ({"after_reason": "manual"}, r.Unlike("after_reason", ("manual",), ("",))),
        ({"after_reason": "unacknowledged"}, r.Unlike("after_reason", ("unacknowledged",), ("",))),
    ],
)
def test_a_condition_that_did_not_hold_is_named_with_what_the_ticket_had_then(
    condition: Any, unlike: r.Unlike
) -> None:
    picky = rule("picky", "sla_breached", metric=["resolution"], to="next", **condition)
    policy = document(target(resolution="1h"), escalation=[picky])
    steps = [(opening(tags=("slow",)),), (ask(c.ChangePriority, at="2h", priority="high"),)]
    assert Explained(day(*steps, policy=policy, until="3h")).only("picky") == unlike


def test_every_condition_that_did_not_hold_is_named() -> None:
    picky = rule(
        "picky", "sla_breached", in_tier="management", match={"customer": ["gold"]}, to="next"
    )
    found = explained(rules=[picky], until="5h").why_not("picky")
    assert [why.condition for why in found if isinstance(why, r.Unlike)] == ["in", "customer"]


def test_a_move_that_came_too_soon_names_the_one_before() -> None:
    again = rule(
        "again", "sla_overdue", metric=["resolution"], after="1h", to="next",
        unless={"moved_within": "2h"},
    )  # fmt: skip
    why = explained(rules=[UP, again], until="6h").only("again")
    assert why == r.Declined("moved_within", "technical", after("5h"), after("4h"), "up", 2 * HOUR)


def test_of_two_moves_for_one_cause_the_second_names_the_first() -> None:
    twice = rule("twice", "sla_breached", metric=["resolution"], to="management")
    why = explained(rules=[UP, twice], until="5h").only("twice")
    assert why == r.Declined("moved_already", "technical", after("4h"), after("4h"), "up", 0)


def test_a_move_of_a_ticket_that_had_ended_names_the_end() -> None:
    resolve = ask(c.ResolveTicket, at="1h")
    found = explained(resolve, rules=[rule("after", "resolved", to="next")])
    assert found.only("after") == r.Declined(
        "resolved", "front-line", after("1h"), after("1h"), "anna", 0
    )


def test_a_move_that_a_higher_milestone_overtook_says_so() -> None:
    shorter = [ask(c.ChangePriority, at="3h", priority="urgent")]
    over = rule("over", "sla_overdue", metric=["resolution"], after="1h", to="next")
    policy = document(
        target({"priority": ["urgent"]}, resolution={"target": "1h", "overdue": ["1h"]}),
        target(resolution=STEPS),
        escalation=[UP, over],
    )
    found = Explained(day((opening(),), shorter, policy=policy, until="4h"))
    assert found.only("up").why == "superseded"
    assert found.story("over").acted


def test_a_notice_that_a_higher_milestone_overtook_names_it() -> None:
    tell = rule("tell", "sla_warned", metric=["resolution"], at="50%", notify=["lead"])
    policy = document(
        target({"priority": ["urgent"]}, resolution="1h"),
        target(resolution="4h"),
        escalation=[tell],
    )
    steps = [(opening(),), (ask(c.ChangePriority, at="90m", priority="urgent"),)]
    assert Explained(day(*steps, policy=policy, until="4h")).only("tell") == r.Superseded(
        "resolution", "breach"
    )


def test_a_rule_that_acted_and_was_declined_tells_of_each_time() -> None:
    again = rule("again", "sla_breached", to="next", unless={"moved_within": "3h"})
    metrics = {"resolution": "4h", "tier_time": "1h"}
    verdicts = explained(rules=[again], metrics=metrics, until="10h").story("again").verdicts
    assert [(each.at, bool(each.acted)) for each in verdicts][:2] == [
        (after("1h"), True),
        (after("2h"), False),
    ]


def test_a_priority_that_the_ticket_has_already_is_nothing_to_change() -> None:
    raises = rule("raise", "sla_breached", metric=["resolution"], set_priority="normal")
    assert explained(rules=[raises], until="5h").only("raise") == r.NothingToChange("normal", "")


@pytest.mark.parametrize("when", ["acknowledged", "resolved", "sla_breach_retracted"])
def test_what_never_happened_is_named(when: str) -> None:
    assert explained(rules=[rule("wait", when, to="next")]).only("wait") == r.DidNotHappen(when)


def test_what_a_machine_took_was_not_acknowledged() -> None:
    take = ask(c.AssignTicket, by=MACHINE, at="1h", assignee="bot")
    found = explained(take, rules=[rule("wait", "acknowledged", to="next")])
    assert found.only("wait") == r.DidNotHappen("acknowledged")


TWICE = rule("twice", "repeat_contact", to="next")


def test_contacts_that_were_too_few_are_counted_with_their_tickets() -> None:
    policy = document(repeat_contact=repeat(3, "2h"), escalation=[TWICE])
    steps = [(opening(OTHER),), (opening(at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice") == r.TooFewContacts(
        2, 3, 2 * HOUR, "requester", after("0s"), (OTHER, TICKET)
    )


def test_contacts_that_led_to_a_move_elsewhere_say_so() -> None:
    policy = document(repeat_contact=repeat(2, "2h"), escalation=[TWICE])
    steps = [(opening(),), (opening(OTHER, at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice") == r.CountedElsewhere(after("30m"), (OTHER, TICKET))


def test_contacts_on_the_ticket_alone_count_where_the_policy_says_so() -> None:
    policy = document(repeat_contact=repeat(2, "2h", "ticket"), escalation=[TWICE])
    steps = [(opening(),), (opening(OTHER, at="30m"),)]
    found = Explained(day(*steps, policy=policy, until="3h"))
    assert found.only("twice").tickets == (TICKET,)


def test_without_a_rule_on_repeats_nothing_is_counted() -> None:
    assert explained(rules=[TWICE]).only("twice") == r.NothingCounted()


def test_without_a_requester_nothing_is_counted() -> None:
    policy = document(repeat_contact=repeat(), escalation=[TWICE])
    found = Explained(day((opening(requester=""),), policy=policy, until="3h"))
    assert found.only("twice") == r.NoRequester()


def moved_on() -> Day:
    """Return a desk with a ticket that was under versions 1, 2, and 3 of a policy."""
    whole = Day(document(target(resolution="4h"), escalation=[UP]))
    whole.ask(opening())
    whole.publish(document(target(resolution="2h"), escalation=[{**UP, "name": "second"}]))
    whole.publish(document(target(resolution="9h"), escalation=[{**UP, "name": "third"}]))
    whole.ask(ask(c.ApplyPolicy, at="1h", policy="default", version=2))
    whole.ask(ask(c.ApplyPolicy, at="3h", policy="default", version=3))
    return whole.until("5h")


def test_every_version_that_held_has_its_rules_and_its_times() -> None:
    told = Explained(moved_on()).versions()
    times = [(story.reign.version, *story.reign.times) for story in told]
    assert times == [
        (1, (after("0s"), after("1h"))),
        (2, (after("1h"), after("3h"))),
        (3, (after("3h"), after("5h"))),
    ]
    assert [[each.rule for each in story.rules] for story in told] == [
        ["up"],
        ["second"],
        ["third"],
    ]


def test_a_cause_is_judged_by_the_version_that_held_then() -> None:
    found = Explained(moved_on())
    assert found.only("up", 1) == r.Outlived("resolution", 1, "breach", after("1h"), HOUR, 4 * HOUR)
    assert [event.occurred_at for event in found.story("second", 2).acted] == [after("2h")]
    assert found.only("third", 3) == r.SaidBefore("resolution", 1, "breach")


def test_a_version_that_held_twice_has_two_times() -> None:
    whole = Day(document(target(resolution="9h"), escalation=[UP]))
    whole.ask(opening())
    whole.publish(document(target(resolution="8h"), escalation=[UP]))
    whole.ask(ask(c.ApplyPolicy, at="1h", policy="default", version=2))
    whole.ask(ask(c.ApplyPolicy, at="2h", policy="default", version=1))
    first, _ = Explained(whole.until("3h")).versions()
    assert [tuple(span) for span in first.reign.times] == [
        (after("0s"), after("1h")),
        (after("2h"), after("3h")),
    ]


def test_under_no_policy_there_are_no_rules() -> None:
    withdraw = ask(c.ApplyPolicy, at="1h", policy="default", version=1, mode="withdraw")
    held, none = explained(withdraw).versions()
    assert (held.reign.is_over, none.reign.version, none.rules) == (True, 0, ())


def test_a_target_that_held_names_those_that_did_not_match() -> None:
    policy = document(
        target({"priority": ["urgent"]}, resolution="1h"),
        target({"priority": ["high"]}, resolution="2h"),
        target(resolution="4h"),
    )
    steps = [(opening(),), (ask(c.ChangePriority, at="1m", priority="high"),)]
    first, second = Explained(day(*steps, policy=policy, until="2m")).chosen()
    assert [passed.number for passed in first.passed] == [1, 2]
    assert (second.target, [passed.number for passed in second.passed]) == (2, [1])
