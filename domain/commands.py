"""What people, programs and rules may ask of the desk: plain data, the verb is the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.requests import Request, TicketRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket(TicketRequest):
    """Open a ticket; no `tier` is the first of the policy, no `requester` is nobody known."""

    subject: str = ""
    external_id: str = ""
    requester: str = ""
    requester_group: str = ""
    customer: str = ""
    channel: str = "web"
    priority: str = "normal"
    queue: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    tier: str = ""
    policy: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveContact(TicketRequest):
    """Add a message or call from a requester; an empty `requester` is the ticket's own."""

    text: str = ""
    requester: str = ""
    channel: str = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply(TicketRequest):
    """Send a public answer to the requester; `automatic` replies satisfy no clock."""

    text: str = ""
    channel: str = "web"
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(TicketRequest):
    """Write an internal note."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeTicket(TicketRequest):
    """Say that somebody in the ticket's tier has seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTicket(TicketRequest):
    """Give the ticket to an agent."""

    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignTicket(TicketRequest):
    """Take the ticket from its agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePriority(TicketRequest):
    """Set the priority; `rule` names the policy's rule that asked, if one did."""

    priority: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTicket(TicketRequest):
    """Put the ticket in a queue; an empty `category` leaves the ticket's own."""

    queue: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTicket(TicketRequest):
    """Wait for somebody: `on` is requester, vendor or internal."""

    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTicket(TicketRequest):
    """Stop waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierMove(TicketRequest):
    """A move on the ladder; what a rule asks for carries its cause.

    `cause_at` is the effective time of the cause in microseconds, `metric` that of its clock,
    `moved_within` the cool-down in microseconds (0: none), `policy_version` the one that ruled.
    A `superseded` cause was passed together with a higher one, which acts instead.
    """

    to: str
    reason: str = "manual"
    rule: str = ""
    metric: str = ""
    policy: str = ""
    policy_version: int = 0
    cause_at: int = 0
    moved_within: int = 0
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateTier(TierMove):
    """Move the ticket up, to a named tier or to `next`."""

    to: str = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeescalateTier(TierMove):
    """Move the ticket down, to a named tier or to `previous`."""

    to: str = "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveTicket(TicketRequest):
    """Say that the question is answered."""

    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTicket(TicketRequest):
    """Take up a resolved or closed ticket again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(TicketRequest):
    """End the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTickets(TicketRequest):
    """Say that another ticket has to do with this one."""

    other: str
    relation: str = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTicket(TicketRequest):
    """Say that this ticket is the same question as another, which goes on."""

    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTicket(TicketRequest):
    """Record the requester's satisfaction, from 1 (poor) to 5 (excellent)."""

    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(TicketRequest):
    """Tell people about a ticket: `audience` holds requester, assignee, lead or team.

    `deliver_at` (microseconds) is when the message may go out; 0 is at once.
    """

    audience: tuple[str, ...]
    subject: str = ""
    rule: str = ""
    policy: str = ""
    policy_version: int = 0
    deliver_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPolicy(Request):
    """Publish a policy; `document` is the whole of it as canonical JSON."""

    policy: str
    document: str
    time_zones: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirePolicy(Request):
    """Take a policy out of use."""

    policy: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPolicy(TicketRequest):
    """Bring a policy's version to an open ticket; `mode` is from_now, retroactive or withdraw."""

    policy: str
    version: int
    mode: str = "from_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetRequester(Request):
    """Destroy what names a person."""

    requester: str


TicketCommand: TypeAlias = (
    OpenTicket
    | ReceiveContact
    | SendReply
    | AddNote
    | AcknowledgeTicket
    | AssignTicket
    | UnassignTicket
    | ChangePriority
    | RouteTicket
    | HoldTicket
    | ResumeTicket
    | EscalateTier
    | DeescalateTier
    | ResolveTicket
    | ReopenTicket
    | CloseTicket
    | LinkTickets
    | MergeTicket
    | RateTicket
    | Notify
    | ApplyPolicy
)
PolicyCommand: TypeAlias = PublishPolicy | RetirePolicy
Command: TypeAlias = TicketCommand | PolicyCommand | ForgetRequester
