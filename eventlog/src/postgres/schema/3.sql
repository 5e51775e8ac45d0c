-- A checksum over all columns of each event: see checksum.rs. Those of the events that are there are
-- computed by the program. What another program writes has none.
ALTER TABLE events ADD COLUMN checksum bigint;
COMMENT ON COLUMN events.checksum IS 'XXH3-64 of the content, with position and recorded time; null where another program wrote the event.';

CREATE OR REPLACE FUNCTION events_placed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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
    NEW.checksum := NULL;
    NEW.event_id := coalesce(NEW.event_id, gen_random_uuid());
    PERFORM pg_notify('eventlog', NEW.position::text);
    RETURN NEW;
END $$;

-- As version 2, and the checksums: of each event that of its content is given, and position and
-- recorded time are added here.
DROP FUNCTION log_append(bigint, int, int[], int[], int[], bigint[], text[], text[], uuid[], text[],
    text[], text[], text[], bytea[], bytea[], bigint[]);
CREATE FUNCTION log_append(
    now_at bigint, rounds int,
    appends int[], nths int[], in_rounds int[], expecteds bigint[],
    aggregate_types text[], aggregate_ids text[],
    ids uuid[], types text[], versions text[], payloads text[], metadatas text[],
    payload_texts bytea[], metadata_texts bytea[], tolds bigint[], contents bigint[]
) RETURNS TABLE (append int, outcome int, at_position bigint, version bigint, recorded bigint)
LANGUAGE plpgsql VOLATILE
SET search_path FROM CURRENT
SET eventlog.append TO 'on'
AS $$
#variable_conflict use_column
DECLARE
    first_head bigint;
    head bigint;
    head_at bigint;
    usual boolean := rounds = 1;
