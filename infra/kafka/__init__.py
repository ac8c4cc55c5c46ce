"""Kafka: its topics as data, and the clients with the options that our promises need."""
