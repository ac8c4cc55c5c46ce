"""Opens a ticket over Kafka and gives it to somebody, with Escalon's own client."""

import os
import sys
import uuid

from domain.commands import AssignTicket, OpenTicket
from escalon.client import SYSTEM, Actor, Client, DeskError, KafkaSettings, NoAnswer

order = sys.argv[1] if len(sys.argv) > 1 else "order 4711"
shop = Actor(SYSTEM, "shop")
ticket = str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://shop.example/{order}"))


def command_id(word: str) -> str:
    """Return the same id for the same word, so that whatever is sent again is done once."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://shop.example/{order}/{word}"))


with Client(KafkaSettings(bootstrap=os.environ["ESCALON_KAFKA"])) as client:
    opened, assigned = client.send_many(
        [
            OpenTicket(
                command_id=command_id("open"),
                at=0,  # now
                actor=shop,
                ticket_id=ticket,
                external_id=order,
                subject=f"Where is {order}?",
            ),
            AssignTicket(
                command_id=command_id("assign"),
                at=0,
                actor=shop,
                ticket_id=ticket,
                assignee="anna",
            ),
        ]
    )
    try:
        print(f"{order}: opened at position {opened.result(timeout=60).first}")
        print(f"{order}: assigned at position {assigned.result(timeout=60).first}")
    except (DeskError, NoAnswer) as why:
        sys.exit(str(why))
