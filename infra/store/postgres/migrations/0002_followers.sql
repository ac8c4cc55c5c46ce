-- How far followers have come, and what they remember between batches.

CREATE TABLE positions (
    follower text PRIMARY KEY COLLATE "C",
    position bigint NOT NULL,
    epoch bigint NOT NULL DEFAULT 0
);

CREATE TABLE states (
    follower text NOT NULL COLLATE "C",
    key text NOT NULL COLLATE "C",
    due bigint,
    text text NOT NULL,
    PRIMARY KEY (follower, key)
);
CREATE INDEX states_by_due ON states (follower, due) WHERE due IS NOT NULL;

-- Where followers go on in what they read elsewhere; a source is kafka:<cluster>:<topic>:<partition>.
CREATE TABLE offsets (
    follower text NOT NULL COLLATE "C",
    source text NOT NULL COLLATE "C",
    next_offset bigint NOT NULL,
    PRIMARY KEY (follower, source)
);
