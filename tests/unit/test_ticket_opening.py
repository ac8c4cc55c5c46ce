"""Opening a ticket."""

from __future__ import annotations

from domain.commands import OpenTicket
from domain.errors import PolicyNotFound, RuleBroken
from tests.spec import CARL, REQUESTER, TICKET, ask, given, published
from tests.unit.policy_documents import PLAIN, POLICY, document
from tests.unit.ticket_facts import closed, opened


def test_an_opening_says_all_that_the_command_says() -> None:
    said = {
        "subject": "The printer is on fire",
        "external_id": "INC-7",
        "requester": CARL,
        "requester_group": "finance",
        "customer": "gold",
        "channel": "phone",
        "priority": "urgent",
        "queue": "hardware",
        "category": "printers",
        "tags": ("fire", "smoke"),
        "tier": "technical",
        "policy": "default",
    }
    command = ask(OpenTicket, by=REQUESTER, **said)
    given(POLICY).when(command).then(opened(**said, policy_version=1))


def test_a_ticket_starts_in_the_lowest_tier_and_as_plain_as_can_be() -> None:
    given(POLICY).when(ask(OpenTicket)).then(opened(subject="", requester=""))


def test_a_ticket_comes_under_the_version_in_use() -> None:
    second = published(document(late_facts="1h"), 2)
    given(POLICY, second).when(ask(OpenTicket, subject="", requester="")).then(
        opened(subject="", requester="", policy_version=2)
    )


def test_a_ticket_comes_under_the_policy_that_it_names() -> None:
    gold = published(document(policy="gold", tiers=("concierge", "director")))
    given(POLICY, gold).when(ask(OpenTicket, policy="gold")).then(
        opened(subject="", requester="", policy="gold", tier="concierge")
    )


def test_a_ticket_is_not_opened_twice() -> None:
    given(POLICY, opened()).when(ask(OpenTicket, subject="again")).then_refused(
        RuleBroken, f"There is already a ticket {TICKET}; open another under a new id."
    )


def test_a_ticket_is_not_opened_again_once_it_is_closed() -> None:
    given(POLICY, opened(), closed()).when(ask(OpenTicket)).then_refused(
        RuleBroken, f"There is already a ticket {TICKET}; open another under a new id."
    )


def test_a_tier_must_be_one_of_the_policy() -> None:
    given(POLICY).when(ask(OpenTicket, tier="sky")).then_refused(
        RuleBroken,
        "There is no tier 'sky'; tiers of policy 'default' are front-line, technical, management.",
    )


def test_a_policy_must_be_in_use() -> None:
    given(published(PLAIN)).when(ask(OpenTicket, policy="gold")).then_refused(
        PolicyNotFound, "There is no policy 'gold' in use; publish one of that name first."
    )


def test_nothing_is_opened_before_a_policy_is_published() -> None:
    given().when(ask(OpenTicket)).then_refused(
        PolicyNotFound, "There is no policy 'default' in use; publish one of that name first."
    )
