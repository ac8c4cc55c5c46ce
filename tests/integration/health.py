"""Workers' health as others see it: over HTTP, and by the lines that workers log."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families

from infra.kafka.settings import KafkaSettings
from tests.integration.workers import Process, wait_until

STARTING = 120.0
"""Seconds that a process may take to begin where many do at once."""
ANYWHERE = {"ESCALON_HEALTH": "127.0.0.1:0", "ESCALON_LOG": "json"}


class Watched:
    """A worker's process, its health over HTTP, its log line by line."""

    def __init__(self, process: Process) -> None:
        self.process = process
        wait_until(lambda: self.said("Health and metrics are at"), "health", STARTING)
        [line] = self.said("Health and metrics are at")
        self._address = urlsplit(line["url"]).netloc

    def lines(self) -> list[dict[str, Any]]:
        """Return all that was logged so far."""
        return [json.loads(line) for line in list(self.process.said)]

    def said(self, words: str) -> list[dict[str, Any]]:
        """Return the lines whose message holds the words."""
        return [line for line in self.lines() if words in line["message"]]

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body."""
        connection = HTTPConnection(self._address, timeout=30)
        try:
            connection.request("GET", path)
            answered = connection.getresponse()
            return answered.status, answered.read().decode()
        finally:
            connection.close()

    def metrics(self) -> dict[str, dict[str, float]]:
        """Return samples by name, then by the values of their labels, in the labels' order."""
        found: dict[str, dict[str, float]] = {}
        for family in text_string_to_metric_families(self.get("/metrics")[1]):
            for sample in family.samples:
                labels = " ".join(value for _, value in sorted(sample.labels.items()) if value)
                found.setdefault(sample.name, {})[labels] = sample.value
        return found

    def value(self, name: str, labels: str = "") -> float | None:
        """Return a sample's value, if it is there."""
        return self.metrics().get(name, {}).get(labels)

    def is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200

    def why(self) -> list[str]:
        """Return why it isn't ready."""
        reasons: list[str] = json.loads(self.get("/readyz")[1])["why"]
        return reasons


@contextmanager
def watched(name: str, database: str, kafka: KafkaSettings) -> Iterator[Watched]:
    """Run a worker whose health is served, and kill it in the end if it still runs."""
    process = Process(name, database, kafka, **ANYWHERE)
    try:
        yield Watched(process)
    finally:
        process.end(signal.SIGKILL)
