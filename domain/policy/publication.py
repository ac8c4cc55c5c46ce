"""A policy's life: published in versions, then retired."""

from __future__ import annotations

from domain.commands import PublishPolicy, RetirePolicy
from domain.errors import PolicyNotFound
from domain.events.policy import PolicyEvent, PolicyPublished, PolicyRetired
from domain.ids import NAMESPACE, derive
from domain.model import Aggregate


class Publication(Aggregate):
    """Public methods decide; `_past_tense` methods only remember."""

    first = PolicyPublished

    def begin(self) -> None:
        """Set the state before the first version."""
        self.number = 0
        self.document = ""
        self.in_use = False

    @staticmethod
    def id_of(policy: str) -> str:
        """Return the id of the stream of the policy of that name."""
        return derive(NAMESPACE, f"policy:{policy}")

    def publish(self, request: PublishPolicy) -> None:
        """Put a version in use; the same document again changes nothing."""
        if self.in_use and request.document == self.document:
            return
        self.record(
            PolicyPublished,
            request,
            policy=request.policy,
            policy_version=self.number + 1,
            note=request.note,
            document=request.document,
            time_zones=request.time_zones,
        )

    def retire(self, request: RetirePolicy) -> None:
        """Take the policy out of use."""
        if not self.number:
            raise PolicyNotFound(request.policy)
        if self.in_use:
            self.record(
                PolicyRetired,
                request,
                policy=request.policy,
                policy_version=self.number,
                note=request.note,
            )

    def _published(self, event: PolicyPublished) -> None:
        self.number, self.document, self.in_use = event.policy_version, event.document, True

    def _retired(self, _: PolicyEvent) -> None:
        self.in_use = False

    MEMORY = {PolicyPublished: _published, PolicyRetired: _retired}  # noqa: RUF012  # a ClassVar in the base
