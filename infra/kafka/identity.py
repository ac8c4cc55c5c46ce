"""Which cluster and topics these are: offsets mean nothing in others."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import NamedTuple

from infra.kafka.admin import UNKNOWN_TOPIC
from infra.kafka.client import admin
from infra.kafka.faults import in_sentences
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import READ
from infra.store.states import State, States

FOLLOWER = "kafka"
"""Under this name a store remembers what was read."""


class Identity(NamedTuple):
    """The cluster's id, and the id of each topic that followers read, by its name."""

    cluster: str
    topics: Mapping[str, str]


class AnotherCluster(RuntimeError):
    """What is stored was read elsewhere; the sentence says what would be right."""

    def __init__(self, what: str, before: str, now: str) -> None:
        super().__init__(
            f"{what} was {before} when it was read, and is {now} now; set ESCALON_KAFKA to the"
            " cluster of before, or have this one read from its beginning with"
            " `escalon topics adopt`."
        )


def identity(settings: KafkaSettings) -> Identity:
    """Return what the cluster says of itself; raises `KafkaMistake` when it can't be reached."""
    with closing(admin(settings, "escalon-identity")) as cluster, in_sentences(settings):
        described = cluster.describe_topics([topic.name for topic in READ])
        return Identity(
            str(cluster.describe_cluster()["cluster_id"]),
            {
                str(one["name"]): str(one["topic_id"])
                for one in described
                if one["error_code"] != UNKNOWN_TOPIC
            },
        )


def must_be_known(states: States, found: Identity) -> None:
    """Remember what is read for the first time; raises `AnotherCluster` for anything else."""
    seen = {"the Kafka cluster": found.cluster}
    seen |= {f"topic {name}": id for name, id in found.topics.items()}
    known = states.load(FOLLOWER, list(seen))
    for what, id in seen.items():
        if known.get(what, id) != id:
            raise AnotherCluster(what[0].upper() + what[1:], known[what], id)
    states.save(FOLLOWER, [State(what, id) for what, id in seen.items() if what not in known])
