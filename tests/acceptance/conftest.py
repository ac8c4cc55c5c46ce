"""Desks for the command line's tests: each made once, and copied for every test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from tests.acceptance.cli_program import done, tell_a_week
from tests.services import database, kafka, kafka_broker, postgres  # noqa: F401  # fixtures


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program works on unless it is told another; the terminal is wide."""
    folder = tmp_path / "desk"
    monkeypatch.setenv("ESCALON_STORE", str(folder))
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERMINAL_WIDTH", "160")
    return folder


@pytest.fixture(scope="session")
def _week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    folder = tmp_path_factory.mktemp("week")
    return folder, tell_a_week(folder)


@pytest.fixture
def week(store: Path, _week: tuple[Path, Mapping[str, str]]) -> Mapping[str, str]:
    """A desk with a past that stands still; the ids of its tickets by their references."""
    folder, ids = _week
    copytree(folder, store)
    return ids


@pytest.fixture(scope="session")
def _two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    for name in ("A", "B"):
        done("ticket", "open", f"About {name}", "--id", name, "--store", str(folder))
    return folder


@pytest.fixture
def two(store: Path, _two: Path) -> Path:
    """A desk on which A and B are open, under the shipped policy."""
    return copytree(_two, store)
