"""The metrics in Prometheus' form, read when somebody asks for them."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from escalon.health import catalogue
from escalon.health.process import Process

FAMILIES = {"counter": CounterMetricFamily, "gauge": GaugeMetricFamily}


def registry_of(process: Process) -> CollectorRegistry:
    """Return a registry with the process's metrics and those of the system about it."""
    registry = CollectorRegistry()
    registry.register(Workers(process))
    ProcessCollector(registry=registry)
    return registry


class Workers(Collector):
    """Reads the workers' own counts: while nobody asks, metrics cost nothing more."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics as they are now."""
        for metric in catalogue.METRICS:
            yield self._family(metric)
        for histogram in catalogue.HISTOGRAMS:
            yield self._histogram(histogram)
        yield _build()

    def _family(self, metric: catalogue.Metric) -> Metric:
        family: CounterMetricFamily | GaugeMetricFamily = FAMILIES[metric.kind](
            metric.name, metric.help, labels=metric.labels
        )
        for labels, value in metric.read(self._process):
            family.add_metric(labels, value)
        return family

    def _histogram(self, histogram: catalogue.Histogram) -> Metric:
        family = HistogramMetricFamily(histogram.name, histogram.help, labels=["worker"])
        for signs in self._process.workers:
            spread = histogram.read(signs)
            counts = spread.cumulative()
            if counts[-1]:
                bounds = [*map(floatToGoString, spread.bounds), "+Inf"]
                buckets = list(zip(bounds, counts, strict=True))
                family.add_metric([signs.worker], buckets, spread.sum)
        return family


def _build() -> Metric:
    labels = {"version": version("escalon"), "python": platform.python_version()}
    family = GaugeMetricFamily(catalogue.BUILD, "The program's version.", labels=list(labels))
    family.add_metric(list(labels.values()), 1)
    return family
