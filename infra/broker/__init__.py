"""What a local Kafka broker is made of: its jars by their versions, and how it logs."""
