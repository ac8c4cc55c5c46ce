"""Where a ticket stands."""

from __future__ import annotations

NEW = "new"
OPEN = "open"
HELD = "held"
RESOLVED = "resolved"
CLOSED = "closed"
MERGED = "merged"

WAITING = (NEW, OPEN, HELD)
"""Somebody still has to do something."""
ENDED = (RESOLVED, CLOSED, MERGED)
"""Nobody has to do anything, unless it is taken up again."""
