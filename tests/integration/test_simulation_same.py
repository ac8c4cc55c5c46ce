"""The policy that was recorded, simulated, gives what was recorded, to the last word."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import example, given

from tests.acceptance.made_up_cases import document, made_up_cases
from tests.integration.random_days import POLICY, Wish, days
from tests.integration.simulations import (
    PastOfDesk,
    past_of,
    recorded_conclusions,
    replayed,
    simulated,
    simulated_conclusions,
)
from tests.integration.test_properties_desk import played
from tests.spec import TICKET
from tests.unit.random_tickets import EXAMPLES

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_up_log_is_concluded_the_same(seed, tmp_path):
    text = document()
    store = replayed(made_up_cases(seed, requesters=8, tickets=60), text, tmp_path)
    past = past_of(store)

    recorded = recorded_conclusions(past)
    names = {name for events in recorded.values() for name, _ in events}

    assert simulated_conclusions(past, json.loads(text)) == recorded
    assert names >= {"escalon.RepeatContact", "escalon.EscalationDeclined", "escalon.TierEscalated"}
    past.close()


@EXAMPLES
@example([Wish(0, 0, TICKET, "withdraw")])  # in the very instant of the openings
@given(days)
def test_any_day_at_the_desk_is_concluded_the_same(wishes: Sequence[Wish]) -> None:
    """But for what was told late: here all is known when it happens.

    A machine's move that no rule made isn't people's either.
    """
    in_time = [wish for wish in wishes if not wish.late and wish.verb != "machine down"]
    with played(in_time) as day:
        past = PastOfDesk(day.embedded)

        assert simulated_conclusions(past, POLICY) == recorded_conclusions(past)
        assert simulated(past, POLICY).differences == []
