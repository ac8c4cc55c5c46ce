"""A desk in a database for the command line, and read models that the test keeps by hand."""

from __future__ import annotations

from contextlib import closing

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
