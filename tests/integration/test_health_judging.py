"""What counts as alive and as ready, whatever the servers and the workers do."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from threading import Event
from urllib.parse import urlsplit

import pytest
from prometheus_client import generate_latest

from escalon.health.asking import Asking
from escalon.health.catalogue import names
from escalon.health.collector import registry_of
from escalon.health.database import OfDatabase
from escalon.health.judging import dead, unready
from escalon.health.process import Process
from escalon.http.health import health_app
from escalon.http.serving import serving
from escalon.signs import Signs
from infra.clock import VirtualClock
from tests.integration.workers import wait_until

SECOND = 1_000_000
BEGUN = 1_000 * SECOND


class Server:
    """Answers, fails, or keeps silent until it is let go."""

    def __init__(self, answer=None, error=None, *, is_silent=False):
        self._answer, self._error = answer, error
        self.answers = not error and not is_silent
        self.was_asked, self.let_go = Event(), Event()
        if not is_silent:
            self.let_go.set()

    def __call__(self):
        self.was_asked.set()
        self.let_go.wait()
        if self._error:
            raise self._error
        return self._answer

    def close(self):
        """Have nothing to let go of."""


class Silent(Signs):
    def seconds_since_round(self):
        return 31.0


@contextmanager
def process_of(*workers, kafka=None):
    """Give a process of these workers; its servers answer, unless another Kafka is given."""
    database, kafka = Server(OfDatabase()), kafka or Server({})
    of_database, of_kafka = Asking("database", database, OfDatabase()), Asking("kafka", kafka, {})
    process = Process(workers=workers, database=of_database, kafka=of_kafka)
    with process.asking():
        wait_until(of_database.is_answered, "an answer")
        wait_until(kafka.was_asked.is_set, "a question")
        if kafka.answers:
            wait_until(of_kafka.is_answered, "an answer")
        yield process
        kafka.let_go.set()


def working(kind=Signs):
    signs = kind("sla-timer", VirtualClock(BEGUN))
    signs.works_on({0})
    return signs


def test_who_works_and_whose_servers_answer_is_ready():
    with process_of(working()) as process:
        assert unready(process) == dead(process) == []


def test_a_loop_without_a_round_for_half_a_minute_is_dead():
    with process_of(working(), working(Silent)) as process:
        assert dead(process) == ["sla-timer has made no round for 31 s."]
        assert unready(process) == dead(process)


def test_who_has_no_partitions_yet_is_not_ready():
    with process_of(Signs("sla-timer")) as process:
        assert unready(process) == ["sla-timer is starting."]


def test_who_begins_anew_is_not_ready():
    signs = working()
    with suppress(OSError), signs.attempt():
        raise OSError
    with process_of(signs) as process:
        assert unready(process) == ["sla-timer is beginning anew."]


@pytest.mark.parametrize(("age", "is_ready"), [(5, True), (6, False)])
def test_whose_watermark_is_older_than_five_seconds_is_not_ready(age, is_ready):
    signs = working()
    signs.has_read({}, BEGUN - age * SECOND)
    with process_of(signs) as process:
        assert (unready(process) == []) is is_ready


@pytest.mark.parametrize("server", [Server(error=OSError("away")), Server(is_silent=True)])
def test_whose_server_does_not_answer_is_not_ready(server):
    with process_of(working(), kafka=server) as process:
        assert unready(process) == ["Kafka doesn't answer."]


def test_what_is_wrong_is_answered_with_503_in_json():
    with process_of(Signs("relay")) as process, serving(health_app(process), "127.0.0.1", 0) as url:
        status, told = asked(url, "/readyz")

    assert status == 503
    assert told["ready"] is False
    assert told["why"] == ["relay is starting."]


def asked(url, path):
    """Return status and content of an answer."""
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=30)) as connection:
        connection.request("GET", path)
        answered = connection.getresponse()
        return answered.status, json.loads(answered.read())


def test_every_metric_is_served_under_its_name():
    with process_of(working()) as process:
        text = generate_latest(registry_of(process)).decode()
    described = {line.split()[2] for line in text.splitlines() if line.startswith("# HELP")}

    assert set(names()) <= described
    assert 'escalon_partitions_held{worker="sla-timer"} 1.0' in text
