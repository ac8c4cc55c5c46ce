"""Where real data is, which tests need it, and the closing line that says how many of them ran."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from infra.time_zones import use_pinned_time_zones

pytest.register_assert_rewrite("tests.spec")

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = os.environ.get("ESCALON_SHARED") or "../shared"
"""The folder of real data as it was named; relative to the repository."""

use_pinned_time_zones()

SERVICES = "ESCALON_TEST_SERVICES"
"""The variable by which all processes of a run know the folder of its servers."""
OF_KAFKA_PYTHON = (
    ("(read|open)_text is deprecated", DeprecationWarning),
    ("unclosed <(socket|ssl)", ResourceWarning),  # that of a connection that was refused
)
"""Warnings that are the library's business."""


def _ignore(config: pytest.Config) -> None:
    for words, kind in OF_KAFKA_PYTHON:
        warnings.filterwarnings("ignore", words, kind)
        config.addinivalue_line("filterwarnings", f"ignore:{words}:{kind.__name__}")


# A folder's conftest may be loaded before pytest asks for our configuration.
warnings.filterwarnings("ignore", *OF_KAFKA_PYTHON[0])

# Two runs of the suite try the same examples; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("same-every-time", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("same-every-time")


def _folder() -> Path:
    return (REPOSITORY / SHARED).resolve()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that asks for it counts as one of real data."""
    return _folder()


class Tally:
    """Counts the tests of real data that ran and those that were skipped."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._ran = 0
        self._skipped = 0
        self._finished = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if "real_data" not in report.keywords:
            return
        if report.skipped and not hasattr(report, "wasxfail"):
            self._skipped += 1
        elif report.when == "call":
            self._ran += 1

    def pytest_sessionfinish(self) -> None:
        self._finished = True

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Speak after pytest's own closing line, so that this one is the last."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None or not self._finished or self._config.option.collectonly:
            return
        tests = "1 test" if self._ran == 1 else f"{self._ran} tests"
        terminal.write_line(f"real data: {tests} ran, {self._skipped} skipped ({SHARED})")


def _make_run_folder(config: pytest.Config) -> None:
    """Make the folder of the run's servers; they end after everything, however it went."""
    folder = Path(tempfile.mkdtemp(prefix="escalon-"))
    folder.chmod(0o755)  # PostgreSQL's server is another user
    os.environ[SERVICES] = str(folder)
    config.add_cleanup(lambda: _end_services(folder))


def _end_services(folder: Path) -> None:
    if any(folder.iterdir()):
        import_module("tests.services").end(folder)
    shutil.rmtree(folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # one process of several counts: the one that reports
        config.pluginmanager.register(Tally(config), "real-data-tally")
        _make_run_folder(config)
    _ignore(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark what uses `shared`, and skip what needs a file that is not there."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_data)
        missing = [name for name in _needed(item) if not (_folder() / name).exists()]
        if missing:
            reason = f"ESCALON_SHARED={SHARED} has no {', '.join(missing)}"
            item.add_marker(pytest.mark.skip(reason=reason))


def _needed(item: pytest.Item) -> list[str]:
    """Return the paths under the shared folder that a test of real data needs."""
    marks = list(item.iter_markers("real_data"))
    return [name for mark in marks for name in mark.args] or ["data"] * bool(marks)
