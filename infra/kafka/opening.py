"""Opening a client, so that one that fails says why and leaves nothing behind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from kafka.errors import KafkaError
from kafka.net.compat import KafkaNetClient

from infra.kafka.faults import mistake_of
from infra.kafka.settings import KafkaSettings

VOICES = ("kafka.net.manager", "kafka.net.connection", "kafka.net.transport")
"""Where the library says why a connection came to nothing; it raises a mere timeout."""


class _Heard(logging.Handler):
    """Keeps what was logged of errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = record.args if isinstance(record.args, tuple) else ()
        self.errors += [part for part in told if isinstance(part, BaseException)]


def opened(
    kind: Callable[..., Any], settings: KafkaSettings, name: str, options: Mapping[str, Any]
) -> Any:
    """Return a client of that kind that has found its cluster; raises `KafkaMistake`.

    Where it fails nothing stays behind: the library would leave its thread running.
    """
    nets: list[Any] = []

    def net(**given: Any) -> Any:
        nets.append(KafkaNetClient(**given))
        return nets[-1]

    heard = _Heard()
    for voice in VOICES:
        logging.getLogger(voice).addHandler(heard)
    try:
        return kind(**_common(settings, name), **options, kafka_client=net)
    except KafkaError as error:
        for one in nets:
            one.close()
        raise mistake_of(settings, [*heard.errors, error]) from None
    finally:
        for voice in VOICES:
            logging.getLogger(voice).removeHandler(heard)


def _common(settings: KafkaSettings, name: str) -> dict[str, Any]:
    return {
        "bootstrap_servers": [part.strip() for part in settings.bootstrap.split(",")],
        "client_id": name,
        "bootstrap_timeout_ms": int(settings.patience * 1_000),
        "reconnect_backoff_max_ms": 1_000,
        **settings.security.options(),
    }
