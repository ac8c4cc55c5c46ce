"""The followers of a distributed desk: what each reads, and how one for a partition is made."""

from __future__ import annotations

from collections.abc import Mapping

from consumers.escalation import Escalation
from consumers.repeat_contacts import RepeatContacts
from consumers.sla_timer import SlaTimer
from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.pipeline import Timer
from escalon.workers.shares import Kind, Portion
from infra.kafka.topics import CONTACTS, POLICIES, SLA, TICKETS
from infra.log.follower import Follower


def _sla_timer(desk: Distributed, policies: Catalogue, share: Portion) -> tuple[Follower, Timer]:
    timer = SlaTimer(desk.desk, desk.workspace, policies, *share)
    return timer, timer


def _repeat_contacts(
    desk: Distributed, policies: Catalogue, share: Portion
) -> tuple[Follower, None]:
    return RepeatContacts(desk.desk, desk.workspace, policies, *share), None


def _escalation(desk: Distributed, policies: Catalogue, share: Portion) -> tuple[Follower, None]:
    return Escalation(desk.desk, desk.workspace, policies, *share), None


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="sla-timer", topics=(TICKETS.name, POLICIES.name), make=_sla_timer, is_prompt=True
        ),
        Kind(name="repeat-contacts", topics=(CONTACTS.name, POLICIES.name), make=_repeat_contacts),
        Kind(name="escalation", topics=(TICKETS.name, SLA.name, POLICIES.name), make=_escalation),
    )
}
"""Every follower that is spread over partitions."""
