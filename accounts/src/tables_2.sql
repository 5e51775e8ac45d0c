-- The id of the event at the checkpoint, by which its log is known again; NULL where none is known.
ALTER TABLE account_outbox ADD COLUMN event BLOB;

-- Places of the log that were passed, one a minute: where a log that was put back to an older state
-- parts from the one that was followed.
CREATE TABLE account_outbox_places (
    position INTEGER PRIMARY KEY NOT NULL,
    event BLOB NOT NULL,
    passed_at INTEGER NOT NULL
) STRICT;
