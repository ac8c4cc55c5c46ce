"""Pages that name tests name those that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from scripts.pages import DOCS
from tests.integration.docs_examples import ROOT

TESTS = ROOT / "tests"
COMPLAINTS = (
    "Pause forgotten when the SLA changes",
    "Breach while pending",
    "Business weekend in pending counted twice",
    "Endless escalation",
    "Only the first level fires",
    "Escalated at creation with a calendar",
    "Automatic action counted as response",
    "Merged ticket escalates",
    "Policy off but actions go on",
    "The old group's clock survives the move",
    "Notice at midnight",
    "24x7 loses a minute at midnight",
    "Holiday a day early",
    "Update clock fires although answered",
    "Second tier blamed for the first tier's delay",
    "No hand-over when nobody acknowledges",
    "Escalation with no record of why",
)


def found_in(files: Iterable[Path]) -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in files]
    return {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def named(text: str) -> list[str]:
    return re.findall(r"`(test_\w+)`", text)


def test_each_complaint_is_answered_by_tests_of_its_own() -> None:
    page = (DOCS / "complaints.md").read_text(encoding="utf-8")
    _, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    answered = {section.partition("\n")[0]: named(section) for section in sections}
    assert set(answered) == set(COMPLAINTS)
    assert all(answered.values())


def test_the_page_of_complaints_names_each_of_their_tests_once() -> None:
    page = (DOCS / "complaints.md").read_text(encoding="utf-8")
    there_are = found_in((TESTS / "acceptance" / "complaints").glob("test_*.py"))
    assert sorted(named(page)) == sorted(there_are)


@pytest.mark.parametrize("page", ["complaints.md", "proofs.md"])
def test_a_test_that_is_named_exists(page: str) -> None:
    names = named((DOCS / page).read_text(encoding="utf-8"))
    assert set(names) - found_in(TESTS.rglob("test_*.py")) == set()
