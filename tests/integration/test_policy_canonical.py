"""The canonical document: nothing is left to assume, and one policy has one text."""

from __future__ import annotations

import json
from importlib.metadata import version

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policy.policy import Policy
from infra.policies import read_policy, time_zone_version, to_json
from tests.unit.policy_examples import YEAR, read

HOURS = st.sampled_from(
    ["24x7", {"mon-fri": "08:00-17:00"}, {"mon,wed": ["13:00-17:00", "08:00-12:00"], "sun": []}]
)
CALENDARS = st.dictionaries(
    st.sampled_from(["office", "shop"]),
    st.fixed_dictionaries(
        {"hours": HOURS, "time_zone": st.sampled_from(["UTC", "Asia/Kolkata"])},
        optional={"holidays": st.just(["--12-24"]), "shifts": st.just({"2026-12-19": []})},
    ),
)
METRICS = st.dictionaries(
    st.sampled_from(["acknowledge", "requester_wait", "resolution"]),
    st.one_of(
        st.sampled_from(["90m", "2d", "48h"]),
        st.fixed_dictionaries(
            {"target": st.just("30h")},
            optional={
                "warn_at": st.lists(st.sampled_from(["80%", "600s before", "10m before"])),
                "pause": st.lists(st.sampled_from(["vendor", "requester"])),
                "overdue": st.just("2h"),
            },
        ),
    ),
    min_size=1,
)
RULES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from("abcde"),
            "when": st.just("sla_breached"),
            "to": st.sampled_from(["next", "technical"]),
        },
        optional={
            "metric": st.sampled_from(["update", ["resolution", "update"]]),
            "match": st.dictionaries(st.sampled_from(["queue", "tags"]), st.just(["b", "a"])),
            "unless": st.just({"moved_within": "1d"}),
        },
    ),
    unique_by=lambda rule: rule["name"],
    max_size=3,
)
POLICIES = st.fixed_dictionaries(
    {
        "policy": st.just("desk"),
        "tiers": st.just([{"name": "front-line", "team": "a"}, {"name": "technical", "team": "b"}]),
    },
    optional={
        "calendars": CALENDARS,
        "moved": st.just({"old": "older", "older": "technical"}),
        "targets": METRICS.map(lambda metrics: [{"metrics": metrics}]),
        "escalation": RULES,
        "repeat_contact": st.just({"contacts": 3, "within": "2d"}),
        "notify": st.just({"requester": {"on": ["resolved", "tier_moved"]}}),
        "late_facts": st.sampled_from(["0s", "90s"]),
    },
)


def turned(value: object) -> object:
    """Return the document with the keys of everything in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def text_of(written: object) -> str:
    return yaml.safe_dump(written, sort_keys=False)


@settings(max_examples=50)
@given(POLICIES)
def test_a_policy_has_one_text_whatever_the_order_of_its_keys(written) -> None:
    """Fails if `to_json` is written without `sort_keys`."""
    document = read_policy(text_of(written), first_year=YEAR)

    assert to_json(read_policy(text_of(turned(written)), first_year=YEAR)) == to_json(document)


@settings(max_examples=50)
@given(POLICIES)
def test_a_canonical_document_read_again_is_itself(written) -> None:
    """Fails if lengths are written by `format_duration`, which makes 48h two business days."""
    document = read_policy(text_of(written), first_year=YEAR)

    assert read_policy(to_json(document), first_year=YEAR) == document


@settings(max_examples=50)
@given(POLICIES)
def test_a_canonical_document_becomes_the_same_policy_from_the_log(written) -> None:
    """Fails if a document keeps a pair where JSON has a list."""
    document = read_policy(text_of(written), first_year=YEAR)

    assert json.loads(to_json(document)) == document
    assert Policy.of(json.loads(to_json(document)), 1) == Policy.of(document, 1)


def test_all_defaults_are_filled() -> None:
    assert read("") == {
        "policy": "desk",
        "calendars": {
            "always": {
                "time_zone": "UTC",
                "hours": "24x7",
                "holidays": [],
                "breaks": {},
                "shifts": {},
            }
        },
        "tiers": [
            {"name": "front-line", "team": "support", "skills": [], "lead": "support-lead"},
            {"name": "technical", "team": "engineering", "skills": [], "lead": "engineering-lead"},
        ],
        "moved": {},
        "targets": [],
        "repeat_contact": None,
        "late_facts": "5m",
        "apply_to_open": "keep",
        "escalation": [],
        "notify": {},
    }


def test_the_text_has_no_spaces_sorted_keys_and_letters_as_they_are() -> None:
    assert to_json({"b": ["å"], "a": {"d": None, "c": 1}}) == '{"a":{"c":1,"d":null},"b":["å"]}'


def test_holidays_depend_on_the_year_given_and_on_no_clock() -> None:
    text = """
    policy: desk
    tiers: [{name: a, team: b}]
    calendars: {office: {time_zone: UTC, hours: {mon: 08:00-17:00}, holidays: {country: SE}}}
    """
    days = read_policy(text, first_year=2016)["calendars"]["office"]["holidays"]
    assert (days[0], days[-1]) == ("2015-01-01", "2026-12-26")


def test_the_version_of_the_time_zones_is_that_of_their_package() -> None:
    assert time_zone_version() == version("tzdata")


def test_a_read_policy_promises_what_it_says() -> None:
    policy = Policy.of(
        read("""
targets: [{match: {priority: urgent}, metrics: {resolution: {target: 4h, pause: vendor}}}]
escalation: [{name: late, when: sla_overdue, after: 90m, notify: lead}]
"""),
        version=3,
    )
    [target] = policy.targets
    resolution = target.metrics["resolution"]
    assert policy.version == 3
    assert resolution.target == 4 * 3_600_000_000
    assert resolution.pause == {"vendor"}
    assert [step.label for step in resolution.steps] == ["1h30m"]
