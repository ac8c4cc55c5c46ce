"""Subjects are named by topic and record."""

from __future__ import annotations

import pytest

from infra.registry.subjects import subjects_of


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("TicketOpened", ["tickets", "contacts"]),
        ("ContactReceived", ["tickets", "contacts"]),
        ("TicketMerged", ["tickets", "contacts"]),
        ("TierEscalated", ["tickets"]),
        ("PolicyApplied", ["tickets"]),
        ("SlaBreached", ["sla"]),
        ("RepeatContact", ["sla"]),
        ("EscalationDeclined", ["sla"]),
        ("PolicyPublished", ["policies"]),
        ("PolicyRetired", ["policies"]),
        ("OpenTicket", ["commands"]),
        ("PublishPolicy", ["commands"]),
        ("Watermark", ["watermarks"]),
        ("NothingKnown", []),
    ],
)
def test_a_schema_has_a_subject_for_each_topic_that_carries_it(name, topics):
    full = f"escalon.{name}"

    assert subjects_of(full) == tuple(f"escalon.{topic}.v1-{full}" for topic in topics)
