"""What `escalon policy check --against-open` says, and that publishing then does just that."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain import commands as c
from domain.durations import HOUR, MINUTE
from domain.events.sla import SlaBreached, SlaRetargeted
from domain.events.ticket import PolicyApplied, TierMoved
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from tests.acceptance.cli_program import MONDAY, POLICY, Past, done, past

pytestmark = pytest.mark.usefixtures("desk")
FROM_NOW = POLICY.replace("repeat_contact:", "apply_to_open: from_now\nrepeat_contact:")
FASTER = FROM_NOW.replace("resolution: {target: 4h", "resolution: {target: 1h").replace(
    "resolution: {target: 8h", "resolution: {target: 12h"
)
WITHOUT_TECHNICAL = FASTER.replace("  - {name: technical, team: engineering}\n", "").replace(
    "targets:\n", "moved: {technical: management}\ntargets:\n"
)


@pytest.fixture
def desk(store: Path) -> Path:
    """A desk of Monday, 10:00, with four open tickets and two that have ended."""
    with past(store) as told:
        told.open("T-1", HOUR, priority="urgent", requester="")
        told.open("T-2", 65 * MINUTE, requester="")
        told.open("T-3", 70 * MINUTE, requester="")
        told.open("T-4", 75 * MINUTE, requester="", priority="urgent")
        told.open("T-5", 80 * MINUTE, requester="")
        told.open("T-6", 85 * MINUTE, requester="")
        told.tell(90 * MINUTE, c.EscalateTier, "T-3")
        told.tell(90 * MINUTE, c.HoldTicket, "T-4", on="vendor")
        told.tell(90 * MINUTE, c.ResolveTicket, "T-5")
        told.tell(90 * MINUTE, c.CloseTicket, "T-6")
        told.tell(2 * HOUR + MINUTE, c.AddNote, "T-1", text="Nothing new.")
    return store


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.yaml"


def looked_over(file: Path, text: str) -> dict[str, Any]:
    file.write_text(text, encoding="utf-8")
    found: dict[str, Any] = done("policy", "check", str(file), "--against-open", "--json").json
    return found["open_tickets"]


def by_name(found: dict[str, Any]) -> dict[str, Any]:
    return {ticket["ticket"]: ticket for ticket in found["tickets"]}


def test_a_version_that_keeps_changes_nothing(new: Path) -> None:
    new.write_text(POLICY.replace("target: 4h", "target: 1h"), encoding="utf-8")

    assert (
        "None of 4 open tickets would change with version 2, `apply_to_open: keep`."
        in done("policy", "check", str(new), "--against-open").words
    )


def test_open_tickets_are_counted_by_what_changes(new: Path) -> None:
    found = looked_over(new, FASTER)

    assert (found["new_version"], found["apply_to_open"]) == (2, "from_now")
    assert (found["open"], found["changed"]) == (4, 4)
    assert (found["clocks_due_earlier"], found["clocks_due_later"]) == (1, 2)
    assert found["clocks_breaching_at_once"] == 1


def test_each_ticket_is_shown_with_its_clocks_before_and_after(new: Path) -> None:
    [clock] = by_name(looked_over(new, FASTER))["T-1"]["clocks"]

    assert clock == {
        "metric": "resolution",
        "cycle": 1,
        "change": "retargeted",
        "target": "4h",
        "new_target": "1h",
        "due_at": "2026-01-05T14:00:00Z",
        "new_due_at": "2026-01-05T10:00:00Z",
        "breaches_at_once": True,
    }


def test_the_most_affected_ticket_comes_first_in_the_table(new: Path) -> None:
    new.write_text(FASTER, encoding="utf-8")
    told = done("policy", "check", str(new), "--against-open").out

    assert "Of 4 open tickets, version 2 would change, with `apply_to_open: from_now`:" in told
    first = told.index("T-1")
    assert all(first < told.index(name) for name in ("T-2", "T-3"))
    assert "breaches at once" in told


def test_tickets_of_a_removed_tier_are_said_to_move(new: Path) -> None:
    found = looked_over(new, WITHOUT_TECHNICAL)

    assert found["moves"] == [{"from": "technical", "to": "management", "tickets": 1}]
    assert by_name(found)["T-3"]["new_tier"] == "management"
    assert "1 would move from technical to management." in (
        done("policy", "check", str(new), "--against-open").words
    )


def test_a_removed_tier_that_is_moved_nowhere_is_pointed_out(new: Path) -> None:
    found = looked_over(new, WITHOUT_TECHNICAL.replace("moved: {technical: management}\n", ""))

    assert found["stranded"] == {"technical": 1}
    assert "1 would stay in technical, which version 2 doesn't have; name it in `moved`." in (
        done("policy", "check", str(new), "--against-open").words
    )


def test_tickets_that_no_target_matches_any_more_are_counted(new: Path) -> None:
    none_left = FROM_NOW.replace("  - calendar: office\n", "  - match: {priority: low}\n")
    found = looked_over(new, none_left)

    assert found["without_target"] == 2
    assert {clock["change"] for clock in by_name(found)["T-2"]["clocks"]} == {"stopped"}


def test_a_policy_that_no_ticket_is_under_changes_nothing(new: Path) -> None:
    found = looked_over(new, FASTER.replace("policy: default", "policy: gold"))

    assert (found["new_version"], found["open"], found["tickets"]) == (1, 0, [])


def test_the_published_document_again_changes_nothing(new: Path) -> None:
    found = looked_over(new, POLICY)

    assert (found["new_version"], found["open"], found["changed"]) == (1, 4, 0)


def test_nothing_is_recorded(new: Path) -> None:
    before = done("policy", "show", "--json").json
    looked_over(new, FASTER)

    assert done("policy", "show", "--json").json == before


@pytest.mark.parametrize("text", [FASTER, WITHOUT_TECHNICAL], ids=["faster", "without technical"])
def test_publishing_then_does_what_was_said(desk: Path, new: Path, text: str) -> None:
    found = looked_over(new, text)
    clock = VirtualClock(MONDAY + 2 * HOUR + MINUTE)
    with closing(open_embedded(desk, clock)) as embedded:
        seen = len(embedded.recorder.select_notifications(1, 10_000))
        Past(embedded, clock, "again").publish(text, 2 * HOUR + MINUTE)
        embedded.pipeline.run_until(clock.now() + 1, clock.advance)
        rows = embedded.recorder.select_notifications(seen + 1, 10_000)
        events = [embedded.mapper.to_domain_event(row) for row in rows]

    applied = {event.ticket_id for event in events if isinstance(event, PolicyApplied)}
    moved = {e.ticket_id: e.to_tier for e in events if isinstance(e, TierMoved) and not e.rule}
    targets = {(e.ticket_id, e.target) for e in events if isinstance(e, SlaRetargeted)}
    breached = [e.ticket_id for e in events if isinstance(e, SlaBreached)]
    tickets = found["tickets"]
    assert applied == {ticket["ticket_id"] for ticket in tickets}
    assert moved == {t["ticket_id"]: t["new_tier"] for t in tickets if t["tier"] != t["new_tier"]}
    assert len(targets) == sum(
        clock["target"] != clock["new_target"] for ticket in tickets for clock in ticket["clocks"]
    )
    assert sorted(breached) == sorted(
        ticket["ticket_id"]
        for ticket in tickets
        for clock in ticket["clocks"]
        if clock["breaches_at_once"]
    )
