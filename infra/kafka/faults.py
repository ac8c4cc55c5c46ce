"""What Kafka's refusals mean, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka import errors

from infra.kafka.settings import KafkaSettings

REFUSALS = (errors.SaslAuthenticationFailedError, errors.UnsupportedSaslMechanismError)
FORBIDDEN = (errors.AuthorizationError,)
UNKNOWN_AUTHORITY = "CERTIFICATE_VERIFY_FAILED"
UNCERTIFIED = (
    *("ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_CERTIFICATE_REQUIRED"),
    "ALERT_UNKNOWN_CA",
)
"""What a broker says of a certificate of ours, or of none."""
HANGING_UP = "socket disconnected"
"""What the library says when the other side closed the connection."""


IMPOSSIBLE = (
    errors.UnsupportedVersionError,
    errors.InvalidTopicError,
    errors.MessageSizeTooLargeError,
    errors.RecordListTooLargeError,
    errors.InvalidTransactionTimeoutError,
    errors.PolicyViolationError,
    errors.SecurityDisabledError,
    errors.KafkaConfigurationError,
)
"""What a broker says no to, and always will until somebody changes a setting."""


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
            f"Kafka at {settings.bootstrap} refused {security.proof} by {security.mechanism};"
            " check both."
        )


class KafkaHungUp(KafkaMistake):
    """Somebody is there, and wants nothing of us."""

    def __init__(self, settings: KafkaSettings) -> None:
        security = settings.security
        who = f", and {security.proof}" if security.is_sasl else ""
        super().__init__(
            f"Kafka at {settings.bootstrap} closes every connection; check that it speaks"
            f" {security}{who}."
        )


class KafkaUncertified(KafkaMistake):
    """The broker wants to see a certificate of the client, and another than it got."""

    def __init__(self, settings: KafkaSettings) -> None:
        certificate = settings.security.certificate
        shown = f"that of {certificate} isn't" if certificate else "none is set"
        super().__init__(
            f"Kafka at {settings.bootstrap} wants a certificate of the client that is signed by"
            f" whom it trusts, and {shown}; name the file of the right one and of its key."
        )


class NotAllowed(KafkaMistake):
    """The broker knows the client, and forbids what it wants."""

    def __init__(self, settings: KafkaSettings, what: str) -> None:
        super().__init__(
            f"Kafka at {settings.bootstrap} does not allow '{settings.security.user}' to do this"
            f" ({what}); have its access rules changed."
        )


class Impossible(KafkaMistake):
    """The broker can't do what we want as it is set."""

    def __init__(self, settings: KafkaSettings, error: Exception) -> None:
        super().__init__(
            f"Kafka at {settings.bootstrap} can't do this as it is set ({type(error).__name__}:"
            f" {str(error).rstrip('.')}); change the broker's settings, or those of its topics."
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
        if any(sign in str(error) for sign in UNCERTIFIED):
            return KafkaUncertified(settings)
        if UNKNOWN_AUTHORITY in str(error):
            return KafkaUnknown(settings)
    hung_up = any(HANGING_UP in str(error) for error in heard)
    return KafkaHungUp(settings) if hung_up else KafkaUnreachable(settings)


PERMANENT = (KafkaRefused, KafkaUnknown, KafkaUncertified, NotAllowed, Impossible)
"""What stays as it is until somebody changes a setting or a rule."""


@contextmanager
def refusals_in_sentences(settings: KafkaSettings) -> Iterator[None]:
    """Turn what a broker refuses into `KafkaMistake`, and leave what may be over soon."""
    try:
        yield
    except (*REFUSALS, *FORBIDDEN) as error:
        raise mistake_of(settings, [error]) from None
    except IMPOSSIBLE as error:
        raise Impossible(settings, error) from error


@contextmanager
def in_sentences(settings: KafkaSettings) -> Iterator[None]:
    """Turn what goes wrong between us and a broker into `KafkaMistake`."""
    try:
        yield
    except (*REFUSALS, *FORBIDDEN) as error:
        raise mistake_of(settings, [error]) from None
    except (errors.KafkaTimeoutError, errors.KafkaConnectionError) as error:
        raise mistake_of(settings, [error]) from error
