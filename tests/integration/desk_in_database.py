"""A desk in a database for the command line, and read models that the test keeps by hand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from domain.ids import NAMESPACE, derive
from domain.policy.catalogue import Catalogue
from escalon.distributed import open_desk
from escalon.workers.projecting import views_url
from infra.clock import SystemClock
from infra.kafka.letter import Letter
from infra.kafka.protocols import Partition
from infra.kafka.topics import TICKETS
from infra.log.feed import LogFeed
from infra.log.follower import catch_up
from infra.store.postgres.datastore import Datastore
from infra.store.postgres.parking import Parking
from projections.catalogue import ALL, build
from projections.views import open_views
from tests.acceptance.cli_program import done

A, B = (derive(NAMESPACE, f"ticket:{name}") for name in "AB")
"""The ids of the tickets that are opened by these references."""
NOBODY_KEEPS_THEM = "are `escalon work relay` and `escalon work projections` running?"


def keep_read_models(database: str) -> None:
    """Have the read models know the whole log, as the worker does that then goes away."""
    with closing(open_desk(database, SystemClock(), room=1)) as desk:
        engine = open_views(None, views_url(database))
        catch_up(LogFeed(desk.recorder, desk.mapper), build(engine, ALL, Catalogue()), 1_000)
        engine.dispose()


def park(database: str, ticket_id: str, follower: str, why: str) -> None:
    """Have a follower leave a ticket aside, as it does with a record that it can't handle."""
    place = Partition(TICKETS.name, 0)
    letter = Letter(place, 0, ticket_id.encode(), b"?", [], None, why)
    with closing(Datastore(database)) as store:
        Parking(lambda: store.transaction(commit=True)).keep(follower, letter, is_alone=False)


@pytest.fixture
def desk_in_database(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database that the command line works on; it waits for nothing, on a wide terminal."""
    monkeypatch.setenv("ESCALON_DATABASE", database)
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path / "desk"))
    monkeypatch.setenv("ESCALON_WAIT", "0")
    monkeypatch.setenv("TERMINAL_WIDTH", "160")
    monkeypatch.setenv("COLUMNS", "160")
    return database


@pytest.fixture
def two(desk_in_database: str) -> str:
    """A and B are open, under the shipped policy, and the read models know it."""
    for name in ("A", "B"):
        done("ticket", "open", f"About {name}", "--id", name)
    keep_read_models(desk_in_database)
    return desk_in_database
