"""A policy's YAML has no surprises: text stays text, and what is broken is named by its line."""

from __future__ import annotations

import pytest

from infra.policies import PolicyMistake, read_policy
from infra.policies.strict_yaml import plain
from tests.unit.policy_examples import YEAR, mistake


@pytest.mark.parametrize(
    "scalar", ["on", "no", "yes", "true", "12:30", "24:00", "2026-12-24", "007", "1e3", "50%", "="]
)
def test_a_scalar_stays_the_text_it_is(scalar) -> None:
    assert plain(f"key: {scalar}") == {"key": scalar}
    assert plain(f"{scalar}: value") == {scalar: "value"}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_only_an_empty_value_is_nothing(nothing) -> None:
    assert plain(f"key: {nothing}") == {"key": None}
    assert plain(f"key: '{nothing}'") == {"key": nothing}


def test_a_value_may_be_named_and_repeated() -> None:
    assert plain("a: &hours [x, y]\nb: *hours") == {"a": ["x", "y"], "b": ["x", "y"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: 'a' is already there; write each key once"),
        ("a:\n  b: 1\n  b: 2", "line 3: 'b' is already there; write each key once"),
        ("a: !!python/none x", "line 1: there is a tag 'tag:yaml.org,2002:python/none'; "),
        ("? [a]\n: b", "line 1: a key is a list or has keys itself; write it as text"),
        ("a: 1\n\tb: 2", "line 2, column 1: found character '\\t' that cannot start any token; "),
        ("a: b: c", "line 1, column 5: mapping values are not allowed here; quote a text"),
        ("a: [1, 2", "line 1, column 9: expected ',' or ']', but got '<stream end>'; close"),
        ("a: 'b", "line 1, column 6: found unexpected end of stream; close the quote"),
        ("a: *b", "line 1, column 4: found undefined alias 'b'; "),
        ("a: 1\n---\nb: 2", "line 2, column 1: but found another document; write one policy"),
        ("a: \x01", "the file has a character that YAML doesn't allow; save it as UTF-8 text"),
        ("[" * 1_000, "the document is nested too deeply; "),
        ("a: &a [*a]", "the document is nested too deeply; "),
    ],
)
def test_broken_yaml_is_named_by_its_place(text, sentence) -> None:
    with pytest.raises(PolicyMistake) as refused:
        plain(text)
    assert str(refused.value).startswith(sentence)


def test_a_small_file_cannot_become_a_huge_document() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    with pytest.raises(PolicyMistake, match="more than 100000 values"):
        plain(f"l0: &l0 x\n{levels}")


@pytest.mark.parametrize("text", ["", "# only a comment", "- a", "words"])
def test_a_policy_has_keys(text) -> None:
    sentence = "there is no policy here; begin with policy: and its name, then tiers:"
    assert mistake(text, ladder="") == sentence


def test_every_sentence_begins_with_the_name_of_the_file() -> None:
    with pytest.raises(PolicyMistake) as refused:
        read_policy("tiers: x\ntargets: x", name="own.yaml", first_year=YEAR)
    assert [line[:10] for line in str(refused.value).splitlines()] == ["own.yaml: "] * 3
