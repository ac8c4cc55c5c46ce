"""The public contract: one Avro schema for every event and every command."""
