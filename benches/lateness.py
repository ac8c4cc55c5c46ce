"""How late milestones are recorded: 10,000 running clocks, 1,000 of them due within one second.

    python benches/lateness.py

Prints the lateness (recorded_at - occurred_at) of those breaches in milliseconds.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer

sys.path.insert(0, str(Path(__file__).parent.parent))

from domain.actor import AGENT, Actor
from domain.commands import OpenTicket, PublishPolicy
from domain.durations import HOUR, SECOND
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import Embedded, open_embedded
from escalon.live import Live
from infra.policies import read_policy, to_json

CLOCKS = 10_000
CROWD = 1_000
LEAD = 20
POLICY = f"""
policy: bench
tiers:
  - {{name: front-line, team: support}}
  - {{name: technical, team: engineering}}
targets:
  - match: {{priority: urgent}}
    metrics: {{resolution: {LEAD}s}}
  - metrics: {{resolution: 8h}}
escalation:
  - {{name: breach-goes-up, when: sla_breached, metric: resolution, to: next}}
"""
ACTOR = Actor(AGENT, "bench")


def open_tickets(desk: Embedded, first_due: int) -> None:
    """Open the crowd one millisecond apart, so that all are due within a second, and the rest."""
    opened = first_due - LEAD * SECOND
    commands = [
        OpenTicket(
            command_id=derive(NAMESPACE, f"open {number}"),
            at=opened + (number * SECOND // CROWD if number < CROWD else -HOUR),
            actor=ACTOR,
            imported=True,
            ticket_id=derive(NAMESPACE, f"ticket {number}"),
            priority="urgent" if number < CROWD else "normal",
            policy="bench",
        )
        for number in range(CLOCKS)
    ]
    for start in range(0, CLOCKS, 1_000):
        desk.desk.execute_many(commands[start : start + 1_000])


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        desk = open_embedded(Path(folder))
        document = to_json(read_policy(POLICY, first_year=2026))
        now = desk.clock.now()
        desk.desk.execute(
            PublishPolicy(
                command_id=derive(NAMESPACE, "publish"),
                at=now,
                actor=ACTOR,
                policy="bench",
                document=document,
            )
        )
        open_tickets(desk, now + LEAD * SECOND)
        stop = Event()
        Timer(LEAD + 3, stop.set).start()
        Live(desk, stop).run()
        print_lateness(desk)


def print_lateness(desk: Embedded) -> None:
    """Print how late breaches and moves were, and whether each came once."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores")
    for topic in ("escalon.SlaBreached", "escalon.TierEscalated"):
        rows = desk.recorder.datastore.execute(
            "SELECT recorded_at, position FROM events WHERE topic = ?", (topic,)
        )
        events = {row[1]: row[0] for row in rows}
        late = sorted(
            recorded_at - desk.feed.read(position - 1, 1)[0].event.occurred_at
            for position, recorded_at in events.items()
        )
        assert len(late) == CROWD, f"{len(late)} {topic}, {CROWD} expected"
        p50, p99 = late[len(late) // 2] / 1_000, late[len(late) * 99 // 100] / 1_000
        print(f"{topic}: {len(late)}, lateness p50 {p50:.1f} ms, p99 {p99:.1f} ms,", end=" ")
        print(f"max {late[-1] / 1_000:.1f} ms")


if __name__ == "__main__":
    main()
