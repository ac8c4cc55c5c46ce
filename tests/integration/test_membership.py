"""A member of a group whose broker falls silent."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from threading import Event
from time import process_time

from escalon.workers.membership import Membership
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS
from tests.integration.workers import wait_until

SILENCE = 5.0


def test_a_member_waits_for_a_silent_broker_without_using_a_processor(own_kafka):
    kafka = KafkaSettings(bootstrap=own_kafka.bootstrap, partitions=3)
    apply(kafka)
    with closing(Membership(kafka, "test-silence", [COMMANDS.name])) as membership:
        wait_until(lambda: membership.poll() is not None, "the member")
        os.kill(own_kafka.pid, signal.SIGSTOP)
        try:
            used = process_time()
            Event().wait(SILENCE)
            used = process_time() - used
        finally:
            os.kill(own_kafka.pid, signal.SIGCONT)

    assert used < SILENCE / 3
