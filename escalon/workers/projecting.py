"""The worker that keeps the read models: one leader, and others that wait to take over."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Event
from time import monotonic

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import URL

from escalon.distributed import Distributed
from escalon.workers.leadership import Leadership, leading
from escalon.workers.models import LIMIT, Models
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import POLICIES, SLA, TICKETS
from infra.log.follower import Follower
from infra.store.postgres.datastore import FROZEN_SECONDS
from projections.catalogue import ALL, build
from projections.views import open_views

NAME = "projections"
LEADER_LOCK = 0x45_5343_5052_4F4A
POLL = 0.1
GATHER_SECONDS = 0.04
"""How long facts wait for company: each model's transaction costs as much for many."""
SAVE_SECONDS = 1.0
"""Between two notes of how far the topics were read: each model knows its own position."""
log = logging.getLogger(__name__)


def views_url(database: str) -> str:
    """Return the database's URL as SQLAlchemy wants it, for the schema of the read models.

    Whatever libpq takes is taken: a URL with several hosts, or `host=… dbname=…`.
    """
    parts = {name: str(value) for name, value in conninfo_to_dict(database).items()}
    ours = f"-csearch_path=views -cidle_in_transaction_session_timeout={FROZEN_SECONDS}s"
    parts["options"] = f"{parts.get('options', '')} {ours}".strip()
    user, password = parts.pop("user", None), parts.pop("password", None)
    url = URL.create("postgresql+psycopg", user, password, query=parts)
    return url.render_as_string(hide_password=False)


class Projecting:
    """`escalon work projections`."""

    def __init__(self, desk: Distributed, stop: Event) -> None:
        self._desk = desk
        self._stop = stop

    def run(self) -> None:
        """Wait to lead, then keep the read models until told to stop."""
        with leading(
            self._desk.database, LEADER_LOCK, self._stop, self._desk.signs.stands_by
        ) as leadership:
            if leadership is None:
                return
            engine = open_views(None, views_url(self._desk.database))
            policies = self._desk.policies()
            projections = build(engine, ALL, policies)
            letters = DeadLetters(self._desk.kafka, self._desk.signs.answers.buried)
            models = Models(self._desk, projections, policies, letters)
            feed = KafkaFeed(self._desk.kafka, self._desk.mapper, self._begins(projections))
            least = _least(projections)
            log.info("The read models go on from position %s.", least, extra={"position": least})
            try:
                self._follow(feed, models, leadership)
            finally:
                letters.close()
                feed.close()
                engine.dispose()

    def _follow(self, feed: KafkaFeed, models: Models, leadership: Leadership) -> None:
        view, signs, saved = feed.views[0], self._desk.signs, 0.0
        signs.leads(models.position())
        while not self._stop.is_set():
            signs.round()
            leadership.must_hold()
            feed.poll(POLL)
            signs.has_read(feed.offsets(), feed.marked_at)
            models.redrive(leadership.must_hold)
            handled = models.hand_on(view)
            if not handled:
                continue
            signs.leads(models.position())
            models.forget(view)
            if models.is_clear(view) and monotonic() - saved > SAVE_SECONDS:
                saved = monotonic()
                self._desk.claims.save_offsets(NAME, feed.offsets())
            if handled < LIMIT:
                self._stop.wait(GATHER_SECONDS)

    def _begins(self, projections: Sequence[Follower]) -> dict[Partition, Begin]:
        stored = self._desk.claims.offsets(NAME)
        position = _least(projections)
        numbers = range(self._desk.kafka.partitions)
        places = [Partition(topic.name, n) for topic in (TICKETS, SLA) for n in numbers]
        places.append(Partition(POLICIES.name, 0))
        # A model that was made just now begins at the beginning, whatever the others have read.
        return {place: Begin(stored.get(place) if position else None, position) for place in places}


def _least(projections: Sequence[Follower]) -> int:
    return min(projection.position() for projection in projections)
