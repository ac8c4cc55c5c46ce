"""What the log's promises cost over a bare insert of the same bytes, on PostgreSQL.

    python benches/append.py [--report] [--events 20000] [--runs 5]

Bare: one `INSERT … unnest` a batch into a table with the same columns and indexes. Ours: the same
events with the ids of their commands, in order, under the log's lock, each stream's version once.
The desk: the same again from the commands on, decided and encoded. Turn by turn, medians.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benches.figures import Verdict, print_machine
from benches.stage import ACTOR, Stage, id_of, now, staged
from domain.commands import OpenTicket
from domain.desk.ledger import Processed
from escalon.distributed import Distributed
from infra.store.filed import FiledEvent

BATCH = 1_000
POLICY = """
policy: bench
tiers: [{name: front-line, team: support}]
targets: [{metrics: {resolution: 8h}}]
"""
BARE = """
    INSERT INTO {} SELECT * FROM unnest(
        %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::text[], %s::text[],
        %s::bytea[])
"""


def openings(run: str, number: int) -> list[OpenTicket]:
    """Return the commands of a run."""
    return [
        OpenTicket(
            command_id=id_of(f"open {run} {n}"),
            at=now(),
            actor=ACTOR,
            ticket_id=id_of(f"{run} {n}"),
            external_id=f"INC{n:07}",
            subject="The printer on the second floor is out of paper again",
            policy="bench",
        )
        for n in range(number)
    ]


def stored(desk: Distributed) -> list[FiledEvent]:
    """Return what the log holds of the tickets, ready to be stored again."""
    rows = desk.recorder.datastore.execute(
        "SELECT originator_id, originator_version, topic, state, ticket_id FROM events"
        " WHERE topic = 'escalon.TicketOpened' ORDER BY position"
    )
    return [FiledEvent(*row) for row in rows]


def timed(act: Callable[[Sequence[int]], object], number: int) -> float:
    """Return how many a second are done in batches."""
    began = perf_counter()
    for start in range(0, number, BATCH):
        act(range(start, min(start + BATCH, number)))
    return number / (perf_counter() - began)


def bare(session: psycopg.Connection, table: str, events: Sequence[FiledEvent]) -> float:
    """Return how many a second PostgreSQL takes of the same bytes without any promise."""

    def insert(batch: Sequence[int]) -> None:
        chosen = [events[n] for n in batch]
        columns = (
            *([n + 1 for n in batch], [n + 1 for n in batch], [0 for _ in batch]),
            [event.originator_id for event in chosen],
            [event.originator_version for event in chosen],
            [event.topic for event in chosen],
            [event.ticket_id for event in chosen],
            [event.state for event in chosen],
        )
        session.execute(BARE.format(table).encode(), columns, prepare=True)
        session.commit()

    session.execute(f"TRUNCATE {table}".encode())
    session.commit()
    return timed(insert, len(events))


def ours(desk: Distributed, session: psycopg.Connection, events: Sequence[FiledEvent]) -> float:
    """Return how many a second the log takes."""

    def insert(batch: Sequence[int]) -> None:
        chosen = [events[n] for n in batch]
        done = [Processed(event.originator_id, 1) for event in chosen]
        desk.recorder.insert_events(chosen, processed=done)

    _empty(session)
    return timed(insert, len(events))


def whole_desk(desk: Distributed, session: psycopg.Connection, run: int, number: int) -> float:
    """Return how many commands a second the desk carries out."""
    _empty(session)
    commands = openings(str(run), number)
    return timed(lambda batch: desk.desk.execute_many([commands[n] for n in batch]), number)


def _empty(session: psycopg.Connection) -> None:
    session.execute("DELETE FROM events WHERE topic <> 'escalon.PolicyPublished'")
    session.execute("DELETE FROM processed_commands")
    session.commit()
    session.autocommit = True
    session.execute("VACUUM (ANALYZE) events")
    session.execute("VACUUM (ANALYZE) processed_commands")
    session.autocommit = False


def measure(stage: Stage, number: int, runs: int) -> dict[str, list[float]]:
    """Return what each took a second, run by run."""
    found: dict[str, list[float]] = {
        "bare insert, no index": [],
        "bare insert, the log's indexes": [],
        "append to the log": [],
        "desk: decide, encode, append": [],
    }
    with stage.desk() as desk, psycopg.connect(stage.database) as session:
        session.execute("CREATE TABLE plain (LIKE events)")
        session.execute("CREATE TABLE indexed (LIKE events INCLUDING ALL)")
        session.commit()
        desk.desk.execute_many(openings("first", number))
        events = stored(desk)
        for run in range(runs):
            figures = (
                bare(session, "plain", events),
                bare(session, "indexed", events),
                ours(desk, session, events),
                whole_desk(desk, session, run, number),
            )
            for name, figure in zip(found, figures, strict=True):
                found[name].append(figure)
    return found


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--events", type=int, default=20_000)
    arguments.add_argument("--runs", type=int, default=5)
    asked = arguments.parse_args()
    verdict = Verdict()
    with staged() as stage:
        stage.publish("bench", POLICY)
        print_machine(events=asked.events, batch=BATCH, runs=asked.runs)
        found = measure(stage, asked.events, asked.runs)
    for name, figures in found.items():
        print(f"  {name:32} {median(figures):9,.0f}/s ({min(figures):,.0f} to {max(figures):,.0f})")
    _, indexed, appended, _ = (median(figures) for figures in found.values())
    verdict.at_least("append, in % of the bare insert", 100 * appended / indexed, 50)
    verdict.exit()


if __name__ == "__main__":
    main()
