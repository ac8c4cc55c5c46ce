"""Which policy versions and targets held a ticket, and each cause by the one that held then."""

from __future__ import annotations

from domain import commands as c
from domain.durations import HOUR
from domain.why import reasons as r
from tests.integration.why_examples import UP, Explained, explained, opening
from tests.spec import after, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, target


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
