"""What becomes of open tickets when their policy is taken out of use, and put in use again."""

from __future__ import annotations

from domain.commands import (
    ReceiveContact,
    RetirePolicy,
)
from domain.events.sla import (
    RepeatContact,
    SlaBreached,
    SlaStopped,
    SlaWarned,
)
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    TierMoved,
)
from tests.integration.policy_change_examples import (
    SHORT,
    UP,
    begun,
    publishing,
    spoken,
)
from tests.spec import REQUESTER, after, ask
from tests.unit.policy_documents import document, rule, target


def test_retirement_stops_clocks_and_rules() -> None:
    """Policy off but actions go on: nothing is said, moved or told after it."""
    steps = {"target": "8h", "warn_at": ["50%"]}
    rules = [rule("heads-up", "sla_warned", notify=["lead"]), UP]
    day = begun(document(target(resolution=steps), escalation=rules))
    day.ask(ask(RetirePolicy, policy="default", at="1h"))
    day.until("40h")
    assert all(event.occurred_at <= after("1h") for event in day.log())
    assert spoken(day, PolicyWithdrawn, SlaStopped, SlaWarned, SlaBreached) == [
        "1h PolicyWithdrawn",
        "1h SlaStopped",
    ]


def test_a_retired_policy_counts_no_repeat_contacts() -> None:
    text = document(
        target(resolution="8h"),
        repeat_contact={"contacts": 2, "within": "24h", "scope": "ticket"},
        escalation=[rule("twice", "repeat_contact", to="next")],
    )
    day = begun(text)
    day.ask(ask(RetirePolicy, policy="default", at="1h"))
    day.ask(ask(ReceiveContact, by=REQUESTER, at="2h"))
    assert spoken(day, RepeatContact, TierMoved) == []


def test_a_policy_that_is_published_again_brings_its_tickets_back_with_what_had_elapsed() -> None:
    day = begun()
    day.ask(ask(RetirePolicy, policy="default", at="1h"))
    day.ask(publishing(SHORT, "5h"))
    assert spoken(day.until("20h"), PolicyWithdrawn, PolicyApplied, SlaBreached) == [
        "1h PolicyWithdrawn",
        "5h PolicyApplied",
        "8h SlaBreached",
    ]


def test_a_policy_that_is_published_again_to_keep_leaves_its_tickets_under_none() -> None:
    day = begun()
    day.ask(ask(RetirePolicy, policy="default", at="1h"))
    day.ask(publishing({**SHORT, "apply_to_open": "keep"}, "5h"))
    assert spoken(day.until("20h"), PolicyApplied, SlaBreached) == []
