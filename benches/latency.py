"""How soon a breach, the move that it causes and a command's effect can be seen through Kafka.

    python benches/latency.py [--report] [--clocks 100000] [--seconds 30] [--crowd 10000]

200 commands a second beside 100,000 running clocks, then 10,000 clocks due within one second, all
on this machine: broker, database, a process of each worker, and this one that sends and reads.
Times are taken where a reader has the record in hand, or the read model has the row.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benches.chain import chain_of, print_chain
from benches.cpu import used
from benches.figures import Verdict, percentile, print_heading, print_machine, print_spread
from benches.stage import ACTOR, Stage, id_of, now, staged
from benches.watching import Watch
from consumers.sla_timer import AT_ONCE as MILESTONES_AT_ONCE
from domain.commands import AddNote, Command, OpenTicket
from domain.durations import HOUR, SECOND
from escalon.workers.receiving import AT_ONCE as COMMANDS_AT_ONCE
from escalon.workers.starting import WORKERS
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.topics import COMMANDS

A_SECOND = 200
A_TICKET = 4
SOON = 5
WARM_UP = 30
"""Seconds: the broker compiles itself while it works."""
LATER = 60
PATIENCE = 600
MOVED = "SELECT count(*) FROM events WHERE topic = 'escalon.TierEscalated' AND position > {}"
POLICY = f"""
policy: bench
tiers:
  - {{name: front-line, team: support}}
  - {{name: technical, team: engineering}}
targets:
  - {{match: {{priority: urgent}}, metrics: {{resolution: {SOON}s}}}}
  - {{match: {{priority: high}}, metrics: {{resolution: 1h}}}}
  - {{metrics: {{resolution: 8h}}}}
escalation:
  - {{name: breach-goes-up, when: sla_breached, metric: resolution, to: next}}
