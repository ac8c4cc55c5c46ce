"""Serving a process's health where it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from escalon.health.address import address_of
from escalon.health.process import observed
from escalon.http.health import health_app
from escalon.http.serving import serving
from escalon.signs import Signs
from infra.kafka.settings import KafkaSettings

log = logging.getLogger(__name__)


@contextmanager
def serving_health(
    address: str, database: str, kafka: KafkaSettings, workers: Sequence[Signs]
) -> Iterator[None]:
    """Serve health and metrics at `host:port`, nothing where it is empty.

    Raises `AddressMistake` for one that can't be served at.
    """
    if not address:
        yield
        return
    host, port = address_of(address)
    process = observed(database, kafka, workers)
    with serving(health_app(process), host, port) as url, process.asking():
        log.info("Health and metrics are at %s.", url, extra={"url": url})
        yield
