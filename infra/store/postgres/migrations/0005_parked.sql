-- Records that a follower couldn't handle, and later ones of the same key, in their order.
-- A settled one stays as a line without its bytes, so that it isn't parked again.

CREATE TABLE public.parked (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follower text NOT NULL COLLATE "C",
    key text NOT NULL COLLATE "C",
    is_alone boolean NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    record_offset bigint,
    position bigint,
    record_key bytea,
    value bytea,
    header_names text[] NOT NULL,
    header_values bytea[] NOT NULL,
    error text NOT NULL,
    parked_at bigint NOT NULL,
    tried_at bigint,
    asked text CHECK (asked IN ('redrive', 'drop')),
    settled_at bigint,
    UNIQUE (follower, topic, partition, record_offset)
);
CREATE INDEX parked_by_key ON public.parked (follower, key, id) WHERE settled_at IS NULL;
CREATE INDEX parked_asked ON public.parked (follower, id)
    WHERE settled_at IS NULL AND asked IS NOT NULL;
