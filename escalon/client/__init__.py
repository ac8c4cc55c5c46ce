"""Commands through Kafka, and what became of them: what another program needs to drive a desk."""

from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.desk import Outcome
from domain.errors import DeskError, PolicyNotFound, TicketNotFound
from escalon.client.answer import Answer, ClientClosed, NoAnswer, NotDelivered
from escalon.client.client import Client
from infra.kafka.faults import KafkaMistake
from infra.kafka.security import Security
from infra.kafka.settings import KafkaSettings
from infra.schema_ids.settings import RegistrySettings

__all__ = [
    "AGENT",
    "REQUESTER",
    "SYSTEM",
    "Actor",
    "Answer",
    "Client",
    "ClientClosed",
    "DeskError",
    "KafkaMistake",
    "KafkaSettings",
    "NoAnswer",
    "NotDelivered",
    "Outcome",
    "PolicyNotFound",
    "RegistrySettings",
    "Security",
    "TicketNotFound",
]
