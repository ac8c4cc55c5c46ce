"""A picture of the load of each tier, before and after, as SVG or PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from escalon.simulation.report import Report, TierLoad
from escalon.simulation.shape import Part, Shape

FORMATS = (".svg", ".png")
RECORDED, SIMULATED = "#8a8f98", "#d1495b"
STYLE: Mapping[str, Any] = {
    "svg.hashsalt": "escalon",  # the same picture is the same bytes
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
WIDTH, HEIGHT = 11.0, 2.4


def draw(report: Report, file: Path) -> None:
    """Write the picture into a file named `.svg` or `.png`: all of it, or none."""
    from matplotlib import rc_context  # noqa: PLC0415  # slow to load, and seldom wanted
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context(cast("Any", STYLE)):
        size = (WIDTH, HEIGHT * len(report.loads) + 0.6)
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(f"Policy '{report.result.trial.name}': load of each tier")
        rows = figure.subplots(len(report.loads), 2, squeeze=False, width_ratios=(3, 2))
        for load, (days, hours) in zip(report.loads, rows, strict=True):
            _draw_days(days, load)
            _draw_hours(hours, load, report.time_zone)
        rows[0][0].legend(loc="upper right", frameon=False)
        _save(figure, file)


def _draw_days(axes: Any, load: TierLoad) -> None:
    axes.set_title(f"{load.tier}: tickets waiting, by day", loc="left")
    for name, shape, color in _tellings(load):
        days = [date.fromisoformat(day) for day in shape.days]
        axes.plot(days, _waiting(list(shape.days.values())), color=color, label=name, linewidth=1.2)
    axes.set_ylim(bottom=0)


def _draw_hours(axes: Any, load: TierLoad, time_zone: str) -> None:
    axes.set_title(f"tickets coming in an hour, by hour of the day ({time_zone})", loc="left")
    for name, shape, color in _tellings(load):
        coming = [part.arriving for part in shape.hours]
        axes.step(range(24), coming, color=color, label=name, where="mid", linewidth=1.2)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(0, 24, 3))


def _tellings(load: TierLoad) -> list[tuple[str, Shape, str]]:
    simulated = ("simulated", load.simulated, SIMULATED)
    return [("recorded", load.recorded, RECORDED), simulated] if load.recorded else [simulated]


def _waiting(parts: Sequence[Part]) -> list[float]:
    return [part.waiting for part in parts]


def _save(figure: Any, file: Path) -> None:
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        kind = file.suffix.lower().removeprefix(".")
        nothing = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(unfinished, format=kind, metadata=nothing, dpi=110)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
