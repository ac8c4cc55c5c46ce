"""A desk whose policy changes while tickets are open."""

from __future__ import annotations

import json
from typing import Any

from domain.commands import OpenTicket, PublishPolicy
from tests.spec import REQUESTER, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, rule, target

LONG = document(target(resolution="8h"))
SHORT = document(target(resolution="4h"), apply_to_open="from_now")
SHORTER = document(target(resolution="2h"), apply_to_open="from_now")
UP = rule("up", "sla_breached", to="next")


def publishing(text: dict[str, Any], at: str) -> PublishPolicy:
    return ask(PublishPolicy, policy=text["policy"], document=json.dumps(text), at=at)


def opening(at: str = "0s", **about: Any) -> OpenTicket:
    return ask(OpenTicket, policy="default", by=REQUESTER, at=at, **about)


def begun(text: dict[str, Any] = LONG, **about: Any) -> Day:
    """Return a desk with one open ticket under version 1."""
    day = Day(text)
    day.ask(opening(**about))
    return day


def spoken(day: Day, *kinds: type[Any]) -> list[str]:
    story = day.story(*kinds)
    day.close()
    return story