"""


def opening(name: str, at: int, priority: str, *, imported: bool = False) -> OpenTicket:
    """Return the command to open the ticket of a name."""
    return OpenTicket(
        command_id=id_of(f"open {name}"),
        at=at,
        actor=ACTOR,
        imported=imported,
        ticket_id=id_of(name),
        priority=priority,
        policy="bench",
    )


def note(name: str, number: int, at: int) -> AddNote:
    """Return the command to note something on it."""
    id = id_of(f"note {number} {name}")
    return AddNote(command_id=id, at=at, actor=ACTOR, ticket_id=id_of(name), text="seen")


def fill(stage: Stage, clocks: int) -> None:
    """Have the desk open that many tickets whose clocks run for hours."""
    at = now() - HOUR
    stage.execute([opening(f"running {n}", at, "normal", imported=True) for n in range(clocks)])


def wait_until_known(stage: Stage) -> float:
    """Wait until the timers, the rules and the read models know all; return how long it took."""
    tickets = int(
        stage.ask("SELECT count(*) FROM events WHERE topic = 'escalon.TicketOpened'")[0][0]
    )
    took = 0.0
    for follower in ("sla-timer", "escalation"):
        query = f"SELECT count(*) FROM states WHERE follower LIKE '{follower}:%%'"  # noqa: S608  # ours
        took += stage.wait_for(query, tickets, PATIENCE)
    last = int(stage.ask("SELECT max(position) FROM events")[0][0])
    return took + stage.wait_for("SELECT min(position) FROM views.positions", last, PATIENCE)


def send(stage: Stage, run: str, seconds: int) -> dict[str, int]:
    """Send commands at their pace; return by their ids when each was sent."""
    sent: dict[str, int] = {}
    began = now()
    with closing(producer(stage.kafka, Sends(name="bench"))) as sender:
        for number in range(seconds * A_SECOND):
            due = began + number * SECOND // A_SECOND
            Event().wait(max(0, due - now()) / SECOND)
            name, step = f"{run} {number // A_TICKET}", number % A_TICKET
            at = now()
            command: Command = opening(name, at, "urgent") if step == 0 else note(name, step, at)
            sent[command.command_id] = at
            sender.send(COMMANDS.name, value_of(command), id_of(name).encode())
    return sent


def print_commands(stage: Stage, watch: Watch, sent: Mapping[str, int]) -> list[int]:
    """Print the way of the commands; return how long each took from Kafka to the queues."""
    rows = stage.ask(
        "SELECT command_id, position, recorded_at FROM processed_commands, events"
        " WHERE position = last_position AND command_id = ANY(%s)",
        (list(sent),),
    )
    assert len(rows) == len(sent), f"{len(rows)} of {len(sent)} commands were recorded"
    seen = [(sent[id], recorded, watch.visible_at(position)) for id, position, recorded in rows]
    whole = [visible - began for began, _, visible in seen if visible is not None]
    print_spread("sent -> recorded", [recorded - began for began, recorded, _ in seen])
    print_spread("recorded -> in the queue", [v - recorded for _, recorded, v in seen if v])
    print_spread("sent -> in the queue", whole)
    return sorted(whole)


def print_cpu(spent: Mapping[str, float]) -> None:
    """Print the CPU seconds of each process."""
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
    print(f"  CPU seconds: {told}; all {sum(spent.values()):.1f}")


def wait_until_seen(stage: Stage, watch: Watch, after: int, moves: int) -> None:
    """Wait until that many moves are recorded, and everything has come to the reader."""
    stage.wait_for(MOVED.format(after), moves, LATER)
    last = int(stage.ask("SELECT max(position) FROM events")[0][0])
    stage.wait_for("SELECT min(position) FROM views.positions", last, LATER)
    while last not in watch.arrived:
        Event().wait(0.05)


def steady(stage: Stage, seconds: int, verdict: Verdict, warm_up: int = WARM_UP) -> None:
    """Measure at a steady pace."""
    send(stage, "warm-up", warm_up)
    stage.wait_for(MOVED.format(0), warm_up * A_SECOND // A_TICKET, LATER)
    wait_until_known(stage)
    after = int(stage.ask("SELECT max(position) FROM events")[0][0])
    watch, before = Watch(stage), stage.cpu()
    watch.begin()
    sent = send(stage, "measured", seconds)
    wait_until_seen(stage, watch, after, seconds * A_SECOND // A_TICKET)
    watch.end()
    print_heading(f"{A_SECOND} commands a second for {seconds} s")
    queues = print_commands(stage, watch, sent)
    breaches, moves = print_chain(chain_of(stage, after), watch.arrived)
    print_cpu(used(before, stage.cpu()))
    for name, found, limit in (
        ("due -> SlaBreached on its topic", breaches, 100),
        ("due -> TierEscalated on its topic", moves, 150),
        ("command on Kafka -> in the queue", queues, 200),
    ):
        verdict.at_most(f"{name}, p99 in ms", percentile(found, 99) / 1_000, limit)


def prepare_crowd(stage: Stage, size: int) -> int:
    """Open tickets whose clocks are due within one second, later; return when that begins."""
    due = now() + LATER * SECOND
    opened = [due - HOUR + n * SECOND // size for n in range(size)]
    crowd = [opening(f"crowd {n}", at, "high", imported=True) for n, at in enumerate(opened)]
    stage.execute(crowd)
    wait_until_known(stage)
    spare = (due - now()) / SECOND
    assert spare > 0, f"the crowd was known {-spare:.1f} s after it was due"
    return due


def crowd(stage: Stage, size: int, verdict: Verdict) -> None:
    """Measure many clocks that are due within one second."""
    due = prepare_crowd(stage, size)
    after = int(stage.ask("SELECT max(position) FROM events")[0][0])
    watch = Watch(stage)
    watch.begin()
    Event().wait(max(0.0, (due - now()) / SECOND - 0.1))
    before = stage.cpu()
    wait_until_seen(stage, watch, after, size)
    watch.end()
    print_heading(f"{size:,} clocks due within one second")
    chain = chain_of(stage, after)
    _, moves = print_chain(chain, watch.arrived)
    print_cpu(used(before, stage.cpu()))
    times = Counter(move.ticket for _, move, _ in chain.moves)
    assert len(times) == times.total() == size, "not each was escalated once"
    verdict.at_most("each of the crowd escalated once, the last after s", moves[-1] / SECOND, 5)


def asked_for() -> argparse.Namespace:
    """Return what the command line says."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--clocks", type=int, default=100_000)
    arguments.add_argument("--seconds", type=int, default=30)
    arguments.add_argument("--crowd", type=int, default=10_000)
    return arguments.parse_args()


def main() -> None:
    """Measure and print."""
    asked = asked_for()
    verdict = Verdict()
    with staged() as stage:
        print_machine(
            clocks=asked.clocks,
            partitions=stage.kafka.partitions,
            commands_at_once_up_to=COMMANDS_AT_ONCE,
            milestones_at_once_up_to=MILESTONES_AT_ONCE,
        )
        stage.publish("bench", POLICY)
        began = now()
        fill(stage, asked.clocks)
        print(f"{asked.clocks:,} clocks opened in {(now() - began) / SECOND:.0f} s", end="")
        stage.start(list(WORKERS))
        print(f", known to all workers {wait_until_known(stage):.0f} s later", flush=True)
        steady(stage, asked.seconds, verdict)
        if asked.crowd:
            crowd(stage, asked.crowd, verdict)
    verdict.exit()


if __name__ == "__main__":
    main()
