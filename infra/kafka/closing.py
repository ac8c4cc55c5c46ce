"""Letting go of a producer, whether or not what it holds can still go out."""

from __future__ import annotations

from typing import Any

from kafka.errors import KafkaError

from infra.kafka.protocols import Producer

SECONDS = 2.0


def close(producer: Producer) -> None:
    """Send what can be sent in a moment, and end the producer's thread whatever comes of it."""
    try:
        producer.close(timeout=SECONDS)
    except KafkaError:
        # The library gives up before it ends its thread, which would go on trying beside ours.
        library: Any = producer
        library._sender.force_close()  # noqa: SLF001  # there is no other way
        producer.close(timeout=SECONDS)
