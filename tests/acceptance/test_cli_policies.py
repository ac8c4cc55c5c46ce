"""Policies from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.cli_program import POLICY, done, escalon

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "desk.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


@pytest.fixture
def longer(tmp_path: Path) -> str:
    """The same policy with another promise."""
    path = tmp_path / "longer.yaml"
    path.write_text(POLICY.replace("target: 4h", "target: 6h"), encoding="utf-8")
    return str(path)


def test_a_policy_in_order_is_counted(store: Path, file: str):
    assert done("policy", "check", file).out == (
        "Policy 'default' is in order: 3 tiers, 2 targets, 5 rules.\n"
    )
    assert not store.exists()


def test_a_policy_with_mistakes_is_refused_with_all_of_them(tmp_path: Path, store: Path):
    path = tmp_path / "desk.yaml"
    path.write_text(
        POLICY.replace("target: 8h", "target: 8 hours").replace("to: next}", "to: attic}")
    )
    ran = escalon("policy", "publish", str(path))

    assert ran.code == 4
    assert "desk.yaml: targets.1.metrics.resolution" in ran.err
    assert ran.err.count("\n") == 1
    assert not store.exists()


def test_a_policy_that_is_not_there_is_named_beside_those_that_are_shipped():
    ran = escalon("policy", "check", "attic.yaml")

    assert ran.code == 4
    assert "there is no policy file 'attic.yaml'" in ran.err
    assert "default, italian, servicenow, volvo" in ran.err


def test_publishing_counts_versions(file: str, longer: str):
    assert done("policy", "publish", file).out == "Policy 'default' is in use as version 1.\n"
    assert done("policy", "publish", longer, "--json").json["version"] == 2


def test_publishing_the_same_again_changes_nothing(file: str):
    done("policy", "publish", file)

    assert done("policy", "publish", file).out == (
        "Policy 'default' was in use already, as version 1; no change.\n"
    )


def test_checking_says_what_publishing_would_change(file: str, longer: str):
    done("policy", "publish", file)

    assert done("policy", "check", longer, "--json").json["changes"] == [
        "resolution for priority urgent: 4h becomes 6h"
    ]
    assert "Against version 1, which was published:" in done("policy", "check", longer).out


def test_a_published_policy_is_shown_whole(file: str):
    done("policy", "publish", file)
    document = done("policy", "show", "default", "--json").json

    assert [tier["name"] for tier in document["tiers"]] == ["front-line", "technical", "management"]
    assert "- {name: front-line, lead: support-lead, team: support}" in (
        done("policy", "show", "default").out
    )


def test_an_older_version_is_shown_when_asked_for(file: str, longer: str):
    done("policy", "publish", file)
    done("policy", "publish", longer)

    targets = [
        done("policy", "show", "default", *words, "--json").json["targets"][0]
        for words in (["--version", "1"], [])
    ]
    assert [target["metrics"]["resolution"]["target"] for target in targets] == ["4h", "6h"]


def test_what_was_published_and_why_is_listed(file: str, longer: str):
    done("policy", "publish", file, "--note", "the beginning")
    done("policy", "publish", longer)
    first, second = done("policy", "show", "--json").json

    assert (first["what"], first["note"]) == ("published", "the beginning")
    assert (second["what"], second["version"]) == ("published, in use", 2)
    assert "the beginning" in done("policy", "show").out


@pytest.mark.parametrize("words", [["show", "gold"], ["show", "default", "--version", "9"]])
def test_a_policy_that_was_never_published_is_not_found(file: str, words: list[str]):
    done("policy", "publish", file)

    assert escalon("policy", *words).code == 3


def test_files_shipped_policies_and_published_versions_can_be_compared(file: str, longer: str):
    done("policy", "publish", file)

    assert done("policy", "diff", "default@1", longer).out.endswith(
        "- resolution for priority urgent: 4h becomes 6h\n"
    )
    assert done("policy", "diff", file, "default@1").out == "There is no difference.\n"
    assert done("policy", "diff", "default", "volvo", "--json").json


def test_a_version_that_is_no_number_is_refused_with_one_that_is():
    ran = escalon("policy", "diff", "default@latest", "default")

    assert ran.code == 4
    assert "'default@latest' names no version; write a name and a number, such as" in ran.err


def test_a_retired_policy_takes_no_new_tickets(file: str):
    done("policy", "publish", file)

    assert done("policy", "retire", "default").out == "Policy 'default' is out of use.\n"
    assert done("policy", "retire", "default").out == "Policy 'default' was already out of use.\n"
    assert escalon("ticket", "open", "Hello").code == 3


def test_a_policy_that_never_was_cannot_be_retired(file: str):
    done("policy", "publish", file)

    assert escalon("policy", "retire", "gold").code == 3
