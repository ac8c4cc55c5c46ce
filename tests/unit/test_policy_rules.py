"""Rules, repeat contacts and notices: what they say by default, and what makes no sense."""

from __future__ import annotations

import pytest

from tests.unit.policy_examples import mistake, mistakes, read

REPEAT = "repeat_contact: {contacts: 2, within: 24h}\n"


def rule(text: str) -> dict:
    return read(f"{REPEAT}escalation: [{{name: up, {text}}}]")["escalation"][0]


def rule_mistake(text: str) -> str:
    found = mistake(f"{REPEAT}escalation: [{{name: up, {text}}}]")
    return found.removeprefix("escalation.0 (up)")


def test_a_rule_says_all_its_conditions_and_actions() -> None:
    assert rule("when: sla_breached, to: next") == {
        "name": "up",
        "when": "sla_breached",
        "metric": [],
        "at": "",
        "after": "",
        "match": {},
        "in": "",
        "after_reason": "",
        "unless": {"moved_within": ""},
        "to": "next",
        "set_priority": "",
        "notify": [],
    }


def test_one_word_stands_for_a_list_of_it() -> None:
    said = rule("when: sla_breached, metric: update, notify: lead, match: {tags: vip}")
    assert said["metric"] == ["update"]
    assert said["notify"] == ["lead"]
    assert said["match"] == {"tags": ["vip"]}


def test_metrics_come_in_one_order_and_once() -> None:
    said = rule("when: sla_breached, metric: [resolution, update, resolution], to: next")
    assert said["metric"] == ["update", "resolution"]


def test_a_rule_waits_for_a_milestone_as_targets_write_it() -> None:
    assert rule("when: sla_warned, at: 80 %, notify: lead")["at"] == "80%"
    assert rule("when: sla_warned, at: 120s before, notify: lead")["at"] == "2m before"
    assert rule("when: sla_overdue, after: 24h, notify: lead")["after"] == "24h"


def test_the_order_of_rules_is_kept() -> None:
    rules = ", ".join(f"{{name: {name}, when: resolved, notify: lead}}" for name in "cab")
    assert [r["name"] for r in read(f"escalation: [{rules}]")["escalation"]] == ["c", "a", "b"]


@pytest.mark.parametrize("tier", ["next", "previous", "technical"])
def test_a_rule_moves_beside_or_to_a_tier(tier) -> None:
    assert rule(f"when: sla_breached, to: {tier}")["to"] == tier


