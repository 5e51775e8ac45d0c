CREATE TABLE access_reads (
    id INTEGER PRIMARY KEY NOT NULL,
    read_at INTEGER NOT NULL,
    reader TEXT NOT NULL,
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    what TEXT NOT NULL,
    stood_at INTEGER NOT NULL,
    trace TEXT NOT NULL
) STRICT;
CREATE INDEX access_reads_of_subject ON access_reads (subject, read_at, id);
CREATE INDEX access_reads_by_reader ON access_reads (reader, read_at, id);
CREATE INDEX access_reads_by_age ON access_reads (read_at);
CREATE TABLE access_retention (
    only_one INTEGER PRIMARY KEY NOT NULL CHECK (only_one = 1),
    kept_since INTEGER NOT NULL
) STRICT;
