"""How a client proves who it is to Kafka, and knows the broker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka.net.sasl.oauth import AbstractTokenProvider

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
OAUTH = "OAUTHBEARER"
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", OAUTH)


class TokenFile(AbstractTokenProvider):  # type: ignore[misc]  # the library ships no types
    """Reads the token anew for each connection: others keep the file fresh."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def token(self) -> str:
        """Return the token."""
        return self._path.read_text("utf-8").strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Security:
    """What goes with every connection; secrets are never part of its text.

    `authority`, `certificate` and `key` are PEM files; without an authority the system's hold.
    Raises `ValueError` with a sentence for what can't be together.
    """

    protocol: str = "PLAINTEXT"
    mechanism: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: Path | None = None
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    key_password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.protocol not in PROTOCOLS:
            message = f"Kafka's protocol is '{self.protocol}'; it is one of {', '.join(PROTOCOLS)}."
            raise ValueError(message)
        if self.is_sasl:
            self._must_be_whole()

    def __str__(self) -> str:
        return f"{self.protocol} with {self.mechanism}" if self.is_sasl else self.protocol

    @property
    def is_sasl(self) -> bool:
        """Whether the client names itself."""
        return self.protocol.startswith("SASL")

    @property
    def proof(self) -> str:
        """What the client names itself by, in words."""
        return (
            f"the token in {self.token}"
            if self.token
            else f"the user '{self.user}' with its password"
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether the connection is TLS."""
        return self.protocol.endswith("SSL")

    def options(self) -> dict[str, Any]:
        """Return the options of kafka-python's clients."""
        options: dict[str, Any] = {"security_protocol": self.protocol}
        if self.is_encrypted:
            options |= {
                "ssl_cafile": _text(self.authority),
                "ssl_certfile": _text(self.certificate),
                "ssl_keyfile": _text(self.key),
                # Without one it would ask at the terminal, and wait for an answer.
                "ssl_password": self.key_password,
            }
        if self.is_sasl:
            options |= self._naming()
        return options

    def _naming(self) -> dict[str, Any]:
        if self.token is not None:
            provider = TokenFile(self.token)
            return {"sasl_mechanism": OAUTH, "sasl_oauth_token_provider": provider}
        return {
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
        }

    def _must_be_whole(self) -> None:
        if self.mechanism not in MECHANISMS:
            known = ", ".join(MECHANISMS)
            message = f"Kafka's SASL mechanism is '{self.mechanism}'; it is one of {known}."
            raise ValueError(message)
        if self.mechanism == OAUTH and self.token is None:
            message = f"{OAUTH} needs a token; name the file that holds it."
            raise ValueError(message)
        if self.mechanism != OAUTH and not (self.user and self.password):
            message = f"{self.mechanism} needs a user and a password; set both."
            raise ValueError(message)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
