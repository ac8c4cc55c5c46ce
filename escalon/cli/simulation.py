"""A simulation in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from escalon.cli.load_chart import drawn
from escalon.cli.output import console, print_table, shown, to_the_second
from escalon.simulation.account import Account
from escalon.simulation.course import BY_PEOPLE, COUNTED, DOWN, REPEATS, UP, Course
from escalon.simulation.report import Report, TierLoad
from escalon.simulation.result import Difference
from escalon.simulation.shape import Shape

BOTH = ("recorded", "simulated", "difference")


def print_report(report: Report, limit: int) -> None:
    """Print all of a report for people; of the tickets that differ only the first."""
    result = report.result
    start, end = (to_the_second(at) for at in result.period)
    tickets = f"{result.tickets:,} tickets, {start} to {end}"
    _say(f"Policy '{result.trial.name}' on trial over {tickets}.")
    if result.left_out:
        _say(f"Moves by people that make no sense on its ladder, left out: {result.left_out:,}.")
    _print_numbers(result.recorded, result.simulated)
    _print_loads(report.loads)
    for line in drawn(report, console().width):
        console().print(line, no_wrap=True, crop=True)
    if result.recorded is not None:
        _print_differences(result.differences, limit)


def _say(sentence: str) -> None:
    console().print(shown(sentence))


def _print_numbers(recorded: Account | None, simulated: Account) -> None:
    after = _numbers(simulated)
    if recorded is None:
        rows: Iterable[Sequence[object]] = [(name, n) for name, n in after.items() if n]
        print_table("Outcome", ("what", "simulated"), list(rows))
        return
    before = _numbers(recorded)
    pairs = [(name, before.get(name, 0), after.get(name, 0)) for name in {**before, **after}]
    rows = [(name, old, new, f"{new - old:+}" if new != old else "") for name, old, new in pairs]
    print_table("Outcome", ("what", *BOTH), [row for row in rows if row[1] or row[2]])


def _numbers(account: Account) -> Mapping[str, int]:
    """Return all that is counted, by its name in words."""
    promises = {f"{m} {s}".replace("_", " "): n for (m, s), n in sorted(account.verdicts.items())}
    counts = {name.replace("_", " "): account.counts[name] for name in COUNTED}
    rules = {f"moved by {rule}": account.rules[rule] for rule in sorted(account.rules)}
    return {**promises, **counts, **rules}


def _print_loads(loads: Sequence[TierLoad]) -> None:
    rows = [
        (load.tier, telling, *_cells(shape))
        for load in loads
        for telling, shape in (("recorded", load.recorded), ("simulated", load.simulated))
        if shape is not None
    ]
    columns = ("came", "wait", "at most", "at", "hours")
    print_table("Load: tickets that came to a tier and wait there", ("tier", "", *columns), rows)


def _cells(shape: Shape) -> tuple[object, ...]:
    at = str(to_the_second(shape.most_at))[: len("2026-03-01T12")] if shape.most else ""
    hours = round(shape.ticket_hours)
    return (shape.arrivals, round(shape.average, 1), round(shape.most, 1), at, hours)


def _print_differences(differences: Sequence[Difference], limit: int) -> None:
    rows = [
        (
            each.ticket,
            _change(_breaches(each.recorded), _breaches(each.simulated)),
            _change(_moves(each.recorded), _moves(each.simulated)),
            _change(str(each.recorded.counts[REPEATS]), str(each.simulated.counts[REPEATS])),
            _change(each.recorded.tier, each.simulated.tier),
        )
        for each in differences[:limit]
    ]
    if rows:
        columns = ("ticket", "breached", "moved", "came back", "ends in")
        title = f"Tickets that differ: {len(differences):,}"
        print_table(title, columns, rows)
    else:
        _say(f"Tickets that differ: {len(differences):,}.")
    if 0 < limit < len(differences):
        _say(f"{len(differences) - limit:,} more; --limit shows more of them, --json all.")


def _change(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _breaches(course: Course) -> str:
    found = course.breaches().items()
    words = (metric if times == 1 else f"{metric} {times} times" for metric, times in found)
    return ", ".join(words).replace("_", " ") or "none"


def _moves(course: Course) -> str:
    counts = ((UP, "up"), (DOWN, "down"), (BY_PEOPLE, "by people"))
    words = (f"{course.counts[name]} {way}" for name, way in counts if course.counts[name])
    return ", ".join(words) or "none"
