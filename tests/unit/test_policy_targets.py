"""Targets: durations and business days, short forms, and promises that can't be kept."""

from __future__ import annotations

import pytest

from tests.unit.policy_examples import mistake, read

OFFICE = """
calendars:
  office: {time_zone: Europe/Stockholm, hours: {mon-fri: 08:00-17:00}}
  weekend: {time_zone: Europe/Stockholm, hours: {sat-sun: 08:00-17:00}}
"""


def metric(text: str, name: str = "resolution") -> dict:
    return read(f"targets: [{{metrics: {{{name}: {text}}}}}]")["targets"][0]["metrics"][name]


def metric_mistake(text: str, name: str = "resolution") -> str:
    return mistake(f"targets: [{{metrics: {{{name}: {text}}}}}]")


def target_mistake(text: str) -> str:
    return mistake(f"{OFFICE}targets: [{{{text}}}]")


def test_a_length_is_enough_for_a_promise() -> None:
    assert metric("4h") == {
        "target": "4h",
        "business_days": 0,
        "until": "resolved",
        "pause": [],
        "warn_at": [],
        "overdue": [],
    }


def test_a_promise_may_have_a_calendar_and_a_boundary_of_its_own() -> None:
    own = metric("{target: 4h, calendar: always, boundary: open}")
    assert (own["calendar"], own["boundary"]) == (["always"], "open")
    assert metric_mistake("{target: 4h, calendar: offce}") == (
        "targets.0.metrics.resolution.calendar: there is no calendar 'offce'; calendars are always"
    )


def test_a_promise_is_refused_whose_own_calendars_are_never_open_together() -> None:
    found = target_mistake(
        "metrics: {resolution: {target: 4h, calendar: {all_of: [office, weekend]}}}"
    )
    assert found == (
        "targets.0.metrics.resolution.calendar: these calendars are not open together on any day"
        " of 2026; name some with common hours"
    )


def test_a_metric_has_its_own_beginnings_to_choose_from() -> None:
    assert metric("{target: 4h, begins: opening}", "update")["begins"] == "opening"
    assert "begins" not in metric("{target: 4h, begins: first_reply}", "update")
    assert metric_mistake("{target: 4h, begins: opening}", "resolution") == (
        "targets.0.metrics.resolution.begins: only first_response, next_response, update have a"
        " beginning to choose; leave it out of resolution"
    )
    assert metric_mistake("{target: 4h, begins: first_contact}", "update") == (
        "targets.0.metrics.update.begins: update begins at first_reply or opening; choose one of"
        " these"
    )


def test_only_resolution_has_an_end_to_choose() -> None:
    assert metric("{target: 4h, until: closed}")["until"] == "closed"
    assert "until" not in metric("4h", "update")
    assert metric_mistake("{target: 4h, until: closed}", "update") == (
        "targets.0.metrics.update.until: only resolution has an end to choose; "
        "leave it out of update"
    )


def test_days_are_business_days() -> None:
    assert metric("2d")["business_days"] == 2
    assert metric("2d")["target"] == "2d"


def test_hours_are_a_length_however_many() -> None:
    assert metric("48h")["business_days"] == 0
    assert metric("48h")["target"] == "48h"


@pytest.mark.parametrize(("text", "said"), [("90m", "1h30m"), ("0h 5m", "5m"), ("3600s", "1h")])
def test_a_length_is_written_one_way(text, said) -> None:
    assert metric(text)["target"] == said


@pytest.mark.parametrize("text", ["1d12h", "1w", "12h1d"])
def test_days_are_not_mixed_with_other_units(text) -> None:
    assert metric_mistake(text) == (
        f"targets.0.metrics.resolution: '{text}' mixes days with other units; "
        "write business days alone, as in 2d, or hours, as in 36h"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("4", "'4' is not a length of time; write it like 15m, 4h or 1h30m"),
        ("soon", "'soon' is not a length of time; write it like 15m, 4h or 1h30m"),
        ("0h", "'0h' is no time at all; write a length such as 15m"),
        ("9000h", "'9000h' is longer than a year; write a shorter time"),
        ("0d", "'0d' is not between 1d and 366d, counted in business days"),
        ("400d", "'400d' is not between 1d and 366d, counted in business days"),
    ],
)
def test_a_bad_length_is_refused(text, sentence) -> None:
    assert metric_mistake(f"'{text}'") == f"targets.0.metrics.resolution: {sentence}"


