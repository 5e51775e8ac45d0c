CREATE TABLE notary_lines (
    number INTEGER PRIMARY KEY NOT NULL,
    origin TEXT NOT NULL UNIQUE,
    opened_at INTEGER NOT NULL,
    statement TEXT NOT NULL
) STRICT;
CREATE TABLE notary_keys (
    number INTEGER PRIMARY KEY NOT NULL,
    public BLOB NOT NULL UNIQUE CHECK (length(public) = 32),
    added_at INTEGER NOT NULL
) STRICT;
CREATE TABLE notary_checkpoints (
    number INTEGER PRIMARY KEY NOT NULL,
    line INTEGER NOT NULL REFERENCES notary_lines (number),
    size INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    last_event BLOB NOT NULL CHECK (length(last_event) = 16),
    signed_at INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE notary_attachments (
    checkpoint INTEGER NOT NULL REFERENCES notary_checkpoints (number),
    kind TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    attached_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (checkpoint, kind, digest)
) STRICT;
CREATE TABLE notary_installation (
    only_one INTEGER PRIMARY KEY NOT NULL CHECK (only_one = 1),
    id BLOB NOT NULL
) STRICT;
