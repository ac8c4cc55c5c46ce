"""A whole replay through Kafka: the same rules in many processes, and the same bytes of tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from sqlalchemy import Engine

from domain.commands import Command
from escalon.importers.log import Log
from escalon.replay import checkpoint
from escalon.replay.asking import Asking
from escalon.replay.checkpoint import Checkpoint
from escalon.replay.groups import groups_of
from escalon.replay.log_growth import LogGrowth
from escalon.replay.report import Report, report, write_outcomes
from escalon.replay.retell import ReplayMistake, publication, source_of
from escalon.replay.rounds import Round, Rounds
from escalon.replay.settling import Settling
from escalon.replay.workforce import Workforce, workforce
from escalon.workers.kinds import IN_REPLAYS, KINDS
from escalon.workers.projecting import views_url
from escalon.workers.starting import WORKERS, must_have_topics
from infra.kafka.ends import used_topics
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS, OF_EVENTS
from infra.store.postgres.datastore import Datastore
from infra.store.postgres.migrate import check
from infra.store.postgres.retold import driving, is_untouched
from infra.store.postgres.states import PostgresStates
from infra.store.postgres.summary import PostgresSummary
from infra.store.postgres.turns import TurnsGiven
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.views import open_views

LOOK_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """What is told again, and by whom: `processes` of each kind of worker on these servers."""

    file: Path
    log: Log
    document: str
    database: str
    kafka: KafkaSettings
    processes: int = 1
    outcomes: Path | None = None


class _Crew(NamedTuple):
    """Who does the work, and how they are spoken to."""

    workers: Workforce
    asking: Asking
    settling: Settling

    def ask(self, commands: Sequence[Command]) -> None:
        """Have commands carried out."""
        self.asking.ask(commands, self.workers.must_live)


def retell_through_kafka(carrying: Carrying, told: Callable[[int], None]) -> Report:
    """Tell the log again and return the numbers; `told` hears how many entries are done.

    Raises `ReplayMistake` when the servers hold anything else, `WorkerEnded` when a worker fails.
    """
    must_have_topics(carrying.kafka)
    check(carrying.database)
    with driving(carrying.database) as is_ours:
        if not is_ours:
            raise ReplayMistake("Another replay is under way in this database; wait for its end.")
        _must_be_empty(carrying)
        _mark(carrying, 0)
        engine = open_views(None, views_url(carrying.database))
        try:
            return _replay(carrying, engine, told)
        finally:
            engine.dispose()


def _replay(carrying: Carrying, engine: Engine, told: Callable[[int], None]) -> Report:
    began = perf_counter()
    with _crew(carrying) as crew:
        _tell(carrying, crew, told)
        _await_read_models(engine, crew)
        seconds = perf_counter() - began
    _mark(carrying, len(carrying.log.entries))
    if carrying.outcomes:
        write_outcomes(carrying.outcomes, outcomes(engine))
    return report(carrying.log, PostgresSummary(carrying.database), engine, seconds)


def _must_be_empty(carrying: Carrying) -> None:
    """Refuse servers on which anything was ever done: a replay mixes with nothing."""
    if not is_untouched(carrying.database):
        message = "The database isn't empty; name a new one with ESCALON_DATABASE for a replay."
        raise ReplayMistake(message)
    used = used_topics(carrying.kafka, [*OF_EVENTS, COMMANDS])
    if used:
        message = (
            f"Topic {used[0]} holds records already; name an empty Kafka with ESCALON_KAFKA for a"
            " replay, or delete the topics and run `escalon topics apply`."
        )
        raise ReplayMistake(message)


def _mark(carrying: Carrying, done: int) -> None:
    """Have the database say what it holds: nobody may work on it as on a live desk."""
    entries = carrying.log.entries
    at = entries[done - 1].at if done else entries[0].at
    source = source_of(carrying.file, carrying.document)
    with closing(Datastore(carrying.database)) as store:
        checkpoint.save(PostgresStates(store), Checkpoint(source, done, at))


@contextmanager
def _crew(carrying: Carrying) -> Iterator[_Crew]:
    database, partitions = carrying.database, carrying.kafka.partitions
    with ExitStack() as ends:
        asking = ends.enter_context(closing(Asking(carrying.kafka)))
        turns = ends.enter_context(closing(TurnsGiven(database)))
        growth = ends.enter_context(closing(LogGrowth(database, partitions)))
        kinds = [name for name in WORKERS if name not in KINDS or name in IN_REPLAYS]
        workers = ends.enter_context(workforce(dict.fromkeys(kinds, carrying.processes)))
        yield _Crew(workers, asking, Settling(turns, growth, partitions, workers.must_live))


def _tell(carrying: Carrying, crew: _Crew, told: Callable[[int], None]) -> None:
    entries = carrying.log.entries
    rounds = Rounds(groups_of(entries), entries[-1].at + 1)
    crew.settling.gather()
    crew.ask([publication(carrying.log, carrying.document)])
    crew.settling.settle()
    done = 0
    while (turn := rounds.next_round()) is not None:
        _tell_round(turn, crew)
        rounds.learn(crew.settling.dues())
        done += turn.entries
        told(done)


def _tell_round(turn: Round, crew: _Crew) -> None:
    """Let tickets fire while others are told of; they have nothing to do with each other now."""
    with crew.settling.firing(turn.horizons):
        for portion in turn.portions:
            crew.ask(portion)
            if len(turn.portions) > 1:
                crew.settling.cut()
    crew.settling.settle()


def _await_read_models(engine: Engine, crew: _Crew) -> None:
    last = crew.settling.position
    while min(position_of(engine, name) for name in ALL) < last:
        crew.workers.must_live()
        sleep(LOOK_SECONDS)
