"""Keeping what names a person unreadable to whoever has no key."""

from __future__ import annotations

from typing import Protocol


class Cipher(Protocol):
    """Turns a personal text into what is stored, and back; `event_id` and `field` say where."""

    def encrypt(self, text: str, *, requester: str, event_id: str, field: str) -> str:
        """Return what is stored for the text."""
        ...

    def decrypt(self, text: str, *, requester: str, event_id: str, field: str) -> str:
        """Return the text that was stored."""
        ...


class NoCipher:
    """Stores personal texts as they are, until keys are set."""

    def encrypt(self, text: str, *, requester: str, event_id: str, field: str) -> str:
        """Return the text."""
        return text

    def decrypt(self, text: str, *, requester: str, event_id: str, field: str) -> str:
        """Return the text."""
        return text
