"""How long an edit of a policy takes to reach 100,000 open tickets, and what clocks wait meanwhile.

    python benches/policy_edit.py [--report] [--tickets 100000]

Every ticket has three running clocks. A new version with `apply_to_open: from_now` is published;
the bench runs the loop of `escalon up` until each ticket is under it, with all that its clocks say
recorded. The longest step is how long a milestone may wait for the edit.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benches.figures import MS, Verdict, print_machine
from domain.actor import AGENT, Actor
from domain.commands import OpenTicket, PublishPolicy
from domain.durations import MINUTE
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import Embedded, open_embedded
from escalon.garbage import seldom_collected
from escalon.live import GRAIN, LIMIT
from infra.policies import read_policy, to_json

ACTOR = Actor(AGENT, "bench")
POLICY = """
policy: bench
calendars:
  office: {{time_zone: Europe/Stockholm, hours: {{mon-fri: ["08:00-12:00", "13:00-17:00"]}}}}
tiers: [{{name: front-line, team: support}}, {{name: technical, team: engineering}}]
targets:
  - calendar: office
    metrics: {{first_response: {response}, resolution: {{target: {resolution}}}, tier_time: 120h}}
apply_to_open: from_now
escalation:
  - {{name: breach-goes-up, when: sla_breached, metric: resolution, to: next}}
"""
SECONDS_WANTED = 60
STEP_WANTED = 1_000


def publish(desk: Embedded, name: str, response: str, resolution: str) -> None:
    """Publish a version."""
    document = read_policy(POLICY.format(response=response, resolution=resolution), first_year=2026)
    desk.desk.execute(
        PublishPolicy(
            command_id=derive(NAMESPACE, f"publish {name}"),
            at=desk.clock.now(),
            actor=ACTOR,
            policy="bench",
            document=to_json(document),
        )
    )


def fill(desk: Embedded, tickets: int) -> None:
    """Open tickets within the last hour, and let all followers know them."""
    now = desk.clock.now()
    for start in range(0, tickets, 1_000):
        commands = [
            OpenTicket(
                command_id=derive(NAMESPACE, f"open {number}"),
                at=now - 60 * MINUTE * (tickets - number) // tickets,
                actor=ACTOR,
                imported=True,
                ticket_id=derive(NAMESPACE, f"ticket {number}"),
                policy="bench",
            )
            for number in range(start, min(start + 1_000, tickets))
        ]
        with desk.workspace.transaction():
            desk.desk.execute_many(commands)
            desk.pipeline.settle()


def settle(desk: Embedded) -> list[int]:
    """Run the loop of `escalon up` until nothing moves; return how long each step took (µs)."""
    steps = []
    while not desk.pipeline.is_idle(now := desk.clock.now()):
        began = perf_counter()
        with desk.workspace.transaction():
            desk.pipeline.step(now, grain=GRAIN, limit=LIMIT)
        steps.append(int((perf_counter() - began) * 1_000_000))
    return steps


def recorded(desk: Embedded, name: str) -> int:
    """Return how many events of a name there are."""
    rows = desk.recorder.datastore.execute(
        "SELECT count(*) FROM events WHERE topic = ?", (f"escalon.{name}",)
    )
    return int(rows[0][0])


def measure(folder: Path, tickets: int, verdict: Verdict) -> None:
    """Edit the policy of so many open tickets, and print how that went."""
    desk = open_embedded(folder)
    publish(desk, "first", "80h", "120h")
    fill(desk, tickets)
    with seldom_collected():  # as `escalon up` does
        began, cpu = perf_counter(), process_time()
        publish(desk, "second", "40h", "60h")
        steps = settle(desk)
        seconds, cpu = perf_counter() - began, process_time() - cpu
    applied, said = recorded(desk, "PolicyApplied"), recorded(desk, "SlaRetargeted")
    desk.close()
    print(f"  {applied:,} tickets brought, {said:,} clocks said so, in {len(steps):,} steps")
    print(f"  {tickets / seconds:,.0f} tickets/s, {cpu:.1f} s of CPU")
    verdict.at_least("tickets brought", applied, tickets)
    verdict.at_most("s until all is recorded", seconds, SECONDS_WANTED)
    verdict.at_most("ms of the longest step", max(steps) / MS, STEP_WANTED)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--tickets", type=int, default=100_000)
    asked = arguments.parse_args()
    print_machine(tickets=asked.tickets)
    verdict = Verdict()
    with TemporaryDirectory() as folder:
        measure(Path(folder), asked.tickets, verdict)
    verdict.exit()


if __name__ == "__main__":
    main()
