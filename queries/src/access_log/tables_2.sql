-- The installation that the access log belongs to, once it was given to one.
CREATE TABLE access_installation (
    only_one INTEGER PRIMARY KEY NOT NULL CHECK (only_one = 1),
    id BLOB NOT NULL
) STRICT;
