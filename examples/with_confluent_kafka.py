"""Opens a ticket over Kafka with nothing of Escalon's: confluent-kafka[avro,schemaregistry]."""

import os
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

BOOTSTRAP = os.environ["ESCALON_KAFKA"]  # such as 127.0.0.1:9092
REGISTRY = os.environ["ESCALON_REGISTRY"]  # such as http://127.0.0.1:8081
COMMANDS, RESULTS = "escalon.commands.v1", "escalon.command-results.v1"
PATIENCE = 60.0

registry = SchemaRegistryClient({"url": REGISTRY})
open_ticket = registry.get_latest_version(f"{COMMANDS}-escalon.OpenTicket").schema
serialize = AvroSerializer(
    registry,
    open_ticket,
    conf={
        # Each topic carries several kinds of record: a subject is a topic and a record's name.
        "subject.name.strategy.type": "TOPIC_RECORD",
        # The ids are pinned: a schema is looked up, never registered by who sends.
        "auto.register.schemas": False,
        "use.latest.version": True,
    },
)
deserialize = AvroDeserializer(registry)
producer = Producer(
    {
        "bootstrap.servers": BOOTSTRAP,
        # As Java's clients and ours choose a partition; librdkafka's own choice is another.
        # Commands to one ticket are done in their order only if all who send agree on this.
        "partitioner": "murmur2_random",
        "enable.idempotence": True,
    }
)
consumer = Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": "unused"})

# Results are read from the ends as they are before anything is sent.
ends = []
for number in consumer.list_topics(RESULTS, timeout=PATIENCE).topics[RESULTS].partitions:
    end = consumer.get_watermark_offsets(TopicPartition(RESULTS, number), timeout=PATIENCE)[1]
    ends.append(TopicPartition(RESULTS, number, end))
consumer.assign(ends)

# Both ids follow from an order of ours: sent again, it is the same command, and done once.
order = sys.argv[1] if len(sys.argv) > 1 else "order 4711"
command = {
    "command_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://shop.example/{order}/open")),
    "at": time.time_ns() // 1_000,
    "actor": {"kind": "system", "id": "shop"},
    "ticket_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://shop.example/{order}")),
    "external_id": order,
    "subject": f"Where is {order}?",
    "channel": "web",
    "priority": "normal",
    "policy": "default",
}
producer.produce(
    COMMANDS,
    key=command["ticket_id"],
    value=serialize(command, SerializationContext(COMMANDS, MessageField.VALUE)),
)
producer.flush(PATIENCE)

deadline = time.monotonic() + PATIENCE
while time.monotonic() < deadline:
    message = consumer.poll(0.5)
    if message is None or message.error() or message.key().decode() != command["command_id"]:
        continue
    result = deserialize(message.value(), SerializationContext(RESULTS, MessageField.VALUE))
    if result["refusal"]:
        sys.exit(result["refusal"])
    print(f"{order}: recorded at positions {result['first_position']} to {result['last_position']}")
    break
else:
    sys.exit(f"No answer within {PATIENCE:g} s; it may still come, and can be asked for again.")
consumer.close()
