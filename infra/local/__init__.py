"""A PostgreSQL server and a Kafka broker of one's own, for a machine without services."""
