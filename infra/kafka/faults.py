"""What Kafka's refusals mean, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka import errors

from infra.kafka.settings import KafkaSettings

REFUSALS = (errors.SaslAuthenticationFailedError, errors.UnsupportedSaslMechanismError)
FORBIDDEN = (errors.AuthorizationError,)
UNKNOWN_AUTHORITY = "CERTIFICATE_VERIFY_FAILED"
HANGING_UP = "socket disconnected"
"""What the library says when the other side closed the connection."""


class KafkaMistake(RuntimeError):
    """Kafka can't be used as it is set."""


class KafkaUnreachable(KafkaMistake):
    """Nobody answers as a Kafka broker there."""

    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__(
            f"No Kafka broker answered at {settings.bootstrap} within {settings.patience:g} s;"
            f" check the address, that it runs, and that it speaks {settings.security}."
        )


class KafkaUnknown(KafkaMistake):
    """The broker's certificate is by nobody whom we trust."""

    def __init__(self, settings: KafkaSettings) -> None:
        known = settings.security.authority or "the system's authorities"
        super().__init__(
            f"Kafka at {settings.bootstrap} shows a certificate that {known} didn't sign, or that"
            " is for another name; name the file of the right authority."
        )


class KafkaRefused(KafkaMistake):
    """The broker doesn't let this client in."""

    def __init__(self, settings: KafkaSettings) -> None:
        security = settings.security
        super().__init__(
            f"Kafka at {settings.bootstrap} refused '{security.user}' by {security.mechanism};"
            " check the user, the password and the mechanism."
        )


class KafkaHungUp(KafkaMistake):
    """Somebody is there, and wants nothing of us."""

    def __init__(self, settings: KafkaSettings) -> None:
        security = settings.security
        who = f", and the user '{security.user}' with its password" if security.is_sasl else ""
        if security.is_encrypted and not security.certificate:
            who += ", and whether it wants a certificate of the client, which isn't set"
        super().__init__(
            f"Kafka at {settings.bootstrap} closes every connection; check that it speaks"
            f" {security}{who}."
        )


class NotAllowed(KafkaMistake):
    """The broker knows the client, and forbids what it wants."""

    def __init__(self, settings: KafkaSettings, what: str) -> None:
        super().__init__(
            f"Kafka at {settings.bootstrap} does not allow '{settings.security.user}' to do this"
            f" ({what}); have its access rules changed."
        )


def mistake_of(settings: KafkaSettings, heard: Sequence[BaseException]) -> KafkaMistake:
    """Return what errors between us and a broker mean: the one that says most counts.

    A broker that refuses a password may close the connection before its words are read.
    """
    for error in heard:
        if isinstance(error, REFUSALS):
            return KafkaRefused(settings)
        if isinstance(error, FORBIDDEN):
            return NotAllowed(settings, type(error).__name__)
        if UNKNOWN_AUTHORITY in str(error):
            return KafkaUnknown(settings)
    hung_up = any(HANGING_UP in str(error) for error in heard)
    return KafkaHungUp(settings) if hung_up else KafkaUnreachable(settings)


@contextmanager
def in_sentences(settings: KafkaSettings) -> Iterator[None]:
    """Turn what goes wrong between us and a broker into `KafkaMistake`."""
    try:
        yield
    except (*REFUSALS, *FORBIDDEN) as error:
        raise mistake_of(settings, [error]) from None
    except (errors.KafkaTimeoutError, errors.KafkaConnectionError) as error:
        raise mistake_of(settings, [error]) from error
