"""The settings of a local broker: one node, little memory, loopback only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from infra.local.listening import CLEAR, CONTROL, Guard
from infra.local.ports import LOOPBACK

ALONE: Mapping[str, str] = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": CONTROL,
    "inter.broker.listener.name": CLEAR,
    "auto.create.topics.enable": "false",
    "num.partitions": "1",
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    # After a crash the controller waits until it believes that the old broker is gone.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
    "log.index.size.max.bytes": str(1024 * 1024),
    "num.network.threads": "2",
    "num.io.threads": "4",
    "num.recovery.threads.per.data.dir": "2",
}
"""What holds for every broker that is alone."""


def properties(folder: Path, port: int, control: int, guard: Guard | None) -> str:
    """Return the text of the settings file of a broker that keeps its data in that folder."""
    doors = {CLEAR: port, CONTROL: control} | (guard.doors() if guard else {})
    public = {name: at for name, at in doors.items() if name != CONTROL}
    settings = {
        **ALONE,
        "log.dirs": str(folder / "data"),
        "listeners": _addresses(doors),
        "advertised.listeners": _addresses(public),
        "listener.security.protocol.map": ",".join(
            f"{name}:{CLEAR if name == CONTROL else name}" for name in doors
        ),
        "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{control}",
        **(guard.properties() if guard else {}),
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def _addresses(doors: Mapping[str, int]) -> str:
    return ",".join(f"{name}://{LOOPBACK}:{port}" for name, port in doors.items())
