-- The log: facts in the order in which they were recorded, and the commands they came from.

CREATE TABLE events (
    position bigint PRIMARY KEY,
    ordinal bigint NOT NULL,
    recorded_at bigint NOT NULL,
    originator_id text NOT NULL COLLATE "C",
    originator_version integer NOT NULL,
    topic text NOT NULL,
    ticket_id text NOT NULL COLLATE "C",
    state bytea NOT NULL
);
CREATE UNIQUE INDEX events_by_stream ON events (originator_id, originator_version);
CREATE INDEX events_by_ticket ON events (ticket_id, position);
CREATE INDEX events_of_policies ON events (position)
    WHERE topic IN ('escalon.PolicyPublished', 'escalon.PolicyRetired');

CREATE TABLE processed_commands (
    command_id text PRIMARY KEY COLLATE "C",
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    refusal text NOT NULL,
    error text NOT NULL
);
