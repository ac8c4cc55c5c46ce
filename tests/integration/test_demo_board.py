"""The demo's board: what it shows, at every size."""

from __future__ import annotations

import json
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.commands import (
    AssignTicket,
    CloseTicket,
    EscalateTier,
    HoldTicket,
    OpenTicket,
    PublishPolicy,
    ResolveTicket,
)
from domain.durations import HOUR, MINUTE
from domain.events.sla import SlaBreached
from domain.ids import NAMESPACE, derive
from domain.policy.ladder import Ladder
from domain.policy.publication import Publication
from domain.ticket import Ticket
from domain.ticket.moves import move
from escalon.demo.board.lateness import Lateness
from escalon.demo.board.layout import division
from escalon.demo.board.notice import notice
from escalon.demo.board.picture import Programme, picture
from escalon.demo.board.scene import Scene
from escalon.demo.board.totals import totals
from infra.log.recorded import Recorded

TIERS = ("portal", "service", "experts", "heads")
START = 1_795_420_800_000_000
PROGRAMME = Programme(ZoneInfo("Europe/Stockholm"), START, 60)
ANNA = Actor(AGENT, "anna")
ALWAYS = {"time_zone": "UTC", "hours": "24x7", "holidays": [], "breaks": {}, "shifts": {}}
POLICY = {
    "policy": "default",
    "calendars": {"always": ALWAYS},
    "tiers": [{"name": name, "team": name} for name in TIERS],
    "moved": {},
    "targets": [
        {
            "match": {},
            "calendar": ["always"],
            "boundary": "close",
            "metrics": {
                "acknowledge": {"target": "10m"},
                "resolution": {"target": "4h", "pause": ["vendor"]},
            },
        }
    ],
    "escalation": [],
    "repeat_contact": None,
    "notify": {},
    "late_facts": "5m",
    "apply_to_open": "keep",
}


def times_of(positions):
    return lambda _first, _last: positions


class Story:
    """A scene, and the facts that are told to it."""

    def __init__(self):
        self.scene = Scene(Lateness(times_of({}), START + 365 * 24 * HOUR, 60), START)
        self.told = 0
        publication = Publication.blank(Publication.id_of("default"))
        publication.publish(
            PublishPolicy(
                command_id=derive(NAMESPACE, "policy"),
                at=START,
                actor=ANNA,
                policy="default",
                document=json.dumps(POLICY),
            )
        )
        self.tell(publication.collect_events())

    def tell(self, events):
        for event in events:
            self.told += 1
            self.scene.handle([Recorded(self.told, event)])

    def opened(self, number, at=START, **fields):
        id = derive(NAMESPACE, f"ticket {number}")
        request = OpenTicket(
            command_id=derive(id, "open"),
            at=at,
            actor=Actor(REQUESTER, "r"),
            ticket_id=id,
            external_id=f"T-{number}",
            subject="Nothing [bold]works[/bold]",
            **fields,
        )
        ticket = Ticket.open(request, fields.get("tier", TIERS[0]), 1)
        self.tell(ticket.collect_events())
        return ticket

    def done(self, ticket, decision, kind, at=START, **fields):
        request = kind(
            command_id=derive(ticket.id, f"{kind.__name__} {at}"),
            at=at,
            actor=ANNA,
            ticket_id=ticket.id,
            **fields,
        )
        decision(ticket, request)
        self.tell(ticket.collect_events())

    def queue(self, tier):
        cards = self.scene.cards
        return [
            (cards[place.ticket_id].external_id, place.metric)
            for place in self.scene.queues.by_tier()[tier]
        ]


def drawn(scene, width, height, now=START + MINUTE, **options):
    console = Console(
        width=width, height=height, force_terminal=True, record=True, file=StringIO(), **options
    )
    console.print(picture(scene, PROGRAMME, now, (width, height)), end="")
    return console.export_text()


@pytest.fixture
def story():
    return Story()


@pytest.mark.parametrize(("width", "height"), [(100, 30), (140, 40), (80, 24)])
def test_every_tier_and_its_tickets_are_on_the_board(story, width, height):
    for number, tier in enumerate(TIERS, 1001):
        story.opened(number, tier=tier)

    text = drawn(story.scene, width, height)

    assert all(tier in text for tier in TIERS)
    assert text.count("T-100") == len(TIERS)
    assert text.count("9:00") == len(TIERS)
    assert all(len(line) <= width for line in text.splitlines())
    assert len(text.splitlines()) == height


@pytest.mark.parametrize(("width", "height"), [(20, 5), (1, 1), (60, 15), (300, 90)])
def test_odd_sizes_draw_something_and_break_nothing(story, width, height):
    for number in range(1001, 1040):
        story.opened(number)

    assert drawn(story.scene, width, height)


def test_before_the_policy_the_board_has_no_tiers():
    scene = Scene(Lateness(times_of({}), 0, 60), START)

    assert "so far" in drawn(scene, 80, 24)