BEGIN
    -- A statement of its own: the ones after it see what the holder before us committed.
    PERFORM pg_advisory_xact_lock(7308604897068083557);
    -- The usual batch has no conflict and no known id. It is inserted at once, and the indexes
    -- find known ids; what is not as usual is judged below, as if nothing had been tried.
    IF usual THEN
        SELECT bool_and(u.expected = coalesce((
                SELECT e.sequence FROM events e
                WHERE e.aggregate_type = u.aggregate_type AND e.aggregate_id = u.aggregate_id
                ORDER BY e.sequence DESC LIMIT 1
            ), 0)) INTO usual
            FROM unnest(nths, expecteds, aggregate_types, aggregate_ids)
                AS u (nth, expected, aggregate_type, aggregate_id)
            WHERE u.nth = 1;
    END IF;
    IF usual THEN
        SELECT e.position, e.recorded_at INTO head, head_at
            FROM events e ORDER BY e.position DESC LIMIT 1;
        head := coalesce(head, 0);
        head_at := greatest(head_at, now_at);
        BEGIN
            INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                payload, metadata, position, event_id, recorded_at, payload_text, metadata_text,
                checksum)
            SELECT u.aggregate_type, u.aggregate_id, u.expected + u.nth, u.event_type,
                u.event_version, u.payload::json, u.metadata::json, head + u.n, u.event_id,
                u.recorded, u.payload_text, u.metadata_text,
                u.content # (head + u.n)
                    # ((u.recorded << 32) | ((u.recorded >> 32) & 4294967295))
            FROM (
                SELECT g.*,
                    CASE WHEN tolds IS NULL THEN head_at
                        ELSE greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:g.n]) t))
                    END AS recorded
                FROM unnest(
                    nths, expecteds, aggregate_types, aggregate_ids, ids, types, versions,
                    payloads, metadatas, payload_texts, metadata_texts, contents
                ) WITH ORDINALITY AS g (
                    nth, expected, aggregate_type, aggregate_id, event_id, event_type,
                    event_version, payload, metadata, payload_text, metadata_text, content, n
                )
                OFFSET 0
            ) u;
        EXCEPTION WHEN unique_violation THEN
            usual := false;
        END;
    END IF;
    IF usual THEN
        PERFORM pg_notify('eventlog', (head + cardinality(nths))::text);
        IF tolds IS NULL THEN
            append := -1;
            outcome := 0;
            at_position := head;
            recorded := head_at;
            RETURN NEXT;
            RETURN;
        END IF;
        RETURN QUERY
            SELECT u.append, 0, head + max(u.n), max(u.expected + u.nth),
                greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:max(u.n)]) t))
            FROM unnest(appends, nths, expecteds) WITH ORDINALITY AS u (append, nth, expected, n)
            GROUP BY u.append;
        RETURN;
    END IF;
    FOR this_round IN 1..rounds LOOP
        SELECT e.position, e.recorded_at INTO head, head_at
            FROM events e ORDER BY e.position DESC LIMIT 1;
        head := coalesce(head, 0);
        first_head := coalesce(first_head, head);
        head_at := greatest(head_at, now_at);
        RETURN QUERY
        WITH given AS MATERIALIZED (
            SELECT u.* FROM unnest(
                appends, nths, in_rounds, expecteds, aggregate_types, aggregate_ids, ids, types,
                versions, payloads, metadatas, payload_texts, metadata_texts, contents
            ) WITH ORDINALITY AS u (
                append, nth, in_round, expected, aggregate_type, aggregate_id, event_id, event_type,
                event_version, payload, metadata, payload_text, metadata_text, content, n
            ) WHERE u.in_round = this_round
        ), judged AS MATERIALIZED (
            SELECT g.append,
                count(*) AS events,
                min(g.expected) AS expected,
                max(g.n) AS last_n,
                coalesce(max(v.sequence), 0) AS actual,
                count(k.position) AS found,
                coalesce(bool_and(k.here) AND max(k.sequence - g.nth) = min(k.sequence - g.nth),
                    false) AS in_place,
                max(k.position) AS known_position,
                max(k.sequence) AS known_version,
                max(k.recorded_at) AS known_at
            FROM given g
            LEFT JOIN LATERAL (
                SELECT e.position, e.sequence, e.recorded_at,
                    e.aggregate_type = g.aggregate_type AND e.aggregate_id = g.aggregate_id AS here
                FROM events e WHERE e.event_id = g.event_id LIMIT 1
            ) k ON true
            LEFT JOIN LATERAL (
                SELECT e.sequence FROM events e
                WHERE g.nth = 1 AND e.aggregate_type = g.aggregate_type
                    AND e.aggregate_id = g.aggregate_id
                ORDER BY e.sequence DESC LIMIT 1
            ) v ON true
            GROUP BY g.append
        ), placed AS MATERIALIZED (
            SELECT g.*, head + row_number() OVER (ORDER BY g.n) AS position,
                greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:g.n]) t)) AS recorded
            FROM given g JOIN judged j ON j.append = g.append
            WHERE j.found = 0 AND j.expected = j.actual
        ), stored AS (
            INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                payload, metadata, position, event_id, recorded_at, payload_text, metadata_text,
                checksum)
            SELECT p.aggregate_type, p.aggregate_id, p.expected + p.nth, p.event_type,
                p.event_version, p.payload::json, p.metadata::json, p.position, p.event_id,
                p.recorded, p.payload_text, p.metadata_text,
                p.content # p.position
                    # ((p.recorded << 32) | ((p.recorded >> 32) & 4294967295))
            FROM placed p ORDER BY p.position
        )
        SELECT j.append,
            CASE WHEN j.found = 0 AND j.expected = j.actual THEN 0
                WHEN j.found = 0 THEN 2
                WHEN j.found < j.events THEN 4
                WHEN j.in_place THEN 1
                ELSE 3 END,
            coalesce(p.last, j.known_position),
            CASE WHEN j.found > 0 THEN j.known_version
                WHEN j.expected = j.actual THEN j.actual + j.events
                ELSE j.actual END,
            CASE WHEN j.found = 0
                THEN greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:j.last_n]) t))
                ELSE j.known_at END
        FROM judged j
        LEFT JOIN (SELECT p.append, max(p.position) AS last FROM placed p GROUP BY p.append) p
            ON p.append = j.append;
    END LOOP;
    SELECT e.position INTO head FROM events e ORDER BY e.position DESC LIMIT 1;
    IF head > first_head THEN
        PERFORM pg_notify('eventlog', head::text);
    END IF;
END $$;