def test_business_days_are_what_the_target_says() -> None:
    assert metric("{target: 2d, business_days: 2}")["business_days"] == 2
    assert metric_mistake("{target: 2d, business_days: 3}") == (
        "targets.0.metrics.resolution.business_days: 3 is not what target '2d' says; leave it out"
    )


def test_holds_come_in_one_order_and_once() -> None:
    pauses = metric("{target: 4h, pause: [internal, requester, internal]}")["pause"]
    assert pauses == ["requester", "internal"]


def test_requester_wait_always_pauses_while_the_requester_is_asked() -> None:
    assert metric("{target: 4h, pause: vendor}", "requester_wait")["pause"] == [
        "requester",
        "vendor",
    ]


def test_warnings_and_steps_are_written_one_way() -> None:
    said = metric("{target: 4h, warn_at: [50 %, 60s before, 1m  before], overdue: 120m}")
    assert said["warn_at"] == ["50%", "1m before"]
    assert said["overdue"] == ["2h"]


@pytest.mark.parametrize("percent", ["0%", "100%", "101%"])
def test_a_warning_lies_before_the_breach(percent) -> None:
    assert metric_mistake(f"{{target: 4h, warn_at: [{percent}]}}") == (
        f"targets.0.metrics.resolution.warn_at.0: '{percent}' "
        "is not between 1% and 99% of the target"
    )


def test_a_warning_is_a_share_or_a_time_before() -> None:
    assert metric_mistake("{target: 4h, warn_at: 10m}") == (
        "targets.0.metrics.resolution.warn_at: '10m' is not a warning; "
        "write it like 80% or 10m before"
    )


def test_a_warning_comes_after_the_start() -> None:
    assert metric_mistake("{target: 4h, warn_at: [240m before]}") == (
        "targets.0.metrics.resolution.warn_at: '4h before' is no later than the start "
        "of a target of 4h; warn less long before"
    )


@pytest.mark.parametrize("key", ["overdue: [1w]", "warn_at: [1d2h before]"])
def test_steps_count_business_days_or_hours_never_both(key) -> None:
    assert metric_mistake(f"{{target: 40h, {key}}}").endswith(
        "mixes days with other units; write business days alone, as in 2d, or hours, as in 36h"
    )


def test_steps_may_count_business_days() -> None:
    steps = metric("{target: 40h, overdue: [1 d], warn_at: [2d before]}")
    assert (steps["overdue"], steps["warn_at"]) == (["1d"], ["2d before"])


def test_business_days_may_end_at_the_time_of_day_at_which_they_began() -> None:
    promise = metric("2 d  same time")
    assert (promise["target"], promise["business_days"]) == ("2d same time", 2)
    assert metric_mistake("4h same time").endswith(
        "'4h same time' counts no days, so it has no time of day to keep; write 4h alone"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "{target: 4h, pause: [lunch]}",
            "pause.0: there is no hold 'lunch'; holds are requester, vendor, internal",
        ),
        (
            "{target: 4h, until: never}",
            "until: there is no end 'never'; ends are resolved, closed",
        ),
        ("{target: 4h, overdu: 1h}", "overdu: there is no key 'overdu' here; did you mean"),
    ],
)
def test_unknown_words_of_a_promise_are_refused(text, sentence) -> None:
    assert metric_mistake(text).startswith(f"targets.0.metrics.resolution.{sentence}")


def test_an_unknown_metric_is_refused() -> None:
    assert metric_mistake("4h", "resolutoin") == (
        "targets.0.metrics.resolutoin: there is no metric 'resolutoin'; "
        "metrics are acknowledge, first_response, next_response, update, requester_wait, "
        "tier_time, resolution"
    )


