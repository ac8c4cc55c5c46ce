"""How a local broker is reached: always in the clear on loopback, and guarded where asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SCRAM = ("SCRAM-SHA-256", "SCRAM-SHA-512")
CLEAR, GUARDED, CERTIFIED, CONTROL = "PLAINTEXT", "SASL_SSL", "SSL", "CONTROLLER"
SECURITY = "org.apache.kafka.common.security"


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """Other doors: TLS with a user who names itself, and TLS with a certificate of the client.

    `key` is a PEM file with the broker's private key and certificates, `authority` one with the
    certificate that clients must know. Of `mechanisms` the client chooses one; OAUTHBEARER takes
    tokens that nobody signed. Without a `certified_port` nobody gets in by a certificate alone.
    Access rules hold for all but those who come through the first door.
    """

    port: int
    key: Path
    authority: Path
    users: Mapping[str, str] = field(repr=False)
    mechanisms: Sequence[str] = ("SCRAM-SHA-256",)
    certified_port: int = 0

    def doors(self) -> dict[str, int]:
        """Return the port of each door by the name of its protocol."""
        certified = {CERTIFIED: self.certified_port} if self.certified_port else {}
        return {GUARDED: self.port} | certified

    def properties(self) -> dict[str, str]:
        """Return the broker's settings of these doors."""
        guarded = f"listener.name.{GUARDED.lower()}"
        naming = {
            f"{guarded}.{mechanism.lower()}.sasl.jaas.config": self._module(mechanism)
            for mechanism in self.mechanisms
        }
        return {
            "sasl.enabled.mechanisms": ",".join(self.mechanisms),
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found": "true",
            "super.users": "User:ANONYMOUS",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(self.key),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.authority),
            f"{guarded}.ssl.client.auth": "none",
            f"listener.name.{CERTIFIED.lower()}.ssl.client.auth": "required",
            **naming,
        }

    def credentials(self) -> list[str]:
        """Return the arguments with which the store of a new broker learns of the users."""
        return [
            argument
            for mechanism in self.mechanisms
            if mechanism in SCRAM
            for name, password in self.users.items()
            for argument in ("--add-scram", f"{mechanism}=[name={name},password={password}]")
        ]

    def _module(self, mechanism: str) -> str:
        if mechanism == "PLAIN":
            users = " ".join(f"user_{name}={_quoted(word)}" for name, word in self.users.items())
            return f"{SECURITY}.plain.PlainLoginModule required {users};"
        if mechanism in SCRAM:
            return f"{SECURITY}.scram.ScramLoginModule required;"
        claim = 'unsecuredLoginStringClaim_sub="broker"'
        return f"{SECURITY}.oauthbearer.OAuthBearerLoginModule required {claim};"


def _quoted(text: str) -> str:
    """Return the text in quotes as two readers take it: that of settings, then that of modules."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'.replace("\\", "\\\\")
