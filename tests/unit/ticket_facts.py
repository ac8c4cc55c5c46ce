"""What can happen to a ticket, in the words of the tests."""

from __future__ import annotations

from typing import Any

from domain.events.conversation import (
    ContactReceived,
    NoteAdded,
    ReplySent,
    RequesterNotified,
    SatisfactionRated,
    StaffNotified,
)
from domain.events.sla import EscalationDeclined
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    PriorityChanged,
    TicketAcknowledged,
    TicketAssigned,
    TicketClosed,
    TicketHeld,
    TicketLinked,
    TicketMerged,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnassigned,
    TierDeescalated,
    TierEscalated,
)
from tests.spec import CARL, NOON, OTHER, Fact


def opened(**about: Any) -> Fact:
    said: dict[str, Any] = {
        "external_id": "",
        "requester": CARL,
        "requester_group": "",
        "customer": "",
        "subject": "The printer is on fire",
        "channel": "web",
        "priority": "normal",
        "queue": "",
        "category": "",
        "tags": (),
        "tier": "front-line",
        "policy": "default",
        "policy_version": 1,
    }
    return Fact(kind=TicketOpened, said={**said, **about})


def contacted(*, requester: str = CARL, channel: str = "web", text: str = "") -> Fact:
    said = {"requester": requester, "channel": channel, "text": text}
    return Fact(kind=ContactReceived, said=said)


def replied(*, requester: str = CARL, text: str = "", automatic: bool = False) -> Fact:
    said = {"requester": requester, "channel": "web", "text": text, "automatic": automatic}
    return Fact(kind=ReplySent, said=said)


def noted(text: str = "") -> Fact:
    return Fact(kind=NoteAdded, said={"requester": CARL, "text": text})


def acknowledged(tier: str = "front-line") -> Fact:
    return Fact(kind=TicketAcknowledged, said={"tier": tier})


def assigned(assignee: str = "anna", previous: str = "") -> Fact:
    return Fact(kind=TicketAssigned, said={"assignee": assignee, "previous": previous})


def unassigned(previous: str = "anna") -> Fact:
    return Fact(kind=TicketUnassigned, said={"previous": previous})


def prioritised(new: str, old: str = "normal", rule: str = "") -> Fact:
    return Fact(kind=PriorityChanged, said={"old": old, "new": new, "rule": rule})


def routed(queue: str, category: str = "", *, old: tuple[str, str] = ("", "")) -> Fact:
    said = {"old_queue": old[0], "queue": queue, "old_category": old[1], "category": category}
    return Fact(kind=TicketRouted, said=said)


def held(on: str = "vendor") -> Fact:
    return Fact(kind=TicketHeld, said={"on": on})


def resumed(was_on: str = "vendor") -> Fact:
    return Fact(kind=TicketResumed, said={"was_on": was_on})


def _moved(from_tier: str, to_tier: str, about: dict[str, Any]) -> dict[str, Any]:
    said = {"reason": "manual", "rule": "", "metric": "", "policy": "default", "policy_version": 1}
    return {"from_tier": from_tier, "to_tier": to_tier, **said, **about}


def escalated(to: str = "technical", was: str = "front-line", **about: Any) -> Fact:
    return Fact(kind=TierEscalated, said=_moved(was, to, about))


def deescalated(to: str = "front-line", was: str = "technical", **about: Any) -> Fact:
    return Fact(kind=TierDeescalated, said=_moved(was, to, about))


def resolved(resolution: str = "", assignee: str = "", tier: str = "front-line") -> Fact:
    said = {"resolution": resolution, "requester": CARL, "assignee": assignee, "tier": tier}
    return Fact(kind=TicketResolved, said=said)


def reopened(was: str = "resolved") -> Fact:
    return Fact(kind=TicketReopened, said={"was": was})


def closed(was: str = "new") -> Fact:
    return Fact(kind=TicketClosed, said={"was": was})


def linked(other: str = OTHER, relation: str = "related") -> Fact:
    return Fact(kind=TicketLinked, said={"other": other, "relation": relation})


def merged(into: str = OTHER) -> Fact:
    return Fact(kind=TicketMerged, said={"into": into, "requester": CARL})


def rated(score: int, comment: str = "") -> Fact:
    return Fact(
        kind=SatisfactionRated, said={"requester": CARL, "score": score, "comment": comment}
    )


def policy_applied(
    version: int, *, old: int = 1, mode: str = "from_now", policy: str = "default"
) -> Fact:
    said = {"policy": policy, "old_version": old, "policy_version": version, "mode": mode}
    return Fact(kind=PolicyApplied, said=said)


def policy_withdrawn(version: int = 1) -> Fact:
    return Fact(kind=PolicyWithdrawn, said={"policy": "default", "policy_version": version})


def requester_told(subject: str = "", *, rule: str = "", deliver_at: int = NOON) -> Fact:
    said = {"requester": CARL, "subject": subject, "rule": rule, "deliver_at": deliver_at}
    return Fact(kind=RequesterNotified, said=said)


def staff_told(*audience: str, **about: Any) -> Fact:
    said = {"subject": "", "rule": "", "policy": "", "policy_version": 0}
    return Fact(kind=StaffNotified, said={"audience": audience, **said, **about})


def declined(why: str, *, ticket_version: int, **about: Any) -> Fact:
    said = {"rule": "up", "reason": "sla_breached", "policy": "default", "policy_version": 1}
    return Fact(
        kind=EscalationDeclined,
        said={"why": why, "ticket_version": ticket_version, **said, **about},
    )
