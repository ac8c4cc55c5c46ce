"""What a replay came to, as numbers and as one line per ticket."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from escalon.importers.log import Log
from projections.attainment import attained
from projections.outcomes import Outcome, outcomes


@dataclass(frozen=True, kw_only=True)
class Report:
    """The numbers of a replay; `seconds` and `rows_per_second` are by the wall clock."""

    rows: int
    tickets: int
    events: int
    by_event: dict[str, int]
    refused: int
    refused_reasons: dict[str, int]
    sla: dict[str, dict[str, int]]
    escalations: int
    repeat_contacts: int
    log_digest: str
    tickets_digest: str
    seconds: float
    rows_per_second: float

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return asdict(self)


class Summary(Protocol):
    """A whole log, looked over."""

    def by_event(self) -> dict[str, int]: ...
    def refusals(self) -> dict[str, int]: ...
    def log_digest(self) -> str: ...
    def tickets_digest(self) -> str: ...


def report(log: Log, summary: Summary, views: Engine, seconds: float) -> Report:
    """Return the numbers of a finished replay."""
    by_event = summary.by_event()
    refusals = summary.refusals()
    return Report(
        rows=log.rows,
        tickets=log.tickets,
        events=sum(by_event.values()),
        by_event={name.removeprefix("escalon."): count for name, count in by_event.items()},
        refused=sum(refusals.values()),
        refused_reasons=refusals,
        sla=_sla(views),
        escalations=sum(outcome.escalations for outcome in outcomes(views)),
        repeat_contacts=by_event.get("escalon.RepeatContact", 0),
        log_digest=summary.log_digest(),
        tickets_digest=summary.tickets_digest(),
        seconds=round(seconds, 3),
        rows_per_second=round(log.rows / seconds, 1),
    )


def _sla(views: Engine) -> dict[str, dict[str, int]]:
    metrics: dict[str, dict[str, int]] = {}
    for row in attained(views):
        counts = metrics.setdefault(row.metric, {"met": 0, "breached": 0})
        counts["met"] += row.met
        counts["breached"] += row.breached
    return metrics


def write_outcomes(path: Path, rows: Iterable[Outcome]) -> None:
    """Write one line per ticket, sorted by its external id; all of the file or none of it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Outcome._fields)
        writer.writerows([_text(value) for value in row] for row in rows)
    unfinished.replace(path)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
