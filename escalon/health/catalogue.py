"""All metrics: their names, what they count, and what their labels are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from escalon.health.judging import watermark_age
from escalon.health.process import Process
from escalon.signs import Role, Signs
from escalon.signs.spread import Spread

Labels = Sequence[str]
Sample = tuple[Labels, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """A counter or gauge; `read` gives the values of its labels with the number, now."""

    name: str
    kind: Literal["counter", "gauge"]
    help: str
    labels: Labels = ("worker",)
    read: Callable[[Process], Iterable[Sample]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Histogram:
    """A histogram in seconds; each worker has one."""

    name: str
    help: str
    read: Callable[[Signs], Spread]


def _each(read: Callable[[Signs], float | None]) -> Callable[[Process], Iterator[Sample]]:
    """Return a reader of one number for each worker that has one."""

    def samples(process: Process) -> Iterator[Sample]:
        for signs in process.workers:
            value = read(signs)
            if value is not None:
                yield (signs.worker,), value

    return samples


def _counts(
    read: Callable[[Signs], Mapping[str, int] | Mapping[tuple[str, str], int]],
) -> Callable[[Process], Iterator[Sample]]:
    """Return a reader of numbers by one more label, or several, for each worker."""

    def samples(process: Process) -> Iterator[Sample]:
        for signs in process.workers:
            for key, count in dict(read(signs)).items():
                labels = (key,) if isinstance(key, str) else key
                yield (signs.worker, *labels), count

    return samples


def _leads(signs: Signs) -> float | None:
    return float(signs.role is Role.LEADING) if signs.worker in LED else None


def _lags(process: Process) -> Iterator[Sample]:
    for worker, place, lag in process.lags():
        yield (worker, place.topic, str(place.partition)), lag


LED = frozenset({"relay", "projections"})
"""The workers of which one leads and the others stand by."""
METRICS: Sequence[Metric] = (
    Metric(
        name="escalon_consumer_lag_records",
        kind="gauge",
        help="Records of a partition that the worker has yet to handle.",
        labels=("worker", "topic", "partition"),
        read=_lags,
    ),
    Metric(
        name="escalon_watermark_age_seconds",
        kind="gauge",
        help="Age of the newest watermark that the worker knows, by its own clock.",
        read=_each(watermark_age),
    ),
    Metric(
        name="escalon_clocks_held",
        kind="gauge",
        help="Tickets whose clocks have a milestone ahead, by the share that holds them.",
        labels=("share",),
        read=lambda p: [((share,), count) for share, count in p.database.answer.clocks.items()],
    ),
    Metric(
        name="escalon_commands",
        kind="counter",
        help="Commands from Kafka by what became of them; error is the class of a refusal.",
        labels=("worker", "outcome", "error"),
        read=_counts(lambda signs: signs.answers.commands),
    ),
    Metric(
        name="escalon_events_appended",
        kind="counter",
        help="Events that the worker recorded, by name.",
        labels=("worker", "event"),
        read=_counts(lambda signs: signs.recordings.events),
    ),
    Metric(
        name="escalon_dead_letters",
        kind="counter",
        help="Records that went to the dead letters of their topic.",
        labels=("worker", "topic"),
        read=_counts(lambda signs: signs.answers.dead_letters),
    ),
    Metric(
        name="escalon_parked_records",
        kind="gauge",
        help="Records that the follower couldn't handle, and those that wait behind them.",
        labels=("follower",),
        read=lambda p: [((name,), count) for name, count in p.database.answer.parked.items()],
    ),
    Metric(
        name="escalon_stalled_tickets",
        kind="gauge",
        help="Tickets that the follower doesn't go on with because of a parked record.",
        labels=("follower",),
        read=lambda p: [((name,), count) for name, count in p.database.answer.stalled.items()],
    ),
    Metric(
        name="escalon_partitions_held",
        kind="gauge",
        help="Partitions that the worker's group gave it.",
        read=_each(lambda signs: None if signs.worker in LED else len(signs.partitions)),
    ),
    Metric(
        name="escalon_rebalances",
        kind="counter",
        help="How often the worker's group gave it other partitions.",
        read=_each(lambda signs: None if signs.worker in LED else signs.rebalances),
    ),
    Metric(
        name="escalon_leading",
        kind="gauge",
        help="1 while the worker leads, 0 while it waits to take over.",
        read=_each(_leads),
    ),
    Metric(
        name="escalon_relay_position",
        kind="gauge",
        help="Position in the log up to which the leading relay has published.",
        read=_each(
            lambda signs: (
                signs.position if signs.worker == "relay" and signs.role is Role.LEADING else None
            )
        ),
    ),
    Metric(
        name="escalon_log_head_position",
        kind="gauge",
        help="Position of the last event in the log.",
        labels=(),
        read=lambda process: [((), process.database.answer.head)],
    ),
    Metric(
        name="escalon_deposed",
        kind="counter",
        help="How often another process had taken over what the worker was at.",
        read=_each(lambda signs: signs.deposed),
    ),
    Metric(
        name="escalon_restarts",
        kind="counter",
        help="How often the worker began anew after an outage.",
        read=_each(lambda signs: signs.restarts),
    ),
    Metric(
        name="escalon_round_age_seconds",
        kind="gauge",
        help="Time since the worker's loop made its last round.",
        read=_each(lambda signs: signs.seconds_since_round()),
    ),
    Metric(
        name="escalon_server_up",
        kind="gauge",
        help="1 if the server has answered within the last 8 seconds.",
        labels=("server",),
        read=lambda process: [
            (("postgresql",), process.database.is_answered()),
            (("kafka",), process.kafka.is_answered()),
        ],
    ),
)
HISTOGRAMS: Sequence[Histogram] = (
    Histogram(
        name="escalon_milestone_lateness_seconds",
        help="From when a warning, breach or overdue step took effect until it was recorded.",
        read=lambda signs: signs.recordings.milestones,
    ),
    Histogram(
        name="escalon_move_lateness_seconds",
        help="From when the cause of a rule's move took effect until the move was recorded.",
        read=lambda signs: signs.recordings.moves,
    ),
    Histogram(
        name="escalon_command_latency_seconds",
        help="From when a command was sent to Kafka until it was answered.",
        read=lambda signs: signs.answers.latency,
    ),
)
BUILD = "escalon_build_info"


def names() -> list[str]:
    """Return all names as they are on `/metrics`, without the suffixes of histograms."""
    told = [f"{m.name}_total" if m.kind == "counter" else m.name for m in METRICS]
    return [*told, *(histogram.name for histogram in HISTOGRAMS), BUILD]
