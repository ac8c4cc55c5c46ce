"""From a clock that falls due to its breach and its move: how long each hop took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benches.figures import print_spread
from benches.stage import Stage
from benches.watching import Fact, facts
from schemas.codec import decode


class Chain(NamedTuple):
    """Breaches, each with when it was due, and moves, each with the breach that caused it."""

    breaches: Sequence[tuple[Fact, int]]
    moves: Sequence[tuple[Fact, Fact, int]]


def chain_of(stage: Stage, after: int) -> Chain:
    """Return all breaches and moves behind a position of the log."""
    breaches = {}
    for fact in facts(stage, after, "SlaBreached"):
        record = decode(fact.state)[1]
        breaches[str(record["event_id"])] = (fact, int(str(record["due_at"])))
    moves = []
    for move in facts(stage, after, "TierEscalated"):
        breach, due = breaches[str(decode(move.state)[1]["causation_id"])]
        moves.append((breach, move, due))
    return Chain(list(breaches.values()), moves)


def print_chain(chain: Chain, arrived: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Print the way of breaches and moves; return how long each took from due to its topic."""
    breach_at = {fact.position: arrived[fact.position] for fact, _ in chain.breaches}
    breaches = [breach_at[fact.position] - due for fact, due in chain.breaches]
    moves = [arrived[move.position] - due for _, move, due in chain.moves]
    print_spread("due -> SlaBreached recorded", [f.recorded_at - due for f, due in chain.breaches])
    print_spread(
        "  recorded -> on its topic",
        [breach_at[f.position] - f.recorded_at for f, _ in chain.breaches],
    )
    print_spread(
        "  on its topic -> TierEscalated recorded",
        [move.recorded_at - breach_at[breach.position] for breach, move, _ in chain.moves],
    )
    print_spread(
        "  recorded -> on its topic",
        [arrived[m.position] - m.recorded_at for _, m, _ in chain.moves],
    )
    print_spread("due -> SlaBreached on its topic", breaches)
    print_spread("due -> TierEscalated on its topic", moves)
    return sorted(breaches), sorted(moves)