def test_the_nearest_deadline_comes_first(story):
    story.opened(1002, at=START + MINUTE)
    story.opened(1001)

    assert story.queue("portal") == [("T-1001", "acknowledge"), ("T-1002", "acknowledge")]


def test_what_is_over_is_counted_and_negative(story):
    story.opened(1001)

    text = drawn(story.scene, 100, 30, now=START + 11 * MINUTE)

    assert "1 overdue" in text
    assert "-1:00" in text


def test_taking_a_ticket_leaves_its_next_deadline(story):
    ticket = story.opened(1001)
    story.done(ticket, Ticket.assign, AssignTicket, assignee="anna")

    assert story.queue("portal") == [("T-1001", "resolution")]
    assert "anna" in drawn(story.scene, 140, 40)


def test_a_ticket_that_waits_without_a_deadline_says_on_whom(story):
    ticket = story.opened(1001)
    story.done(ticket, Ticket.assign, AssignTicket, assignee="anna")
    story.done(ticket, Ticket.hold, HoldTicket, on="vendor")

    line = drawn(story.scene, 80, 24).splitlines()[2]
    assert line.startswith("│T-1001 held vendor│")


def test_a_move_takes_the_ticket_to_another_tier(story):
    ticket = story.opened(1001)
    ladder = Ladder.of(POLICY["tiers"], {})
    story.done(ticket, lambda t, r: move(t, r, ladder), EscalateTier, to="service")

    assert story.queue("portal") == []
    assert story.queue("service") == [("T-1001", "acknowledge")]
    assert "handed on T-1001 to service, anna" in drawn(story.scene, 100, 30)


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (Ticket.resolve, ResolveTicket),
        (Ticket.close, CloseTicket),
    ],
)
def test_who_has_an_answer_waits_no_longer(story, decision, kind):
    story.done(story.opened(1001), decision, kind)

    assert story.queue("portal") == []


def test_more_tickets_than_lines_are_counted(story):
    for number in range(1001, 1041):
        story.opened(number)

    assert "and 28 more" in drawn(story.scene, 100, 30)


def test_subjects_are_text_and_never_markup(story):
    ticket = story.opened(1001)
    ladder = Ladder.of(POLICY["tiers"], {})
    story.done(ticket, lambda t, r: move(t, r, ladder), EscalateTier, to="service")

    assert "[bold]works[/bold]" in drawn(story.scene, 140, 40)


def test_without_colours_nothing_is_coloured(story):
    story.opened(1001, priority="urgent")
    console = Console(width=100, height=30, force_terminal=True, no_color=True, file=StringIO())
    console.print(picture(story.scene, PROGRAMME, START + HOUR, (100, 30)))

    text = console.file.getvalue()
    assert "\x1b[31m" not in text
    assert "\x1b[1;31m" not in text


def breach():
    id = derive(NAMESPACE, "breach")
    return SlaBreached(
        originator_id=id, originator_version=1, event_id=id, occurred_at=START + 10 * MINUTE,
        actor=Actor(SYSTEM, "sla-timer"), command_id=id, correlation_id="", causation_id="",
        ticket_id=derive(NAMESPACE, "ticket 1001"), ticket_version=1,
        metric="first_response", cycle=1, revision=0, tier="portal", target=10 * MINUTE,
        calendar="always", started_at=START, paused_for=0, due_at=START + 10 * MINUTE,
        policy="default", policy_version=1, acts=True,
    )  # fmt: skip


def test_a_breach_is_noticed_with_what_was_promised():
    line = notice(breach())

    assert line.kind == "breach"
    assert line.text == "first response over 10m, portal"


def test_totals_count_what_was_seen(story):
    story.done(story.opened(1001), Ticket.resolve, ResolveTicket)
    story.opened(1002)
    story.tell([breach()])

    numbers = {total.name: total.value for total in totals(story.scene, 1, 95 * MINUTE)}

    assert numbers["opened"] == "2"
    assert numbers["resolved"] == "1"
    assert numbers["breaches"] == "1"
    assert numbers["events in the log"] == "5"
    assert numbers["desk time"] == "1h35m"
    assert numbers["late at most (p99)"] == "-"


def test_lateness_is_in_real_milliseconds():
    late_by = {position: START + 10 * MINUTE + position * 60_000 for position in range(1, 101)}
    lateness = Lateness(times_of(late_by), START, 60)
    lateness.see([Recorded(position, breach()) for position in range(1, 101)])

    assert lateness.percentile(99) == 99
    assert lateness.percentile(50) == 50


def test_what_was_late_before_the_curtain_is_not_counted():
    lateness = Lateness(times_of({1: 0}), START + HOUR, 60)
    lateness.see([Recorded(1, breach())])

    assert lateness.percentile(99) is None


@pytest.mark.parametrize(("width", "height"), [(100, 30), (140, 40), (80, 24)])
def test_the_board_fills_the_terminal(width, height):
    divided = division(width, height, 4)

    assert sum(divided.tiers) == width
    assert divided.queues + divided.below + 1 == height
    assert divided.queues >= 11
    assert divided.below >= 12
