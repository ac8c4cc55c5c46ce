"""A whole desk in memory and in virtual time, with all followers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.commands import Command, PublishPolicy
from domain.desk import Outcome
from domain.model import Event
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from tests.spec import after, ask
from tests.unit.clock_examples import offset


class Day:
    """A desk whose commands are told with their times, and whose milestones come when due.

    It keeps `room` tickets in memory.
    """

    def __init__(self, *documents: Mapping[str, Any], room: int = 20_000) -> None:
        self.clock = VirtualClock(after("0s"))
        self.embedded = open_embedded(None, self.clock, room=room)
        for document in documents:
            self.publish(document)

    def publish(self, document: Mapping[str, Any]) -> None:
        """Publish a policy at noon."""
        text = json.dumps(document)
        self.ask(ask(PublishPolicy, policy=document["policy"], document=text))

    def ask(self, *commands: Command, now: int | None = None) -> list[Outcome]:
        """Ask for commands at one instant, and let all that follows from them happen.

        The instant is the time of the first, unless they are told late.
        """
        self.pass_until(commands[0].at if now is None else now)
        outcomes = self.embedded.desk.execute_many(commands)
        self.embedded.pipeline.settle()
        return outcomes

    def until(self, text: str) -> Day:
        """Let all happen that does before then."""
        self.pass_until(after(text))
        return self

    def pass_until(self, now: int) -> None:
        self.embedded.pipeline.run_until(now, self.clock.advance)
        self.clock.advance(now)

    def log(self) -> list[Event]:
        """Return all that is recorded, in order."""
        rows = self.embedded.recorder.select_notifications(1, 100_000)
        return [self.embedded.mapper.to_domain_event(row) for row in rows]

    def of(self, *kinds: type[Event]) -> list[Any]:
        """Return the facts of those kinds."""
        return [event for event in self.log() if isinstance(event, kinds)]

    def story(self, *kinds: type[Event]) -> list[str]:
        """Return the facts of those kinds, or of all, such as `1h TierEscalated`."""
        return [told(event) for event in self.log() if not kinds or isinstance(event, kinds)]

    def close(self) -> None:
        self.embedded.close()


def told(event: Event) -> str:
    """Return when a fact happened, after noon, and its name."""
    return f"{offset(event.occurred_at)} {event.TOPIC.removeprefix('escalon.')}"


def day(*steps: Sequence[Command], policy: Mapping[str, Any], until: str = "0s") -> Day:
    """Return a desk under a policy after commands, those of one instant together, and some time."""
    whole = Day(policy)
    for step in steps:
        whole.ask(*step)
    return whole.until(until)
