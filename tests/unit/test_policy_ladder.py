"""The ladder: what a tier has by default, and what makes no ladder."""

from __future__ import annotations

import pytest

from tests.unit.policy_examples import mistake, mistakes, read


def ladder_mistake(tiers: str) -> str:
    return mistake(f"policy: desk\ntiers: {tiers}", ladder="")


def test_a_tier_has_its_teams_lead_unless_it_names_one() -> None:
    document = read(
        "policy: desk\ntiers: [{name: a, team: support}, {name: b, team: x, lead: y, skills: z}]",
        ladder="",
    )
    assert document["tiers"] == [
        {"name": "a", "team": "support", "skills": [], "lead": "support-lead"},
        {"name": "b", "team": "x", "skills": ["z"], "lead": "y"},
    ]


def test_an_empty_ladder_is_refused() -> None:
    assert ladder_mistake("[]") == (
        "tiers: the ladder is empty; "
        "write at least one tier, as in {name: front-line, team: support}"
    )


def test_a_policy_says_its_name_and_its_tiers() -> None:
    assert mistakes("late_facts: 5m", ladder="") == [
        "'policy' is missing; write it like policy: default",
        "'tiers' is missing; write it like tiers: [{name: front-line, team: support}]",
    ]


def test_a_tier_says_its_team() -> None:
    assert mistakes("policy: desk\ntiers: [{name: front-line}, {team: }]", ladder="") == [
        "tiers.0 (front-line): 'team' is missing; write it like team: support",
        "tiers.1: 'name' is missing; write it like name: front-line",
        "tiers.1.team: nothing is written here; write it like team: support",
    ]


def test_two_tiers_of_one_name_are_refused() -> None:
    assert ladder_mistake("[{name: a, team: x}, {name: a, team: y}]") == (
        "tiers.1 (a).name: tier 'a' is already tiers.0; give each tier its own name"
    )


@pytest.mark.parametrize("name", ["next", "previous"])
def test_a_tier_has_no_name_that_means_the_tier_beside(name) -> None:
    assert ladder_mistake(f"[{{name: {name}, team: x}}]") == (
        f"tiers.0 ({name}).name: '{name}' already means the tier beside; give the tier another name"
    )


@pytest.mark.parametrize("name", ["a:b", "a,b", "a;b", "' a'", "''", "a/b"])
def test_a_name_has_no_signs_that_programs_cut_at(name) -> None:
    assert ladder_mistake(f'[{{name: "{name}", team: x}}]').endswith(
        f"'{name}' is not a name; write letters, digits, spaces, '-', '_' and '.', as in front-line"
    )


def test_removed_tiers_lead_to_where_the_last_of_them_leads() -> None:
    assert read("moved: {a: b, b: c, c: technical}")["moved"] == {
        "a": "technical",
        "b": "technical",
        "c": "technical",
    }


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        ("{a: a}", "moved.a: a, a is a circle; let it end at one of front-line, technical"),
        ("{a: b}", "moved.a: there is no tier 'b'; tiers are front-line, technical"),
        (
            "{technical: front-line}",
            (
                "moved.technical: 'technical' is a tier of the ladder; "
                "take it out of the tiers, or out of moved"
            ),
        ),
    ],
)
def test_a_removed_tier_leads_to_a_tier(moved, sentence) -> None:
    assert mistake(f"moved: {moved}") == sentence


def test_removed_tiers_do_not_lead_in_a_circle() -> None:
    assert mistakes("moved: {a: b, b: a}") == [
        "moved.a: a, b, a is a circle; let it end at one of front-line, technical",
        "moved.b: b, a, b is a circle; let it end at one of front-line, technical",
    ]
