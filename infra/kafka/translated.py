"""Clients whose records carry the ids of a registry outside, and the pinned ones inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from infra.kafka.protocols import Consumer, Headers, Partition, Producer, Record, Sending
from infra.schema_ids.translation import Translation


class TranslatedProducer:
    """The port `Producer`."""

    def __init__(self, producer: Producer, translation: Translation) -> None:
        self._producer = producer
        self._translation = translation

    def __getattr__(self, name: str) -> Any:
        return getattr(self._producer, name)

    def send(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        headers: Headers | None = None,
        **where: Any,
    ) -> Sending:
        """Send a record with the registry's id of its schema; raises `RegistryMistake`."""
        written = value and self._translation.outgoing(topic, value)
        return self._producer.send(topic, written, key, headers, **where)

    def close(self, timeout: float | None = None) -> None:
        """Send what is left, and let go."""
        self._producer.close(timeout=timeout)
        self._translation.close()


class TranslatedConsumer:
    """The port `Consumer`."""

    def __init__(self, consumer: Consumer, translation: Translation) -> None:
        self._consumer = consumer
        self._translation = translation

    def __getattr__(self, name: str) -> Any:
        return getattr(self._consumer, name)

    def poll(
        self, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[Partition, Sequence[Record]]:
        """Return what has come, as if it had been written here; raises `RegistryMistake`."""
        found = self._consumer.poll(timeout_ms=timeout_ms, max_records=max_records)
        return {place: [self._read(one) for one in records] for place, records in found.items()}

    def close(self, *, timeout_ms: int | None = None) -> None:
        """Leave the group and let go."""
        self._consumer.close(**({} if timeout_ms is None else {"timeout_ms": timeout_ms}))
        self._translation.close()

    def _read(self, record: Any) -> Record:
        if not record.value:
            return record  # type: ignore[no-any-return]  # the library's own record
        return record._replace(value=self._translation.incoming(record.value))  # type: ignore[no-any-return]  # likewise
