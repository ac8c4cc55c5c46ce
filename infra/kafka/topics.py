"""All topics: their keys, how far they are spread, how long they keep what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.events.conversation import ContactReceived
from domain.events.names import EVENTS
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent
from domain.events.ticket import TicketMerged, TicketOpened
from domain.model import Event

DAY_MS = 24 * 60 * 60 * 1_000
FOR_EVER = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
LATEST = {"cleanup.policy": "compact"}


def _days(days: int) -> dict[str, str]:
    kept = {"retention.ms": str(days * DAY_MS), "retention.bytes": "-1"}
    return {"cleanup.policy": "delete", **kept}


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic; `key` says in words what its keys are, `settings` are Kafka's own.

    One that is spread has the partitions of the settings in force; others have one.
    """

    name: str
    key: str
    settings: Mapping[str, str]
    is_spread: bool = True

    def partitions(self, spread: int) -> int:
        """Return how many partitions it has where those that are spread have so many."""
        return spread if self.is_spread else 1

    @property
    def dead_letters(self) -> Topic:
        """The topic of its records that couldn't be handled."""
        return replace(self, name=f"{self.name}.dlq", settings=_days(7))


TICKETS = Topic(name="escalon.tickets.v1", key="ticket id", settings=FOR_EVER)
SLA = Topic(name="escalon.sla.v1", key="ticket id", settings=FOR_EVER)
CONTACTS = Topic(name="escalon.contacts.v1", key="requester pseudonym", settings=FOR_EVER)
POLICIES = Topic(name="escalon.policies.v1", key="policy name", settings=FOR_EVER, is_spread=False)
COMMANDS = Topic(name="escalon.commands.v1", key="ticket id", settings=_days(7))
RESULTS = Topic(name="escalon.command-results.v1", key="command id", settings=_days(7))
STATES = Topic(name="escalon.ticket-state.v1", key="ticket id", settings=LATEST)
WATERMARKS = Topic(name="escalon.watermarks.v1", key="log", settings=_days(1), is_spread=False)
NOTIFICATIONS = Topic(name="escalon.notifications.v1", key="ticket id", settings=FOR_EVER)
SEALS = Topic(name="escalon.seals.v1", key="log", settings=FOR_EVER, is_spread=False)

OF_EVENTS = (TICKETS, SLA, CONTACTS, POLICIES)
"""Those that the relay fills from the log."""
READ = (*OF_EVENTS, COMMANDS)
"""Those that our own followers read, and whose records may turn out to be dead letters."""
TOPICS: tuple[Topic, ...] = (
    *(*READ, RESULTS, STATES, WATERMARKS, NOTIFICATIONS, SEALS),
    *(topic.dead_letters for topic in READ),
)
BY_NAME: Mapping[str, Topic] = {topic.name: topic for topic in TOPICS}

COPIED = frozenset(event.TOPIC for event in (TicketOpened, ContactReceived, TicketMerged))
"""The stored names of the events of which the contacts' topic has copies."""


def _home(event: type[Event]) -> Topic:
    if issubclass(event, PolicyEvent):
        return POLICIES
    return SLA if issubclass(event, CaseEvent) else TICKETS


_HOMES: Mapping[str, str] = {event.TOPIC: _home(event).name for event in EVENTS}


def topic_of(event_name: str) -> str:
    """Return the topic of an event's stored name; raises `KeyError` for one that isn't."""
    return _HOMES[event_name]


def topics_of(event_name: str) -> Iterator[str]:
    """Yield every topic that the event goes to, its own first."""
    yield topic_of(event_name)
    if event_name in COPIED:
        yield CONTACTS.name
