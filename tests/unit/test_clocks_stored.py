"""Clocks kept as text between two looks at them."""

from __future__ import annotations

import pytest

from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.stored import from_text, to_text
from domain.facts import first_facts
from tests.spec import Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import catalogue, document, target
from tests.unit.ticket_facts import (
    acknowledged,
    closed,
    contacted,
    escalated,
    held,
    merged,
    noted,
    opened,
    policy_withdrawn,
    prioritised,
    reopened,
    replied,
    resolved,
    resumed,
)

POLICY = document(
    target({"priority": ["low"]}, calendar="office", resolution="40h"),
    target(
        acknowledge="10m",
        first_response={"target": "1h", "warn_at": ["50%", "10m before"]},
        next_response="1h",
        update="1h",
        requester_wait="4h",
        tier_time={"target": "2h", "pause": ["vendor"]},
        resolution={"target": "4h", "pause": ["vendor", "internal"], "overdue": ["2h"]},
    ),
)
STORIES = {
    "just opened": [opened(tags=("vip", "fire"))],
    "answered": [opened(), acknowledged().at("5m"), replied().at("20m"), contacted().at("30m")],
    "held": [opened(), held().at("1h"), prioritised("low").at("2h")],
    "resumed": [opened(), held().at("1h"), resumed().at("2h"), prioritised("low").at("30h")],
    "moved": [opened(), escalated().at("1h"), replied().at("2h")],
    "reopened": [opened(), resolved().at("1h"), reopened().at("2h")],
    "closed": [opened(), closed().at("1h")],
    "merged": [opened(), merged().at("1h")],
    "withdrawn": [opened(), policy_withdrawn().at("1h")],
}
EACH = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


@EACH
def test_what_was_stored_is_read_back_as_it_was(story: list[Fact]) -> None:
    for until in ("0s", "3h", "5h", "100h"):
        clocks = told(POLICY, *story, until=until).clocks
        again = from_text(to_text(clocks))
        assert again == clocks
        assert to_text(again) == to_text(clocks)


@EACH
def test_stored_clocks_go_on_as_if_they_had_never_been_stored(story: list[Fact]) -> None:
    policies = catalogue(POLICY)
    clocks = told(POLICY, *story).clocks
    again = from_text(to_text(clocks))
    assert fire(again, after("100h"), policies) == fire(clocks, after("100h"), policies)


def test_a_stored_ticket_goes_on_with_its_next_fact() -> None:
    policies = catalogue(POLICY)
    opening, note = events_of([opened(tags=("vip",)), noted().at("1h")])
    clocks, _ = fold(None, opening, policies)
    again = from_text(to_text(clocks))
    assert fold(again, note, policies) == fold(clocks, note, policies)
    assert again.facts == first_facts(opening)


def test_a_ticket_begins_with_its_opening() -> None:
    _, note = events_of([opened(), noted()])
    with pytest.raises(LookupError, match=r"has no opening before its event escalon\.NoteAdded"):
        fold(None, note, catalogue(POLICY))


def test_a_clock_under_a_policy_that_is_not_known_yet_says_so() -> None:
    opening, answer = events_of([opened(), replied().at("3h")])
    clocks, _ = fold(None, opening, catalogue(POLICY))
    with pytest.raises(LookupError, match="policy default version 1 is not known here yet"):
        fold(clocks, answer, catalogue())
