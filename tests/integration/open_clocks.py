"""A store with very many open clocks, made without the events that they came from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg

from domain.clocks.book import TicketClocks, next_milestone
from domain.clocks.fold import fold
from domain.clocks.stored import to_text
from domain.events.ticket import TicketOpened
from escalon.distributed import Distributed
from infra.kafka.partitioning import partition_of
from tests.integration.workers import id_of, opening, publish

MODEL = "the model of all tickets"


class Text(NamedTuple):
    """A ticket's clocks as they are stored, in the parts between what differs of each ticket."""

    text: str
    ticket: str
    opened_at: int
    due: int

    def of(self, ticket: str, due: int) -> str:
        """Return the text of a ticket that is due at another time; clocks of the same length."""
        text = self.text.replace(self.ticket, ticket)
        opened_at = self.opened_at + due - self.due
        return text.replace(str(self.opened_at), str(opened_at)).replace(str(self.due), str(due))


def model(desk: Distributed) -> Text:
    """Publish the policy, open one ticket, and return its clocks as the fold has them."""
    desk.desk.execute_many([publish(), opening(MODEL)])
    [opened] = [
        fact.event
        for fact in desk.outbox.stored_behind(0, 10)
        if isinstance(fact.event, TicketOpened)
    ]
    clocks, _ = fold(None, opened, desk.policies())
    return Text(to_text(clocks), opened.originator_id, opened.occurred_at, due_of(clocks))


def due_of(clocks: TicketClocks) -> int:
    due = next_milestone(clocks)
    assert due is not None
    return due


def tickets(number: int) -> Iterator[str]:
    return (id_of(f"open clock {one}") for one in range(number))


def store_clocks(
    database: str, text: Text, partitions: int, dues: Iterable[tuple[str, int]]
) -> None:
    """Store clocks of tickets with their due times, as timers of so many partitions do."""
    with psycopg.connect(database, autocommit=True) as connection:
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY states (follower, key, due, text) FROM STDIN") as copy,
        ):
            for ticket, due in dues:
                follower = f"sla-timer:{partition_of(ticket, partitions)}"
                copy.write_row((follower, ticket, due, text.of(ticket, due)))
        connection.execute("ANALYZE states")


def resident(pid: int) -> tuple[int, int]:
    """Return how many MiB a process holds in memory, and how many it has held at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    sizes = dict(line.split(":", 1) for line in lines)
    return int(sizes["VmRSS"].split()[0]) // 1024, int(sizes["VmHWM"].split()[0]) // 1024


def used(pid: int) -> float:
    """Return how many seconds of CPU a process has used."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(int(one) for one in ticks) / os.sysconf("SC_CLK_TCK")
