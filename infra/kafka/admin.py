"""Bringing a cluster to the topics that we need, and seeing where it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from kafka.admin import ConfigResource

from infra.kafka.client import admin
from infra.kafka.faults import KafkaMistake, NotAllowed, in_sentences
from infra.kafka.protocols import Admin
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import TOPICS, Topic

NOT_ALLOWED = 29
"""Kafka's code for a topic that is none of this client's business."""
UNKNOWN_TOPIC = 3
"""Kafka's code for a topic that isn't there."""
TOPIC = "topic"


class Applied(NamedTuple):
    """What was made and set now, by name, and what still differs, in sentences."""

    created: Sequence[str]
    changed: Sequence[str]
    differences: Sequence[str]


class Found(NamedTuple):
    """A topic as the cluster has it."""

    partitions: int
    settings: Mapping[str, str]


def apply(
    settings: KafkaSettings, topics: Sequence[Topic] = TOPICS, *, change: bool = False
) -> Applied:
    """Create the topics that are missing; with `change` set those that differ.

    Never changes how many partitions a topic has: keys would move, and with them their order.
    Raises `KafkaMistake` where the cluster can't be reached or refuses.
    """
    with closing(admin(settings)) as cluster, in_sentences(settings):
        found = _found(cluster, settings, topics)
        absent = [topic for topic in topics if topic.name not in found]
        _create(cluster, settings, absent)
        differing = [t for t in topics if t.name in found and _differing(t, found[t.name])]
        changed = differing if change else []
        _change(cluster, changed)
        return Applied(
            [topic.name for topic in absent],
            [topic.name for topic in changed],
            _differences(settings, topics, _found(cluster, settings, topics)),
        )


def check(settings: KafkaSettings, topics: Sequence[Topic] = TOPICS) -> list[str]:
    """Return in sentences where the cluster's topics differ from those that we need.

    Raises `KafkaMistake` where the cluster can't be reached or refuses.
    """
    with closing(admin(settings)) as cluster, in_sentences(settings):
        return _differences(settings, topics, _found(cluster, settings, topics))


def missing(topic: str) -> str:
    """Return the sentence that tells of a topic that isn't there."""
    return f"Topic {topic} is missing; run `escalon topics apply`."


def _found(cluster: Admin, settings: KafkaSettings, topics: Sequence[Topic]) -> dict[str, Found]:
    described = cluster.describe_topics([topic.name for topic in topics])
    forbidden = [str(one["name"]) for one in described if one["error_code"] == NOT_ALLOWED]
    if forbidden:
        raise NotAllowed(settings, f"describe {', '.join(forbidden)}")
    there = {
        str(one["name"]): len(one["partitions"])
        for one in described
        if one["error_code"] != UNKNOWN_TOPIC
    }
    if not there:
        return {}
    resources = [ConfigResource(TOPIC, name) for name in there]
    configs = cluster.describe_configs(resources, config_filter="all")[TOPIC]
    return {
        name: Found(partitions, {key: str(one["value"]) for key, one in configs[name].items()})
        for name, partitions in there.items()
    }


def _create(cluster: Admin, settings: KafkaSettings, topics: Sequence[Topic]) -> None:
    wanted: dict[str, Any] = {
        topic.name: {
            "num_partitions": topic.partitions(settings.partitions),
            "replication_factor": settings.replication or -1,
            "configs": dict(topic.settings),
        }
        for topic in topics
    }
    if wanted:
        cluster.create_topics(wanted, wait_for_metadata=True)


def _change(cluster: Admin, topics: Sequence[Topic]) -> None:
    if not topics:
        return
    resources = [ConfigResource(TOPIC, topic.name, dict(topic.settings)) for topic in topics]
    for name, said in cluster.alter_configs(resources)[TOPIC].items():
        if said != "OK":
            message = f"Kafka did not change the settings of topic {name}: {said}."
            raise KafkaMistake(message)


def _differing(topic: Topic, found: Found) -> list[str]:
    return [key for key, value in topic.settings.items() if found.settings.get(key) != value]


def _differences(
    settings: KafkaSettings, topics: Sequence[Topic], found: Mapping[str, Found]
) -> list[str]:
    sentences = []
    for topic in topics:
        if topic.name in found:
            sentences += _of_one(topic, topic.partitions(settings.partitions), found[topic.name])
        else:
            sentences.append(missing(topic.name))
    return sentences


def _of_one(topic: Topic, partitions: int, found: Found) -> list[str]:
    sentences = [
        f"Topic {topic.name} has {key}={found.settings.get(key)}, and {topic.settings[key]} is"
        " needed; run `escalon topics apply --change`."
        for key in _differing(topic, found)
    ]
    if found.partitions != partitions:
        sentences.insert(0, _of_partitions(topic, partitions, found.partitions))
    return sentences


def _of_partitions(topic: Topic, wanted: int, found: int) -> str:
    remedy = (
        f"set kafka_partitions to {found}, or move to a new cluster"
        if topic.is_spread
        else "delete it if it is empty, or move to a new cluster"
    )
    return (
        f"Topic {topic.name} has {found} partitions, and {wanted} are set; they never change in"
        f" place, since keys would change their partition: {remedy}."
    )
