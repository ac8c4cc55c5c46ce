"""Desks that are closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.acceptance.complaints.desk import Desk

Opening = Callable[..., Desk]


@pytest.fixture
def desk_under() -> Iterator[Opening]:
    """Opens a desk under a policy."""
    desks: list[Desk] = []

    def open_desk(policy: str, zone: str = "UTC") -> Desk:
        desks.append(Desk(policy, zone))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.close()
