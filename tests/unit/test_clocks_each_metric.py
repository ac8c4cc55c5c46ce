"""Each of the seven metrics has a target, pauses, warnings and overdue steps of its own."""

from __future__ import annotations

from typing import Any

import pytest

from domain.policy.metric import METRICS
from tests.spec import Fact
from tests.unit.clock_examples import promise, told
from tests.unit.ticket_facts import contacted, held, opened, replied, resumed

MINUTES = {metric: 60 + 10 * place for place, metric in enumerate(METRICS)}
HOLDS = ("requester", "vendor", "internal")
PAUSES = {metric: HOLDS[place % 3] for place, metric in enumerate(METRICS)}
PAUSES["requester_wait"] = "requester"

POLICY = promise(
    **{
        metric: {
            "target": f"{minutes}m",
            "pause": [PAUSES[metric]],
            "warn_at": ["50%", f"{minutes // 10}m before"],
            "overdue": [f"{minutes // 2}m", "2h"],
        }
        for metric, minutes in MINUTES.items()
    }
)
TALK = (replied().at("0s"), contacted().at("0s"))
"""What the clocks of a conversation wait for, from the opening on."""

EACH = pytest.mark.parametrize("metric", METRICS)


def said(metric: str, *history: Fact, until: str = "20h") -> list[str]:
    """Return what the metric's clock says of a ticket; those of a conversation begin at once."""
    talk = TALK if metric in ("next_response", "update") else ()
    return told(POLICY, opened(), *talk, *history, until=until).about(metric)


def expected(metric: str, later: int = 0) -> list[str]:
    """Return all that the clock has to say, so many minutes later than without a pause."""
    length = MINUTES[metric]
    return [
        f"{_after(length // 2 + later)} warned {metric} 50%",
        f"{_after(length - length // 10 + later)} warned {metric} {length // 10}m before",
        f"{_after(length + later)} breached {metric}",
        *_steps(metric, later),
    ]


def _steps(metric: str, later: int) -> list[str]:
    length = MINUTES[metric]
    steps = [(length // 2, f"{length // 2}m"), (120, "2h")]
    return [f"{_after(length + step + later)} overdue {metric} {label}" for step, label in steps]


def _after(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


@EACH
def test_each_metric_has_a_target_and_steps_of_its_own(metric: str) -> None:
    assert said(metric) == expected(metric)


@EACH
def test_the_hold_that_it_names_pauses_a_metric_and_its_steps(metric: str) -> None:
    on = PAUSES[metric]
    history = (held(on).at("10m"), resumed(on).at("1h"))
    assert said(metric, *history) == expected(metric, later=50)


@EACH
@pytest.mark.parametrize("on", HOLDS)
def test_no_other_hold_pauses_a_metric(metric: str, on: str) -> None:
    history: tuple[Any, ...] = (held(on).at("10m"), resumed(on).at("1h"))
    later = 50 if on == PAUSES[metric] else 0
    assert said(metric, *history) == expected(metric, later)
