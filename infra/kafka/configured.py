"""Kafka's settings out of those of the process."""

from __future__ import annotations

from pathlib import Path

from infra.kafka.files import must_be_usable
from infra.kafka.security import Security
from infra.kafka.settings import KafkaSettings
from infra.schema_ids.settings import RegistrySettings
from infra.settings import Settings, SettingsMistake


def kafka_settings(settings: Settings) -> KafkaSettings:
    """Return what Kafka's clients need.

    Raises `SettingsMistake` for what can't be together, `OSError` for a file that can't be read.
    """
    if not settings.kafka:
        message = "ESCALON_KAFKA is not set; name Kafka's servers, such as 127.0.0.1:9092."
        raise SettingsMistake(message)
    must_be_usable(settings)
    try:
        security = Security(
            protocol=settings.kafka_protocol,
            mechanism=settings.kafka_mechanism,
            user=settings.kafka_user,
            password=_password(settings),
            token=settings.kafka_token_file,
            authority=settings.kafka_authority,
            certificate=settings.kafka_certificate,
            key=settings.kafka_key,
            key_password=settings.kafka_key_password.get_secret_value(),
        )
    except ValueError as error:
        raise SettingsMistake(str(error)) from None
    return KafkaSettings(
        bootstrap=settings.kafka,
        partitions=settings.kafka_partitions,
        replication=settings.kafka_replication,
        member=settings.kafka_member,
        security=security,
        registry=registry_settings(settings),
    )


def registry_settings(settings: Settings) -> RegistrySettings | None:
    """Return where another registry is, if one is set; raises `SettingsMistake`."""
    if not settings.registry:
        return None
    file = settings.registry_password_file
    secret = file.read_text("utf-8").strip() if file else ""
    try:
        return RegistrySettings(
            url=settings.registry,
            user=settings.registry_user,
            password=secret or settings.registry_password.get_secret_value(),
            authority=settings.registry_authority,
        )
    except ValueError as error:
        raise SettingsMistake(f"ESCALON_REGISTRY: {error}") from None


def _password(settings: Settings) -> str:
    file: Path | None = settings.kafka_password_file
    return file.read_text("utf-8").strip() if file else settings.kafka_password.get_secret_value()
