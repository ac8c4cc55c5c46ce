"""All outcomes from the moment of opening on, read by one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from domain.desk import Outcome
from infra.kafka.client import Reads, consumer
from infra.kafka.commands import result_of
from infra.kafka.faults import KafkaMistake
from infra.kafka.protocols import Consumer, Partition, Record
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import RESULTS

POLL_MS = 100
NOT_A_RESULT = (ValueError, LookupError, TypeError)
log = logging.getLogger(__name__)


class Results:
    """Tells `heard` of each outcome, and `lost` why no more will come."""

    def __init__(
        self,
        settings: KafkaSettings,
        heard: Callable[[Outcome], None],
        lost: Callable[[str], None],
    ) -> None:
        self._heard = heard
        self._lost = lost
        self._stop = Event()
        self._reader = consumer(settings, Reads(name="escalon-client"))
        try:
            self._begin_at_the_end()
        except BaseException:
            self._reader.close()
            raise
        self._thread = Thread(target=self._run, name="escalon-client", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join()

    def _begin_at_the_end(self) -> None:
        """Whatever is answered to a command that is sent from now on lies behind this place."""
        numbers = self._reader.partitions_for_topic(RESULTS.name)
        if not numbers:
            message = f"Topic {RESULTS.name} is missing; run `escalon topics apply`."
            raise KafkaMistake(message)
        places = [Partition(RESULTS.name, number) for number in sorted(numbers)]
        self._reader.assign(places)
        for place, end in self._reader.end_offsets(places).items():
            self._reader.seek(place, end)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._read(self._reader)
        except Exception as error:  # noqa: BLE001  # those who wait must hear of it
            self._lost(f"reading {RESULTS.name} came to an end ({error})")
        finally:
            self._reader.close()

    def _read(self, reader: Consumer) -> None:
        for records in reader.poll(timeout_ms=POLL_MS).values():
            for record in records:
                self._take(record)

    def _take(self, record: Record) -> None:
        try:
            outcome = result_of(record.value or b"")
        except NOT_A_RESULT as error:
            log.warning("%s offset %s is no result: %s", record.topic, record.offset, error)
            return
        self._heard(outcome)
