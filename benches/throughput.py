"""How many commands a second go through Kafka, the log and the topics into the queues.

    python benches/throughput.py [--report] [--commands 30000]

Everything is on this machine: the organisation that sends, the broker, the database, a process of
each worker. The sender keeps some thousand commands waiting, so that the desk is never idle.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benches.cpu import used
from benches.figures import Verdict, print_machine
from benches.stage import ACTOR, Stage, id_of, now, staged
from consumers.relay import BATCH
from domain import commands as c
from domain.durations import SECOND
from escalon.workers.models import LIMIT
from escalon.workers.receiving import AT_ONCE
from escalon.workers.starting import WORKERS
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.topics import COMMANDS

POLICY = """
policy: bench
tiers:
  - {name: front-line, team: support}
  - {name: technical, team: engineering}
targets:
  - metrics: {first_response: 1h, resolution: 8h}
escalation:
  - {name: breach-goes-up, when: sla_breached, metric: resolution, to: next}
"""
WARM_UP = 4_000
WAITING = 4_000
LOOK = 0.2
PATIENCE = 300
DONE = "SELECT count(*) FROM processed_commands"
SHOWN = "SELECT position FROM views.positions WHERE projection = 'queues_1'"
SLOWEST = "SELECT least((SELECT min(position) FROM views.positions), min(reached)) FROM ({}) AS f"
FOLLOWERS = (
    "SELECT max(position) AS reached FROM positions WHERE follower LIKE '%%:%%'"
    " AND split_part(follower, ':', 1) IN ('sla-timer', 'escalation')"
    " GROUP BY split_part(follower, ':', 1)"
)


def lives(run: str, commands: int) -> Iterator[c.Command]:
    """Yield the commands of many tickets, each opened, taken, answered, noted and resolved."""
    for number in range(commands // 5):
        name, at = f"{run} {number}", now()
        about = [{"command_id": id_of(f"{name} {n}"), "at": at + n} for n in range(5)]
        rest = {"actor": ACTOR, "ticket_id": id_of(name)}
        yield c.OpenTicket(**about[0], **rest, subject="It is out of paper again", policy="bench")
        yield c.AssignTicket(**about[1], **rest, assignee=ACTOR.id)
        yield c.SendReply(**about[2], **rest)
        yield c.AddNote(**about[3], **rest, text="seen")
        yield c.ResolveTicket(**about[4], **rest)


def send(stage: Stage, run: str, commands: int) -> None:
    """Send all, but never have much more waiting than the desk takes at once."""
    sent, done_before = 0, int(stage.ask(DONE)[0][0])
    with closing(producer(stage.kafka, Sends(name="bench", linger=5))) as sender:
        for command in lives(run, commands):
            sender.send(COMMANDS.name, value_of(command), command.ticket_id.encode())
            sent += 1
            while sent % 500 == 0 and sent - _done(stage, done_before) > WAITING:
                Event().wait(LOOK)


def _done(stage: Stage, before: int) -> int:
    return int(stage.ask(DONE)[0][0]) - before


def run(stage: Stage, name: str, commands: int) -> tuple[float, float]:
    """Send; return seconds until the last command was in the queues, and known to every worker."""
    done, began = int(stage.ask(DONE)[0][0]), now()
    send(stage, name, commands)
    stage.wait_for(DONE, done + commands, PATIENCE)
    last = int(stage.ask("SELECT max(last_position) FROM processed_commands")[0][0])
    stage.wait_for(SHOWN, last, PATIENCE)
    shown = now() - began
    stage.wait_for(SLOWEST.format(FOLLOWERS), last, PATIENCE)
    return shown / SECOND, (now() - began) / SECOND


def asked_for() -> argparse.Namespace:
    """Return what the command line says."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--commands", type=int, default=30_000)
    return arguments.parse_args()


def measure(stage: Stage, commands: int) -> float:
    """Measure, print what each process used, and return the commands a second."""
    before = stage.cpu() | {"sender": process_time()}
    shown, known = run(stage, "measured", commands)
    spent = used(before, stage.cpu() | {"sender": process_time()})
    [(facts,)] = stage.ask("SELECT count(*) FROM events")
    print(f"in the queues after {shown:.1f} s, known to timers and rules after {known:.1f} s")
    print(f"{facts:,} facts in the log with those of the warm-up")
    for name, seconds in (spent | {"all": sum(spent.values())}).items():
        each = seconds / commands * 1e6
        print(f"  {name:16} {seconds:6.1f} CPU seconds {each:7.0f} µs a command")
    return commands / shown


def main() -> None:
    """Measure and print."""
    commands = asked_for().commands
    verdict = Verdict()
    with staged() as stage:
        stage.publish("bench", POLICY)
        stage.start(list(WORKERS))
        run(stage, "warm-up", WARM_UP)
        print_machine(
            commands=commands,
            partitions=stage.kafka.partitions,
            commands_at_once_up_to=AT_ONCE,
            published_at_once_up_to=BATCH,
            shown_at_once_up_to=LIMIT,
        )
        rate = measure(stage, commands)
    verdict.at_least("commands a second (goal 1,500)", rate, 800)
    verdict.exit()


if __name__ == "__main__":
    main()
