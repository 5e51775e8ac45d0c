ALTER TABLE access_reads ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
CREATE FUNCTION access_keep_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.read_at < (SELECT kept_since FROM access.access_retention) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a recorded read stays as it is, for as long as reads are kept';
END $$;
CREATE FUNCTION access_keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.kept_since >= OLD.kept_since THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was swept stays marked';
END $$;
CREATE FUNCTION access_keep_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log is never emptied';
END $$;
CREATE TRIGGER access_reads_stay BEFORE UPDATE OR DELETE ON access_reads
    FOR EACH ROW EXECUTE FUNCTION access_keep_read();
CREATE TRIGGER access_reads_are_not_emptied BEFORE TRUNCATE ON access_reads
    FOR EACH STATEMENT EXECUTE FUNCTION access_keep_all();
CREATE TRIGGER access_retention_only_moves_on BEFORE UPDATE OR DELETE ON access_retention
    FOR EACH ROW EXECUTE FUNCTION access_keep_mark();
CREATE TRIGGER access_retention_is_not_emptied BEFORE TRUNCATE ON access_retention
    FOR EACH STATEMENT EXECUTE FUNCTION access_keep_all();
