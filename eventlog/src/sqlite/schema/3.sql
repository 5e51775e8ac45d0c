-- The installation that the log belongs to, once it was given to one.
CREATE TABLE eventlog_installation (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id       BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

CREATE TRIGGER eventlog_installation_never_updated BEFORE UPDATE ON eventlog_installation
BEGIN SELECT RAISE(ABORT, 'a log stays with its installation'); END;

CREATE TRIGGER eventlog_installation_never_deleted BEFORE DELETE ON eventlog_installation
BEGIN SELECT RAISE(ABORT, 'a log stays with its installation'); END;
