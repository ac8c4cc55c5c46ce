"""The program `python -m tests.conformance`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conformance.__main__ import main

HALF_PAST = "2013-03-21T09:30:00Z"
OFFICE = {"time_zone": "UTC", "hours": {"thu": [["08:00", "18:00"]]}}


def case(id: str, kind: str, *, expected: object) -> str:
    asked = {"at": HALF_PAST}
    row = {"id": id, "kind": kind, "calendar": OFFICE, "input": asked, "expected": expected}
    return json.dumps(row)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "peer.jsonl"
    path.write_text(
        f"{case('a-1', 'in_hours', expected=True)}\n\n{case('a-2', 'tide', expected=1)}\n"
    )
    return path


def test_it_counts_each_file_and_kind_and_gives_each_reason(file: Path, capsys) -> None:
    assert main([str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(file),
        "  in_hours: 1 passed, 0 failed, 0 not covered",
        "  tide: 0 passed, 0 failed, 1 not covered",
        "    not covered: a-2: kind 'tide' has no counterpart here",
        "1 not covered",
        "1 passed, 0 failed",
    ]


def test_a_failure_is_told_and_is_the_exit_code(file: Path, capsys) -> None:
    file.write_text(case("a-1", "in_hours", expected=False))
    assert main([str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "    failed: a-1: answered True, expected False",
        "0 not covered",
        "0 passed, 1 failed",
    ]


def test_programs_get_json(file: Path, capsys) -> None:
    assert main(["--json", str(file)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["passed"], said["failed"], said["not_covered"]) == (1, 0, 1)
    assert [each["id"] for each in said["files"][str(file)]] == ["a-1", "a-2"]


def test_without_a_file_it_says_how_it_is_used(capsys) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("usage: python -m tests.conformance")


@pytest.mark.parametrize("text", ["{", "[]", '{"id": "a"}'])
def test_a_file_that_holds_no_cases_is_refused(text: str, file: Path, capsys) -> None:
    file.write_text(text)
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"{file}, line 1 is n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "can't be read" in capsys.readouterr().err
