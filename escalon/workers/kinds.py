"""The followers of a distributed desk: what each reads, and how one for a partition is made."""

from __future__ import annotations

from collections.abc import Mapping

from consumers.escalation import Escalation
from consumers.policy_moves import EVENTS, PolicyMoves
from consumers.repeat_contacts import RepeatContacts
from consumers.sla_timer import SlaTimer
from domain.events.policy import PolicyPublished, PolicyRetired
from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Timer
from escalon.workers.share import Kind, Portion
from infra.kafka.partitioning import partition_of
from infra.kafka.topics import CONTACTS, COPIED, POLICIES, SLA, TICKETS
from infra.log.follower import Patient


def _sla_timer(desk: Distributed, policies: Catalogue, share: Portion) -> tuple[Patient, Timer]:
    timer = SlaTimer(desk.desk, desk.workspace, policies, *share)
    return timer, timer


def _repeat_contacts(
    desk: Distributed, policies: Catalogue, share: Portion
) -> tuple[Patient, None]:
    """Return one that counts by requester what is keyed so, and by ticket what is keyed by that.

    It reads both topics: a contact is keyed by whoever asked on one, and by the ticket on the
    other, and which of them counts is the policy's to say.
    """
    number = int(share.name.rsplit(":", 1)[1])

    def is_mine(key: str) -> bool:
        return partition_of(key, desk.kafka.partitions) == number

    return RepeatContacts(desk.desk, desk.workspace, policies, share.name, is_mine=is_mine), None


def _escalation(desk: Distributed, policies: Catalogue, share: Portion) -> tuple[Patient, None]:
    return Escalation(desk.desk, desk.workspace, policies, *share), None


def _policy_moves(desk: Distributed, policies: Catalogue, share: Portion) -> tuple[Patient, Timer]:
    moves = PolicyMoves(desk.desk, desk.workspace, policies, *share)
    return moves, moves


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="sla-timer", topics=(TICKETS.name, POLICIES.name), make=_sla_timer, is_prompt=True
        ),
        Kind(
            name="repeat-contacts",
            topics=(CONTACTS.name, TICKETS.name, POLICIES.name),
            make=_repeat_contacts,
            needs=COPIED | {event.TOPIC for event in (PolicyPublished, PolicyRetired)},
            gather=0.04,
        ),
        Kind(name="escalation", topics=(TICKETS.name, SLA.name, POLICIES.name), make=_escalation),
        Kind(
            name="policy-moves",
            topics=(TICKETS.name, POLICIES.name),
            make=_policy_moves,
            needs={event.TOPIC for event in EVENTS},
            gather=0.2,
        ),
    )
}
"""Every follower that is spread over partitions."""
IN_REPLAYS: Mapping[str, Kind] = {
    name: kind for name, kind in KINDS.items() if name != "policy-moves"
}
"""Those that act when a log is told again: there no policy ever changes."""