def test_a_target_promises_something() -> None:
    assert target_mistake("match: {priority: low}") == (
        "targets.0: 'metrics' is missing; write it like metrics: {resolution: 4h}"
    )
    assert target_mistake("metrics: {}") == (
        "targets.0.metrics: nothing is promised; write at least one metric, as in resolution: 4h"
    )


def test_a_target_is_reckoned_by_always_unless_it_names_a_calendar() -> None:
    [target] = read("targets: [{metrics: {update: 1h}}]")["targets"]
    assert target["calendar"] == ["always"]
    assert target["boundary"] == "close"
    assert target["match"] == {}


@pytest.mark.parametrize(
    "calendar", ["{all_of: [office, always]}", "[office, always]", "[office, always, office]"]
)
def test_common_hours_are_named_by_a_list(calendar) -> None:
    document = read(f"{OFFICE}targets: [{{calendar: {calendar}, metrics: {{update: 1h}}}}]")
    [target] = document["targets"]
    assert target["calendar"] == ["office", "always"]


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        ("offce", "there is no calendar 'offce'; calendars are office, weekend, always"),
        ("[]", "there is no calendar here; name one, or leave the key out for always"),
        (
            "{any_of: [office]}",
            "this is no calendar; write one's name, or all_of: [office, customer-hours]",
        ),
        (
            "[office, weekend]",
            (
                "these calendars are not open together on any day of 2026; "
                "name some with common hours"
            ),
        ),
    ],
)
def test_a_calendar_that_does_not_exist_is_refused(calendar, sentence) -> None:
    assert target_mistake(f"calendar: {calendar}, metrics: {{update: 1h}}") == (
        f"targets.0.calendar: {sentence}"
    )


def test_a_promise_is_due_within_ten_years() -> None:
    calendar = "calendars: {rare: {time_zone: UTC, hours: {mon: 08:00-09:00}}}\n"
    read(f"{calendar}targets: [{{calendar: rare, metrics: {{update: 500h}}}}]")
    assert mistake(f"{calendar}targets: [{{calendar: rare, metrics: {{update: 600h}}}}]") == (
        "targets.0.metrics.update: rare is open 52h a year, so this would last "
        "more than 10 years; promise less or open longer"
    )


def test_a_match_lists_values_in_order_and_once() -> None:
    document = read("targets: [{match: {queue: b, tags: [z, a, z]}, metrics: {update: 1h}}]")
    [target] = document["targets"]
    assert target["match"] == {"queue": ["b"], "tags": ["a", "z"]}


@pytest.mark.parametrize(
    ("match", "sentence"),
    [
        (
            "{prio: low}",
            (
                ".prio: there is no facet 'prio'; facets are priority, queue, category, channel, "
                "customer, requester_group, tags, tier"
            ),
        ),
        ("{queue: []}", ".queue: there are no values; write one, or leave the key out "),
        ("{queue: ''}", ".queue: the text is empty; write a word or leave the key out"),
        ("{tier: L1}", ".tier: there is no tier 'L1'; tiers are front-line, technical"),
        ("{queue: {a: b}}", ".queue: keys with values are not a list; write it like match: "),
        ("urgent", ": 'urgent' is not keys with values; write it like match: {priority: urgent}"),
    ],
)
def test_a_match_that_makes_no_sense_is_refused(match, sentence) -> None:
    assert target_mistake(f"match: {match}, metrics: {{update: 1h}}").startswith(
        f"targets.0.match{sentence}"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{}", "{priority: low}"),
        ("{priority: [low, high]}", "{priority: low, queue: a}"),
        ("{priority: low}", "{priority: low}"),
    ],
)
def test_a_target_that_is_never_reached_is_refused(first, second) -> None:
    text = ", ".join(f"{{match: {match}, metrics: {{update: 1h}}}}" for match in (first, second))
    assert mistake(f"targets: [{text}]") == (
        "targets.1: targets.0 takes every ticket of this one; put this one before it"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("{priority: low}", "{}"), ("{priority: low, queue: a}", "{priority: low}")],
)
def test_a_wider_target_may_follow(first, second) -> None:
    text = ", ".join(f"{{match: {match}, metrics: {{update: 1h}}}}" for match in (first, second))
    assert len(read(f"targets: [{text}]")["targets"]) == 2
