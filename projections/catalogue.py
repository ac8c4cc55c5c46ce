"""All projections by name, and how those wanted are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Engine

from domain.policy.catalogue import Catalogue
from projections import attainment, performance, queues, timeline
from projections.projection import Definition, Projection

ALL: Mapping[str, Definition] = {
    definition.name: definition
    for definition in (
        queues.DEFINITION,
        timeline.DEFINITION,
        attainment.DEFINITION,
        performance.DEFINITION,
    )
}
"""Every projection there is."""


def build(engine: Engine, names: Iterable[str], policies: Catalogue) -> list[Projection]:
    """Return the projections of those names as followers; their tables are made where missing.

    `policies` holds every policy version published so far; later ones are learnt from the feed.
    Raises `KeyError` for an unknown name.
    """
    return [Projection(engine, ALL[name], policies) for name in names]
