-- The installation that the log belongs to, once it was given to one.
CREATE TABLE eventlog_installation (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    id       uuid    NOT NULL
);
COMMENT ON TABLE eventlog_installation IS 'The installation that the log belongs to: one row, or none yet.';

CREATE FUNCTION eventlog_installation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a log stays with its installation'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER eventlog_installation_stays BEFORE UPDATE OR DELETE OR TRUNCATE
    ON eventlog_installation FOR EACH STATEMENT EXECUTE FUNCTION eventlog_installation_stays();
