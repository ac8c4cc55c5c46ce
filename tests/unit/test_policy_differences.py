"""The difference between two policies, one sentence each."""

from __future__ import annotations

import pytest

from infra.policies import differences, read_policy

BEFORE = """
policy: desk
calendars:
  office: {time_zone: UTC, hours: {mon-tue: 08:00-17:00}, holidays: [--12-24]}
tiers:
  - {name: front-line, team: support}
  - {name: technical, team: engineering}
moved: {helpers: technical}
targets:
  - match: {priority: urgent}
    calendar: office
    metrics: {resolution: 4h}
  - match: {priority: [low, normal], queue: billing}
    metrics: {update: 2d}
repeat_contact: {contacts: 2, within: 24h}
escalation:
  - {name: up, when: sla_breached, to: next}
  - {name: told, when: sla_breached, notify: lead}
"""
BILLING = "priority low or normal and queue billing"


def changed(*replacements: tuple[str, str]) -> list[str]:
    after = BEFORE
    for old, new in replacements:
        assert old in after
        after = after.replace(old, new)
    one, other = (read_policy(text, first_year=2026) for text in (BEFORE, after))
    return differences(one, other)


def test_the_same_policy_has_no_differences() -> None:
    assert changed(("24h", "1d"), ("2d", "{target: 2d}")) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("resolution: 4h", "resolution: 2h", "resolution for priority urgent: 4h becomes 2h"),
        (
            "update: 2d",
            "update: 48h",
            "update for priority low or normal and queue billing: 2 business days becomes 48h",
        ),
        (
            "update: 2d",
            "update: 2d same time",
            f"update for {BILLING}: 2 business days becomes 2 business days to the same time",
        ),
        (
            "update: 2d",
            "update: {target: 2d, begins: opening}",
            f"beginning of update for {BILLING}: first_reply becomes opening",
        ),
        (
            "resolution: 4h",
            "resolution: {target: 4h, until: closed}",
            "end of resolution for priority urgent: resolved becomes closed",
        ),
        (
            "resolution: 4h",
            "resolution: {target: 4h, pause: [vendor, requester]}",
            "pauses of resolution for priority urgent: nothing becomes requester, vendor",
        ),
        (
            "{resolution: 4h}",
            "{resolution: 4h, update: 1d}",
            "update for priority urgent is new: 1 business day",
        ),
        ("calendar: office\n", "\n", "calendar for priority urgent: office becomes always"),
        (
            "resolution: 4h",
            "resolution: {target: 4h, calendar: always}",
            "calendar of resolution for priority urgent: the target's becomes always",
        ),
        (
            "resolution: 4h",
            "resolution: {target: 4h, boundary: open}",
            "boundary of resolution for priority urgent: the target's becomes open",
        ),
        (
            "calendar: office\n",
            "calendar: office\n    boundary: open\n",
            "boundary for priority urgent: close becomes open",
        ),
        ("policy: desk", "policy: other", "name of the policy: desk becomes other"),
        (
            "mon-tue: 08:00-17:00",
            "mon: 08:00-17:00, tue: 08:00-12:00",
            "hours of calendar office on tue: 08:00-17:00 becomes 08:00-12:00",
        ),
        (
            "mon-tue: 08:00-17:00",
            "tue: 08:00-17:00",
            "hours of calendar office on mon: 08:00-17:00 becomes nothing",
        ),
        (
            "{mon-tue: 08:00-17:00}, holidays: [--12-24]",
            "24x7, holidays: [--12-24]",
            "hours of calendar office on mon: 08:00-17:00 becomes 00:00-24:00",
        ),
        (
            "time_zone: UTC",
            "time_zone: Europe/Rome",
            "time zone of calendar office: UTC becomes Europe/Rome",
        ),
        (
            "holidays: [--12-24]",
            "holidays: [--12-24, 2026-12-31]",
            "new holidays of calendar office: 2026-12-31",
        ),
        (
            ", holidays: [--12-24]",
            "",
            "no longer holidays of calendar office: --12-24",
        ),
        (
            "holidays: [--12-24]",
            "holidays: [--12-24], shifts: {2026-12-19: []}",
            "shifts of calendar office on 2026-12-19: the usual becomes nothing",
        ),
        (
            "  office: {",
            "  shop: {hours: 24x7}\n  office: {",
            "calendar shop is new",
        ),
        (
            "  - {name: technical,",
            "  - {name: second-line, team: experts}\n  - {name: technical,",
            "tier second-line of team experts is new, above front-line",
        ),
        (
            "  - {name: front-line,",
            "  - {name: portal, team: web}\n  - {name: front-line,",
            "tier portal of team web is new, at the bottom",
        ),
        (
            "  - {name: front-line, team: support}\n",
            "",
            (
                "tier front-line is gone; "
                "nothing says where its open tickets go, write moved: {front-line: TIER}"
            ),
        ),
        (
            "team: support",
            "team: support, skills: [phone]",
            "tier front-line, skills: nothing becomes phone",
        ),
        (
            "moved: {helpers: technical}",
            "moved: {helpers: front-line}",
            "tickets of the former tier helpers go to front-line",
        ),
        (
            "to: next",
            "to: technical",
            "rule up, to: next becomes technical",
        ),
        ("  - {name: up, when: sla_breached, to: next}\n", "", "rule up is gone"),
        (
            "  - {name: told",
            (
                "  - {name: late, when: sla_overdue, after: 2h, match: {tags: [a, b]}, to: next}\n"
                "  - {name: told"
            ),
            "rule late is new: when sla_overdue, after 2h, match tags a, b, to next",
        ),
        ("within: 24h", "within: 12h", "repeat contact, within: 24h becomes 12h"),
        (
            "repeat_contact: {contacts: 2, within: 24h}\n",
            "",
            "repeat contact: contacts 2, scope requester, within 24h becomes nothing",
        ),
        (
            "escalation:",
            "notify: {requester: {on: resolved}}\nescalation:",
            (
                "notices to requesters: nothing becomes "
                "at_most once per move, hours always, on resolved"
            ),
        ),
        ("escalation:", "late_facts: 1m\nescalation:", "late facts: 5m becomes 1m"),
        (
            "escalation:",
            "apply_to_open: from_now\nescalation:",
            "open tickets: keep becomes from_now",
        ),
    ],
)
def test_a_change_is_said_in_words(old, new, sentence) -> None:
    assert sentence in changed((old, new))


