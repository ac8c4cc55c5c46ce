-- The trace (W3C Trace Context) in which a fact was recorded; no part of the fact, nor of digests.

ALTER TABLE events ADD COLUMN trace text COLLATE "C";

CREATE INDEX events_by_trace ON events (ticket_id, position) INCLUDE (trace)
    WHERE trace IS NOT NULL;
