"""Other ticket systems' own cases: none fails, and what isn't covered is listed with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conformance.listing import as_markdown
from tests.conformance.quirks import MODES
from tests.conformance.rows import rows_of
from tests.conformance.runner import verdict_on
from tests.conformance.verdict import FAILED, NOT_COVERED, PASSED, Verdict

pytestmark = pytest.mark.real_data("vectors")

LIST = Path(__file__).with_name("not_covered.md")


@pytest.fixture(scope="module")
def verdicts(shared: Path) -> Sequence[Verdict]:
    files = sorted((shared / "vectors").glob("*.jsonl"))
    return [verdict_on(row) for file in files for row in rows_of(file)]


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
