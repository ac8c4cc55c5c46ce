"""What happens to a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.model import Event


@dataclass(frozen=True, kw_only=True)
class PolicyEvent(Event):
    """A fact about one policy, in its own stream."""

    policy: str
    policy_version: int
    note: str


@dataclass(frozen=True, kw_only=True)
class PolicyPublished(PolicyEvent):
    """A version of a policy holds from now on; `document` is the whole of it as canonical JSON."""

    TOPIC: ClassVar[str] = "escalon.PolicyPublished"

    document: str
    time_zones: str


@dataclass(frozen=True, kw_only=True)
class PolicyRetired(PolicyEvent):
    """A policy is out of use."""

    TOPIC: ClassVar[str] = "escalon.PolicyRetired"
