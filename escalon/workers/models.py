"""The read models, each by itself: what one of them can't project it puts aside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed
from escalon.workers.aside import Aside, Next
from escalon.workers.redriving import Redrives
from escalon.workers.stumbling import NOT_ITS_FAULT, fact_in, why_of
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.topics import POLICIES
from infra.kafka.view import View
from infra.log.recorded import Recorded
from infra.store.postgres.parked_record import ParkedRecord
from infra.store.postgres.parking import Parking
from projections.projection import Projection

LIMIT = 2_000
AT_ONCE = 50
"""How many records are put aside or redriven before anything else gets its turn."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Model:
    """A projection with what it has put aside."""

    projection: Projection
    aside: Aside

    def has_all_handled(self, view: View) -> bool:
        """Return whether all that has come is projected or put aside."""
        return self.aside.is_clear(view, self.projection.position())


class Models:
    """All read models of a process; `policies` are those that they were made with."""

    def __init__(
        self,
        desk: Distributed,
        projections: Sequence[Projection],
        policies: Catalogue,
        letters: DeadLetters,
    ) -> None:
        self._desk = desk
        self._policies = policies
        self._redrives = Redrives(desk.parking)
        self._models = {
            name: Model(projection, Aside(name, desk.parking, letters))
            for projection in projections
            for name in [f"projections:{projection.name}"]
        }

    def hand_on(self, view: View) -> int:
        """Hand each model one batch of what it hasn't seen; return how many records that were."""
        return sum(self._advance(model, view) for model in self._models.values())

    def is_clear(self, view: View) -> bool:
        """Return whether every model has handled all that has come, or put it aside."""
        return all(model.has_all_handled(view) for model in self._models.values())

    def position(self) -> int:
        """Return the log position up to which every model has come."""
        return min(model.projection.position() for model in self._models.values())

    def forget(self, view: View) -> None:
        """Let go of what every model has handled."""
        view.forget(self.position())
        if self.is_clear(view):
            view.unread.clear()

    def redrive(self, must_lead: Callable[[], None]) -> None:
        """Project parked records that were asked for again."""
        for name in self._redrives.asked(self._models):
            for _ in range(AT_ONCE):
                parked = self._desk.parking.next_asked(name)
                if parked is None:
                    break
                must_lead()
                self._bring_back(self._models[name], parked)

    def _advance(self, model: Model, view: View) -> int:
        projection, aside = model.projection, model.aside
        count = 0
        while count < AT_ONCE and (found := aside.next(view, projection.position())):
            self._put_aside(model, found)
            count += 1
        batch = aside.clear(view, projection.position(), LIMIT)
        if batch:
            _project(model, batch)
        return count + len(batch)

    def _put_aside(self, model: Model, found: Next) -> None:
        def write(connection: Connection) -> None:
            if not found.is_known:
                model.aside.put(found.letter, _parking(connection))

        model.projection.skip_to(found.letter.position or 0, also=write)
        if found.letter.place.topic == POLICIES.name:
            self._desk.teach(self._policies)

    def _bring_back(self, model: Model, parked: ParkedRecord) -> None:
        def settle(connection: Connection) -> None:
            if not _parking(connection).settle(parked) and not parked.is_alone:
                model.aside.stalled.discard(parked.key)

        try:
            facts = () if parked.asked == "drop" else (fact_in(parked, self._desk.mapper),)
            if parked.topic == POLICIES.name:
                self._desk.teach(self._policies)
                facts = ()
            model.projection.retake(facts, also=settle)
        except NOT_ITS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a model's mistake is
            self._desk.parking.fail(parked, why_of(error))


def _project(model: Model, batch: Sequence[Recorded]) -> None:
    """Project the batch; where that fails, one by one up to the fact that can't be projected."""
    try:
        model.projection.handle(batch)
    except NOT_ITS_FAULT:
        raise
    except Exception as error:
        if len(batch) == 1:
            model.aside.culprits[batch[0].position] = why_of(error)
            return
        log.exception("%s stumbled.", model.aside.follower)
        for recorded in batch:
            _project(model, [recorded])
            if model.aside.culprits:
                return


def _parking(connection: Connection) -> Parking:
    """Return the parked records as the models' own transaction sees them."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  # the connection is in use
    return Parking(lambda: nullcontext(driver.cursor()))
