"""How a local broker is reached: always in the clear on loopback, and guarded where asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-512")
CLEAR, GUARDED, CONTROL = "PLAINTEXT", "SASL_SSL", "CONTROLLER"


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """A second door: TLS with a user and a password.

    `key` is a PEM file with the broker's private key and certificates, `authority` one with the
    certificate that clients must know; `mutual` asks the client for a certificate of that too.
    """

    port: int
    key: Path
    authority: Path
    users: Mapping[str, str] = field(repr=False)
    mechanism: str = "SCRAM-SHA-256"
    mutual: bool = False

    def properties(self) -> dict[str, str]:
        """Return the broker's settings of this door."""
        listener = f"listener.name.{GUARDED.lower()}"
        return {
            "sasl.enabled.mechanisms": self.mechanism,
            f"{listener}.{self.mechanism.lower()}.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            ),
            f"{listener}.ssl.keystore.type": "PEM",
            f"{listener}.ssl.keystore.location": str(self.key),
            f"{listener}.ssl.truststore.type": "PEM",
            f"{listener}.ssl.truststore.location": str(self.authority),
            f"{listener}.ssl.client.auth": "required" if self.mutual else "none",
        }

    def credentials(self) -> list[str]:
        """Return the arguments with which the store of a new broker learns of the users."""
        return [
            argument
            for name, password in self.users.items()
            for argument in ("--add-scram", f"{self.mechanism}=[name={name},password={password}]")
        ]
