"""Looks over all open tickets of a policy for what another version would change, if it were now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from domain.actor import SYSTEM, Actor
from domain.events.policy import PolicyEvent, PolicyPublished
from domain.events.ticket import PolicyApplied, TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.ids import derive
from domain.impact import STARTED, STOPPED, TicketChange, change_of
from domain.policy.catalogue import Catalogue
from domain.policy.publication import Publication
from domain.policy_change import KEEP, Turning, turning_of
from escalon.handling.handling import Handling
from infra.policies import to_json

AT_ONCE = 500
"""How many tickets are read from the log at once."""
Told = Callable[[int, int], None]
"""Hears how many tickets of how many are done."""


@dataclass(frozen=True, kw_only=True)
class Impact:
    """What publishing would change; `open_tickets` are those of the policy.

    `stranded` counts those in tiers that the new version has no more and moves nowhere.
    """

    policy: str
    new_version: int
    mode: str
    open_tickets: int
    changes: Sequence[TicketChange]
    stranded: Mapping[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many tickets, or clocks of them, change in which way."""
        clocks = [clock for change in self.changes for clock in change.clocks]
        return {
            "open": self.open_tickets,
            "changed": len(self.changes),
            "moved": sum(change.tier != change.new_tier for change in self.changes),
            "without_target": sum(bool(c.target) and not c.new_target for c in self.changes),
            "clocks_due_earlier": sum(clock.shift < 0 for clock in clocks),
            "clocks_due_later": sum(clock.shift > 0 for clock in clocks),
            "clocks_started": sum(clock.change == STARTED for clock in clocks),
            "clocks_stopped": sum(clock.change == STOPPED for clock in clocks),
            "clocks_breaching_at_once": sum(clock.breaches for clock in clocks),
        }

    @property
    def moves(self) -> Mapping[tuple[str, str], int]:
        """How many tickets would move, from which tier to which."""
        moves = Counter((c.tier, c.new_tier) for c in self.changes if c.tier != c.new_tier)
        return dict(sorted(moves.items()))

    def most_affected(self, number: int) -> Sequence[TicketChange]:
        """Return those that breach at once, then those that are due earliest before they were."""
        return sorted(self.changes, key=_severity)[:number]


def impact_of(handling: Handling, document: Mapping[str, Any], told: Told) -> Impact:
    """Return what publishing the document now would change; nothing is recorded."""
    events = [e for e in handling.policy_events() if e.policy == document["policy"]]
    catalogue = handling.policies()
    turnings = [turning_of(event, catalogue) for event in events]
    text = to_json(document)
    now = handling.clock.now()
    if events and text == _document_of(events):  # publishing it again is nothing
        turnings[-1] = turnings[-1]._replace(mode=KEEP)
    else:
        published = _published(document["policy"], text, events, now)
        catalogue.learn(published)
        turnings.append(turning_of(published, catalogue))
    overseer = _Overseer(turnings, now, catalogue)
    for facts in _open_tickets(handling, told):
        overseer.look_at(facts, document["policy"])
    return Impact(
        policy=document["policy"],
        new_version=turnings[-1].version,
        mode=turnings[-1].mode,
        open_tickets=overseer.seen,
        changes=overseer.changes,
        stranded=dict(sorted(overseer.stranded.items())),
    )


class _Overseer:
    """Looks at one ticket after the other, and keeps what changes."""

    def __init__(self, turnings: Sequence[Turning], now: int, catalogue: Catalogue) -> None:
        self._turnings, self._now, self._catalogue = turnings, now, catalogue
        self.seen = 0
        self.changes: list[TicketChange] = []
        self.stranded: Counter[str] = Counter()

    def look_at(self, facts: Sequence[TicketEvent], policy: str) -> None:
        held = [e.policy for e in facts if isinstance(e, TicketOpened | PolicyApplied)]
        if held[-1] != policy:
            return
        self.seen += 1
        change = change_of(facts, self._turnings, self._now, self._catalogue)
        if change.is_any:
            self.changes.append(change)
        version = self._catalogue.version(policy, self._turnings[-1].version)
        if version and change.new_tier not in version.ladder:
            self.stranded[change.new_tier] += 1


def _open_tickets(handling: Handling, told: Told) -> Iterator[list[TicketEvent]]:
    """Yield all facts of each open ticket."""
    ids = handling.open_tickets()
    for start in range(0, len(ids), AT_ONCE):
        told(start, len(ids))
        facts = handling.streams(ids[start : start + AT_ONCE])
        for _, own in groupby(facts, attrgetter("originator_id")):
            yield [event for event in own if isinstance(event, TicketEvent)]
    told(len(ids), len(ids))


def _document_of(events: Sequence[PolicyEvent]) -> str:
    """Return the document in use; empty where there is none."""
    return events[-1].document if isinstance(events[-1], PolicyPublished) else ""


def _published(
    policy: str, document: str, events: Sequence[PolicyEvent], now: int
) -> PolicyPublished:
    """Return the event that publishing would record."""
    id = Publication.id_of(policy)
    version = max((event.policy_version for event in events), default=0) + 1
    return PolicyPublished(
        originator_id=id,
        originator_version=len(events) + 1,
        event_id=derive(id, f"perhaps {version}"),
        occurred_at=now,
        actor=Actor(SYSTEM, "policy-check"),
        command_id=id,
        correlation_id=id,
        causation_id=id,
        policy=policy,
        policy_version=version,
        note="",
        document=document,
        time_zones="",
    )


def _severity(change: TicketChange) -> tuple[int, int, str]:
    breaching = sum(clock.breaches for clock in change.clocks)
    return -breaching, min((clock.shift for clock in change.clocks), default=0), change.ticket_id
