"""Whatever is asked of a whole desk: it is recorded once, loads again, and moves nobody twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hypothesis import example, given

from domain.actor import SYSTEM
from domain.commands import PublishPolicy
from domain.desk import Desk
from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import EscalationDeclined, SlaBreached, SlaOverdue
from domain.events.ticket import PolicyWithdrawn, TierMoved
from domain.events.ticket_event import TicketEvent
from domain.ids import derive
from domain.model import Event
from domain.ticket.status import CLOSED, ENDED, MERGED
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from tests.integration.random_days import POLICY, Wish, days, instants
from tests.spec import OTHER, THIRD, TICKET, after, ask
from tests.unit.desk_examples import Day
from tests.unit.random_tickets import EXAMPLES

AFTER_OPENING = 3
"""Facts of a day until its first two tickets are open: the policy and their openings."""

LATER = Wish(9, 0, OTHER, "rate")
Log = list[tuple[int, str, bytes]]


@contextmanager
def played(wishes: Sequence[Wish], room: int = 20_000, *, again: bool = False) -> Iterator[Day]:
    """Give a desk of which all of that was asked, and then nothing for a while.

    On request, each follower is given all facts once more after every instant.
    """
    day = Day(POLICY, room=room)
    for instant in instants(wishes):
        day.ask(*instant.commands, now=instant.now)
        if again:
            _handed_again(day)
    yield day.until("3h")
    day.close()


def _handed_again(day: Day) -> None:
    log = day.embedded.feed.read(0, 100_000)
    for follower in day.embedded.followers:
        position = follower.position()
        for batch in (log[AFTER_OPENING:], log, log[: len(log) // 2]):
            follower.handle(batch)
            assert follower.position() == position


def stored(desk: Desk) -> Log:
    """Return the log as it is stored."""
    rows = desk.recorder.select_notifications(1, 100_000)
    return [(int(row.id), row.topic, row.state) for row in rows]


@EXAMPLES
@given(days)
def test_a_day_at_the_desk_holds_together(wishes: Sequence[Wish]) -> None:
    """Each check says which change of the code makes it fail."""
    with played(wishes) as day:
        log = day.log()
        _tickets_load(day.embedded.desk, log)
        _nothing_is_recorded_twice(log)
        _causes_at_once_move_one_tier(log)
        _no_rule_moves_what_has_ended(log)
        _a_rule_that_matched_is_answered_once(log)
        _the_requester_is_told_once_of_each_move(log)


def _tickets_load(desk: Desk, log: Sequence[Event]) -> None:
    """Fails when `Shelf._load` reads the facts of a stream in another order."""
    for id in (TICKET, OTHER, THIRD):
        own = [event.originator_version for event in log if event.originator_id == id]
        ticket = desk.ticket(id)
        assert own == list(range(1, len(own) + 1))
        assert (ticket.version if ticket else 0) == len(own)


def _nothing_is_recorded_twice(log: Sequence[Event]) -> None:
    """Fails when `Aggregate.record` gives all facts of a command one id."""
    assert len({event.event_id for event in log}) == len(log)


def _causes_at_once_move_one_tier(log: Sequence[Event]) -> None:
    """Fails when `_not_now` doesn't compare the cause with the last move."""
    moves = [move for move in log if isinstance(move, TierMoved) and move.reason != "manual"]
    moments = Counter((move.ticket_id, move.occurred_at) for move in moves)
    assert set(moments.values()) <= {1}


def _no_rule_moves_what_has_ended(log: Sequence[Event]) -> None:
    """Fails when `_not_now` doesn't look at the status."""
    standing: dict[str, str] = {}
    for fact in log:
        if not isinstance(fact, TicketEvent):
            continue
        if isinstance(fact, TierMoved) and fact.actor.kind == SYSTEM:
            ended = (CLOSED, MERGED) if fact.reason == "policy" else ENDED
            assert standing.get(fact.ticket_id) not in ended
        name = fact.TOPIC.removeprefix("escalon.Ticket").lower()
        if name in (*ENDED, "reopened"):
            standing[fact.ticket_id] = name


def _a_rule_that_matched_is_answered_once(log: Sequence[Event]) -> None:
    """Fails when `_move` drops why a rule's move was declined."""
    answers = (TierMoved, EscalationDeclined, StaffNotified)
    answered = Counter(event.command_id for event in log if isinstance(event, answers))
    for event in log:
        if isinstance(event, SlaBreached) and event.acts and event.metric != "tier_time":
            rule = "nobody" if event.metric == "acknowledge" else "up"
            assert answered[derive(event.event_id, rule)] == 1
        if isinstance(event, SlaOverdue) and event.acts:
            assert answered[derive(event.event_id, "late")] == 1


def _the_requester_is_told_once_of_each_move(log: Sequence[Event]) -> None:
    """Fails when the id of the word to the requester is that of the ticket."""
    told = Counter(event.causation_id for event in log if isinstance(event, RequesterNotified))
    free = {event.ticket_id for event in log if isinstance(event, PolicyWithdrawn)}
    for move in log:
        if isinstance(move, TierMoved):
            assert told[move.event_id] == 1 or (told[move.event_id] == 0 and move.ticket_id in free)


@EXAMPLES
@given(days)
def test_in_one_batch_or_one_by_one_the_same_is_recorded(wishes: Sequence[Wish]) -> None:
    """Fails when `Work` doesn't let later commands see a ticket that the batch opened."""
    commands = [command for instant in instants(wishes) for command in instant.commands]
    together, apart = _desk(), _desk()
    outcomes = together.execute_many(commands)
    assert [apart.execute_many([command])[0] for command in commands] == outcomes
    assert stored(together) == stored(apart)
    assert apart.execute_many(commands) == outcomes
    assert stored(together) == stored(apart)
    together.close()
    apart.close()


def _desk() -> Desk:
    desk = open_embedded(None, VirtualClock(after("0s")), timer=False).desk
    desk.execute(ask(PublishPolicy, policy="default", document=json.dumps(POLICY)))
    return desk


@EXAMPLES
@given(days)
@example([Wish(1, 0, TICKET, "merge"), Wish(1, 0, OTHER, "contact")])
@example([Wish(0, 0, TICKET, verb) for verb in ("assign", "up", "down")] + [LATER])
def test_a_follower_that_is_given_everything_again_changes_nothing(wishes: Sequence[Wish]) -> None:
    """Fails when a follower handles facts that are not behind its position."""
    with played(wishes) as day, played(wishes, again=True) as other:
        assert stored(day.embedded.desk) == stored(other.embedded.desk)


@EXAMPLES
@given(days)
def test_the_same_wishes_give_the_same_bytes(wishes: Sequence[Wish]) -> None:
    """A desk that keeps only one ticket in memory records the same.

    Fails when `Ticket.link` notes the link by itself and `_linked` doesn't.
    """
    with played(wishes) as day, played(wishes, room=1) as other:
        assert stored(day.embedded.desk) == stored(other.embedded.desk)
