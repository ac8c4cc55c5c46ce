"""How far the topics are complete, as a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from infra.kafka.protocols import Partition
from infra.log.merge import Watermark
from schemas.codec import decode, encode

NAME = "escalon.Watermark"
LOG = "escalon"


def to_value(position: int, recorded_at: int, ends: Mapping[Partition, int]) -> bytes:
    """Return the framed record; `recorded_at` is in microseconds UTC."""
    listed = [
        {"topic": place.topic, "partition": place.partition, "offset": ends[place]}
        for place in sorted(ends)
    ]
    return encode(
        NAME, {"log": LOG, "position": position, "recorded_at": recorded_at, "ends": listed}
    )


def from_value(value: bytes) -> Watermark[Partition]:
    """Return what a framed record states."""
    _, record = decode(value)
    ends = cast("list[dict[str, Any]]", record["ends"])
    return Watermark(
        cast("int", record["position"]),
        {Partition(end["topic"], end["partition"]): end["offset"] for end in ends},
        cast("int", record["recorded_at"]),
    )
