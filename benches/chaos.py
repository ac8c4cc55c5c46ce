"""20,000 commands while workers are killed, servers restarted, and SLA timers come and go.

    python benches/chaos.py [--report] [--tickets 6667]

The same story as the acceptance test of that name tells, whole: at least 40 kills by SIGKILL, the
broker restarted twice and PostgreSQL once, SLA timers from 1 to 3 to 2 processes. Then the checker
of that test reads what was sent, the log, the topics and the read models.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benches.figures import Verdict, print_machine
from benches.stage import servers
from escalon.workers.starting import WORKERS
from tests.acceptance.chaos import Size, Supervisor, told
from tests.acceptance.chaos_checks import must_hold
from tests.acceptance.chaos_reading import Log

KILLS = 40


def size_of(tickets: int) -> Size:
    """Return what goes wrong, spread over so many tickets of three commands each."""

    def at(share: float) -> int:
        return 3 * int(tickets * share)

    return Size(
        tickets=tickets,
        kill_every=3 * max(1, tickets // (KILLS + 2)),
        restart_postgres=[at(0.35)],
        restart_kafka=[at(0.2), at(0.65)],
        timers={at(0.25): 3, at(0.75): 2},
        pace=0.008,
        patience=600,
    )


def print_told(supervisor: Supervisor, log: Log) -> None:
    """Print what went wrong, and what was recorded all the same."""
    print(f"killed: {', '.join(f'{name} {times}' for name, times in supervisor.killed.items())}")
    for name in ("SlaBreached", "SlaBreachRetracted", "TierEscalated", "RepeatContact"):
        print(f"  {name:20} {len(log.of(name)):7,}")
    print(f"  all facts {len(log.rows):18,}, checked against commands, topics and read models")
    for said in supervisor.tracebacks():
        print(said)


def main() -> None:
    """Run the story, check it and print what happened."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--tickets", type=int, default=6_667)
    size = size_of(arguments.parse_args().tickets)
    verdict = Verdict()
    print_machine(commands=size.commands, tickets=size.tickets)
    began = monotonic()
    with servers() as (broker, server):
        database, kafka, plan, supervisor = told(broker, server, size)
        print(f"all recorded, published and shown after {monotonic() - began:.0f} s")
        must_hold(database, kafka, plan)
        print_told(supervisor, Log(database))
    verdict.at_least("kills by SIGKILL", supervisor.killed.total(), KILLS)
    verdict.at_least("kinds of worker killed", len(supervisor.killed), len(WORKERS))
    verdict.at_most("workers that ended with a traceback", len(supervisor.tracebacks()), 0)
    verdict.exit()


if __name__ == "__main__":
    main()
