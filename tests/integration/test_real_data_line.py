"""Nobody may take a run without real data for one with it: the last line says which it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
TESTS = """
import pytest

@pytest.mark.real_data("data/log.csv")
def test_reads_the_log(): pass

def test_asks_for_the_folder(shared): assert shared.is_dir()

@pytest.mark.real_data("data/other.csv")
def test_reads_a_file_that_is_not_there(): pass

def test_needs_nothing(): pass
"""


def run(root: Path, *arguments: str, shared: str = "../shared") -> list[str]:
    """Run these four tests in a repository at `root/desk` and return the lines of the answer."""
    tests = root / "desk" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(CONFTEST, tests)
    (tests / "test_four.py").write_text(TESTS)
    (tests.parent / "pytest.ini").write_text("[pytest]\nmarkers = real_data\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", *arguments, "tests"],
        cwd=tests.parent,
        env={**os.environ, "ESCALON_SHARED": shared},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "shared" / "data" / "log.csv").touch()
    return tmp_path


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_the_last_line_counts_what_ran_and_what_was_skipped(
    root: Path, arguments: tuple[str]
) -> None:
    *_, closing, last = run(root, *arguments)

    assert "3 passed, 1 skipped" in closing
    assert last == "real data: 2 tests ran, 1 skipped (../shared)"


def test_a_skipped_test_says_which_file_is_missing_from_where(root: Path) -> None:
    lines = run(root)

    assert any("ESCALON_SHARED=../shared has no data/other.csv" in line for line in lines)


def test_without_the_folder_all_tests_of_real_data_are_skipped(root: Path) -> None:
    assert run(root, shared="../nowhere")[-1] == "real data: 0 tests ran, 3 skipped (../nowhere)"
