"""Our package names are common words: nobody else's may be imported in their place."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("consumers", "domain", "escalon", "infra", "projections", "schemas")
HERE = Path(__file__).resolve().parents[2]


def _home(package: str) -> Path:
    return Path(str(import_module(package).__file__)).resolve().parent


def test_all_packages_come_from_one_directory() -> None:
    assert {_home(package).parent for package in PACKAGES} == {HERE}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_that_it_is_typed(package: str) -> None:
    assert (_home(package) / "py.typed").is_file()