def test_an_unknown_tier_is_refused_with_the_rules_name() -> None:
    assert mistakes(
        "escalation: [{name: breach-goes-up, when: sla_breached, to: managment, in: L1}]"
    ) == [
        (
            "escalation.0 (breach-goes-up).to: there is no tier 'managment'; "
            "tiers are front-line, technical"
        ),
        "escalation.0 (breach-goes-up).in: there is no tier 'L1'; tiers are front-line, technical",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "when: sla_breach, to: next",
            (
                ".when: there is no cause 'sla_breach'; causes are sla_warned, sla_breached, "
                "sla_overdue, sla_breach_retracted, repeat_contact, acknowledged, resolved"
            ),
        ),
        ("when: sla_breached, metric: ack, to: next", ".metric: there is no metric 'ack'; metr"),
        ("when: sla_breached, notify: boss", ".notify: there is no audience 'boss'; audiences "),
        ("when: resolved, to: next, after_reason: x", ".after_reason: there is no reason 'x'; "),
        ("when: sla_breached, match: {tier: x}, to: next", ".match.tier: there is no tier 'x'"),
        ("when: sla_breached, too: next", ".too: there is no key 'too' here; did you mean 'to'?"),
        ("when: sla_breached, in_tier: x, to: next", ".in_tier: there is no key 'in_tier' here; "),
        ("when: sla_breached", ": the rule does nothing; give it a to, a set_priority or a notify"),
        ("to: next", ": 'when' is missing; write it like when: sla_breached"),
        ("when: sla_breached, to: ", ".to: nothing is written here; write it like to: next"),
        (
            "when: sla_breached, at: 80%, to: next",
            ".at: this needs when: sla_warned, and the rule waits for sla_breached",
        ),
        (
            "when: sla_breached, after: 2h, to: next",
            ".after: this needs when: sla_overdue, and the rule waits for sla_breached",
        ),
        (
            "when: repeat_contact, metric: update, to: next",
            ".metric: repeat_contact is not about a metric; leave it out",
        ),
        (
            "when: repeat_contact, notify: lead, unless: {moved_within: 30m}",
            ".unless: this holds back a move, and the rule has no 'to'; leave it out",
        ),
        (
            "when: repeat_contact, to: next, unless: {moved_within: 30}",
            ".unless.moved_within: '30' is not a length of time; write it like 15m, 4h or 1h30m",
        ),
        ("when: sla_warned, at: 100%, to: next", ".at: '100%' is not between 1% and 99% of "),
        ("when: sla_overdue, after: 1d2h, to: next", ".after: '1d2h' mixes days with other units"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(text, sentence) -> None:
    assert rule_mistake(text).startswith(sentence)


def test_two_rules_of_one_name_are_refused() -> None:
    two = ", ".join(["{name: up, when: sla_breached, to: next}"] * 2)
    assert mistake(f"escalation: [{two}]") == (
        "escalation.1 (up).name: rule 'up' is already escalation.0; give each rule its own name"
    )


def test_a_rule_on_repeat_contacts_needs_their_measure() -> None:
    assert mistake("escalation: [{name: again, when: repeat_contact, to: next}]") == (
        "escalation.0 (again).when: nothing says what a repeat contact is; "
        "write repeat_contact: {contacts: 2, within: 24h} beside escalation"
    )


def test_a_raised_priority_has_a_target() -> None:
    raising = "escalation: [{name: raise, when: resolved, set_priority: urgnt}]\n"
    targets = "targets: [{match: {priority: [urgent, high]}, metrics: {update: 1h}}"
    read(f"{raising}{targets}, {{metrics: {{update: 2h}}}}]")
    assert mistake(f"{raising}{targets}]") == (
        "escalation.0 (raise).set_priority: no target is for priority 'urgnt'; "
        "targets are for high, urgent"
    )


def test_a_repeat_contact_is_the_requesters_unless_it_says_otherwise() -> None:
    assert read("repeat_contact: {contacts: 2, within: 1d}")["repeat_contact"] == {
        "contacts": 2,
        "within": "24h",
        "scope": "requester",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{contacts: 1, within: 24h}", ".contacts: 1 is too few to repeat anything; write 2 or"),
        ("{contacts: two, within: 24h}", ".contacts: 'two' is not a whole number; write it like"),
        ("{contacts: 2}", ": 'within' is missing; write it like within: 24h"),
        ("{contacts: 2, within: 0h}", ".within: '0h' is no time at all; write a length such as"),
        (
            "{contacts: 2, within: 24h, scope: team}",
            ".scope: there is no scope 'team'; scopes are requester, ticket",
        ),
        ("often", ": 'often' is not keys with values; write it like repeat_contact: {contacts: "),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused(text, sentence) -> None:
    assert mistake(f"repeat_contact: {text}").startswith(f"repeat_contact{sentence}")


def test_requesters_are_told_at_any_hour_unless_it_says_otherwise() -> None:
    assert read("notify: {requester: {on: resolved}}")["notify"] == {
        "requester": {"on": ["resolved"], "hours": ["always"], "at_most": "once per move"}
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("on: moved", ".on: there is no occasion 'moved'; occasions are tier_moved, resolved"),
        ("on: []", ".on: there is no occasion here; write one or more of tier_moved, resolved"),
        ("hours: always", ": 'on' is missing; write it like on: [tier_moved, resolved]"),
        ("on: resolved, hours: noon", ".hours: there is no calendar 'noon'; calendars are always"),
        (
            "on: resolved, at_most: twice",
            ".at_most: there is no limit 'twice'; limits are once per move",
        ),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(text, sentence) -> None:
    assert mistake(f"notify: {{requester: {{{text}}}}}") == f"notify.requester{sentence}"


def test_requesters_are_told_at_hours_that_come() -> None:
    calendars = (
        "calendars: {a: {time_zone: UTC, hours: {mon: 08:00-09:00}},"
        " b: {time_zone: UTC, hours: {mon: 09:00-10:00}}}\n"
    )
    assert mistake(f"{calendars}notify: {{requester: {{on: resolved, hours: [a, b]}}}}") == (
        "notify.requester.hours: these calendars are not open together on any day of 2026; "
        "name some with common hours"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("late_facts: later", "late_facts: 'later' is not a length of time; write it like 15m, "),
        ("apply_to_open: all", "apply_to_open: there is no mode 'all'; modes are keep, from_now, "),
        ("calender: {}", "calender: there is no key 'calender' here; did you mean 'calendars'?"),
        ("x: 1", "x: there is no key 'x' here; keys here are policy, calendars, tiers, moved, "),
    ],
)
def test_unknown_words_of_a_policy_are_refused(text, sentence) -> None:
    assert mistake(text).startswith(sentence)
