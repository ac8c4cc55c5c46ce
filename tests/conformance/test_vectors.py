"""Other ticket systems' own cases: none fails, and what isn't covered is listed with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.course import Course
from tests.conformance.listing import as_markdown
from tests.conformance.quirks import MODES
from tests.conformance.rows import NotCovered, Row, rows_of
from tests.conformance.runner import verdict_on
from tests.conformance.scenario import course_of, differing
from tests.conformance.verdict import FAILED, NOT_COVERED, PASSED, Verdict

pytestmark = pytest.mark.real_data("vectors")

LIST = Path(__file__).with_name("not_covered.md")


@pytest.fixture(scope="module")
def rows(shared: Path) -> Sequence[Row]:
    files = sorted((shared / "vectors").glob("*.jsonl"))
    return [row for file in files for row in rows_of(file)]


@pytest.fixture(scope="module")
def verdicts(rows: Sequence[Row]) -> Sequence[Verdict]:
    return [verdict_on(row) for row in rows]


def test_no_case_fails(verdicts: Sequence[Verdict]) -> None:
    assert [each for each in verdicts if each.outcome == FAILED] == []
    assert any(each.outcome == PASSED for each in verdicts)


def test_at_most_15_percent_of_the_cases_without_a_quirk_are_not_covered(
    verdicts: Sequence[Verdict],
) -> None:
    plain = [each for each in verdicts if not each.quirk]
    left = [each for each in plain if each.outcome == NOT_COVERED]
    assert len(left) <= 0.15 * len(plain)


def test_cases_about_closing_time_pass_by_the_boundary_that_the_peer_has(
    verdicts: Sequence[Verdict],
) -> None:
    outcomes = {each.outcome for each in verdicts if each.quirk in MODES}
    assert outcomes == {PASSED}


def test_every_case_that_is_not_covered_is_listed_with_its_reason(
    verdicts: Sequence[Verdict],
) -> None:
    assert LIST.read_text(encoding="utf-8").rstrip() == as_markdown(verdicts)


def altered(expected: Any, key: str = "") -> Iterator[Any]:
    """Yield what is expected with one value changed, for each value in it; `key` is its name."""
    if isinstance(expected, dict | list):
        places = expected.items() if isinstance(expected, dict) else enumerate(expected)
        for place, value in places:
            for other in altered(value, str(place)) if place != "after_event" else ():
                copy = expected.copy()
                copy[place] = other
                yield copy
    else:
        yield another(expected, key)


def another(value: Any, key: str) -> Any:
    if value is None and key.endswith(("_minutes", "_seconds")):
        return 1
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None or value.endswith("Z"):
        return "2031-01-01T00:00:00Z"
    return value.translate(str.maketrans("<>", "><")) if value[0] in "<>" else f"not {value}"


def is_noticed(course: Course, expected: Mapping[str, Any]) -> bool:
    try:
        return bool(list(differing(course, expected)))
    except (NotCovered, ValueError):
        return True


def test_nothing_that_a_story_expects_is_passed_over(
    rows: Sequence[Row], verdicts: Sequence[Verdict]
) -> None:
    stories = [
        row
        for row, verdict in zip(rows, verdicts, strict=True)
        if verdict.outcome == PASSED and verdict.kind == "sla_scenario"
    ]
    for row in stories:
        course = course_of(row)
        others = list(altered(row["expected"]))
        assert [other for other in others if not is_noticed(course, other)] == []
