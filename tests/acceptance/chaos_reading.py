"""What the log and the read models hold after chaos, and waiting until it is all there."""

from __future__ import annotations

from time import monotonic

import psycopg

from escalon.workers.projecting import views_url
from projections.catalogue import ALL
from projections.generations import position_of
from projections.views import open_views
from schemas.codec import decode
from tests.integration.workers import wait_until

QUIET_SECONDS = 15


class Log:
    """What the database holds, read by SQL and Avro alone."""

    def __init__(self, database: str) -> None:
        with psycopg.connect(database) as connection:
            rows = connection.execute(
                "SELECT position, topic, originator_id, originator_version, state"
                " FROM events ORDER BY position"
            ).fetchall()
            self.outcomes = connection.execute(
                "SELECT command_id, refusal FROM processed_commands"
            ).fetchall()
        self.rows = [
            (at, name, stream, version, decode(s)[1]) for at, name, stream, version, s in rows
        ]

    def of(self, name):
        return [record for _, kind, _, _, record in self.rows if kind == f"escalon.{name}"]


def is_settled(database, plan):
    """Return whether all commands are done and all that follows from them is recorded."""
    if not has_done_all(database, plan):
        return False
    log, unresolved = Log(database), plan.unresolved()
    withdrawn = {record["breach_id"] for record in log.of("SlaBreachRetracted")}
    too_much = {r["event_id"] for r in log.of("SlaBreached") if r["ticket_id"] not in unresolved}
    return (
        {command for command, _ in log.outcomes} >= {one.command_id for one in plan.commands}
        and {record["ticket_id"] for record in log.of("TierEscalated")} >= unresolved
        and {record["requester"] for record in log.of("RepeatContact")}
        >= plan.came_back_unresolved()
        and too_much <= withdrawn
    )


def has_done_all(database, plan):
    """Return whether so many are done and moved; it is cheap to ask again and again."""
    with psycopg.connect(database) as connection:
        done = connection.execute("SELECT count(*) FROM processed_commands").fetchone()[0]
        moved = connection.execute(
            "SELECT count(*) FROM events WHERE topic = 'escalon.TierEscalated'"
        ).fetchone()[0]
    return done >= len(plan.commands) and moved >= len(plan.unresolved())


class Quiet:
    """Whether nothing was recorded for longer than a killed member's partitions may rest."""

    def __init__(self, database):
        self._database = database
        self._since = monotonic()
        self.last = 0

    def is_long(self):
        with psycopg.connect(self._database) as connection:
            last = connection.execute("SELECT max(position) FROM events").fetchone()[0]
        if last != self.last:
            self.last, self._since = last, monotonic()
        return monotonic() - self._since > QUIET_SECONDS


def follow(database, plan, supervisor):
    """Wait until all is recorded that follows, and the read models know it."""
    wait_until(
        lambda: supervisor.look() or is_settled(database, plan), "the end", plan.size.patience
    )
    quiet = Quiet(database)
    wait_until(
        lambda: supervisor.look() or quiet.is_long(), "the log to be quiet", plan.size.patience
    )
    last = quiet.last
    engine = open_views(None, views_url(database))
    wait_until(
        lambda: supervisor.look() or min(position_of(engine, name) for name in ALL) >= last,
        "the read models",
        plan.size.patience,
    )
    engine.dispose()
