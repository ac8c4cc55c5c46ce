-- A replay across processes: whose turn it is, who has had it, and which tickets are to fire in it.

CREATE TABLE turns (
    kind text PRIMARY KEY COLLATE "C",
    number bigint NOT NULL,
    until bigint NOT NULL
);

CREATE TABLE turns_done (
    follower text PRIMARY KEY COLLATE "C",
    number bigint NOT NULL
);

CREATE TABLE horizons (
    follower text NOT NULL COLLATE "C",
    ticket_id text NOT NULL COLLATE "C",
    now bigint NOT NULL,
    PRIMARY KEY (follower, ticket_id)
);
