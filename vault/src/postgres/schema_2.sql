-- Version 2: the master key is rotated. A retired one wraps nothing: it may be known to others.

CREATE TRIGGER retired_is_final BEFORE UPDATE ON vault.master_keys
    FOR EACH ROW WHEN (OLD.retired_at IS NOT NULL)
    EXECUTE FUNCTION vault.refuse('a retired master key stays retired');
CREATE TRIGGER master_keys_stay BEFORE DELETE OR TRUNCATE ON vault.master_keys
    FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse('a master key is retired, never deleted');

-- Whoever wraps keys holds the row of their master key until the commit, and whoever retires it
-- holds the row alone: once it is held, no key can come under it unseen. With the rights of the
-- owner, for those who make keys need no right to change master keys.
CREATE FUNCTION vault.refuse_retired() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    used bigint[];
    serving bigint;
BEGIN
    SELECT array_agg(DISTINCT written.master_key_id) INTO used
    FROM written WHERE written.wrapped_key IS NOT NULL;
    IF used IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO serving FROM (
        SELECT id FROM vault.master_keys WHERE id = ANY(used) AND retired_at IS NULL
        ORDER BY id FOR SHARE) AS held;
    IF serving < cardinality(used) THEN
        RAISE EXCEPTION 'a retired master key wraps nothing' USING ERRCODE = 'PV001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER made_under_one_that_serves AFTER INSERT ON vault.person_keys
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse_retired();
CREATE TRIGGER wrapped_under_one_that_serves AFTER UPDATE ON vault.person_keys
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse_retired();

UPDATE vault.state SET schema_version = 2;
