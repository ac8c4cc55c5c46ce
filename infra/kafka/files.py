"""The files that Kafka's settings name, looked at before a client meets them."""

from __future__ import annotations

import ssl
from pathlib import Path

from infra.settings import Settings, SettingsMistake

FILES = ("token_file", "authority", "certificate", "key")


def must_be_usable(settings: Settings) -> None:
    """Raise `SettingsMistake` for a file that isn't what it should be, `OSError` for none at all.

    They are read again whenever a client connects: tokens and certificates may be renewed.
    """
    for name in FILES:
        path: Path | None = getattr(settings, f"kafka_{name}")
        if path is not None and not path.read_bytes().strip():
            message = f"kafka_{name} is '{path}', which is empty; name a file with something in it."
            raise SettingsMistake(message)
    if settings.kafka_key and not settings.kafka_certificate:
        message = "kafka_key is set without kafka_certificate; name the certificate of that key."
        raise SettingsMistake(message)
    if settings.kafka_authority:
        _must_be_authority(settings.kafka_authority)
    if settings.kafka_certificate:
        _must_be_pair(settings, settings.kafka_certificate)


def _must_be_authority(path: Path) -> None:
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        message = f"kafka_authority is '{path}', which holds no certificate; name a PEM file."
        raise SettingsMistake(message) from None


def _must_be_pair(settings: Settings, certificate: Path) -> None:
    key = settings.kafka_key or certificate
    password = settings.kafka_key_password.get_secret_value()
    try:
        ssl.create_default_context().load_cert_chain(certificate, key, password)
    except ssl.SSLError:
        message = (
            f"kafka_certificate is '{certificate}' and its key is in '{key}', which can't be used"
            " together; name PEM files of one certificate and of its key, and set"
            " kafka_key_password if the key has one."
        )
        raise SettingsMistake(message) from None
