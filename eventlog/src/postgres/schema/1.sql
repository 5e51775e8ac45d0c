-- The tables of postgres-es 0.5, extended: where each event stands in the one order, its id, when
-- it was recorded, and the text of what is no JSON.
CREATE TABLE events (
    aggregate_type text   NOT NULL,
    aggregate_id   text   NOT NULL,
    sequence       bigint NOT NULL CHECK (sequence >= 1),
    event_type     text   NOT NULL,
    event_version  text   NOT NULL,
    payload        json   NOT NULL,
    metadata       json   NOT NULL,
    position       bigint NOT NULL CHECK (position >= 1),
    event_id       uuid   NOT NULL,
    recorded_at    bigint NOT NULL,
    payload_text   bytea,
    metadata_text  bytea,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence),
    CONSTRAINT events_position UNIQUE (position),
    CONSTRAINT events_event_id UNIQUE (event_id)
);
COMMENT ON TABLE events IS 'The log: one row an event, never changed, never deleted.';
COMMENT ON COLUMN events.aggregate_type IS 'The category of the stream.';
COMMENT ON COLUMN events.aggregate_id IS 'The stream within its category.';
COMMENT ON COLUMN events.sequence IS 'The number of the event in its stream, from 1, without gaps.';
COMMENT ON COLUMN events.event_version IS 'The version of the schema of its type.';
COMMENT ON COLUMN events.payload IS 'Byte for byte as it was given; null where payload_text holds it.';
COMMENT ON COLUMN events.metadata IS 'Byte for byte as it was given; null where metadata_text holds it.';
COMMENT ON COLUMN events.position IS 'Its place in the one order, in the order of the commits.';
COMMENT ON COLUMN events.event_id IS 'Unique in the log, the same in a retry.';
COMMENT ON COLUMN events.recorded_at IS 'Microseconds since 1970-01-01T00:00:00Z; never goes back along the positions.';
COMMENT ON COLUMN events.payload_text IS 'The payload, in UTF-8, where it is no JSON.';
COMMENT ON COLUMN events.metadata_text IS 'The metadata, in UTF-8, where it is no JSON.';

-- Of postgres-es alone; the log itself keeps none.
CREATE TABLE snapshots (
    aggregate_type   text   NOT NULL,
    aggregate_id     text   NOT NULL,
    last_sequence    bigint NOT NULL CHECK (last_sequence >= 0),
    current_snapshot bigint NOT NULL CHECK (current_snapshot >= 0),
    payload          json   NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, last_sequence)
);
COMMENT ON TABLE snapshots IS 'Snapshots of postgres-es; may be deleted at any time.';

CREATE TABLE leases (
    work    text        PRIMARY KEY,
    holder  uuid        NOT NULL,
    fence   bigint      NOT NULL CHECK (fence >= 1),
    ends_at timestamptz NOT NULL
);
COMMENT ON TABLE leases IS 'Work that one server at a time may do.';
COMMENT ON COLUMN leases.fence IS 'Grows with each change of holder.';

-- Every writer takes this lock before it learns where the log ends, and holds it until its
-- transaction has ended: positions are in the order of the commits, and a reader never sees an
-- event before one that stands ahead of it.
CREATE FUNCTION log_lock() RETURNS void LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(7308604897068083557)';

CREATE FUNCTION events_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- With an older snapshot the end of the log could not be seen.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'events are written under READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(7308604897068083557);
    RETURN NULL;
END $$;
CREATE TRIGGER events_in_turn BEFORE INSERT ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_in_turn();

-- What any writer but log_append inserts gets its place, its time and, where it brings none, its
-- id here.
CREATE FUNCTION events_placed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    last record;
    version bigint;
BEGIN
    IF NEW.aggregate_type !~ '^[a-z_]{1,32}$' OR NEW.aggregate_id !~ '^[A-Za-z0-9._-]{1,64}$' THEN
        RAISE EXCEPTION '% % names no stream', NEW.aggregate_type, NEW.aggregate_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF length(NEW.event_type) = 0 OR octet_length(NEW.event_type) > 128
        OR NEW.event_version !~ '^[1-9][0-9]{0,3}(\.[0-9]+)*$' THEN
        RAISE EXCEPTION '% % is no type and version', NEW.event_type, NEW.event_version
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT coalesce(max(sequence), 0) INTO version FROM events
        WHERE aggregate_type = NEW.aggregate_type AND aggregate_id = NEW.aggregate_id;
    IF NEW.sequence > version + 1 THEN
        RAISE EXCEPTION 'sequence % in a stream of % events', NEW.sequence, version
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT position, recorded_at INTO last FROM events ORDER BY position DESC LIMIT 1;
    NEW.position := coalesce(last.position, 0) + 1;
    NEW.recorded_at := greatest(last.recorded_at,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
    NEW.event_id := coalesce(NEW.event_id, gen_random_uuid());
    PERFORM pg_notify('eventlog', NEW.position::text);
    RETURN NEW;
END $$;
CREATE TRIGGER events_placed BEFORE INSERT ON events FOR EACH ROW
    WHEN (current_setting('eventlog.append', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION events_placed();

CREATE FUNCTION events_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed and never deleted'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER events_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_never_changed();
ALTER TABLE events ENABLE ALWAYS TRIGGER events_never_changed;

-- The position of the last event recorded at or before the instant. Recorded times never go back
-- along the positions, so a search by halves finds it without an index.
CREATE FUNCTION log_position_at(instant bigint) RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    found bigint := 0;
    low bigint := 0;
    high bigint;
    middle bigint;
    event record;
BEGIN
    SELECT coalesce(max(position), 0) INTO high FROM events;
    -- Every event up to low was recorded in time; none after high was.
    WHILE low < high LOOP
        middle := low + (high - low + 1) / 2;
        SELECT position, recorded_at INTO event FROM events
            WHERE position > low AND position <= middle ORDER BY position DESC LIMIT 1;
        IF event.position IS NULL THEN
            low := middle;
        ELSIF event.recorded_at <= instant THEN
            found := event.position;
            low := middle;
        ELSE
            high := event.position - 1;
        END IF;
    END LOOP;
    RETURN found;
END $$;
