"""Every way the desk can refuse, each as one sentence a person can read."""

from __future__ import annotations


class DeskError(Exception):
    """The desk refused a command; the sentence says why and what would be right."""


class TicketNotFound(DeskError):
    """There is no such ticket."""

    def __init__(self, ticket: str) -> None:
        super().__init__(f"There is no ticket {ticket}.")


class PolicyNotFound(DeskError):
    """There is no such policy in use."""

    def __init__(self, policy: str) -> None:
        super().__init__(f"There is no policy '{policy}' in use; publish one of that name first.")


class RuleBroken(DeskError):
    """The command makes no sense for a ticket in this state."""


class TimeRefused(DeskError):
    """The command's time lies too far from now."""


class NotSupported(DeskError):
    """The command has no behaviour yet."""
