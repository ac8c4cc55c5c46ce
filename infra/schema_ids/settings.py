"""Where a registry of somebody else's is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrySettings:
    """A registry that speaks as Confluent's does, below `url`; the password is never shown.

    `authority` is a PEM file of who signed it, otherwise the system's hold; `patience` is how many
    seconds it may take to answer. Raises `ValueError` with a sentence for what can't be.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    patience: float = 10.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            message = (
                "The registry's address is no URL that begins with http:// or https:// and has a"
                " host, such as https://registry.example:8081."
            )
            raise ValueError(message)
        if parts.username is not None:
            message = (
                "The registry's URL holds a user, and URLs are shown; set registry_user and"
                " registry_password_file instead."
            )
            raise ValueError(message)