def test_a_small_change_is_one_sentence() -> None:
    assert len(changed(("resolution: 4h", "resolution: 2h"))) == 1


def test_a_removed_tier_says_where_its_tickets_go() -> None:
    without = changed(
        ("  - {name: front-line, team: support}\n", ""),
        ("helpers: technical", "helpers: technical, front-line: technical"),
    )
    assert without == ["tier front-line is gone; its tickets go to technical"]


def test_another_order_of_what_stays_is_said() -> None:
    turned = changed(
        ("  - {name: up, when: sla_breached, to: next}\n", ""),
        (
            "notify: lead}\n",
            "notify: lead}\n  - {name: up, when: sla_breached, to: next}\n",
        ),
    )
    assert turned == ["rules are tried in another order: told; up"]


def test_another_target_is_a_new_one() -> None:
    assert changed(("match: {priority: urgent}", "match: {priority: critical}")) == [
        "the target for priority urgent is gone",
        "the target for priority critical is new: resolution 4h",
    ]


def test_many_holidays_are_counted() -> None:
    [sentence] = changed(("holidays: [--12-24]", "holidays: {country: SE, also: [--12-24]}"))
    assert sentence == "new holidays of calendar office: 156 days from 2025-01-01 to 2036-12-26"


def test_a_calendar_that_now_never_closes_is_one_sentence() -> None:
    assert "hours of calendar office: mon 08:00-17:00; tue 08:00-17:00 becomes 24x7" in changed(
        ("{mon-tue: 08:00-17:00}, holidays: [--12-24]", "24x7")
    )
