"""Tells a case's events to the desk as commands, each at its instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from domain import commands as c
from tests.conformance.agreements import INNER_TIER, Agreement, agreement_of
from tests.conformance.instants import instant
from tests.conformance.policies import OPEN_TIER, document_of
from tests.conformance.rows import NotCovered
from tests.conformance.stage import OTHER, Stage
from tests.conformance.timeline import LATER, Told, ends_by_itself
from tests.conformance.words import WAITS_ON, is_inner

WHO = {
    "customer": "customer",
    "requestor": "customer",
    "agent": "agent",
    "owner": "agent",
    "system": "system",
}
UNCHANGED = frozenset(["at", "offset_min", "event", "note"])
"""What an event says that isn't a part of the policy."""


class Teller:
    """Knows the policy in force and what state the peer's ticket is in.

    `versions` are the agreements of each published version, in the order of their targets.
    """

    def __init__(
        self, stage: Stage, policy: Mapping[str, Any], events: Sequence[Told], *, boundary: str
    ) -> None:
        self._stage = stage
        self._policy = policy
        self._events = events
        self._boundary = boundary
        self._is_later = any(event["event"] in LATER for event in events)
        self._is_held = self._by_reply = False
        self._ended = ""
        self.tells_staff = False
        self.versions: list[Sequence[Agreement]] = []

    def tell(self) -> Iterator[None]:
        """Tell one event after the other, stopping after each; raises `NotCovered`."""
        self._publish(waits=self._is_later and not is_inner(self._policy))
        for place, event in enumerate(self._events):
            if ends_by_itself(self._events, place) and not self._policy.get("cancel_on_pause"):
                raise NotCovered("a hold that ends by itself: here somebody resumes the ticket")
            self._stage.wait(instant(event["at"]))
            TELL[event["event"]](self, event)
            yield

    def _publish(self, *, waits: bool = False) -> None:
        agreements = [] if waits else [*self._switches(), agreement_of(self._policy)]
        first_year = int(self._events[0]["at"][:4])
        document = document_of(agreements, self._boundary, first_year, tells=self.tells_staff)
        self._stage.publish(document)
        self.versions.append(agreements)

    def _switches(self) -> Iterator[Agreement]:
        for event in self._events:
            if event.get("switches_policy_to"):
                other = agreement_of({**self._policy, **event["switches_policy_to"]})
                yield other.for_priority(str(event.get("to", event.get("priority"))))

    def opened(self, event: Told) -> None:
        inner = is_inner(self._policy) and not self._is_later
        self._stage.ask(
            c.OpenTicket,
            by=_who(event, "customer"),
            requester="customer",
            subject=event.get("title", ""),
            tier=INNER_TIER if inner else OPEN_TIER,
            **self._described(event),
        )
        self._come_into(event.get("state"), event)

    def _described(self, event: Told) -> dict[str, str]:
        facets = {facet: values[0] for facet, values in agreement_of(self._policy).match.items()}
        named = ("priority", "channel", "queue", "category", "customer")
        return {**facets, **{name: str(event[name]) for name in named if name in event}}

    def customer_message(self, event: Told) -> None:
        """Have the customer write; a hold that an answer began ends with that."""
        text = event.get("subject", "")
        self._stage.ask(c.ReceiveContact, by=_who(event, "customer"), text=text)
        state = event.get("state", event.get("status"))
        if state is not None:
            self._come_into(state, event)
        elif self._by_reply:
            self.resumed(event)

    def agent_reply(self, event: Told) -> None:
        self._stage.ask(c.SendReply, by=_who(event, "agent"))
        state = event.get("status", event.get("state"))
        if state in self._pausing:
            self.pending(event)
            self._by_reply = True

    def internal_note(self, event: Told) -> None:
        self._stage.ask(c.AddNote, by=_who(event, "agent"))

    def state_changed(self, event: Told) -> None:
        self._come_into(event["to"], event)

    def _come_into(self, state: str | None, event: Told) -> None:
        if state == "closed":
            self.closed(event)
        elif state in self._pausing:
            self.pending(event)
        elif self._ended:
            self.reopened(event)
        else:
            self.resumed(event)

    def pending(self, event: Told) -> None:
        """Hold the ticket, on whom its clocks wait for if the state is one that pauses."""
        state = event.get("to", event.get("state", event.get("status")))
        pauses = state is None or state in self._pausing
        self._stage.ask(c.HoldTicket, on=WAITS_ON if pauses else "internal")
        self._is_held, self._by_reply = True, False

    def resumed(self, _: Told) -> None:
        if not self._is_held:
            return
        if self._policy.get("exclude_paused_time") is False:
            raise NotCovered("a pause that hides the deadline and counts: pauses here don't count")
        self._stage.ask(c.ResumeTicket)
        self._is_held = self._by_reply = False

    def resolved(self, event: Told) -> None:
        self._stage.ask(c.ResolveTicket, by=_who(event, "agent"))
        self._is_held, self._ended = False, "resolved"

    def closed(self, event: Told) -> None:
        """Close the ticket; what a peer closes is resolved with that."""
        if not self._ended:
            self.resolved(event)
        self._stage.ask(c.CloseTicket, by=_who(event, "agent"))

    def reopened(self, event: Told) -> None:
        self._stage.ask(c.ReopenTicket, by=_who(event, "customer"))
        self._ended = ""

    def merged(self, _: Told) -> None:
        self._stage.ask(c.OpenTicket, by="customer", ticket_id=OTHER, tier=OPEN_TIER)
        self._stage.ask(c.MergeTicket, into=OTHER)
        self._ended = "merged"

    def priority_changed(self, event: Told) -> None:
        priority = str(event.get("to", event.get("priority")))
        self._stage.ask(c.ChangePriority, by=_who(event, "agent"), priority=priority)

    def assigned(self, event: Told) -> None:
        """Bring the agreement to the ticket: an inner one begins in the tier it is for."""
        if not is_inner(self._policy) or event.keys() - UNCHANGED:
            self.changed(event)
        if is_inner(self._policy):
            self._stage.ask(c.EscalateTier, to=INNER_TIER)

    def changed(self, event: Told) -> None:
        self._policy = {**self._policy, **{k: event[k] for k in event if k not in UNCHANGED}}
        self._publish()

    def nothing(self, _: Told) -> None:
        """Let only the time go by."""

    @property
    def _pausing(self) -> Sequence[str]:
        return tuple(self._policy.get("pause_on", ()))


def _who(event: Told, default: str) -> str:
    by = event.get("by", default)
    if by not in WHO:
        raise NotCovered(f"something done by {by}")
    return WHO[by]


TELL: Mapping[str, Callable[[Teller, Told], None]] = {
    "opened": Teller.opened,
    "customer_message": Teller.customer_message,
    "agent_reply": Teller.agent_reply,
    "internal_note": Teller.internal_note,
    "pending": Teller.pending,
    "resumed": Teller.resumed,
    "state_changed": Teller.state_changed,
    "resolved": Teller.resolved,
    "closed": Teller.closed,
    "reopened": Teller.reopened,
    "merged": Teller.merged,
    "priority_changed": Teller.priority_changed,
    "policy_assigned": Teller.assigned,
    "policy_created": Teller.assigned,
    "policy_changed": Teller.changed,
    "calendar_changed": Teller.changed,
    "timer_scan": Teller.nothing,
    "viewed": Teller.nothing,
}
"""How each event is told."""
