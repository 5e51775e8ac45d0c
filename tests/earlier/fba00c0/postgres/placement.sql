--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: access; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA access;


--
-- Name: accounts; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA accounts;


--
-- Name: dashboards; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA dashboards;


--
-- Name: dashboards_v1_b68de7f0; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA dashboards_v1_b68de7f0;


--
-- Name: vault; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA vault;


--
-- Name: access_keep_all(); Type: FUNCTION; Schema: access; Owner: -
--

CREATE FUNCTION access.access_keep_all() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the access log is never emptied';
END $$;


--
-- Name: access_keep_mark(); Type: FUNCTION; Schema: access; Owner: -
--

CREATE FUNCTION access.access_keep_mark() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.kept_since >= OLD.kept_since THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was swept stays marked';
END $$;


--
-- Name: access_keep_read(); Type: FUNCTION; Schema: access; Owner: -
--

CREATE FUNCTION access.access_keep_read() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.read_at < (SELECT kept_since FROM access.access_retention) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a recorded read stays as it is, for as long as reads are kept';
END $$;


--
-- Name: events_in_turn(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.events_in_turn() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- With an older snapshot the end of the log could not be seen.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'events are written under READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(7308604897068083557);
    RETURN NULL;
END $$;


--
-- Name: events_never_changed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.events_never_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed and never deleted'
        USING ERRCODE = 'insufficient_privilege';
END $$;


--
-- Name: events_placed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.events_placed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO '$user', 'public'
    AS $_$
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
END $_$;


--
-- Name: log_append(bigint, integer, integer[], integer[], integer[], bigint[], text[], text[], uuid[], text[], text[], text[], text[], bytea[], bytea[], bigint[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.log_append(now_at bigint, rounds integer, appends integer[], nths integer[], in_rounds integer[], expecteds bigint[], aggregate_types text[], aggregate_ids text[], ids uuid[], types text[], versions text[], payloads text[], metadatas text[], payload_texts bytea[], metadata_texts bytea[], tolds bigint[]) RETURNS TABLE(append integer, outcome integer, at_position bigint, version bigint, recorded bigint)
    LANGUAGE plpgsql
    SET search_path TO '$user', 'public'
    SET "eventlog.append" TO 'on'
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
                payload, metadata, position, event_id, recorded_at, payload_text, metadata_text)
            SELECT u.aggregate_type, u.aggregate_id, u.expected + u.nth, u.event_type,
                u.event_version, u.payload::json, u.metadata::json, head + u.n, u.event_id,
                CASE WHEN tolds IS NULL THEN head_at
                    ELSE greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:u.n]) t)) END,
                u.payload_text, u.metadata_text
            FROM unnest(
                nths, expecteds, aggregate_types, aggregate_ids, ids, types, versions, payloads,
                metadatas, payload_texts, metadata_texts
            ) WITH ORDINALITY AS u (
                nth, expected, aggregate_type, aggregate_id, event_id, event_type, event_version,
                payload, metadata, payload_text, metadata_text, n
            );
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
                versions, payloads, metadatas, payload_texts, metadata_texts
            ) WITH ORDINALITY AS u (
                append, nth, in_round, expected, aggregate_type, aggregate_id, event_id, event_type,
                event_version, payload, metadata, payload_text, metadata_text, n
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
            SELECT g.*, head + row_number() OVER (ORDER BY g.n) AS position
            FROM given g JOIN judged j ON j.append = g.append
            WHERE j.found = 0 AND j.expected = j.actual
        ), stored AS (
            INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                payload, metadata, position, event_id, recorded_at, payload_text, metadata_text)
            SELECT p.aggregate_type, p.aggregate_id, p.expected + p.nth, p.event_type,
                p.event_version, p.payload::json, p.metadata::json, p.position, p.event_id,
                greatest(head_at, (SELECT max(t) FROM unnest(tolds[1:p.n]) t)),
                p.payload_text, p.metadata_text
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


--
-- Name: log_lock(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.log_lock() RETURNS void
    LANGUAGE sql
    AS $$SELECT pg_advisory_xact_lock(7308604897068083557)$$;


--
-- Name: log_position_at(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.log_position_at(instant bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO '$user', 'public'
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


--
-- Name: refuse(); Type: FUNCTION; Schema: vault; Owner: -
--

CREATE FUNCTION vault.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;


--
-- Name: refuse_retired(); Type: FUNCTION; Schema: vault; Owner: -
--

CREATE FUNCTION vault.refuse_retired() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: access_reads; Type: TABLE; Schema: access; Owner: -
--

CREATE TABLE access.access_reads (
    id bigint NOT NULL,
    read_at bigint NOT NULL,
    reader text NOT NULL,
    subject bytea NOT NULL,
    what text NOT NULL,
    stood_at bigint NOT NULL,
    trace text NOT NULL,
    CONSTRAINT access_reads_subject_check CHECK ((length(subject) = 16))
);


--
-- Name: access_reads_id_seq; Type: SEQUENCE; Schema: access; Owner: -
--

ALTER TABLE access.access_reads ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.access_reads_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: access_retention; Type: TABLE; Schema: access; Owner: -
--

CREATE TABLE access.access_retention (
    only_one bigint NOT NULL,
    kept_since bigint NOT NULL,
    CONSTRAINT access_retention_only_one_check CHECK ((only_one = 1))
);


--
-- Name: part_versions; Type: TABLE; Schema: access; Owner: -
--

CREATE TABLE access.part_versions (
    part text NOT NULL,
    version bigint NOT NULL
);


--
-- Name: account_accounts; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_accounts (
    person bytea NOT NULL,
    credential bytea NOT NULL,
    capacity text NOT NULL,
    sealed_address text NOT NULL,
    made_at bigint NOT NULL,
    last_sign_in bigint
);


--
-- Name: account_credentials; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_credentials (
    id bytea NOT NULL,
    address_digest bytea NOT NULL,
    password_hash bytea,
    password_salt bytea,
    memory bigint,
    passes bigint,
    lanes bigint,
    made_at bigint NOT NULL,
    confirmed_at bigint
);


--
-- Name: account_identities; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_identities (
    identity_digest bytea NOT NULL,
    credential bytea NOT NULL,
    issuer text NOT NULL,
    linked_at bigint NOT NULL
);


--
-- Name: account_links; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_links (
    digest bytea NOT NULL,
    purpose text NOT NULL,
    person bytea NOT NULL,
    credential bytea,
    capacity text,
    sealed_address text,
    expires_at bigint NOT NULL
);


--
-- Name: account_messages; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_messages (
    id bytea NOT NULL,
    recipient bytea NOT NULL,
    kind text NOT NULL,
    sealed_address text,
    sealed_body text,
    sealed_link_token text,
    sealed_reason text,
    queued_at bigint NOT NULL,
    due_at bigint,
    attempts bigint NOT NULL,
    sent_at bigint,
    dropped_at bigint
);


--
-- Name: account_outbox; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_outbox (
    id bigint NOT NULL,
    checkpoint bigint NOT NULL
);


--
-- Name: account_refresh_tokens; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_refresh_tokens (
    digest bytea NOT NULL,
    session bytea NOT NULL,
    used_at bigint
);


--
-- Name: account_secrets; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_secrets (
    name text NOT NULL,
    sealed text NOT NULL
);


--
-- Name: account_sessions; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_sessions (
    id bytea NOT NULL,
    person bytea,
    started_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    idles_at bigint NOT NULL,
    revoked_at bigint
);


--
-- Name: account_signing_keys; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_signing_keys (
    id bytea NOT NULL,
    sealed text NOT NULL,
    made_at bigint NOT NULL,
    signs_since bigint,
    retires_at bigint
);


--
-- Name: account_throttles; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.account_throttles (
    subject bytea NOT NULL,
    failures bigint NOT NULL,
    last_at bigint NOT NULL,
    blocked_until bigint NOT NULL,
    forgotten_at bigint NOT NULL
);


--
-- Name: part_versions; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.part_versions (
    part text NOT NULL,
    version bigint NOT NULL
);


--
-- Name: dashboard_checkpoint; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_checkpoint (
    "position" bigint NOT NULL,
    fence bigint NOT NULL,
    event_id text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    layout bigint NOT NULL,
    CONSTRAINT one_row CHECK ((layout = 1))
);


--
-- Name: TABLE dashboard_checkpoint; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_checkpoint IS 'One row: the last event of the log that the other tables hold';


--
-- Name: COLUMN dashboard_checkpoint."position"; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_checkpoint."position" IS 'Position of that event in the log; 0 before the first';


--
-- Name: COLUMN dashboard_checkpoint.fence; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_checkpoint.fence IS 'Grows with each change of the server that writes; an older server is refused';


--
-- Name: COLUMN dashboard_checkpoint.event_id; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_checkpoint.event_id IS 'Id of that event; the nil UUID before the first';


--
-- Name: COLUMN dashboard_checkpoint.recorded_at; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_checkpoint.recorded_at IS 'When that event was recorded (UTC)';


--
-- Name: COLUMN dashboard_checkpoint.layout; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_checkpoint.layout IS 'Version of the tables';


--
-- Name: dashboard_checkpoint; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_checkpoint AS
 SELECT dashboard_checkpoint."position",
    dashboard_checkpoint.fence,
    dashboard_checkpoint.event_id,
    dashboard_checkpoint.recorded_at,
    dashboard_checkpoint.layout
   FROM dashboards_v1_b68de7f0.dashboard_checkpoint;


--
-- Name: VIEW dashboard_checkpoint; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_checkpoint IS 'One row: the last event of the log that the other tables hold';


--
-- Name: COLUMN dashboard_checkpoint."position"; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_checkpoint."position" IS 'Position of that event in the log; 0 before the first';


--
-- Name: COLUMN dashboard_checkpoint.fence; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_checkpoint.fence IS 'Grows with each change of the server that writes; an older server is refused';


--
-- Name: COLUMN dashboard_checkpoint.event_id; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_checkpoint.event_id IS 'Id of that event; the nil UUID before the first';


--
-- Name: COLUMN dashboard_checkpoint.recorded_at; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_checkpoint.recorded_at IS 'When that event was recorded (UTC)';


--
-- Name: COLUMN dashboard_checkpoint.layout; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_checkpoint.layout IS 'Version of the tables';


--
-- Name: dashboard_classes; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_classes (
    class_id text NOT NULL,
    uai text NOT NULL,
    level text NOT NULL,
    school_year bigint NOT NULL,
    pupils bigint NOT NULL,
    forms_handed bigint NOT NULL,
    authorised bigint NOT NULL,
    access_open bigint NOT NULL,
    applicants bigint NOT NULL,
    placed bigint NOT NULL,
    completed_pupils bigint NOT NULL,
    flagged bigint NOT NULL,
    applications bigint NOT NULL,
    state_pending bigint NOT NULL,
    state_under_examination bigint NOT NULL,
    state_withdrawn bigint NOT NULL,
    state_declined bigint NOT NULL,
    state_accepted bigint NOT NULL,
    state_cancelled bigint NOT NULL,
    state_completed bigint NOT NULL,
    state_missed bigint NOT NULL
);


--
-- Name: TABLE dashboard_classes; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_classes IS 'A class and the totals over its present pupils (DSH-1)';


--
-- Name: COLUMN dashboard_classes.class_id; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.class_id IS 'The class, a UUID; what the college calls it is not shown';


--
-- Name: COLUMN dashboard_classes.uai; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.uai IS 'Its college';


--
-- Name: COLUMN dashboard_classes.level; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.level IS 'troisieme or quatrieme';


--
-- Name: COLUMN dashboard_classes.school_year; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_classes.pupils; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.pupils IS 'Pupils enrolled';


--
-- Name: COLUMN dashboard_classes.forms_handed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.forms_handed IS 'Pupils whose authorisation form is at home';


--
-- Name: COLUMN dashboard_classes.authorised; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.authorised IS 'Pupils whose parental authorisation is valid';


--
-- Name: COLUMN dashboard_classes.access_open; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.access_open IS 'Pupils whose access is open';


--
-- Name: COLUMN dashboard_classes.applicants; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.applicants IS 'Pupils who have applied at least once';


--
-- Name: COLUMN dashboard_classes.placed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.placed IS 'Pupils with at least one placement';


--
-- Name: COLUMN dashboard_classes.completed_pupils; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.completed_pupils IS 'Pupils with at least one completed placement';


--
-- Name: COLUMN dashboard_classes.flagged; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.flagged IS 'Placements that the head must look at, the authorisation having been withdrawn';


--
-- Name: COLUMN dashboard_classes.applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.applications IS 'Applications submitted by these pupils';


--
-- Name: COLUMN dashboard_classes.state_pending; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_classes.state_under_examination; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_classes.state_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_classes.state_declined; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_classes.state_accepted; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_classes.state_cancelled; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_classes.state_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_classes.state_missed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_classes.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_classes; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_classes AS
 SELECT dashboard_classes.class_id,
    dashboard_classes.uai,
    dashboard_classes.level,
    dashboard_classes.school_year,
    dashboard_classes.pupils,
    dashboard_classes.forms_handed,
    dashboard_classes.authorised,
    dashboard_classes.access_open,
    dashboard_classes.applicants,
    dashboard_classes.placed,
    dashboard_classes.completed_pupils,
    dashboard_classes.flagged,
    dashboard_classes.applications,
    dashboard_classes.state_pending,
    dashboard_classes.state_under_examination,
    dashboard_classes.state_withdrawn,
    dashboard_classes.state_declined,
    dashboard_classes.state_accepted,
    dashboard_classes.state_cancelled,
    dashboard_classes.state_completed,
    dashboard_classes.state_missed
   FROM dashboards_v1_b68de7f0.dashboard_classes;


--
-- Name: VIEW dashboard_classes; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_classes IS 'A class and the totals over its present pupils (DSH-1)';


--
-- Name: COLUMN dashboard_classes.class_id; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.class_id IS 'The class, a UUID; what the college calls it is not shown';


--
-- Name: COLUMN dashboard_classes.uai; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.uai IS 'Its college';


--
-- Name: COLUMN dashboard_classes.level; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.level IS 'troisieme or quatrieme';


--
-- Name: COLUMN dashboard_classes.school_year; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_classes.pupils; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.pupils IS 'Pupils enrolled';


--
-- Name: COLUMN dashboard_classes.forms_handed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.forms_handed IS 'Pupils whose authorisation form is at home';


--
-- Name: COLUMN dashboard_classes.authorised; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.authorised IS 'Pupils whose parental authorisation is valid';


--
-- Name: COLUMN dashboard_classes.access_open; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.access_open IS 'Pupils whose access is open';


--
-- Name: COLUMN dashboard_classes.applicants; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.applicants IS 'Pupils who have applied at least once';


--
-- Name: COLUMN dashboard_classes.placed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.placed IS 'Pupils with at least one placement';


--
-- Name: COLUMN dashboard_classes.completed_pupils; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.completed_pupils IS 'Pupils with at least one completed placement';


--
-- Name: COLUMN dashboard_classes.flagged; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.flagged IS 'Placements that the head must look at, the authorisation having been withdrawn';


--
-- Name: COLUMN dashboard_classes.applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.applications IS 'Applications submitted by these pupils';


--
-- Name: COLUMN dashboard_classes.state_pending; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_classes.state_under_examination; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_classes.state_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_classes.state_declined; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_classes.state_accepted; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_classes.state_cancelled; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_classes.state_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_classes.state_missed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_classes.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_establishments; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_establishments (
    uai text NOT NULL,
    name text NOT NULL,
    city text NOT NULL,
    department text NOT NULL,
    academy text NOT NULL,
    region text NOT NULL,
    network text NOT NULL,
    registration text NOT NULL,
    classes bigint NOT NULL,
    pupils bigint NOT NULL,
    forms_handed bigint NOT NULL,
    authorised bigint NOT NULL,
    access_open bigint NOT NULL,
    applicants bigint NOT NULL,
    placed bigint NOT NULL,
    completed_pupils bigint NOT NULL,
    flagged bigint NOT NULL,
    applications bigint NOT NULL,
    state_pending bigint NOT NULL,
    state_under_examination bigint NOT NULL,
    state_withdrawn bigint NOT NULL,
    state_declined bigint NOT NULL,
    state_accepted bigint NOT NULL,
    state_cancelled bigint NOT NULL,
    state_completed bigint NOT NULL,
    state_missed bigint NOT NULL
);


--
-- Name: TABLE dashboard_establishments; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_establishments IS 'A college and the totals over all its pupils (DSH-2)';


--
-- Name: COLUMN dashboard_establishments.uai; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.uai IS 'The college in the national directory';


--
-- Name: COLUMN dashboard_establishments.name; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.name IS 'Official name';


--
-- Name: COLUMN dashboard_establishments.city; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.city IS 'City';


--
-- Name: COLUMN dashboard_establishments.department; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_establishments.academy; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_establishments.region; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_establishments.network; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.network IS 'rep_plus, rep or none';


--
-- Name: COLUMN dashboard_establishments.registration; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.registration IS 'registered or listed (not registered yet)';


--
-- Name: COLUMN dashboard_establishments.classes; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.classes IS 'Classes ever opened, of all school years';


--
-- Name: COLUMN dashboard_establishments.pupils; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.pupils IS 'Pupils enrolled';


--
-- Name: COLUMN dashboard_establishments.forms_handed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.forms_handed IS 'Pupils whose authorisation form is at home';


--
-- Name: COLUMN dashboard_establishments.authorised; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.authorised IS 'Pupils whose parental authorisation is valid';


--
-- Name: COLUMN dashboard_establishments.access_open; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.access_open IS 'Pupils whose access is open';


--
-- Name: COLUMN dashboard_establishments.applicants; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.applicants IS 'Pupils who have applied at least once';


--
-- Name: COLUMN dashboard_establishments.placed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.placed IS 'Pupils with at least one placement';


--
-- Name: COLUMN dashboard_establishments.completed_pupils; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.completed_pupils IS 'Pupils with at least one completed placement';


--
-- Name: COLUMN dashboard_establishments.flagged; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.flagged IS 'Placements that the head must look at, the authorisation having been withdrawn';


--
-- Name: COLUMN dashboard_establishments.applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.applications IS 'Applications submitted by these pupils';


--
-- Name: COLUMN dashboard_establishments.state_pending; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_establishments.state_under_examination; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_establishments.state_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_establishments.state_declined; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_establishments.state_accepted; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_establishments.state_cancelled; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_establishments.state_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_establishments.state_missed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_establishments.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_establishments; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_establishments AS
 SELECT dashboard_establishments.uai,
    dashboard_establishments.name,
    dashboard_establishments.city,
    dashboard_establishments.department,
    dashboard_establishments.academy,
    dashboard_establishments.region,
    dashboard_establishments.network,
    dashboard_establishments.registration,
    dashboard_establishments.classes,
    dashboard_establishments.pupils,
    dashboard_establishments.forms_handed,
    dashboard_establishments.authorised,
    dashboard_establishments.access_open,
    dashboard_establishments.applicants,
    dashboard_establishments.placed,
    dashboard_establishments.completed_pupils,
    dashboard_establishments.flagged,
    dashboard_establishments.applications,
    dashboard_establishments.state_pending,
    dashboard_establishments.state_under_examination,
    dashboard_establishments.state_withdrawn,
    dashboard_establishments.state_declined,
    dashboard_establishments.state_accepted,
    dashboard_establishments.state_cancelled,
    dashboard_establishments.state_completed,
    dashboard_establishments.state_missed
   FROM dashboards_v1_b68de7f0.dashboard_establishments;


--
-- Name: VIEW dashboard_establishments; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_establishments IS 'A college and the totals over all its pupils (DSH-2)';


--
-- Name: COLUMN dashboard_establishments.uai; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.uai IS 'The college in the national directory';


--
-- Name: COLUMN dashboard_establishments.name; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.name IS 'Official name';


--
-- Name: COLUMN dashboard_establishments.city; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.city IS 'City';


--
-- Name: COLUMN dashboard_establishments.department; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_establishments.academy; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_establishments.region; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_establishments.network; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.network IS 'rep_plus, rep or none';


--
-- Name: COLUMN dashboard_establishments.registration; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.registration IS 'registered or listed (not registered yet)';


--
-- Name: COLUMN dashboard_establishments.classes; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.classes IS 'Classes ever opened, of all school years';


--
-- Name: COLUMN dashboard_establishments.pupils; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.pupils IS 'Pupils enrolled';


--
-- Name: COLUMN dashboard_establishments.forms_handed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.forms_handed IS 'Pupils whose authorisation form is at home';


--
-- Name: COLUMN dashboard_establishments.authorised; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.authorised IS 'Pupils whose parental authorisation is valid';


--
-- Name: COLUMN dashboard_establishments.access_open; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.access_open IS 'Pupils whose access is open';


--
-- Name: COLUMN dashboard_establishments.applicants; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.applicants IS 'Pupils who have applied at least once';


--
-- Name: COLUMN dashboard_establishments.placed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.placed IS 'Pupils with at least one placement';


--
-- Name: COLUMN dashboard_establishments.completed_pupils; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.completed_pupils IS 'Pupils with at least one completed placement';


--
-- Name: COLUMN dashboard_establishments.flagged; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.flagged IS 'Placements that the head must look at, the authorisation having been withdrawn';


--
-- Name: COLUMN dashboard_establishments.applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.applications IS 'Applications submitted by these pupils';


--
-- Name: COLUMN dashboard_establishments.state_pending; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_establishments.state_under_examination; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_establishments.state_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_establishments.state_declined; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_establishments.state_accepted; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_establishments.state_cancelled; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_establishments.state_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_establishments.state_missed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_establishments.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_offers; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_offers (
    offer_id text NOT NULL,
    school_year bigint NOT NULL,
    sector text NOT NULL,
    host_kind text NOT NULL,
    department text NOT NULL,
    academy text NOT NULL,
    region text NOT NULL,
    standing text NOT NULL,
    reserved text NOT NULL,
    weeks bigint NOT NULL,
    seats bigint NOT NULL,
    seats_taken bigint NOT NULL
);


--
-- Name: TABLE dashboard_offers; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_offers IS 'An offer; nothing of what its host wrote, nor who the host is';


--
-- Name: COLUMN dashboard_offers.offer_id; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.offer_id IS 'The offer, a UUID';


--
-- Name: COLUMN dashboard_offers.school_year; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_offers.sector; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.sector IS 'Code of the professional sector';


--
-- Name: COLUMN dashboard_offers.host_kind; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.host_kind IS 'public or private';


--
-- Name: COLUMN dashboard_offers.department; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_offers.academy; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_offers.region; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_offers.standing; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.standing IS 'open or withdrawn';


--
-- Name: COLUMN dashboard_offers.reserved; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.reserved IS 'yes where only one college''s pupils may see it, else no';


--
-- Name: COLUMN dashboard_offers.weeks; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.weeks IS 'Weeks in which seats are offered; 0 once withdrawn';


--
-- Name: COLUMN dashboard_offers.seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.seats IS 'Seats per week times weeks; 0 once withdrawn';


--
-- Name: COLUMN dashboard_offers.seats_taken; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_offers.seats_taken IS 'Seats taken in all weeks; they stay taken when the offer is withdrawn';


--
-- Name: dashboard_offers; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_offers AS
 SELECT dashboard_offers.offer_id,
    dashboard_offers.school_year,
    dashboard_offers.sector,
    dashboard_offers.host_kind,
    dashboard_offers.department,
    dashboard_offers.academy,
    dashboard_offers.region,
    dashboard_offers.standing,
    dashboard_offers.reserved,
    dashboard_offers.weeks,
    dashboard_offers.seats,
    dashboard_offers.seats_taken
   FROM dashboards_v1_b68de7f0.dashboard_offers;


--
-- Name: VIEW dashboard_offers; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_offers IS 'An offer; nothing of what its host wrote, nor who the host is';


--
-- Name: COLUMN dashboard_offers.offer_id; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.offer_id IS 'The offer, a UUID';


--
-- Name: COLUMN dashboard_offers.school_year; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_offers.sector; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.sector IS 'Code of the professional sector';


--
-- Name: COLUMN dashboard_offers.host_kind; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.host_kind IS 'public or private';


--
-- Name: COLUMN dashboard_offers.department; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_offers.academy; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_offers.region; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_offers.standing; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.standing IS 'open or withdrawn';


--
-- Name: COLUMN dashboard_offers.reserved; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.reserved IS 'yes where only one college''s pupils may see it, else no';


--
-- Name: COLUMN dashboard_offers.weeks; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.weeks IS 'Weeks in which seats are offered; 0 once withdrawn';


--
-- Name: COLUMN dashboard_offers.seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.seats IS 'Seats per week times weeks; 0 once withdrawn';


--
-- Name: COLUMN dashboard_offers.seats_taken; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_offers.seats_taken IS 'Seats taken in all weeks; they stay taken when the offer is withdrawn';


--
-- Name: dashboard_sectors; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_sectors (
    territory_kind text NOT NULL,
    territory_code text NOT NULL,
    school_year bigint NOT NULL,
    sector text NOT NULL,
    territory_name text NOT NULL,
    offers_deposited bigint NOT NULL,
    offers_withdrawn bigint NOT NULL,
    seats bigint NOT NULL,
    public_offers_deposited bigint NOT NULL,
    public_offers_withdrawn bigint NOT NULL,
    public_seats bigint NOT NULL,
    private_offers_deposited bigint NOT NULL,
    private_offers_withdrawn bigint NOT NULL,
    private_seats bigint NOT NULL,
    applications bigint NOT NULL,
    placements bigint NOT NULL,
    completed bigint NOT NULL,
    girls_applications bigint NOT NULL,
    girls_placements bigint NOT NULL,
    girls_completed bigint NOT NULL,
    boys_applications bigint NOT NULL,
    boys_placements bigint NOT NULL,
    boys_completed bigint NOT NULL,
    not_stated_applications bigint NOT NULL,
    not_stated_placements bigint NOT NULL,
    not_stated_completed bigint NOT NULL,
    state_pending bigint NOT NULL,
    state_under_examination bigint NOT NULL,
    state_withdrawn bigint NOT NULL,
    state_declined bigint NOT NULL,
    state_accepted bigint NOT NULL,
    state_cancelled bigint NOT NULL,
    state_completed bigint NOT NULL,
    state_missed bigint NOT NULL
);


--
-- Name: TABLE dashboard_sectors; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_sectors IS 'A professional sector in a territory and school year (DSH-3)';


--
-- Name: COLUMN dashboard_sectors.territory_kind; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.territory_kind IS 'national, region, academy or department';


--
-- Name: COLUMN dashboard_sectors.territory_code; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.territory_code IS 'Code of the region, academy or department; FR for the country';


--
-- Name: COLUMN dashboard_sectors.school_year; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_sectors.sector; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.sector IS 'Code of the professional sector';


--
-- Name: COLUMN dashboard_sectors.territory_name; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.territory_name IS 'French name of the territory';


--
-- Name: COLUMN dashboard_sectors.offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.offers_deposited IS 'Offers ever deposited there, withdrawn ones too';


--
-- Name: COLUMN dashboard_sectors.offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.seats IS 'Seats of the offers not withdrawn: seats per week times weeks';


--
-- Name: COLUMN dashboard_sectors.public_offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.public_offers_deposited IS 'Offers of public hosts ever deposited';


--
-- Name: COLUMN dashboard_sectors.public_offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.public_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.public_seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.public_seats IS 'Seats of the offers of public hosts not withdrawn';


--
-- Name: COLUMN dashboard_sectors.private_offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.private_offers_deposited IS 'Offers of private hosts ever deposited';


--
-- Name: COLUMN dashboard_sectors.private_offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.private_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.private_seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.private_seats IS 'Seats of the offers of private hosts not withdrawn';


--
-- Name: COLUMN dashboard_sectors.applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.applications IS 'Applications submitted by pupils of colleges there, whatever became of them';


--
-- Name: COLUMN dashboard_sectors.placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.placements IS 'Applications accepted and not cancelled since; completed and missed ones too';


--
-- Name: COLUMN dashboard_sectors.completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_sectors.girls_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.girls_applications IS 'Applications of girls';


--
-- Name: COLUMN dashboard_sectors.girls_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.girls_placements IS 'Placements of girls';


--
-- Name: COLUMN dashboard_sectors.girls_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.girls_completed IS 'Completed placements of girls';


--
-- Name: COLUMN dashboard_sectors.boys_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.boys_applications IS 'Applications of boys';


--
-- Name: COLUMN dashboard_sectors.boys_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.boys_placements IS 'Placements of boys';


--
-- Name: COLUMN dashboard_sectors.boys_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.boys_completed IS 'Completed placements of boys';


--
-- Name: COLUMN dashboard_sectors.not_stated_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.not_stated_applications IS 'Applications of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.not_stated_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.not_stated_placements IS 'Placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.not_stated_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.not_stated_completed IS 'Completed placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.state_pending; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_sectors.state_under_examination; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_sectors.state_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_sectors.state_declined; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_sectors.state_accepted; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_sectors.state_cancelled; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_sectors.state_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_sectors.state_missed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_sectors.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_sectors; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_sectors AS
 SELECT dashboard_sectors.territory_kind,
    dashboard_sectors.territory_code,
    dashboard_sectors.school_year,
    dashboard_sectors.sector,
    dashboard_sectors.territory_name,
    dashboard_sectors.offers_deposited,
    dashboard_sectors.offers_withdrawn,
    dashboard_sectors.seats,
    dashboard_sectors.public_offers_deposited,
    dashboard_sectors.public_offers_withdrawn,
    dashboard_sectors.public_seats,
    dashboard_sectors.private_offers_deposited,
    dashboard_sectors.private_offers_withdrawn,
    dashboard_sectors.private_seats,
    dashboard_sectors.applications,
    dashboard_sectors.placements,
    dashboard_sectors.completed,
    dashboard_sectors.girls_applications,
    dashboard_sectors.girls_placements,
    dashboard_sectors.girls_completed,
    dashboard_sectors.boys_applications,
    dashboard_sectors.boys_placements,
    dashboard_sectors.boys_completed,
    dashboard_sectors.not_stated_applications,
    dashboard_sectors.not_stated_placements,
    dashboard_sectors.not_stated_completed,
    dashboard_sectors.state_pending,
    dashboard_sectors.state_under_examination,
    dashboard_sectors.state_withdrawn,
    dashboard_sectors.state_declined,
    dashboard_sectors.state_accepted,
    dashboard_sectors.state_cancelled,
    dashboard_sectors.state_completed,
    dashboard_sectors.state_missed
   FROM dashboards_v1_b68de7f0.dashboard_sectors;


--
-- Name: VIEW dashboard_sectors; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_sectors IS 'A professional sector in a territory and school year (DSH-3)';


--
-- Name: COLUMN dashboard_sectors.territory_kind; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.territory_kind IS 'national, region, academy or department';


--
-- Name: COLUMN dashboard_sectors.territory_code; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.territory_code IS 'Code of the region, academy or department; FR for the country';


--
-- Name: COLUMN dashboard_sectors.school_year; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_sectors.sector; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.sector IS 'Code of the professional sector';


--
-- Name: COLUMN dashboard_sectors.territory_name; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.territory_name IS 'French name of the territory';


--
-- Name: COLUMN dashboard_sectors.offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.offers_deposited IS 'Offers ever deposited there, withdrawn ones too';


--
-- Name: COLUMN dashboard_sectors.offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.seats IS 'Seats of the offers not withdrawn: seats per week times weeks';


--
-- Name: COLUMN dashboard_sectors.public_offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.public_offers_deposited IS 'Offers of public hosts ever deposited';


--
-- Name: COLUMN dashboard_sectors.public_offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.public_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.public_seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.public_seats IS 'Seats of the offers of public hosts not withdrawn';


--
-- Name: COLUMN dashboard_sectors.private_offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.private_offers_deposited IS 'Offers of private hosts ever deposited';


--
-- Name: COLUMN dashboard_sectors.private_offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.private_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_sectors.private_seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.private_seats IS 'Seats of the offers of private hosts not withdrawn';


--
-- Name: COLUMN dashboard_sectors.applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.applications IS 'Applications submitted by pupils of colleges there, whatever became of them';


--
-- Name: COLUMN dashboard_sectors.placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.placements IS 'Applications accepted and not cancelled since; completed and missed ones too';


--
-- Name: COLUMN dashboard_sectors.completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_sectors.girls_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.girls_applications IS 'Applications of girls';


--
-- Name: COLUMN dashboard_sectors.girls_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.girls_placements IS 'Placements of girls';


--
-- Name: COLUMN dashboard_sectors.girls_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.girls_completed IS 'Completed placements of girls';


--
-- Name: COLUMN dashboard_sectors.boys_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.boys_applications IS 'Applications of boys';


--
-- Name: COLUMN dashboard_sectors.boys_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.boys_placements IS 'Placements of boys';


--
-- Name: COLUMN dashboard_sectors.boys_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.boys_completed IS 'Completed placements of boys';


--
-- Name: COLUMN dashboard_sectors.not_stated_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.not_stated_applications IS 'Applications of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.not_stated_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.not_stated_placements IS 'Placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.not_stated_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.not_stated_completed IS 'Completed placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_sectors.state_pending; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_sectors.state_under_examination; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_sectors.state_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_sectors.state_declined; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_sectors.state_accepted; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_sectors.state_cancelled; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_sectors.state_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_sectors.state_missed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_sectors.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_territories; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_territories (
    territory_kind text NOT NULL,
    territory_code text NOT NULL,
    school_year bigint NOT NULL,
    territory_name text NOT NULL,
    offers_deposited bigint NOT NULL,
    offers_withdrawn bigint NOT NULL,
    seats bigint NOT NULL,
    public_offers_deposited bigint NOT NULL,
    public_offers_withdrawn bigint NOT NULL,
    public_seats bigint NOT NULL,
    private_offers_deposited bigint NOT NULL,
    private_offers_withdrawn bigint NOT NULL,
    private_seats bigint NOT NULL,
    applications bigint NOT NULL,
    placements bigint NOT NULL,
    completed bigint NOT NULL,
    girls_applications bigint NOT NULL,
    girls_placements bigint NOT NULL,
    girls_completed bigint NOT NULL,
    boys_applications bigint NOT NULL,
    boys_placements bigint NOT NULL,
    boys_completed bigint NOT NULL,
    not_stated_applications bigint NOT NULL,
    not_stated_placements bigint NOT NULL,
    not_stated_completed bigint NOT NULL,
    state_pending bigint NOT NULL,
    state_under_examination bigint NOT NULL,
    state_withdrawn bigint NOT NULL,
    state_declined bigint NOT NULL,
    state_accepted bigint NOT NULL,
    state_cancelled bigint NOT NULL,
    state_completed bigint NOT NULL,
    state_missed bigint NOT NULL
);


--
-- Name: TABLE dashboard_territories; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_territories IS 'A territory in a school year (DSH-3, DSH-5)';


--
-- Name: COLUMN dashboard_territories.territory_kind; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.territory_kind IS 'national, region, academy or department';


--
-- Name: COLUMN dashboard_territories.territory_code; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.territory_code IS 'Code of the region, academy or department; FR for the country';


--
-- Name: COLUMN dashboard_territories.school_year; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_territories.territory_name; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.territory_name IS 'French name of the territory';


--
-- Name: COLUMN dashboard_territories.offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.offers_deposited IS 'Offers ever deposited there, withdrawn ones too';


--
-- Name: COLUMN dashboard_territories.offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.seats IS 'Seats of the offers not withdrawn: seats per week times weeks';


--
-- Name: COLUMN dashboard_territories.public_offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.public_offers_deposited IS 'Offers of public hosts ever deposited';


--
-- Name: COLUMN dashboard_territories.public_offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.public_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.public_seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.public_seats IS 'Seats of the offers of public hosts not withdrawn';


--
-- Name: COLUMN dashboard_territories.private_offers_deposited; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.private_offers_deposited IS 'Offers of private hosts ever deposited';


--
-- Name: COLUMN dashboard_territories.private_offers_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.private_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.private_seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.private_seats IS 'Seats of the offers of private hosts not withdrawn';


--
-- Name: COLUMN dashboard_territories.applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.applications IS 'Applications submitted by pupils of colleges there, whatever became of them';


--
-- Name: COLUMN dashboard_territories.placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.placements IS 'Applications accepted and not cancelled since; completed and missed ones too';


--
-- Name: COLUMN dashboard_territories.completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_territories.girls_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.girls_applications IS 'Applications of girls';


--
-- Name: COLUMN dashboard_territories.girls_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.girls_placements IS 'Placements of girls';


--
-- Name: COLUMN dashboard_territories.girls_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.girls_completed IS 'Completed placements of girls';


--
-- Name: COLUMN dashboard_territories.boys_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.boys_applications IS 'Applications of boys';


--
-- Name: COLUMN dashboard_territories.boys_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.boys_placements IS 'Placements of boys';


--
-- Name: COLUMN dashboard_territories.boys_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.boys_completed IS 'Completed placements of boys';


--
-- Name: COLUMN dashboard_territories.not_stated_applications; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.not_stated_applications IS 'Applications of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.not_stated_placements; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.not_stated_placements IS 'Placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.not_stated_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.not_stated_completed IS 'Completed placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.state_pending; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_territories.state_under_examination; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_territories.state_withdrawn; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_territories.state_declined; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_territories.state_accepted; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_territories.state_cancelled; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_territories.state_completed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_territories.state_missed; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_territories.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_territories; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_territories AS
 SELECT dashboard_territories.territory_kind,
    dashboard_territories.territory_code,
    dashboard_territories.school_year,
    dashboard_territories.territory_name,
    dashboard_territories.offers_deposited,
    dashboard_territories.offers_withdrawn,
    dashboard_territories.seats,
    dashboard_territories.public_offers_deposited,
    dashboard_territories.public_offers_withdrawn,
    dashboard_territories.public_seats,
    dashboard_territories.private_offers_deposited,
    dashboard_territories.private_offers_withdrawn,
    dashboard_territories.private_seats,
    dashboard_territories.applications,
    dashboard_territories.placements,
    dashboard_territories.completed,
    dashboard_territories.girls_applications,
    dashboard_territories.girls_placements,
    dashboard_territories.girls_completed,
    dashboard_territories.boys_applications,
    dashboard_territories.boys_placements,
    dashboard_territories.boys_completed,
    dashboard_territories.not_stated_applications,
    dashboard_territories.not_stated_placements,
    dashboard_territories.not_stated_completed,
    dashboard_territories.state_pending,
    dashboard_territories.state_under_examination,
    dashboard_territories.state_withdrawn,
    dashboard_territories.state_declined,
    dashboard_territories.state_accepted,
    dashboard_territories.state_cancelled,
    dashboard_territories.state_completed,
    dashboard_territories.state_missed
   FROM dashboards_v1_b68de7f0.dashboard_territories;


--
-- Name: VIEW dashboard_territories; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_territories IS 'A territory in a school year (DSH-3, DSH-5)';


--
-- Name: COLUMN dashboard_territories.territory_kind; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.territory_kind IS 'national, region, academy or department';


--
-- Name: COLUMN dashboard_territories.territory_code; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.territory_code IS 'Code of the region, academy or department; FR for the country';


--
-- Name: COLUMN dashboard_territories.school_year; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_territories.territory_name; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.territory_name IS 'French name of the territory';


--
-- Name: COLUMN dashboard_territories.offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.offers_deposited IS 'Offers ever deposited there, withdrawn ones too';


--
-- Name: COLUMN dashboard_territories.offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.seats IS 'Seats of the offers not withdrawn: seats per week times weeks';


--
-- Name: COLUMN dashboard_territories.public_offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.public_offers_deposited IS 'Offers of public hosts ever deposited';


--
-- Name: COLUMN dashboard_territories.public_offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.public_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.public_seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.public_seats IS 'Seats of the offers of public hosts not withdrawn';


--
-- Name: COLUMN dashboard_territories.private_offers_deposited; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.private_offers_deposited IS 'Offers of private hosts ever deposited';


--
-- Name: COLUMN dashboard_territories.private_offers_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.private_offers_withdrawn IS 'Those of them that were withdrawn';


--
-- Name: COLUMN dashboard_territories.private_seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.private_seats IS 'Seats of the offers of private hosts not withdrawn';


--
-- Name: COLUMN dashboard_territories.applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.applications IS 'Applications submitted by pupils of colleges there, whatever became of them';


--
-- Name: COLUMN dashboard_territories.placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.placements IS 'Applications accepted and not cancelled since; completed and missed ones too';


--
-- Name: COLUMN dashboard_territories.completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_territories.girls_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.girls_applications IS 'Applications of girls';


--
-- Name: COLUMN dashboard_territories.girls_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.girls_placements IS 'Placements of girls';


--
-- Name: COLUMN dashboard_territories.girls_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.girls_completed IS 'Completed placements of girls';


--
-- Name: COLUMN dashboard_territories.boys_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.boys_applications IS 'Applications of boys';


--
-- Name: COLUMN dashboard_territories.boys_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.boys_placements IS 'Placements of boys';


--
-- Name: COLUMN dashboard_territories.boys_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.boys_completed IS 'Completed placements of boys';


--
-- Name: COLUMN dashboard_territories.not_stated_applications; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.not_stated_applications IS 'Applications of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.not_stated_placements; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.not_stated_placements IS 'Placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.not_stated_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.not_stated_completed IS 'Completed placements of pupils whose gender is not stated';


--
-- Name: COLUMN dashboard_territories.state_pending; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_pending IS 'Applications that wait for the host''s answer';


--
-- Name: COLUMN dashboard_territories.state_under_examination; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_under_examination IS 'Applications that the host is looking at';


--
-- Name: COLUMN dashboard_territories.state_withdrawn; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_withdrawn IS 'Applications withdrawn by the pupil or by a rule';


--
-- Name: COLUMN dashboard_territories.state_declined; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_declined IS 'Applications declined by the host, or whose offer or week went away';


--
-- Name: COLUMN dashboard_territories.state_accepted; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_accepted IS 'Accepted applications whose placement is still to come';


--
-- Name: COLUMN dashboard_territories.state_cancelled; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_cancelled IS 'Placements given up by the pupil or the host';


--
-- Name: COLUMN dashboard_territories.state_completed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_completed IS 'Placements that the pupil did';


--
-- Name: COLUMN dashboard_territories.state_missed; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_territories.state_missed IS 'Placements to which the pupil did not come';


--
-- Name: dashboard_weeks; Type: TABLE; Schema: dashboards_v1_b68de7f0; Owner: -
--

CREATE TABLE dashboards_v1_b68de7f0.dashboard_weeks (
    department text NOT NULL,
    week text NOT NULL,
    monday text NOT NULL,
    school_year bigint NOT NULL,
    academy text NOT NULL,
    region text NOT NULL,
    offers bigint NOT NULL,
    seats bigint NOT NULL,
    seats_taken bigint NOT NULL
);


--
-- Name: TABLE dashboard_weeks; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON TABLE dashboards_v1_b68de7f0.dashboard_weeks IS 'A week of placements in a department: the seats of the offers not withdrawn';


--
-- Name: COLUMN dashboard_weeks.department; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_weeks.week; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.week IS 'ISO week: 2026-W05';


--
-- Name: COLUMN dashboard_weeks.monday; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.monday IS 'Its first day: 2026-01-26';


--
-- Name: COLUMN dashboard_weeks.school_year; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_weeks.academy; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_weeks.region; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_weeks.offers; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.offers IS 'Offers that have seats in that week, taken or not';


--
-- Name: COLUMN dashboard_weeks.seats; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.seats IS 'Their seats in that week';


--
-- Name: COLUMN dashboard_weeks.seats_taken; Type: COMMENT; Schema: dashboards_v1_b68de7f0; Owner: -
--

COMMENT ON COLUMN dashboards_v1_b68de7f0.dashboard_weeks.seats_taken IS 'Those of the seats that are taken';


--
-- Name: dashboard_weeks; Type: VIEW; Schema: dashboards; Owner: -
--

CREATE VIEW dashboards.dashboard_weeks AS
 SELECT dashboard_weeks.department,
    dashboard_weeks.week,
    dashboard_weeks.monday,
    dashboard_weeks.school_year,
    dashboard_weeks.academy,
    dashboard_weeks.region,
    dashboard_weeks.offers,
    dashboard_weeks.seats,
    dashboard_weeks.seats_taken
   FROM dashboards_v1_b68de7f0.dashboard_weeks;


--
-- Name: VIEW dashboard_weeks; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON VIEW dashboards.dashboard_weeks IS 'A week of placements in a department: the seats of the offers not withdrawn';


--
-- Name: COLUMN dashboard_weeks.department; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.department IS 'Code of the department';


--
-- Name: COLUMN dashboard_weeks.week; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.week IS 'ISO week: 2026-W05';


--
-- Name: COLUMN dashboard_weeks.monday; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.monday IS 'Its first day: 2026-01-26';


--
-- Name: COLUMN dashboard_weeks.school_year; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.school_year IS 'Year in which the school year begins: 2025 stands for 2025-2026';


--
-- Name: COLUMN dashboard_weeks.academy; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.academy IS 'Code of the academy';


--
-- Name: COLUMN dashboard_weeks.region; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.region IS 'Code of the region';


--
-- Name: COLUMN dashboard_weeks.offers; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.offers IS 'Offers that have seats in that week, taken or not';


--
-- Name: COLUMN dashboard_weeks.seats; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.seats IS 'Their seats in that week';


--
-- Name: COLUMN dashboard_weeks.seats_taken; Type: COMMENT; Schema: dashboards; Owner: -
--

COMMENT ON COLUMN dashboards.dashboard_weeks.seats_taken IS 'Those of the seats that are taken';


--
-- Name: served_set; Type: TABLE; Schema: dashboards; Owner: -
--

CREATE TABLE dashboards.served_set (
    served text NOT NULL
);


--
-- Name: eventlog_schema; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.eventlog_schema (
    version integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE eventlog_schema; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.eventlog_schema IS 'The versions of the tables of the log, as they came.';


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    sequence bigint NOT NULL,
    event_type text NOT NULL,
    event_version text NOT NULL,
    payload json NOT NULL,
    metadata json NOT NULL,
    "position" bigint NOT NULL,
    event_id uuid NOT NULL,
    recorded_at bigint NOT NULL,
    payload_text bytea,
    metadata_text bytea,
    CONSTRAINT events_position_check CHECK (("position" >= 1)),
    CONSTRAINT events_sequence_check CHECK ((sequence >= 1))
);


--
-- Name: TABLE events; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.events IS 'The log: one row an event, never changed, never deleted.';


--
-- Name: COLUMN events.aggregate_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.aggregate_type IS 'The category of the stream.';


--
-- Name: COLUMN events.aggregate_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.aggregate_id IS 'The stream within its category.';


--
-- Name: COLUMN events.sequence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.sequence IS 'The number of the event in its stream, from 1, without gaps.';


--
-- Name: COLUMN events.event_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.event_version IS 'The version of the schema of its type.';


--
-- Name: COLUMN events.payload; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.payload IS 'Byte for byte as it was given; null where payload_text holds it.';


--
-- Name: COLUMN events.metadata; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.metadata IS 'Byte for byte as it was given; null where metadata_text holds it.';


--
-- Name: COLUMN events."position"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events."position" IS 'Its place in the one order, in the order of the commits.';


--
-- Name: COLUMN events.event_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.event_id IS 'Unique in the log, the same in a retry.';


--
-- Name: COLUMN events.recorded_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.recorded_at IS 'Microseconds since 1970-01-01T00:00:00Z; never goes back along the positions.';


--
-- Name: COLUMN events.payload_text; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.payload_text IS 'The payload, in UTF-8, where it is no JSON.';


--
-- Name: COLUMN events.metadata_text; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.events.metadata_text IS 'The metadata, in UTF-8, where it is no JSON.';


--
-- Name: leases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leases (
    work text NOT NULL,
    holder uuid NOT NULL,
    fence bigint NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT leases_fence_check CHECK ((fence >= 1))
);


--
-- Name: TABLE leases; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.leases IS 'Work that one server at a time may do.';


--
-- Name: COLUMN leases.fence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.leases.fence IS 'Grows with each change of holder.';


--
-- Name: snapshots; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.snapshots (
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    last_sequence bigint NOT NULL,
    current_snapshot bigint NOT NULL,
    payload json NOT NULL,
    CONSTRAINT snapshots_current_snapshot_check CHECK ((current_snapshot >= 0)),
    CONSTRAINT snapshots_last_sequence_check CHECK ((last_sequence >= 0))
);


--
-- Name: TABLE snapshots; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.snapshots IS 'Snapshots of postgres-es; may be deleted at any time.';


--
-- Name: master_keys; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.master_keys (
    id bigint NOT NULL,
    verifier bytea NOT NULL,
    created_at bigint NOT NULL,
    retired_at bigint,
    CONSTRAINT master_keys_verifier_check CHECK ((length(verifier) = 72))
);


--
-- Name: person_keys; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.person_keys (
    person uuid NOT NULL,
    wrapped_key bytea,
    master_key_id bigint NOT NULL,
    created_at bigint NOT NULL,
    erased_at bigint,
    erasure bigint,
    CONSTRAINT person_keys_check CHECK (((wrapped_key IS NULL) = (erased_at IS NOT NULL))),
    CONSTRAINT person_keys_check1 CHECK (((erasure IS NULL) = (erased_at IS NULL))),
    CONSTRAINT person_keys_wrapped_key_check CHECK ((length(wrapped_key) = 72))
)
WITH (autovacuum_vacuum_threshold='0', autovacuum_vacuum_scale_factor='0');


--
-- Name: state; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.state (
    one boolean DEFAULT true NOT NULL,
    schema_version bigint NOT NULL,
    last_erasure bigint NOT NULL,
    CONSTRAINT state_one_check CHECK (one)
);


--
-- Data for Name: access_reads; Type: TABLE DATA; Schema: access; Owner: -
--

COPY access.access_reads (id, read_at, reader, subject, what, stood_at, trace) FROM stdin;
1	1774944000000000	teacher:34ab8f35-426e-4818-beac-3337366c3273	\\x87e0826cf09254e48b1de76a6298c512	GetClassFollowUp	92	
2	1774944000000000	teacher:34ab8f35-426e-4818-beac-3337366c3273	\\xa0189db41fa25f3d88568bf7dc6a0768	GetClassFollowUp	92	
3	1774944000000000	host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd	\\xa0189db41fa25f3d88568bf7dc6a0768	GetApplication	92	
\.


--
-- Data for Name: access_retention; Type: TABLE DATA; Schema: access; Owner: -
--

COPY access.access_retention (only_one, kept_since) FROM stdin;
1	1664438400000000
\.


--
-- Data for Name: part_versions; Type: TABLE DATA; Schema: access; Owner: -
--

COPY access.part_versions (part, version) FROM stdin;
access	1
\.


--
-- Data for Name: account_accounts; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_accounts (person, credential, capacity, sealed_address, made_at, last_sign_in) FROM stdin;
\\xa0189db41fa25f3d88568bf7dc6a0768	\\x1f502fdce017415bb916600abf0d6eac	{"role":"pupil","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768"}	AT_CoNw04oO10U4NVECv8UkCTBsrp3jHSawqVKKlH-cd4kpMwXCIucoIHVy8IrChkrknTKxZ3Kug9hhM_LZdq-IU5PGbAbbrP5SfJzgnSo9YShrbBnlI6jSjNx3jWHLJGFAwBLFlw39B	1774944000000000	1774944000000000
\\x7b2e75306b6e50daa8ff4d043036a142	\\x66003e223d8f49a880c7e5660e40b855	{"role":"head","staff":"7b2e7530-6b6e-50da-a8ff-4d043036a142","establishment":"0010002X"}	AfAhWQOLLoKXM6TMIqmeY8pNocNUxS8HRK9nCKS7gm--KLdUcuiyzCigvWs94Aii4XXNOnQsJ0EtwNmC2C37Y-REDRps2B3UwA	1774944000000000	\N
\.


--
-- Data for Name: account_credentials; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_credentials (id, address_digest, password_hash, password_salt, memory, passes, lanes, made_at, confirmed_at) FROM stdin;
\\x1f502fdce017415bb916600abf0d6eac	\\x751199fa53c701c86f1b69eda133dae96b6fbee1d591dac0151efcb66d691c96	\\xc0ba799cd867b6c881ae5d1b1a3c88cc490f6cbe9aad0cd7d4bba811f9bf6bd2	\\x64f98dc592f925822766fdadac723dea	8	1	1	1774944000000000	1774944000000000
\\x66003e223d8f49a880c7e5660e40b855	\\x742197e08d1e587cd4011ff30b97d36880ceb840f0db55c2cf8c16a5d0eba0da	\\x95bd00134788b414ab16ab962903792c9df0369f68526ce527353b010be097ea	\\xc9687117dff20ab518df6eab7dd863ab	8	1	1	1774944000000000	\N
\.


--
-- Data for Name: account_identities; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_identities (identity_digest, credential, issuer, linked_at) FROM stdin;
\\x2867c8e6f5a89fd707efdc5fee37b6cb51548425413019113c8ffc72bbcce91d	\\x1f502fdce017415bb916600abf0d6eac	http://127.0.0.1:33873	1774944000000000
\.


--
-- Data for Name: account_links; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_links (digest, purpose, person, credential, capacity, sealed_address, expires_at) FROM stdin;
\\x660b364ad151307c558552ba84cb4cb1523d0d4feddb6c36d7a2fc919a66ca8a	invite	\\x3cde77c903755b06a594eb98be8eb219	\N	{"id":"3cde77c9-0375-5b06-a594-eb98be8eb219","role":"partner"}	AZSliRk-C7eI17_oKQdDooxUEwIVdES_DehSb87FZkx0V8fpK25b_n6aBKacGtnxDoUK5ZZ0FRYxQ-6UucbLPrBHJ_4qRvLu5g	1761724800000000
\\xa999eefdbb31caceccdaaf05f9dfd518e46574155648024c0ef8edf4f1d2a556	invite	\\xf5ebe402b8755dddad4a08ca04407eb4	\N	{"guardian":"f5ebe402-b875-5ddd-ad4a-08ca04407eb4","role":"guardian","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768"}	ATbyRWP37EvwfgzUDFBOB0oimf9FV51deZlMklSuulaJpWrm-91Uc6yVdsn2gGD7UIkVSALJ515v4YGo6ZiCWThef20wnimsRQ	1761724800000000
\\x4db223b3bf1c93c13a40b3673786ec56636cf5cc053ed7c0d2f280b1a04e85d8	invite	\\x066c00d4bf015a6d933a9318d6b7af18	\N	{"academy":"lyon","id":"066c00d4-bf01-5a6d-933a-9318d6b7af18","role":"rector"}	AdlQZrWMZdLS9doK8PHLigV6pJDjCfb3HGkvKH2H_gyMlDx3ZOOkuPcfZRpsjQpO2wncmrtPbFAATCvHWGhwB9d5NSb_wahAhg	1777536000000000
\\xb98c6b819983798604ace8ca048e3d5c04fb14360d3d9334922dd52b91f1ccc2	invite	\\xf02b315a7feb5b76a5825e0d4ac2da3e	\N	{"id":"f02b315a-7feb-5b76-a582-5e0d4ac2da3e","role":"partner"}	AWH5BQKQVUsIXNdBLzMMPm0nUtBuAaEmUw-NMhGu5wIa5FUsfVN6G2E2mrVOxcsu5KCiiy7ZDSZKc0-V8BLXjOO3RolP1hSq7A	1777536000000000
\\xae56c4a8507a0ed1267c04b8fd4a1ed0c814743ef210ee0caf4343dfe706cfd1	invite	\\x7eaee58be26b577ea846a740ef508943	\N	{"establishment":"0010001W","role":"other_staff","staff":"7eaee58b-e26b-577e-a846-a740ef508943"}	ARoLSyF8lK9py6KPWZ16KEHlIkOlZGQRthlDbaWjaQF3G2amdvsMJCyJ-AqxikDraeJ9DoiBU9M95AWVszGuTpyUJAOMXzljsg	1777536000000000
\\x4ebad6cbbd49f207511c04a6f558d01e7753ae0c04fdd58b1795afbfb949d13f	invite	\\xe64f953bc88d593c97d779874335fe68	\N	{"host":"73282932000017","person":"e64f953b-c88d-593c-97d7-79874335fe68","role":"host_person"}	AWhMZ090-NWqiQYrSFXBf4a5GfrTIwbE23XYWXcn_8eMYYtnrAUm2KsEvxxCy2TzZ2P9Sow_Lxh0tkeS4OcYcFEuLYp-qNbgHw	1777536000000000
\\x2c7955a85a8b26ee218c3250a135a5b57d63afe8e2e59cf675f1520e96f07732	reset	\\xa0189db41fa25f3d88568bf7dc6a0768	\\x1f502fdce017415bb916600abf0d6eac	\N	\N	1774947600000000
\\x33890177de1fef52fb600ae6a70f516135348b831f06bd5bad7842f6df2210e7	confirm	\\x7b2e75306b6e50daa8ff4d043036a142	\\x66003e223d8f49a880c7e5660e40b855	\N	\N	1775116800000000
\.


--
-- Data for Name: account_messages; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_messages (id, recipient, kind, sealed_address, sealed_body, sealed_link_token, sealed_reason, queued_at, due_at, attempts, sent_at, dropped_at) FROM stdin;
\\xe874df323bd45a689d21aa93c34fe9b7	\\x3cde77c903755b06a594eb98be8eb219	invitation.partner	ASaZUzRrLAjzqpwVJs36mVON-68Sx1genXHZplzAySEv5Gy_jqbxtdMqR4_MNKSJUox-BeMePJIQpzl3CLT9t81PQ-yWc9tMug	AQplqB9eNGheoGT4M18ngM63BjZ72eYHSvurySSpaZG3RAgJA4QH8WCFXk1lSxSIFt5ajHAMYBs8Y-y_7A9d4ZU3MpbGdXcS5rsIG2tHECf6LvHgJXaCn-03dNz0ey-D689ksu0aX6j7N1tejssMFZ8v96Ukiv3EtNTp8tDpnq9lOP3fTi-KUpQ	AbSTatUxWPGyX5fBXLbSg-TZN5HLDtDmAp5gpdZtU1gwW-47nxZF-9uVjuiFUOJO_kBbJn6Ql6ZldegtptoxBx203BbeA3WC94PkuxCnQEF7vz1uSQAFzg9hF1xTyrF1itEg4pe111Ip	\N	1759132800000000	1759132800000000	0	\N	\N
\\xca1b62edb3de570aa0595234a147854d	\\xf5ebe402b8755dddad4a08ca04407eb4	invitation.guardian	AftyY9_QM3MwfXtaGTVmmXfB8Yk_UBd3l1pMdE0gDcrW5b2ZfIRc7dlsExBM-OXaeOOjpAWfbpTVSrMQbyBqAdsnf2Botxi7Uw	AZf5LpDpelfXGW-_ynVRxlyNFghyMcFYUOoMBfHzu1MRUjqmswUK2ctycccbQlXkZixRdrfyQXsTEhuPEUqBgVVQreuTiZnZyVYfd6bfFDvHt1eJakTeQTyRNkOT2RpC7j6R42_AaMguixHEgZtYWdcThxtXe1RTqaWkfYCGiKTAgnNClH0hIN3qPfWr-6BrwGmCrSOKXiOTjbvoQz-MbQ2C-QnlvP6gvCXfJ9eZylDfQVxlWv-IVxudwPAXU9l2NtWeTm_0MZFAEEbUstXPU6RN_21VFWTqjDjkfDTKfgxRnMh1MCXGHORKkW2Nwp84Sh2unht_GQzUWqT4_JiL6FiPvrNGntHw_Q	ARK2Xmonpj9yZQQTC5Yh9Nh-Wx-te6QKtekZ1AikIuSAvWQ2dh3eHtcCavEXBgJMXxgY-4WWl8DrAAf_jmFvbpVfKJJSHXm8kul3ozDGyc_P6-GupglOc7yHd4ltqZ3ujt_a0I8FdxZF	\N	1759132800000000	1759132800000000	0	\N	\N
\\x6f31ad87b2035a569f6b5b5f0f2f3b11	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	ASTkfDzcNdHol8FTaHTsE6YLM1GHDFJU2s3C8NWUlvKzPpaadeC_J3h0gJUlivbDdpmn_3WENwCqRKneRtkzY__sxIJd_iWJ-g	Ab3n2qyO4kUuNWkGBdez_BtHUf2MAqr6vpJMrjLv7WAYRHkIT-mORgGs-wp1OHY4S50S0SXGCfqaBkeWgLgyjqdXPsJ2nDB2sfPUxjbIGrqH-E4rCLbCe0toW1cf2Ye7C5Zx2ouLw1owbZpqMDMA9h0Fiju3r25CyCZgvoyVD4C5ftYG5fBOznbMdqpWtd89Jaou8Uno2GRPoB_IvAPx-WvtuSTt9-gMZYjOeYy3Hp3o9E5QUGwyy-jcu45040At45FABvsPnSQK_CYU0aV6GXnZxDk2PLZJrTPszBDX9Qv-9MpoMi8fWiPaznrFdQBh130HxNmK0LgSZEIajqEEzytaYJjbUhiLZ1cDrh8TsTd5QSM12liPtpvmUlnIXdMFWE6GRxusOj6D	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xb503bbd89c0c59b287b1626178ee8015	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.withdrawn	AdCXj6VA471lIkV28QEydlz-fwpjc77zyyofpYALwd4cfqnfZLEx18de5v8hjA4HmUee-lUPdnqkmYrUEbXeBM5b_FfDXpzpRA	AeWN8yXCm0U7DAJEqJIc4YzqIC_FtjYulDHKdEWj1MYWI1gFJ7idWu-NGztsk7n-yZ8FTnlwNe_DaCvup1-wpP_7chM15SQU7IChGsO2FoOdXFB5IEc9uV-PdlsRVB4emv8Kpb1a37RKI9Kozpurty82cvqZTLlvboFr03o2sBwkFafDyaGj3FRUee_4QOYjdozY2YQtoOr4ZkfWutwRasxelClV8_nWPB-rxVzN8gCnpih5Kkxt6R3RgZHNCUebu-hYhisvxdDonieISazpF_FYZ9LMwD6j30IJJX7E7cX-I1bqzT1qdy-UDyEmd-1FTG2VwPTqnAbVMToClce0o5rcN_4r2sD8SwOoBeL9muLZgbvVUz98cWD7uH3p9upfSd4FMBD_v7Cx	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xca1f7d4c0d4c5210acb6f41b7723b874	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AQGwgwagi2G96YkFLSZTf2GpsKjAH0MvhX_PIq5gtpN_seNQ4hTXLvrAapKXYe5XQQk-wGcIiK-ytPQclJ-y9-PiVHWh2OcRmw	AQUUZvKTrXrIS_08TM6xwhT0Drzw_dScNsMYGwkCffBXDG81BV4xntRgDP3aV_n58h2C-NqfywXRNAZL2RAh829H7dUg3K62Czz4Kyb18K1sEyy3gRZnDLOwbT_YkVmrg3iaJ0pSM6DCBXaQVYF9aTFdeUHlsE4cZ5NYawPIYC5x-QL8xikdlUOnJs8-UneqIGPn4HanP20DYKuVAbgILt904BC9EBD7ni_b0917n5QFRVX03K6veI0GlG0JWUkxE-KQe7OcbC4z0GO1vCkt4GynKMmLNUDWDPZoceXOhw24ahX8wbG9xEv6CcEoSGuTizoASU2AgdeXXaBTx_al9kT8EZm8Bp_RZb4dOV2DOTZKcB4Gkytzjt6Ux7Hcnn8a9ZekTdOW_9CM	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x0da0bd4be39e51f7bcedb6dbcdd8a364	\\xa0189db41fa25f3d88568bf7dc6a0768	application.declined	ASDCreOl0VhBOyetZIQlp6iS2etmASxtrGZKdkVnVfa8cuHNrDQSVrHm3K71eNISR4mG_qXD68pp-0XK5yMkwkKJaHDsME37od6gLo0iqenlFopMIO5GLxze_eoDTRGdsScBL7udLGwP	AQ4MvLOZfhcPk7zjtI-ufNBnbHYZ6rFbR4-xvvOsp50H08OBsfhLG8XjXTsRV5Sv81FGrWD1qcD_hdAZquR4U95SbgIfVKIbezS1zgzuZoBtHt6hmY-bZF8FJBvHQSitP3_rMCTSDM3Oc-Wgkz6QEeSmI_n3abb2_obxHCa0buFAyI3Z0JiNynhFe5HCvXa__1hIBqE-R6nTcU8oO_Mwr7WLqqI5HtOp6v7v2PlI1T2pPG1oEePZ_Np09iMKoMexsLnbOaX1mBf3of2y6TD8HGP8ShEjZqZb56w5PBN99KHTdygjoUhkm_mL1pE0A-XISOmAXW0sL6LN3DhG2DO4toSXWLWzfVsRssTsm_Xpw3NYxg8kJtIzn5iNJyRoxSoMfXQcBmsqH8ms	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x12aea5374f8957dba927ba84719e8d81	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AfbUTN4sLhzxa7JE1uRDKqw9zi8uXrqzCeK4WMfrjadwnVUTj9-ytkDyiibb4FGTCw-bG-RaFEd8AF7BT6HclLV0AJEEVwVFyA	AbSQbXspm7TekTcNC4AAzR70swW7CeTjNdguu3cnxEVTdPboWsC9VvNO3MLu1LrO8-XYgws44sUeUIRcEGwwjyVCaeEU-oxLlxD2pPkAclITeH4JdqxOCzI_lAYRgxAAX8ENaS7LCCS3W959JAlp-mNoi8oTQc5IVx_bjPv_ZlfpO0BH6FOAmWZH8IubRns-fDQdyCHqhKQai3pqtbj4X_cmjx3DF42HNBfSD-3CeB-Kd9MW64qcmGr7hMDXAwt52M6FnXtpze3PWIvij1edbP_wm57m63INLlKOOaOB5nDVjfUQswGJCi5PLaXkjc_ylJiy7OL3V_CWBxxOi04wKBRahTxYYqxqw49m6jR1L5GkvI0ztI-573HW4crNX4KUOp_IJMqhDrLn	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x5e894a463e3f5397960ca67e72997d34	\\xa0189db41fa25f3d88568bf7dc6a0768	application.accepted	AZoxV-zROYI5eXBfHpVDS2b8HF3gxsGYoVx88AlRr2jj6yVxAfarChI20aBYmouDk1CpCf2HYqZrucaFcEULCCJgveLencHFyGHA98YI4VQ0jnxF7HKdObMLfM3LWvSuXiB2oYVQueM6	AdiHS00abFf7fe6sVJBOCZntEZTP3jlqs0cl6lo3y_NVjxxG0kkBXOGJqO_kGDH35AoRNeyGWplwmewbnvJz_iemvTcPqs7VCDkrOJMCOxuja1yYHRhAfPFzfGEMnDf0YoXBmY-MONbUBNJoBkwy1OJ6jyc0r8BkD0NrNw7iWHyd06CLTY08X35fihvgCLoG4RqXd0OZZEZKATtv0sQ_P1317vEYL91fi4g2UrmqbzkCA7RKBnBagxxUV6CAIOhEL_A2e-_aeJfR8PuaEXGwpeKHpRxIgw4qigio0yAaGRcHWZU4ai-Fh0_HuxX_wNIBfI8DRX90Svr8X7I6cmLYUMGvtPnJIVPrWeQst8BTjqtlX_0Lr946NYH7kLoBsH3tfHprucbLDAZM	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xa1f2f4604d00519097fed2b8d7e84dad	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	placement.cancelled_by_pupil	AXjvvQrmw4B--vPRuPgDUa4ueHtPVHHb4Oq1cJCke25vXcKAq-CKq0PRkUIOUNFkA4zLHMQW08ODNEd1IV30lcCR-GNjPDY67A	AY_UOJgUlHgpX3IwT28xtfG3CjJHRS6hApPAh4JAobjtyaLCU4yfXJLHUAmwj3iEVA9cUHMT7CZeoCaj4bFGI6zJncp-s0W9W8vEifCi1OujOw1_4NISUNZnT9OeQob0qp-OV95ltcvlROxe7YGJ9JtImbWGD7FDOu00rEr1TEKuT4O9EowLApmVbb1aGs1LoYanQCCeCZ0gWehFeWd0P1y3O6a8I5o14Rmrtq71Hp3fVHcqk85nwoGnvMOJBCDw7wQeDv1tUt4DW5G9_xKZMzLriseqMZSbja1bYZ0oagBDzP1brFJ7hoPA3R7A3t7oeo8tDIfre_njIPTt0y7uldmNkrfszVeyvFLXIrrtrGu_ZMrlUUFUga6oW5fmEv8uLu8YrEIWPhjg	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x36e54b948f125aff9cd43fd5cc044fbf	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AdQ7eASWNtn2YV-BUHiIzLLrq0ScrM0aeN89luJaukCeH8LVFZ_UAxZypsYPOjYkP1gGBM7z4hoB5cCRZgv7U1XQ8pcu-GKKCQ	Ad7UKLcZua70p1CxRzYyQSz40mfF6lv2wmUTk80o3vQYYM_gb6HvWXW_7XJEwE7ZPgXeCFm5OrL5Cnas2tcIoD73po19bVh_vJG8NacJNvVzUFGgGynzIjwynUgziiRNMN6s54AFD4iIwKARILsE8GkG5PzzTBLzRHyYDkJi3pHy3YcSpE6TX0Xy_ycneIOoto70ojOiB3WRWAtvQ_bwk5NBRQjBI_h4Leq5DYVxjO0G6XNALMbtDTR8lKyhX5jYpcUBRJQ3v4PV2hXevvOLhpVuXfqLkDEANxseZ2oJS2Waf8i_m-PtUBP_AdrbcmmB_mnj8gSiPia-u-A2KA9mlW1p921zi4PyhmI8VOWsA33eVaOCwognqb7B5NRjCmxHvGFsdSYCBg32	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x145a8e5f498653c9bf2bc99e9e4f873b	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AbK-YUgXGQfbvoM3BpUEf5UZEvr_YLnZZfYkJSXTou-7GCsS5sH-KBOFMUOl8yt5D1jVGPISPI9mQ5cdcd-Hvq--aH7thUaO7A	Afz_64TtJU0jimUCTPZO5hM3P8OU1pPNjz7gxSsVlVqIMbc-O0icOhMNVSThC_paWO-77yVWlvqYW3aossfAfuJg2tE4ztu3JNOB3scI8QQkZ2NgE-JiKL6bpdZ0Wzxo3x9Jl8GHavlUEJDHcZ_AbCnBBa3FxGM8zOUcgpg27jdXxvoFwnTFLJ7n643n_5wt_fRXzjaTnj5twVve61ooyjEVniNoyZCgqIjMoMAolEhRjdJkk3Rcivg6e0GboByK9MFJHmRZWBvOrSJCt-KrZ4GYHAx1pSsH7ZHuiDnT8LhGQNk7D3oHYJJKM2rL5c0VDBg9XaDze551CwOGu2uZD4_QWwabmMoYS20voV4-Q2ZmqlGIHLVEL5-ZVqsHIaIXD-UJfCBHKSzR	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x541fff81dcf95da1bfb3e2970f294ffe	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AR0seq8xrBocfj6t6dbgzJuYIcj23AMbWMiYQHwt2clJNYqwLqzKVfYQsvAQAYMIdA28DBOUi4F04BmesJ-Pe9C3FBMB81CdLg	AWIHnOlNOGdXwOZnm0-RpdjXbkXd0IjPWX6ce5U4-UkqDwNai3l0IDKw5-pXPdVQHO8ybXTzDcG7sDKtmAMargC8DSdvH3HX-G--9LO4mCVJjtBkssgJ3XXu9o6G4CnHtQq_qRXifZoF6HfIcRfpnt7-3zGL601suKrecvi8MOoDzoT4UKT5edWNNY-NPXe-2OYH7zu1Jr1Gk92CdsKImzCPyK2R1Fx8JmT539c4Fr_QZ64HZ8FHBFKkY8wPA-xAY-Os1wzkQNpYCTlgmNmNK4ddiEWCUBWItlFkoxe9kyYm3AiRB2Z0ESrRo3KLiN2LqeqBgy81TsA7dRENDrTnrJOW_ERJBepFb8w9GgiazyuVa4bwQIXgmxdeLVlIggO0JqjR0ypsmqWz	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x29558747148d4ba6abe9ba3fe0381665	\\xa0189db41fa25f3d88568bf7dc6a0768	account.reset_password	AeCchavR0wTM98ZHPiT44V6xIP7G8xIuBNlRZIaJqnvnxRr5jdb5sdQ6agocDzsV2GUqm-Lm_zgPyOMTtjkJNUlM5zNK2GFp87LeqXXGptOqdI4OJbc7ITmZ29lZmweQquSTDKCx8uZO	AZvljNp9Hv0FB72MjXmme3VqOk1suSVbr8YILC8mDWM-mN3FpDhxVCbGpRFp0AX3s3n7aAkGvdP-6KQWvBobr6zBAOrgDJv9CNYyabcqVvm-e9I-VOla2JRc_ShGBm6kOsQkWCPbAM4N	AYaeGKSxo8yza-d1W94YxEQ1Bbl-yFKgy3fqu4xWjybQv2MnLPm3NpTac917P-XS-UzsazTtpUn2asuoW9IxvvyuJ4xYV67KlF7Mk6oMToOYNohaEalDA8kPEhrfpSrECy4bPG1GxiRC	\N	1774944000000000	1774944000000000	0	\N	\N
\\x8516f37853955a749efdd4eda180aef4	\\xa0189db41fa25f3d88568bf7dc6a0768	application.accepted	AYtDc1HHmHWF7IPiYE61tTB8wmOnxTgl5alY7zsw-ktoXSwa-p5q10PdIol-B6b0YA5zc2vsrcb9iDUCMbEALQXmATpYEkRaFKNjPs0AHhFUikGQI2GXVNiBmddreENWo-ZOMKxLYkIM	ATB83gvQLh-qCiHc9UjUlbsw8V8NK9Ol8aJrB6MazbLD9J-2aL70vL6bGKyIcNdBBII7nSKAIAbHf6hSioZfmOOwzJRza9vddREYYOMAk_5Lyr5JeU-FBEhbQPIT0-8Y_o8GdE3e1wGqw7GSWB96qLx58pTPdBzS1K3zMbc6JWN6QO_VSClGzY0N2xujVKLEIYyOr--J20eixWnpdcBrKBBNoBrXMgSeO6je3fbb8RegM298UNr26UQ4CkI_HCh3RcLnK4Cvdqda6rce4vSAYr9GlrkwAJh5s4AHPB_pp7x-21F_D94CEbCgH5w3ANTKwzhb4G0a42_nEGq6nK_xvhJOugdI_iN4jPOj1mIV0XuoxdB-gz0Xmcha_zje2Af2rIrULKHwEhjD	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xa43583a8514151ef86b33c6e786e75ff	\\xa0189db41fa25f3d88568bf7dc6a0768	placement.cancelled_by_host	ATTlLewhrd34buZeGMPW4Q8OwOVQhqWRrHhxtubavCA9SMSis7voUKZPT_k0SWmalUddu30TmnLidcWl0PhjobwlvjlYOGI_3tQonK_s700Q1QQMc9r7-RvPHj5PxGLl5DfJGRo1H1G1	AXyhHXKGBgEomCe9HCKJo-WOXXH1yIhgtiEZ_z4q5zCY4pu5zW0ndMYyikPIRhuiuREQXQXRQZezT5QDKj_9yakeGMx_lVAQRn_SDVlAzzLXHOLdyOpYoTrlkqwsJfs-HISS1_jLsacXE7Fm6OY3k2Hd9JLrNpcmaDJijLxD_GI0W49H4Jb8S2pCepzuvrfNO3AvRz8HkeFyR2UCtQkc4GWAJMTiUn8NF1IzGWr3NA8B4k2ZX0y-_vQr4oM2Dn9ooJbB1cgyBfbOFXN3tMSw1HDHxjICB9kDHAkbuoE3fkyVOxquCFdodrq8CuZ-k1M_qDjZYfDyuVK94Stz0Pr2sBRl65Lsw-3X0ci1rqIEAyOfgThqEVzYbHBF9i2kp_BDUxeR0OHBcWiF	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xe01ebf511ed358e88533991aa7583791	\\xbb71d8ab99d948da90925bd8ef758b9f	placement.cancelled_by_host.college	AaXgzuoQ55zLFQKlxIFI6AY89PQj-O7WYJxX3Ha8KTD19fZhnbP-MOfLp9-Q4uU9TDLDUu6yCrY7pcecQlO4ZOv8VdQUYyqM2A	ARsv_UFqZPy4PDXUwAxZ7305hD8Dv4_4Wov3PcIoryxiSRgrJUtN8Np8N6q2agXoSYwV1Fkj7UvUBHppzkj9W6B_Wkd8azjT0Rp0HfRup7HKX-gUKuwbdu-mracO4zj-JX56rXtE1dNfNz8JkB8KWLvXYNfcL55_6_fQwqMJqUXlu7dGpdM2_tbismVfWHLhiget1ljsPJ_E3rIok_FuExXXVJEs9f6BfEX9pRdbMcmojk6Cl_-kFjQQAE-qTIUErLHWYI6cdrC_ziRXRsK4cgyeiLSRbJvIaaRwPrf0H1Z02LxPThVTu41xClY_DBnG69lZ2FmMONWm4wDUykQ3vOP1u9WrkjGs2oeAjT9FFuMSZXUwpv7sSwkBfH4UzVgO75ReRomfFCgJCdqd-jIeogP7Mdh1g9FloMN9nmgKTj69z17dfsBlyN9_qkWk_t1dZyuPByNX5Uh3W8PXtoVrIjQaxdIO-ZpI-0shab8KronZKQjFLACJW45K3ZlDzK8K3JFuZhC040G-	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x396416f06e8050ff8aa955eac9d02048	\\x34ab8f35426e4818beac3337366c3273	placement.cancelled_by_host.college	AaFDOm716yi5YQ3SzepiW0ZUi5vBDqBWi3s-suqYGBUPPpD_hFDZAOanBChgK-H8FRK0Y1jmoDm0A1hkdaSM4nQ6yUGoeA1tog	AWqZsyFO4orISnHBDx7i28HqO2abWy_5NYEBy7jNJH3cRuqX96XwN2-9Kj2FGbqUHcSTChxjzOQKZDUxSjDwWQfBfVEmnTiev6UrBJayLWN1y9e_y6-d-c-9CoahIKa8WSoW5rgEWfekxtiPbhe5XtFh-K8MyVbEyvHJ4GanCTBEFDNJ829o6-a-nwqjiZqS7tx_S-rDNikL0kjjMplFAGsQXNn6sRTMzQUhf8X_hJAALzkI3tpuNVvFTz5xItj3kS5kOwq7YbESwf-Umq6NdlDqoidAOXx31UecmL3uJYnq7SHaZOIjzr-OfKCU_VNKxYVZVN_UNU-iAj_F3qek3AGAt3RRTlJH1x-XL3uvhX7cd25A72n1C-Ng3owW-SXiriJWIq_EVwtJQ6XOPm1UjLGWZdcdEFvRQMfzh0WR0C7h-o0UH8W9hUX_6wEzw9fUpuSK43Kka2dVZFqUBqvZ52a6wWgYN1X1tG6fErAlQniam_hGT2KuLuBHBr_dKC1yCJdSwU3z7biy	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xec698de1074350eb8876c0a0f83eace2	\\xa0189db41fa25f3d88568bf7dc6a0768	application.accepted	AUOmWn_7n0mb33KHJPH5LgLjSo2BVaGWpk-BTmW4SwQpndMECY1yLRZnELuLJozmh6-p65Braxg9dAJqccUfGNWhwxpCGK-UvjFmJgF9pxtndEbwa1xdz9Ahx6-JMTW6oNpUmZo3rI3h	Ac75-dPwQpsOpA3KY0BDUid0OSiOzjBeIjWZh5V2yD9J_fyBQhuH5UARs4PkOdNKiGQNPSTT2MtJod4apUCol5ldQih5URcB-BjCMFzebcMfVVzPEOzPMS8NP-nzTniec8oTzFquG6Epofjg7ZY3xAp2D8WgdSMwLwsbA2uW3blS-XYPr48cTrhvUBUtM7bKlIAXheTbfahl06n7MKvLDw2DySEv8FqsuJ5rUJkTc1hxgaMG3mG5UZBfj7ObT9NFVf0cc2NZGg_pPGdBc7U7Z9-S3MztYVw_UYtVPpUU-MzACTCankORc-tJkhahWTJYb2tMO_2y2gJgHSZoGUbX_BhxLLIH6lgPU9HUGbU_HUmtSfUp1G9UbzTRoffXreURnz1jt1UBoSlG	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xce4fff9fc3935ce2aed1377f4517c612	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.withdrawn	ASMN-Gtmq387PiXuU9a-kKNoy2DBL3BPqvZd9pGYeGXeeYCiF7tcZmEHWpvgCnlkd_R7LwEerH1lSJUVsESkPitZngYgMq-luA	AQEmJNOhBGnQxI1SaDKfDnxN87hfp1Q3YbgQ3b6bp_F9Nm9PFqHUfHkewccuv1VkrkVERTKF6K15uvvVcjHRgB9NQcPhMNSQUh9JfmDA49YLCZqy9G3Qz2zCK94xX_hXOllvk3t3UeEM9xpJtuTFrUe8ZNUjlP6_6dvRJgvnI8H7ckSXPm3jdeEabMC3TF8AF_VdGbKSiXvF7BWnaWhQFwHnlVMYOVJ_YZv6Ub3NnfXHsMnmuyTb43dlDdtuc0FuEziFlYtqNCzmJvmKDPnvUoiuzchZkcym2cH-Q_uNCl0gXHWrRxWchcvzjLt6B6R0R7kJvROfEK4FhW0KNNvh6szvoiYmFDK3pMom9xX_PiMzHSa7C6cRptjH2bj0gpPO6AVYhkarbjvd	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xe99363465ce7579f8092ac3ea9e00dae	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	placement.cancelled_by_pupil	Ae9d97Wl1sYmxLRkwzvnsn95b8TSa5l_TBzOHAgYTUINcUEjX2pJaw1H_dpPFOMm3WJae_NQ68gb3rLsqPhEWy_rxbz8vjRYOA	AWKdAbIgTcJtacRgrhdlLlUkHP9_6vEBWRucDQnnVq9MD3TU-2-HnBNsSKEtd9_1Ps0fgyxJXXJxggQ_drtD_QfP3uWLL_3re7Lmr7OYC7D_3ZyO8pZciUO7ahg1LDweA9inhJ12gMwxQfLH0ZGoTGadyC5kLaZ8I_FpRu_6MAi9lhojzwcuyqbi1Rcw6Encp9O9yNiWvApubQ0A2Ci6Zw9kpgu6n7zXZLWsBB4B4VREZI-9hC2Rf8nSYbNaBLJlPgEDaBblo3bK25wdUvafuysGTT6wS3FSwDD0duwkMi7JBy96wiBbLJLCjM6TtI5SWu6G4u9cKEn6YcKBSeFopMra2UbNm6AEHLs8xdO0GaEJC-KKLA3w0iLghUrWDp3B8A2pLofRLH92	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x6467ecf8d1235cdcba4573b6434960dc	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.reinstated	AcWngeWqsClnXhq7I4thc6gL7ec9kzkZ2ZSzhKELgDF5b7birIxKZhCA1ta-vfk1dU13i6l05eTbfGwo7V1jRa0v4oeEm7k-uA	AYIJ6MS05gIS_1G-5E1IAYOxmA9I5Xhab_18Xfz-dPWDZzhws9-_5GHE3qytvhpjFIe59F4SV8_Dn9OcGEF33xqnYI3rHII61Tb4sL6MnYGzTQ22fwltmfBz4rkZRGgV8xOibkn_2VxgUDzWAzsirtIBCvAH48k5SAMeFG0OGFDpPR6SeJuy80dD_ywdyI6U3vudoA00-7ZqPoU6kYerosVFRwFj7VBol134pkODy44u6YF_E_j2S9oFeGfralB6BTf2gv5ij8Ibf4JvgJ6ObJmh80TLg7y1clu1AQYhUIEOo9cwJ30LuI3VGxvrzoo5GAjVTfa3ZPppnMRB6cj2s0b5K1z36fEUb1odECnvK2dyMTO3NqBDrntBzHEP4ezOGp9IRrRefcR2	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\xb2571bc9897c4377a09af71ddb915d1b	\\x7b2e75306b6e50daa8ff4d043036a142	account.confirm_address	AYQ2QbeGJE7Heg2M6lUVuwbF-RaVTNbrMdcBvkbk-HJuSVe7S-IF_lutm-P6QTEf7LAlOixAZTfGQfD0VHEt8mIDocB2piiGlA	ASSCsgOdiVQy8_3aLYx8c3hMT8FFbhDZpF2eWsaDIsXxgh64I1Sf01RWj3hxTzJD1gzQemoZsFA_pdYLVEqObNeQ5wQFOUl6GrWyGbt-cg6xU19QpuwwaoOxm3btyLhM5-IumR529VhW	AdlvfibQoXAyGULG-iGQsSFu2IYnOdYS3uBjAtE1hkjx2ZGDyWw0rHr_1AQpyJ1z6lsXercOYRj4NtosP4llMR6myVEnDNLpJo69zp1khFNOJ9eNBHuBHiokHurwF_8iK4LAHgWdpx_i	\N	1774944000000000	1774944000000000	0	\N	\N
\\x7235e30da68951e69e517ad8036df1b1	\\x3d796aaab0a84e94b1dfe62f2a32b1cd	application.received	AUXiMRzIOrQlkiV2nEvWocmI6KYc-L-brj7FJcNWkQINZ13xmxQn7jAVp1_mGH0JO-2LIcgcYK6c9ZpUoqhlM1JV2-QOrZWnag	AdRtRDjwAIEVGG-QQ08hj7Q0fuGPHSYfZPad00AspRd1gJ1qpxsUzIZblLPUY-NCoV7ZAoXuyyKQ50URTlkXAhb7oOzEYDkYRK4M4mXSm-VhVX3LYjWp0bSz6My6XblXOqwm0OBLwB-KJu6vUNL0UtOktuegwNFo_Xcq6fGqqKcaOgXK0dXwb2WJKQHZcruy5dg_h4CT40D8xCYQzThjnawytla7aHDnvoieT-mAlwZzMGhLYApx_EoFXNiKgBqM8hqXq2l2XlNHMiYt2OZ-JZ1s_IOc-IUN11emBxxwb45U0mXNr0R0K6c0FL9jjgE_Uurbh32jryA0cogPSKnfcW9A7_58dpr4olH0HRaFExctskrLrsiAWR0tdy0dRSPjAcHLVAUfnbea	\N	\N	1759132800000000	1759132800000000	0	\N	\N
\\x99eec7b3c09d516f8f884de98f8bb14e	\\x066c00d4bf015a6d933a9318d6b7af18	invitation.representative	AV1M3HY3A1ve4HRM7Ekis72JySArbKk5c9BVkDVqf2TDLKOFiGacjB_UpHIb2-qoo3sVL61mj2bZRGYlrJnW75FuWXMTileHeg	AXTFpMooNTE3l768vEhvR9jnpex-ToI3AL2jkIEVjlFY-vvF0oESDOs2p1C3IBefmoFMKHEGIu39wf-tlx1-H-aFg1c0TOMJbCgQxPnBmWNIeUU3tiLyG_OUPgLHJKjWXlnRdDJvdoBG1Uvd0cra5_6EcRIUfYOYdzCjfn1IQSIinQ9qh1G5HRY	AYsnYmadWsNSvr5lzi5g9MpgH7Q7nxHnELY8dAQTAwlIULPTHh_MKM9zsEh1Wj8U04APRLev1LW_kNSt4oU3LZ_1suU3NnS1ufqqy1ND5Xk3WMQ80NXdBZcPVJXIz0EdfA3Q1vmebo5M	\N	1774944000000000	1774944000000000	0	\N	\N
\\x71d4fec7061f5fff885c70ba7bb0924f	\\xf02b315a7feb5b76a5825e0d4ac2da3e	invitation.partner	AZ84OCHqPY19IZr-K8-i1AnPuHnthCz6XW_xlsrbk37GdCQSaE0urPAjHaYY9ePhKlAjXfOefuKYVN7RqIzNwNKVvHPxPYA-yA	AQ0AFyHkUaoiS4UOCX8oCs3YHp4WNnK9Qfocyv_QRAN84uoeH1zxB7BRBra70Fr-5tJB9VK6gBjWuyKduqsIwgY6LZWE4kR9JpY8b6_HRpjNIqXxg55nB7nNe75XugjoD_xMm6UIEfai5Wu2dUbg9ZE_wBp8w2pHpoYsj52y7PO42Iq3garG_ro	AW5PDxXwzXtx6DTp4jytIB_wE0349J-lQZT_yQZ_kEJcZY4qEGUA6Z2CR8tUghiRRjujDX9UnlShXVU3TrwWS0yb7CvGQeKzoxIfeHJfwTBnGRVRMwzz7l09FLqqiO4EkgEtyscr7ApV	\N	1774944000000000	1774944000000000	0	\N	\N
\\x41c45b4b475f59c58701464825f51b98	\\x7eaee58be26b577ea846a740ef508943	invitation.staff	AZ8uV7jNu1hMMGZnIpG_IY2x5wOgEbxbtThVKqmdqKSZnG58AmdJIADAi93yjk3m3iSa_85Ulo1Ri1pOu__fz3YqvHDqbI2kPA	ATZN4qqS6dZTHmnrFwxXIPrjhPTU7GEA0MzRJOZdwR1p-hxocH5J3XQ8rif4-A315ldhsTsFtOyP-1qHjtPjK4viTeBBdeilJ6wW5d-Ao_VOnVxlL0wMWONFlbbajO5bqNXBE1myFdhTpM5oB83BkApmKXACkD7UeVniS3Vr2jZv_oW6sg54g3u2ijr1tsrTWDP7EsK1L3VLm4B7Sk_yJIB22GTkn_-w2A	AQ1JwTDYf9UytWlZ3omEPjnLaZo1j1vGDb6fvtu3mcO7nVzTZlfTQJ1maZVeGARoO_iJ7WFlqSOrL3UAWM_TKlxpp30CXIOOm4jtX9PiKUVQJvRvw7xvtZMDN39I9TkaHKWmdPopVgbs	\N	1774944000000000	1774944000000000	0	\N	\N
\\xa85dbec588d6551aada807be0376db33	\\xe64f953bc88d593c97d779874335fe68	invitation.host_person	ATFwJFW9V7Q1245mKQ7icpwesx8gO9STefJeytFbKMTPBR6d21cJk9mJtYk3rigPHT8WycVtGl8y2w7mz-ejWizt6j9ivs69BA	AQRzpCS3T_YnEpNNb6n80vLCHX4EWaOzOzhHPzdDerhqKtEHPRMKy7l7PezNleTGIOH9sTNr3FEHctsTnnSnq_B69Pg2s9PoK3qAaiuHVUXMG2-pPWMS050ehdiR4WYyWmYRRBB-2opvaBgbyralaDpwGTsVxQNS_CRRFqC3GERw6ha1DHYETWmKnbOYbNpDRmjMWD9_FEmvKvoy3jrPYwL2zZWUm6XWqg	AR4LgF1PMTKfa6ZvsQXHCi4tiDHGQr7r7tFIxUo9Ku2CrjaRjsatELiam1ULPlqJeTkEie7jGlib0brz5c0kKeIEASrSeJrFv4z0dzwS2dRO0u23MyVRbSB-juttMqJivRgrPK-4di7y	\N	1774944000000000	1774944000000000	0	\N	\N
\\xac1c22a69c5855f1a1f1b0720cc522e9	\\xa0189db41fa25f3d88568bf7dc6a0768	invitation.student	AQF5Tw0v_jqoX02TlKzjqhvZTigyTX8h0AbDbX3qitSLj-LxbMc7awHfC7N-3jzY8ffaLnc5YIJ4kJ49Si4Cj6vS7leCABMwJ6TmH_LyjPARnFLXOTcOB_xoe0xLqQ92D4LyfYJZQfya	ARnk5k3OZo6Qb9oh9-P699pL9YfaJfmtIJhl1b3YHOoOsiUTwd5hoA7MpKwJJVUCtsGFzfnriQlAvM_wsJwK_DCffeLetVG4ndiep4maRuGZ18BBhvqQcEZmUU5FWOpzov2K9916K8Sitdp_uATjCi-pSPZIFUcdL_U-hOLIlCJ6UKcLCcyaZvg	AYHRpJP2sdepkeBbZajHsDeJiwTn5bEO5K7bi7B4TctXUq2aPkmEGeHUj5sYib4xASZ1yGEIymwEhK7XW2T373uREFwOWRKSGhEngYEEHIq5nXLUx4g95DWqJinT5nYoeJYCmz4wI9c0	\N	1774944000000000	1774944000000000	0	\N	\N
\.


--
-- Data for Name: account_outbox; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_outbox (id, checkpoint) FROM stdin;
1	93
\.


--
-- Data for Name: account_refresh_tokens; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_refresh_tokens (digest, session, used_at) FROM stdin;
\\xedcefac415a76597d02b12512b43654221028d8e4793618bc99643f1173ec104	\\xffb1c7d4f9694cd3bfd77d901b854bdd	\N
\\x07bee15012ee30a03d24b4a0a58678a1a09c0fa5654e1dc43e77973a8567ed50	\\xf5e99237e4144889a10701a671526517	\N
\.


--
-- Data for Name: account_secrets; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_secrets (name, sealed) FROM stdin;
index	ASgVrrPXDxQHHWGczMZzQtZw1A0bWjZ1Mje3FVTfVzcIM1D-EG01vbaVtRq6DTr2QKUrF4yXFeBV2M-hNAlvL0Npagzjni5UIlDMRWrMrhwP_YSicrNKh8nzv5ufnRpmLRGHFWh45tBM
pepper	Ac0VqqWaCPAjKjfanv3tLWi2b2D_9YzasP6UEvNZNjqK9PstrEwCG0QP1iwzips3oFjSOHdHXwNsCYcMRATIR_wiQZEJn3SV3PwwznVbPF1JWo1G6npYuHlKWSPKNS1hwvGQ8-fWnbW9
\.


--
-- Data for Name: account_sessions; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_sessions (id, person, started_at, last_used_at, ends_at, idles_at, revoked_at) FROM stdin;
\\xf5e99237e4144889a10701a671526517	\\xa0189db41fa25f3d88568bf7dc6a0768	1774944000000000	1774944000000000	1777536000000000	1775548800000000	\N
\\xffb1c7d4f9694cd3bfd77d901b854bdd	\\xa0189db41fa25f3d88568bf7dc6a0768	1774944000000000	1774944000000000	1777536000000000	1775548800000000	1774944000000000
\.


--
-- Data for Name: account_signing_keys; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_signing_keys (id, sealed, made_at, signs_since, retires_at) FROM stdin;
\\x2961d27507464eb58b71be15ac630563	Aa6rp5spizNc5WxE0dFaV0WsLjLiTMwFvyKEUMfrzOkqWESX-RcitYCkUSkrqJ5XUduCZ-RXONWshCjlC885es_o_eaulaP08TPYMerm0WE6gBDZRMJEF5-apSvDe5WKlsRNRzlnPeLu	1795727168467905	1795727168467905	\N
\\xcf16ea9dead6464786ee854c092ac989	AQP1lEYZK3MOK2OAbsIoK-5qB0VvBFBt6o4IYEQCHmsJtxBv8G_OHYB_asWiiY8G3hK_TH0LAADlFyyG9CrKc1TB36YlCjOu1SkAE45dr-C9rgQCWXIWgK1xU8pwHeWwPuf-wXY2U_XF	1795727168467905	\N	\N
\.


--
-- Data for Name: account_throttles; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.account_throttles (subject, failures, last_at, blocked_until, forgotten_at) FROM stdin;
\\x11939a9374ced116e54d4424eba66595d604a6775c4fb0844a4059052a35221d	1	1774944000000000	0	1774947600000000
\\xa7e08ddd267ac24323bcbfdb75a931747eb0d7ed76ec4a1894b8940fac92dffb	1	1774944000000000	0	1774947600000000
\\xaec9b7fafdf698ec3898959659921137665e9658534781480f0f8638eb11e7a1	1	1774944000000000	0	1774947600000000
\\xff4ac35a635a80592b8adad91954367c532a94825133451753e9c17da9a6115b	1	1774944000000000	0	1774947600000000
\.


--
-- Data for Name: part_versions; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.part_versions (part, version) FROM stdin;
accounts	1
\.


--
-- Data for Name: served_set; Type: TABLE DATA; Schema: dashboards; Owner: -
--

COPY dashboards.served_set (served) FROM stdin;
dashboards_v1_b68de7f0
\.


--
-- Data for Name: dashboard_checkpoint; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_checkpoint ("position", fence, event_id, recorded_at, layout) FROM stdin;
93	1	5d5a7aef-7eb4-52fd-a815-40da0521693d	2026-03-31 08:00:00+00	1
\.


--
-- Data for Name: dashboard_classes; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_classes (class_id, uai, level, school_year, pupils, forms_handed, authorised, access_open, applicants, placed, completed_pupils, flagged, applications, state_pending, state_under_examination, state_withdrawn, state_declined, state_accepted, state_cancelled, state_completed, state_missed) FROM stdin;
cca893c5-587f-5834-a023-c656968d5615	0010001W	troisieme	2025	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
6b7264bf-ca27-5a89-89ae-ea926252736d	0010001W	troisieme	2025	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
e6796699-4052-5a99-8b46-49712c631f19	0010001W	troisieme	2025	2	0	1	1	2	2	1	0	7	0	0	1	1	0	3	1	1
\.


--
-- Data for Name: dashboard_establishments; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_establishments (uai, name, city, department, academy, region, network, registration, classes, pupils, forms_handed, authorised, access_open, applicants, placed, completed_pupils, flagged, applications, state_pending, state_under_examination, state_withdrawn, state_declined, state_accepted, state_cancelled, state_completed, state_missed) FROM stdin;
0010001W	Collège Lumière	Oyonnax	01	lyon	84	rep_plus	registered	3	2	0	1	1	2	2	1	0	7	0	0	1	1	0	3	1	1
0010002X	Collège Lumière	Oyonnax	01	lyon	84	rep_plus	listed	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
\.


--
-- Data for Name: dashboard_offers; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_offers (offer_id, school_year, sector, host_kind, department, academy, region, standing, reserved, weeks, seats, seats_taken) FROM stdin;
074b9f4a-8341-547c-b6c4-608b9ee262ac	2025	agriculture	private	01	lyon	84	open	no	3	3	1
007b37b9-5d07-53ac-91d5-912128a5b4dc	2025	agriculture	private	01	lyon	84	open	no	3	6	0
4958bcd8-8c89-51f3-aac2-6154a7b8c9ea	2025	agriculture	private	01	lyon	84	withdrawn	no	0	0	1
\.


--
-- Data for Name: dashboard_sectors; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_sectors (territory_kind, territory_code, school_year, sector, territory_name, offers_deposited, offers_withdrawn, seats, public_offers_deposited, public_offers_withdrawn, public_seats, private_offers_deposited, private_offers_withdrawn, private_seats, applications, placements, completed, girls_applications, girls_placements, girls_completed, boys_applications, boys_placements, boys_completed, not_stated_applications, not_stated_placements, not_stated_completed, state_pending, state_under_examination, state_withdrawn, state_declined, state_accepted, state_cancelled, state_completed, state_missed) FROM stdin;
academy	aix-marseille	2025	agriculture	Aix-Marseille	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	amiens	2025	agriculture	Amiens	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	besancon	2025	agriculture	Besançon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	bordeaux	2025	agriculture	Bordeaux	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	clermont-ferrand	2025	agriculture	Clermont-Ferrand	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	corse	2025	agriculture	Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	creteil	2025	agriculture	Créteil	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	dijon	2025	agriculture	Dijon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	grenoble	2025	agriculture	Grenoble	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	guadeloupe	2025	agriculture	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	guyane	2025	agriculture	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	la-reunion	2025	agriculture	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	lille	2025	agriculture	Lille	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	limoges	2025	agriculture	Limoges	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	martinique	2025	agriculture	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	mayotte	2025	agriculture	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	montpellier	2025	agriculture	Montpellier	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nancy-metz	2025	agriculture	Nancy-Metz	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nantes	2025	agriculture	Nantes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nice	2025	agriculture	Nice	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	normandie	2025	agriculture	Normandie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nouvelle-caledonie	2025	agriculture	Nouvelle Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	orleans-tours	2025	agriculture	Orléans-Tours	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	paris	2025	agriculture	Paris	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	poitiers	2025	agriculture	Poitiers	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	polynesie-francaise	2025	agriculture	Polynésie Française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	reims	2025	agriculture	Reims	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	rennes	2025	agriculture	Rennes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	saint-pierre-et-miquelon	2025	agriculture	Saint Pierre et Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	strasbourg	2025	agriculture	Strasbourg	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	toulouse	2025	agriculture	Toulouse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	versailles	2025	agriculture	Versailles	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	wallis-et-futuna	2025	agriculture	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	02	2025	agriculture	Aisne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	03	2025	agriculture	Allier	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	04	2025	agriculture	Alpes-de-Haute-Provence	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	05	2025	agriculture	Hautes-Alpes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	06	2025	agriculture	Alpes-Maritimes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	07	2025	agriculture	Ardèche	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	08	2025	agriculture	Ardennes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	09	2025	agriculture	Ariège	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	10	2025	agriculture	Aube	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	11	2025	agriculture	Aude	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	12	2025	agriculture	Aveyron	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	13	2025	agriculture	Bouches-du-Rhône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	14	2025	agriculture	Calvados	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	15	2025	agriculture	Cantal	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	16	2025	agriculture	Charente	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	17	2025	agriculture	Charente-Maritime	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	18	2025	agriculture	Cher	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	19	2025	agriculture	Corrèze	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	21	2025	agriculture	Côte-d'Or	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	22	2025	agriculture	Côtes-d'Armor	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	23	2025	agriculture	Creuse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	24	2025	agriculture	Dordogne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	25	2025	agriculture	Doubs	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	26	2025	agriculture	Drôme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	27	2025	agriculture	Eure	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	28	2025	agriculture	Eure-et-Loir	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	29	2025	agriculture	Finistère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	2A	2025	agriculture	Corse-du-Sud	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	2B	2025	agriculture	Haute-Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	30	2025	agriculture	Gard	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	31	2025	agriculture	Haute-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	32	2025	agriculture	Gers	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	33	2025	agriculture	Gironde	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	34	2025	agriculture	Hérault	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	35	2025	agriculture	Ille-et-Vilaine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	36	2025	agriculture	Indre	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	37	2025	agriculture	Indre-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	38	2025	agriculture	Isère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	39	2025	agriculture	Jura	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	40	2025	agriculture	Landes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	41	2025	agriculture	Loir-et-Cher	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	42	2025	agriculture	Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	43	2025	agriculture	Haute-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	44	2025	agriculture	Loire-Atlantique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	45	2025	agriculture	Loiret	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	46	2025	agriculture	Lot	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	47	2025	agriculture	Lot-et-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	48	2025	agriculture	Lozère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	49	2025	agriculture	Maine-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	50	2025	agriculture	Manche	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	51	2025	agriculture	Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	52	2025	agriculture	Haute-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	53	2025	agriculture	Mayenne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	54	2025	agriculture	Meurthe-et-Moselle	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	55	2025	agriculture	Meuse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	56	2025	agriculture	Morbihan	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	57	2025	agriculture	Moselle	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	58	2025	agriculture	Nièvre	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	59	2025	agriculture	Nord	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	60	2025	agriculture	Oise	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	61	2025	agriculture	Orne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	62	2025	agriculture	Pas-de-Calais	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	63	2025	agriculture	Puy-de-Dôme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	64	2025	agriculture	Pyrénées-Atlantiques	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	65	2025	agriculture	Hautes-Pyrénées	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	66	2025	agriculture	Pyrénées-Orientales	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	67	2025	agriculture	Bas-Rhin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	68	2025	agriculture	Haut-Rhin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	69	2025	agriculture	Rhône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	70	2025	agriculture	Haute-Saône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	71	2025	agriculture	Saône-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	72	2025	agriculture	Sarthe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	73	2025	agriculture	Savoie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	74	2025	agriculture	Haute-Savoie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	75	2025	agriculture	Paris	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	76	2025	agriculture	Seine-Maritime	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	77	2025	agriculture	Seine-et-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	78	2025	agriculture	Yvelines	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	79	2025	agriculture	Deux-Sèvres	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	80	2025	agriculture	Somme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	81	2025	agriculture	Tarn	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	82	2025	agriculture	Tarn-et-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	83	2025	agriculture	Var	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	84	2025	agriculture	Vaucluse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	85	2025	agriculture	Vendée	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	86	2025	agriculture	Vienne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	87	2025	agriculture	Haute-Vienne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	88	2025	agriculture	Vosges	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	89	2025	agriculture	Yonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	90	2025	agriculture	Territoire de Belfort	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	91	2025	agriculture	Essonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	92	2025	agriculture	Hauts-de-Seine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	93	2025	agriculture	Seine-Saint-Denis	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	94	2025	agriculture	Val-de-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	95	2025	agriculture	Val-d'Oise	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	971	2025	agriculture	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	972	2025	agriculture	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	973	2025	agriculture	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	974	2025	agriculture	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	975	2025	agriculture	Saint-Pierre-et-Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	976	2025	agriculture	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	977	2025	agriculture	Saint-Barthélemy	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	978	2025	agriculture	Saint-Martin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	986	2025	agriculture	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	987	2025	agriculture	Polynésie française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	988	2025	agriculture	Nouvelle-Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	01	2025	agriculture	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	02	2025	agriculture	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	03	2025	agriculture	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	04	2025	agriculture	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	06	2025	agriculture	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	11	2025	agriculture	Île-de-France	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	24	2025	agriculture	Centre-Val de Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	27	2025	agriculture	Bourgogne-Franche-Comté	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	28	2025	agriculture	Normandie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	32	2025	agriculture	Hauts-de-France	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	44	2025	agriculture	Grand Est	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	52	2025	agriculture	Pays de la Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	53	2025	agriculture	Bretagne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	75	2025	agriculture	Nouvelle-Aquitaine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	76	2025	agriculture	Occitanie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	93	2025	agriculture	Provence-Alpes-Côte d'Azur	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	94	2025	agriculture	Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	975	2025	agriculture	Saint-Pierre-et-Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	977	2025	agriculture	Saint-Barthélemy	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	978	2025	agriculture	Saint-Martin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	986	2025	agriculture	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	987	2025	agriculture	Polynésie française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	988	2025	agriculture	Nouvelle-Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	84	2025	agriculture	Auvergne-Rhône-Alpes	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
academy	lyon	2025	agriculture	Lyon	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
department	01	2025	agriculture	Ain	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
national	FR	2025	agriculture	France	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
\.


--
-- Data for Name: dashboard_territories; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_territories (territory_kind, territory_code, school_year, territory_name, offers_deposited, offers_withdrawn, seats, public_offers_deposited, public_offers_withdrawn, public_seats, private_offers_deposited, private_offers_withdrawn, private_seats, applications, placements, completed, girls_applications, girls_placements, girls_completed, boys_applications, boys_placements, boys_completed, not_stated_applications, not_stated_placements, not_stated_completed, state_pending, state_under_examination, state_withdrawn, state_declined, state_accepted, state_cancelled, state_completed, state_missed) FROM stdin;
academy	aix-marseille	2025	Aix-Marseille	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	amiens	2025	Amiens	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	besancon	2025	Besançon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	bordeaux	2025	Bordeaux	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	clermont-ferrand	2025	Clermont-Ferrand	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	corse	2025	Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	creteil	2025	Créteil	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	dijon	2025	Dijon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	grenoble	2025	Grenoble	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	guadeloupe	2025	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	guyane	2025	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	la-reunion	2025	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	lille	2025	Lille	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	limoges	2025	Limoges	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	martinique	2025	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	mayotte	2025	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	montpellier	2025	Montpellier	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nancy-metz	2025	Nancy-Metz	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nantes	2025	Nantes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nice	2025	Nice	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	normandie	2025	Normandie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	nouvelle-caledonie	2025	Nouvelle Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	orleans-tours	2025	Orléans-Tours	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	paris	2025	Paris	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	poitiers	2025	Poitiers	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	46	2025	Lot	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	polynesie-francaise	2025	Polynésie Française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	reims	2025	Reims	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	rennes	2025	Rennes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	saint-pierre-et-miquelon	2025	Saint Pierre et Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	strasbourg	2025	Strasbourg	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	toulouse	2025	Toulouse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	versailles	2025	Versailles	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	wallis-et-futuna	2025	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	02	2025	Aisne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	03	2025	Allier	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	04	2025	Alpes-de-Haute-Provence	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	05	2025	Hautes-Alpes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	06	2025	Alpes-Maritimes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	07	2025	Ardèche	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	08	2025	Ardennes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	09	2025	Ariège	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	10	2025	Aube	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	11	2025	Aude	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	12	2025	Aveyron	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	13	2025	Bouches-du-Rhône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	14	2025	Calvados	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	15	2025	Cantal	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	16	2025	Charente	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	17	2025	Charente-Maritime	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	18	2025	Cher	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	19	2025	Corrèze	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	21	2025	Côte-d'Or	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	22	2025	Côtes-d'Armor	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	23	2025	Creuse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	24	2025	Dordogne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	25	2025	Doubs	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	26	2025	Drôme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	27	2025	Eure	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	28	2025	Eure-et-Loir	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	29	2025	Finistère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	2A	2025	Corse-du-Sud	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	2B	2025	Haute-Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	30	2025	Gard	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	31	2025	Haute-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	32	2025	Gers	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	33	2025	Gironde	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	34	2025	Hérault	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	35	2025	Ille-et-Vilaine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	36	2025	Indre	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	37	2025	Indre-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	38	2025	Isère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	39	2025	Jura	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	40	2025	Landes	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	41	2025	Loir-et-Cher	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	42	2025	Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	43	2025	Haute-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	44	2025	Loire-Atlantique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	45	2025	Loiret	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	47	2025	Lot-et-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	48	2025	Lozère	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	49	2025	Maine-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	50	2025	Manche	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	51	2025	Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	52	2025	Haute-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	53	2025	Mayenne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	54	2025	Meurthe-et-Moselle	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	55	2025	Meuse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	56	2025	Morbihan	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	57	2025	Moselle	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	58	2025	Nièvre	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	59	2025	Nord	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	60	2025	Oise	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	61	2025	Orne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	62	2025	Pas-de-Calais	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	63	2025	Puy-de-Dôme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	64	2025	Pyrénées-Atlantiques	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	65	2025	Hautes-Pyrénées	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	66	2025	Pyrénées-Orientales	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	67	2025	Bas-Rhin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	68	2025	Haut-Rhin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	69	2025	Rhône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	70	2025	Haute-Saône	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	71	2025	Saône-et-Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	72	2025	Sarthe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	73	2025	Savoie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	74	2025	Haute-Savoie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	75	2025	Paris	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	76	2025	Seine-Maritime	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	77	2025	Seine-et-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	78	2025	Yvelines	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	79	2025	Deux-Sèvres	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	80	2025	Somme	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	81	2025	Tarn	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	82	2025	Tarn-et-Garonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	83	2025	Var	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	84	2025	Vaucluse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	85	2025	Vendée	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	86	2025	Vienne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	87	2025	Haute-Vienne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	88	2025	Vosges	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	89	2025	Yonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	90	2025	Territoire de Belfort	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	91	2025	Essonne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	92	2025	Hauts-de-Seine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	93	2025	Seine-Saint-Denis	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	94	2025	Val-de-Marne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	95	2025	Val-d'Oise	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	971	2025	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	972	2025	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	973	2025	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	974	2025	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	975	2025	Saint-Pierre-et-Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	976	2025	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	977	2025	Saint-Barthélemy	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	978	2025	Saint-Martin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	986	2025	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	987	2025	Polynésie française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
department	988	2025	Nouvelle-Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	01	2025	Guadeloupe	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	02	2025	Martinique	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	03	2025	Guyane	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	04	2025	La Réunion	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	06	2025	Mayotte	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	11	2025	Île-de-France	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	24	2025	Centre-Val de Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	27	2025	Bourgogne-Franche-Comté	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	28	2025	Normandie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	32	2025	Hauts-de-France	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	44	2025	Grand Est	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	52	2025	Pays de la Loire	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	53	2025	Bretagne	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	75	2025	Nouvelle-Aquitaine	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	76	2025	Occitanie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	93	2025	Provence-Alpes-Côte d'Azur	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	94	2025	Corse	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	975	2025	Saint-Pierre-et-Miquelon	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
national	FR	2025	France	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
region	977	2025	Saint-Barthélemy	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	978	2025	Saint-Martin	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	986	2025	Wallis et Futuna	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	987	2025	Polynésie française	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
region	988	2025	Nouvelle-Calédonie	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0	0
academy	lyon	2025	Lyon	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
department	01	2025	Ain	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
region	84	2025	Auvergne-Rhône-Alpes	3	1	9	0	0	0	3	1	9	7	2	1	5	1	1	2	1	0	0	0	0	0	0	1	1	0	3	1	1
\.


--
-- Data for Name: dashboard_weeks; Type: TABLE DATA; Schema: dashboards_v1_b68de7f0; Owner: -
--

COPY dashboards_v1_b68de7f0.dashboard_weeks (department, week, monday, school_year, academy, region, offers, seats, seats_taken) FROM stdin;
01	2025-W43	2025-10-20	2025	lyon	84	0	0	0
01	2025-W44	2025-10-27	2025	lyon	84	0	0	0
01	2025-W45	2025-11-03	2025	lyon	84	0	0	0
01	2025-W46	2025-11-10	2025	lyon	84	0	0	0
01	2025-W47	2025-11-17	2025	lyon	84	0	0	0
01	2025-W48	2025-11-24	2025	lyon	84	0	0	0
01	2025-W49	2025-12-01	2025	lyon	84	0	0	0
01	2025-W50	2025-12-08	2025	lyon	84	0	0	0
01	2025-W51	2025-12-15	2025	lyon	84	0	0	0
01	2025-W52	2025-12-22	2025	lyon	84	0	0	0
01	2026-W01	2025-12-29	2025	lyon	84	0	0	0
01	2026-W02	2026-01-05	2025	lyon	84	0	0	0
01	2026-W03	2026-01-12	2025	lyon	84	0	0	0
01	2026-W04	2026-01-19	2025	lyon	84	0	0	0
01	2026-W05	2026-01-26	2025	lyon	84	0	0	0
01	2026-W06	2026-02-02	2025	lyon	84	0	0	0
01	2026-W07	2026-02-09	2025	lyon	84	0	0	0
01	2026-W08	2026-02-16	2025	lyon	84	0	0	0
01	2026-W09	2026-02-23	2025	lyon	84	0	0	0
01	2026-W10	2026-03-02	2025	lyon	84	0	0	0
01	2026-W14	2026-03-30	2025	lyon	84	0	0	0
01	2026-W15	2026-04-06	2025	lyon	84	0	0	0
01	2026-W16	2026-04-13	2025	lyon	84	0	0	0
01	2026-W17	2026-04-20	2025	lyon	84	0	0	0
02	2025-W43	2025-10-20	2025	amiens	32	0	0	0
02	2025-W44	2025-10-27	2025	amiens	32	0	0	0
02	2025-W45	2025-11-03	2025	amiens	32	0	0	0
02	2025-W46	2025-11-10	2025	amiens	32	0	0	0
02	2025-W47	2025-11-17	2025	amiens	32	0	0	0
02	2025-W48	2025-11-24	2025	amiens	32	0	0	0
02	2025-W49	2025-12-01	2025	amiens	32	0	0	0
02	2025-W50	2025-12-08	2025	amiens	32	0	0	0
02	2025-W51	2025-12-15	2025	amiens	32	0	0	0
02	2025-W52	2025-12-22	2025	amiens	32	0	0	0
02	2026-W01	2025-12-29	2025	amiens	32	0	0	0
02	2026-W02	2026-01-05	2025	amiens	32	0	0	0
02	2026-W03	2026-01-12	2025	amiens	32	0	0	0
02	2026-W04	2026-01-19	2025	amiens	32	0	0	0
02	2026-W05	2026-01-26	2025	amiens	32	0	0	0
02	2026-W06	2026-02-02	2025	amiens	32	0	0	0
02	2026-W07	2026-02-09	2025	amiens	32	0	0	0
02	2026-W08	2026-02-16	2025	amiens	32	0	0	0
02	2026-W09	2026-02-23	2025	amiens	32	0	0	0
02	2026-W10	2026-03-02	2025	amiens	32	0	0	0
02	2026-W11	2026-03-09	2025	amiens	32	0	0	0
02	2026-W12	2026-03-16	2025	amiens	32	0	0	0
02	2026-W13	2026-03-23	2025	amiens	32	0	0	0
02	2026-W14	2026-03-30	2025	amiens	32	0	0	0
02	2026-W15	2026-04-06	2025	amiens	32	0	0	0
02	2026-W16	2026-04-13	2025	amiens	32	0	0	0
02	2026-W17	2026-04-20	2025	amiens	32	0	0	0
03	2025-W43	2025-10-20	2025	clermont-ferrand	84	0	0	0
03	2025-W44	2025-10-27	2025	clermont-ferrand	84	0	0	0
03	2025-W45	2025-11-03	2025	clermont-ferrand	84	0	0	0
03	2025-W46	2025-11-10	2025	clermont-ferrand	84	0	0	0
03	2025-W47	2025-11-17	2025	clermont-ferrand	84	0	0	0
03	2025-W48	2025-11-24	2025	clermont-ferrand	84	0	0	0
03	2025-W49	2025-12-01	2025	clermont-ferrand	84	0	0	0
03	2025-W50	2025-12-08	2025	clermont-ferrand	84	0	0	0
03	2025-W51	2025-12-15	2025	clermont-ferrand	84	0	0	0
03	2025-W52	2025-12-22	2025	clermont-ferrand	84	0	0	0
03	2026-W01	2025-12-29	2025	clermont-ferrand	84	0	0	0
03	2026-W02	2026-01-05	2025	clermont-ferrand	84	0	0	0
03	2026-W03	2026-01-12	2025	clermont-ferrand	84	0	0	0
03	2026-W04	2026-01-19	2025	clermont-ferrand	84	0	0	0
03	2026-W05	2026-01-26	2025	clermont-ferrand	84	0	0	0
03	2026-W06	2026-02-02	2025	clermont-ferrand	84	0	0	0
03	2026-W07	2026-02-09	2025	clermont-ferrand	84	0	0	0
03	2026-W08	2026-02-16	2025	clermont-ferrand	84	0	0	0
03	2026-W09	2026-02-23	2025	clermont-ferrand	84	0	0	0
03	2026-W10	2026-03-02	2025	clermont-ferrand	84	0	0	0
03	2026-W11	2026-03-09	2025	clermont-ferrand	84	0	0	0
03	2026-W12	2026-03-16	2025	clermont-ferrand	84	0	0	0
03	2026-W13	2026-03-23	2025	clermont-ferrand	84	0	0	0
03	2026-W14	2026-03-30	2025	clermont-ferrand	84	0	0	0
03	2026-W15	2026-04-06	2025	clermont-ferrand	84	0	0	0
03	2026-W16	2026-04-13	2025	clermont-ferrand	84	0	0	0
03	2026-W17	2026-04-20	2025	clermont-ferrand	84	0	0	0
04	2025-W43	2025-10-20	2025	aix-marseille	93	0	0	0
04	2025-W44	2025-10-27	2025	aix-marseille	93	0	0	0
04	2025-W45	2025-11-03	2025	aix-marseille	93	0	0	0
04	2025-W46	2025-11-10	2025	aix-marseille	93	0	0	0
04	2025-W47	2025-11-17	2025	aix-marseille	93	0	0	0
04	2025-W48	2025-11-24	2025	aix-marseille	93	0	0	0
04	2025-W49	2025-12-01	2025	aix-marseille	93	0	0	0
04	2025-W50	2025-12-08	2025	aix-marseille	93	0	0	0
04	2025-W51	2025-12-15	2025	aix-marseille	93	0	0	0
04	2025-W52	2025-12-22	2025	aix-marseille	93	0	0	0
04	2026-W01	2025-12-29	2025	aix-marseille	93	0	0	0
04	2026-W02	2026-01-05	2025	aix-marseille	93	0	0	0
04	2026-W03	2026-01-12	2025	aix-marseille	93	0	0	0
04	2026-W04	2026-01-19	2025	aix-marseille	93	0	0	0
04	2026-W05	2026-01-26	2025	aix-marseille	93	0	0	0
04	2026-W06	2026-02-02	2025	aix-marseille	93	0	0	0
04	2026-W07	2026-02-09	2025	aix-marseille	93	0	0	0
04	2026-W08	2026-02-16	2025	aix-marseille	93	0	0	0
04	2026-W09	2026-02-23	2025	aix-marseille	93	0	0	0
04	2026-W10	2026-03-02	2025	aix-marseille	93	0	0	0
04	2026-W11	2026-03-09	2025	aix-marseille	93	0	0	0
04	2026-W12	2026-03-16	2025	aix-marseille	93	0	0	0
04	2026-W13	2026-03-23	2025	aix-marseille	93	0	0	0
04	2026-W14	2026-03-30	2025	aix-marseille	93	0	0	0
04	2026-W15	2026-04-06	2025	aix-marseille	93	0	0	0
04	2026-W16	2026-04-13	2025	aix-marseille	93	0	0	0
04	2026-W17	2026-04-20	2025	aix-marseille	93	0	0	0
05	2025-W43	2025-10-20	2025	aix-marseille	93	0	0	0
05	2025-W44	2025-10-27	2025	aix-marseille	93	0	0	0
05	2025-W45	2025-11-03	2025	aix-marseille	93	0	0	0
05	2025-W46	2025-11-10	2025	aix-marseille	93	0	0	0
05	2025-W47	2025-11-17	2025	aix-marseille	93	0	0	0
05	2025-W48	2025-11-24	2025	aix-marseille	93	0	0	0
05	2025-W49	2025-12-01	2025	aix-marseille	93	0	0	0
05	2025-W50	2025-12-08	2025	aix-marseille	93	0	0	0
05	2025-W51	2025-12-15	2025	aix-marseille	93	0	0	0
05	2025-W52	2025-12-22	2025	aix-marseille	93	0	0	0
05	2026-W01	2025-12-29	2025	aix-marseille	93	0	0	0
05	2026-W02	2026-01-05	2025	aix-marseille	93	0	0	0
05	2026-W03	2026-01-12	2025	aix-marseille	93	0	0	0
05	2026-W04	2026-01-19	2025	aix-marseille	93	0	0	0
05	2026-W05	2026-01-26	2025	aix-marseille	93	0	0	0
05	2026-W06	2026-02-02	2025	aix-marseille	93	0	0	0
05	2026-W07	2026-02-09	2025	aix-marseille	93	0	0	0
05	2026-W08	2026-02-16	2025	aix-marseille	93	0	0	0
05	2026-W09	2026-02-23	2025	aix-marseille	93	0	0	0
05	2026-W10	2026-03-02	2025	aix-marseille	93	0	0	0
05	2026-W11	2026-03-09	2025	aix-marseille	93	0	0	0
05	2026-W12	2026-03-16	2025	aix-marseille	93	0	0	0
05	2026-W13	2026-03-23	2025	aix-marseille	93	0	0	0
05	2026-W14	2026-03-30	2025	aix-marseille	93	0	0	0
05	2026-W15	2026-04-06	2025	aix-marseille	93	0	0	0
05	2026-W16	2026-04-13	2025	aix-marseille	93	0	0	0
05	2026-W17	2026-04-20	2025	aix-marseille	93	0	0	0
06	2025-W43	2025-10-20	2025	nice	93	0	0	0
06	2025-W44	2025-10-27	2025	nice	93	0	0	0
06	2025-W45	2025-11-03	2025	nice	93	0	0	0
06	2025-W46	2025-11-10	2025	nice	93	0	0	0
06	2025-W47	2025-11-17	2025	nice	93	0	0	0
06	2025-W48	2025-11-24	2025	nice	93	0	0	0
06	2025-W49	2025-12-01	2025	nice	93	0	0	0
06	2025-W50	2025-12-08	2025	nice	93	0	0	0
06	2025-W51	2025-12-15	2025	nice	93	0	0	0
06	2025-W52	2025-12-22	2025	nice	93	0	0	0
06	2026-W01	2025-12-29	2025	nice	93	0	0	0
06	2026-W02	2026-01-05	2025	nice	93	0	0	0
06	2026-W03	2026-01-12	2025	nice	93	0	0	0
06	2026-W04	2026-01-19	2025	nice	93	0	0	0
06	2026-W05	2026-01-26	2025	nice	93	0	0	0
06	2026-W06	2026-02-02	2025	nice	93	0	0	0
06	2026-W07	2026-02-09	2025	nice	93	0	0	0
06	2026-W08	2026-02-16	2025	nice	93	0	0	0
06	2026-W09	2026-02-23	2025	nice	93	0	0	0
06	2026-W10	2026-03-02	2025	nice	93	0	0	0
06	2026-W11	2026-03-09	2025	nice	93	0	0	0
06	2026-W12	2026-03-16	2025	nice	93	0	0	0
06	2026-W13	2026-03-23	2025	nice	93	0	0	0
06	2026-W14	2026-03-30	2025	nice	93	0	0	0
06	2026-W15	2026-04-06	2025	nice	93	0	0	0
06	2026-W16	2026-04-13	2025	nice	93	0	0	0
06	2026-W17	2026-04-20	2025	nice	93	0	0	0
07	2025-W43	2025-10-20	2025	grenoble	84	0	0	0
07	2025-W44	2025-10-27	2025	grenoble	84	0	0	0
07	2025-W45	2025-11-03	2025	grenoble	84	0	0	0
07	2025-W46	2025-11-10	2025	grenoble	84	0	0	0
07	2025-W47	2025-11-17	2025	grenoble	84	0	0	0
07	2025-W48	2025-11-24	2025	grenoble	84	0	0	0
07	2025-W49	2025-12-01	2025	grenoble	84	0	0	0
07	2025-W50	2025-12-08	2025	grenoble	84	0	0	0
07	2025-W51	2025-12-15	2025	grenoble	84	0	0	0
07	2025-W52	2025-12-22	2025	grenoble	84	0	0	0
07	2026-W01	2025-12-29	2025	grenoble	84	0	0	0
07	2026-W02	2026-01-05	2025	grenoble	84	0	0	0
07	2026-W03	2026-01-12	2025	grenoble	84	0	0	0
07	2026-W04	2026-01-19	2025	grenoble	84	0	0	0
07	2026-W05	2026-01-26	2025	grenoble	84	0	0	0
07	2026-W06	2026-02-02	2025	grenoble	84	0	0	0
07	2026-W07	2026-02-09	2025	grenoble	84	0	0	0
07	2026-W08	2026-02-16	2025	grenoble	84	0	0	0
07	2026-W09	2026-02-23	2025	grenoble	84	0	0	0
07	2026-W10	2026-03-02	2025	grenoble	84	0	0	0
07	2026-W11	2026-03-09	2025	grenoble	84	0	0	0
07	2026-W12	2026-03-16	2025	grenoble	84	0	0	0
07	2026-W13	2026-03-23	2025	grenoble	84	0	0	0
07	2026-W14	2026-03-30	2025	grenoble	84	0	0	0
07	2026-W15	2026-04-06	2025	grenoble	84	0	0	0
07	2026-W16	2026-04-13	2025	grenoble	84	0	0	0
07	2026-W17	2026-04-20	2025	grenoble	84	0	0	0
08	2025-W43	2025-10-20	2025	reims	44	0	0	0
08	2025-W44	2025-10-27	2025	reims	44	0	0	0
08	2025-W45	2025-11-03	2025	reims	44	0	0	0
08	2025-W46	2025-11-10	2025	reims	44	0	0	0
08	2025-W47	2025-11-17	2025	reims	44	0	0	0
08	2025-W48	2025-11-24	2025	reims	44	0	0	0
08	2025-W49	2025-12-01	2025	reims	44	0	0	0
08	2025-W50	2025-12-08	2025	reims	44	0	0	0
08	2025-W51	2025-12-15	2025	reims	44	0	0	0
08	2025-W52	2025-12-22	2025	reims	44	0	0	0
08	2026-W01	2025-12-29	2025	reims	44	0	0	0
08	2026-W02	2026-01-05	2025	reims	44	0	0	0
08	2026-W03	2026-01-12	2025	reims	44	0	0	0
08	2026-W04	2026-01-19	2025	reims	44	0	0	0
08	2026-W05	2026-01-26	2025	reims	44	0	0	0
08	2026-W06	2026-02-02	2025	reims	44	0	0	0
08	2026-W07	2026-02-09	2025	reims	44	0	0	0
08	2026-W08	2026-02-16	2025	reims	44	0	0	0
08	2026-W09	2026-02-23	2025	reims	44	0	0	0
08	2026-W10	2026-03-02	2025	reims	44	0	0	0
08	2026-W11	2026-03-09	2025	reims	44	0	0	0
08	2026-W12	2026-03-16	2025	reims	44	0	0	0
08	2026-W13	2026-03-23	2025	reims	44	0	0	0
08	2026-W14	2026-03-30	2025	reims	44	0	0	0
08	2026-W15	2026-04-06	2025	reims	44	0	0	0
08	2026-W16	2026-04-13	2025	reims	44	0	0	0
08	2026-W17	2026-04-20	2025	reims	44	0	0	0
09	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
09	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
09	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
09	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
09	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
09	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
09	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
09	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
09	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
09	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
09	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
09	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
09	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
09	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
09	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
09	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
09	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
09	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
09	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
09	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
09	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
09	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
09	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
09	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
09	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
09	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
09	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
10	2025-W43	2025-10-20	2025	reims	44	0	0	0
10	2025-W44	2025-10-27	2025	reims	44	0	0	0
10	2025-W45	2025-11-03	2025	reims	44	0	0	0
10	2025-W46	2025-11-10	2025	reims	44	0	0	0
10	2025-W47	2025-11-17	2025	reims	44	0	0	0
10	2025-W48	2025-11-24	2025	reims	44	0	0	0
10	2025-W49	2025-12-01	2025	reims	44	0	0	0
10	2025-W50	2025-12-08	2025	reims	44	0	0	0
10	2025-W51	2025-12-15	2025	reims	44	0	0	0
10	2025-W52	2025-12-22	2025	reims	44	0	0	0
10	2026-W01	2025-12-29	2025	reims	44	0	0	0
10	2026-W02	2026-01-05	2025	reims	44	0	0	0
10	2026-W03	2026-01-12	2025	reims	44	0	0	0
10	2026-W04	2026-01-19	2025	reims	44	0	0	0
10	2026-W05	2026-01-26	2025	reims	44	0	0	0
10	2026-W06	2026-02-02	2025	reims	44	0	0	0
10	2026-W07	2026-02-09	2025	reims	44	0	0	0
10	2026-W08	2026-02-16	2025	reims	44	0	0	0
10	2026-W09	2026-02-23	2025	reims	44	0	0	0
10	2026-W10	2026-03-02	2025	reims	44	0	0	0
10	2026-W11	2026-03-09	2025	reims	44	0	0	0
10	2026-W12	2026-03-16	2025	reims	44	0	0	0
10	2026-W13	2026-03-23	2025	reims	44	0	0	0
10	2026-W14	2026-03-30	2025	reims	44	0	0	0
10	2026-W15	2026-04-06	2025	reims	44	0	0	0
10	2026-W16	2026-04-13	2025	reims	44	0	0	0
10	2026-W17	2026-04-20	2025	reims	44	0	0	0
11	2025-W43	2025-10-20	2025	montpellier	76	0	0	0
11	2025-W44	2025-10-27	2025	montpellier	76	0	0	0
11	2025-W45	2025-11-03	2025	montpellier	76	0	0	0
11	2025-W46	2025-11-10	2025	montpellier	76	0	0	0
11	2025-W47	2025-11-17	2025	montpellier	76	0	0	0
11	2025-W48	2025-11-24	2025	montpellier	76	0	0	0
11	2025-W49	2025-12-01	2025	montpellier	76	0	0	0
11	2025-W50	2025-12-08	2025	montpellier	76	0	0	0
11	2025-W51	2025-12-15	2025	montpellier	76	0	0	0
11	2025-W52	2025-12-22	2025	montpellier	76	0	0	0
11	2026-W01	2025-12-29	2025	montpellier	76	0	0	0
11	2026-W02	2026-01-05	2025	montpellier	76	0	0	0
11	2026-W03	2026-01-12	2025	montpellier	76	0	0	0
11	2026-W04	2026-01-19	2025	montpellier	76	0	0	0
11	2026-W05	2026-01-26	2025	montpellier	76	0	0	0
11	2026-W06	2026-02-02	2025	montpellier	76	0	0	0
11	2026-W07	2026-02-09	2025	montpellier	76	0	0	0
11	2026-W08	2026-02-16	2025	montpellier	76	0	0	0
11	2026-W09	2026-02-23	2025	montpellier	76	0	0	0
11	2026-W10	2026-03-02	2025	montpellier	76	0	0	0
11	2026-W11	2026-03-09	2025	montpellier	76	0	0	0
11	2026-W12	2026-03-16	2025	montpellier	76	0	0	0
11	2026-W13	2026-03-23	2025	montpellier	76	0	0	0
11	2026-W14	2026-03-30	2025	montpellier	76	0	0	0
11	2026-W15	2026-04-06	2025	montpellier	76	0	0	0
11	2026-W16	2026-04-13	2025	montpellier	76	0	0	0
11	2026-W17	2026-04-20	2025	montpellier	76	0	0	0
12	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
12	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
12	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
12	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
12	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
12	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
12	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
12	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
12	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
12	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
12	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
12	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
12	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
12	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
12	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
12	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
12	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
12	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
12	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
12	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
12	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
12	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
12	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
12	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
12	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
12	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
12	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
13	2025-W43	2025-10-20	2025	aix-marseille	93	0	0	0
13	2025-W44	2025-10-27	2025	aix-marseille	93	0	0	0
13	2025-W45	2025-11-03	2025	aix-marseille	93	0	0	0
13	2025-W46	2025-11-10	2025	aix-marseille	93	0	0	0
13	2025-W47	2025-11-17	2025	aix-marseille	93	0	0	0
13	2025-W48	2025-11-24	2025	aix-marseille	93	0	0	0
13	2025-W49	2025-12-01	2025	aix-marseille	93	0	0	0
13	2025-W50	2025-12-08	2025	aix-marseille	93	0	0	0
13	2025-W51	2025-12-15	2025	aix-marseille	93	0	0	0
13	2025-W52	2025-12-22	2025	aix-marseille	93	0	0	0
13	2026-W01	2025-12-29	2025	aix-marseille	93	0	0	0
13	2026-W02	2026-01-05	2025	aix-marseille	93	0	0	0
13	2026-W03	2026-01-12	2025	aix-marseille	93	0	0	0
13	2026-W04	2026-01-19	2025	aix-marseille	93	0	0	0
13	2026-W05	2026-01-26	2025	aix-marseille	93	0	0	0
13	2026-W06	2026-02-02	2025	aix-marseille	93	0	0	0
13	2026-W07	2026-02-09	2025	aix-marseille	93	0	0	0
13	2026-W08	2026-02-16	2025	aix-marseille	93	0	0	0
13	2026-W09	2026-02-23	2025	aix-marseille	93	0	0	0
13	2026-W10	2026-03-02	2025	aix-marseille	93	0	0	0
13	2026-W11	2026-03-09	2025	aix-marseille	93	0	0	0
13	2026-W12	2026-03-16	2025	aix-marseille	93	0	0	0
13	2026-W13	2026-03-23	2025	aix-marseille	93	0	0	0
13	2026-W14	2026-03-30	2025	aix-marseille	93	0	0	0
13	2026-W15	2026-04-06	2025	aix-marseille	93	0	0	0
13	2026-W16	2026-04-13	2025	aix-marseille	93	0	0	0
13	2026-W17	2026-04-20	2025	aix-marseille	93	0	0	0
14	2025-W43	2025-10-20	2025	normandie	28	0	0	0
14	2025-W44	2025-10-27	2025	normandie	28	0	0	0
14	2025-W45	2025-11-03	2025	normandie	28	0	0	0
14	2025-W46	2025-11-10	2025	normandie	28	0	0	0
14	2025-W47	2025-11-17	2025	normandie	28	0	0	0
14	2025-W48	2025-11-24	2025	normandie	28	0	0	0
14	2025-W49	2025-12-01	2025	normandie	28	0	0	0
14	2025-W50	2025-12-08	2025	normandie	28	0	0	0
14	2025-W51	2025-12-15	2025	normandie	28	0	0	0
14	2025-W52	2025-12-22	2025	normandie	28	0	0	0
14	2026-W01	2025-12-29	2025	normandie	28	0	0	0
14	2026-W02	2026-01-05	2025	normandie	28	0	0	0
14	2026-W03	2026-01-12	2025	normandie	28	0	0	0
14	2026-W04	2026-01-19	2025	normandie	28	0	0	0
14	2026-W05	2026-01-26	2025	normandie	28	0	0	0
14	2026-W06	2026-02-02	2025	normandie	28	0	0	0
14	2026-W07	2026-02-09	2025	normandie	28	0	0	0
14	2026-W08	2026-02-16	2025	normandie	28	0	0	0
14	2026-W09	2026-02-23	2025	normandie	28	0	0	0
14	2026-W10	2026-03-02	2025	normandie	28	0	0	0
14	2026-W11	2026-03-09	2025	normandie	28	0	0	0
14	2026-W12	2026-03-16	2025	normandie	28	0	0	0
14	2026-W13	2026-03-23	2025	normandie	28	0	0	0
14	2026-W14	2026-03-30	2025	normandie	28	0	0	0
14	2026-W15	2026-04-06	2025	normandie	28	0	0	0
14	2026-W16	2026-04-13	2025	normandie	28	0	0	0
14	2026-W17	2026-04-20	2025	normandie	28	0	0	0
15	2025-W43	2025-10-20	2025	clermont-ferrand	84	0	0	0
15	2025-W44	2025-10-27	2025	clermont-ferrand	84	0	0	0
15	2025-W45	2025-11-03	2025	clermont-ferrand	84	0	0	0
15	2025-W46	2025-11-10	2025	clermont-ferrand	84	0	0	0
15	2025-W47	2025-11-17	2025	clermont-ferrand	84	0	0	0
15	2025-W48	2025-11-24	2025	clermont-ferrand	84	0	0	0
15	2025-W49	2025-12-01	2025	clermont-ferrand	84	0	0	0
15	2025-W50	2025-12-08	2025	clermont-ferrand	84	0	0	0
15	2025-W51	2025-12-15	2025	clermont-ferrand	84	0	0	0
15	2025-W52	2025-12-22	2025	clermont-ferrand	84	0	0	0
15	2026-W01	2025-12-29	2025	clermont-ferrand	84	0	0	0
15	2026-W02	2026-01-05	2025	clermont-ferrand	84	0	0	0
15	2026-W03	2026-01-12	2025	clermont-ferrand	84	0	0	0
15	2026-W04	2026-01-19	2025	clermont-ferrand	84	0	0	0
15	2026-W05	2026-01-26	2025	clermont-ferrand	84	0	0	0
15	2026-W06	2026-02-02	2025	clermont-ferrand	84	0	0	0
15	2026-W07	2026-02-09	2025	clermont-ferrand	84	0	0	0
15	2026-W08	2026-02-16	2025	clermont-ferrand	84	0	0	0
15	2026-W09	2026-02-23	2025	clermont-ferrand	84	0	0	0
15	2026-W10	2026-03-02	2025	clermont-ferrand	84	0	0	0
15	2026-W11	2026-03-09	2025	clermont-ferrand	84	0	0	0
15	2026-W12	2026-03-16	2025	clermont-ferrand	84	0	0	0
15	2026-W13	2026-03-23	2025	clermont-ferrand	84	0	0	0
15	2026-W14	2026-03-30	2025	clermont-ferrand	84	0	0	0
15	2026-W15	2026-04-06	2025	clermont-ferrand	84	0	0	0
15	2026-W16	2026-04-13	2025	clermont-ferrand	84	0	0	0
15	2026-W17	2026-04-20	2025	clermont-ferrand	84	0	0	0
16	2025-W43	2025-10-20	2025	poitiers	75	0	0	0
16	2025-W44	2025-10-27	2025	poitiers	75	0	0	0
16	2025-W45	2025-11-03	2025	poitiers	75	0	0	0
16	2025-W46	2025-11-10	2025	poitiers	75	0	0	0
16	2025-W47	2025-11-17	2025	poitiers	75	0	0	0
16	2025-W48	2025-11-24	2025	poitiers	75	0	0	0
16	2025-W49	2025-12-01	2025	poitiers	75	0	0	0
16	2025-W50	2025-12-08	2025	poitiers	75	0	0	0
16	2025-W51	2025-12-15	2025	poitiers	75	0	0	0
16	2025-W52	2025-12-22	2025	poitiers	75	0	0	0
16	2026-W01	2025-12-29	2025	poitiers	75	0	0	0
16	2026-W02	2026-01-05	2025	poitiers	75	0	0	0
16	2026-W03	2026-01-12	2025	poitiers	75	0	0	0
16	2026-W04	2026-01-19	2025	poitiers	75	0	0	0
16	2026-W05	2026-01-26	2025	poitiers	75	0	0	0
16	2026-W06	2026-02-02	2025	poitiers	75	0	0	0
16	2026-W07	2026-02-09	2025	poitiers	75	0	0	0
16	2026-W08	2026-02-16	2025	poitiers	75	0	0	0
16	2026-W09	2026-02-23	2025	poitiers	75	0	0	0
16	2026-W10	2026-03-02	2025	poitiers	75	0	0	0
16	2026-W11	2026-03-09	2025	poitiers	75	0	0	0
16	2026-W12	2026-03-16	2025	poitiers	75	0	0	0
16	2026-W13	2026-03-23	2025	poitiers	75	0	0	0
16	2026-W14	2026-03-30	2025	poitiers	75	0	0	0
16	2026-W15	2026-04-06	2025	poitiers	75	0	0	0
16	2026-W16	2026-04-13	2025	poitiers	75	0	0	0
16	2026-W17	2026-04-20	2025	poitiers	75	0	0	0
17	2025-W43	2025-10-20	2025	poitiers	75	0	0	0
17	2025-W44	2025-10-27	2025	poitiers	75	0	0	0
17	2025-W45	2025-11-03	2025	poitiers	75	0	0	0
17	2025-W46	2025-11-10	2025	poitiers	75	0	0	0
17	2025-W47	2025-11-17	2025	poitiers	75	0	0	0
17	2025-W48	2025-11-24	2025	poitiers	75	0	0	0
17	2025-W49	2025-12-01	2025	poitiers	75	0	0	0
17	2025-W50	2025-12-08	2025	poitiers	75	0	0	0
17	2025-W51	2025-12-15	2025	poitiers	75	0	0	0
17	2025-W52	2025-12-22	2025	poitiers	75	0	0	0
17	2026-W01	2025-12-29	2025	poitiers	75	0	0	0
17	2026-W02	2026-01-05	2025	poitiers	75	0	0	0
17	2026-W03	2026-01-12	2025	poitiers	75	0	0	0
17	2026-W04	2026-01-19	2025	poitiers	75	0	0	0
17	2026-W05	2026-01-26	2025	poitiers	75	0	0	0
17	2026-W06	2026-02-02	2025	poitiers	75	0	0	0
17	2026-W07	2026-02-09	2025	poitiers	75	0	0	0
17	2026-W08	2026-02-16	2025	poitiers	75	0	0	0
17	2026-W09	2026-02-23	2025	poitiers	75	0	0	0
17	2026-W10	2026-03-02	2025	poitiers	75	0	0	0
17	2026-W11	2026-03-09	2025	poitiers	75	0	0	0
17	2026-W12	2026-03-16	2025	poitiers	75	0	0	0
17	2026-W13	2026-03-23	2025	poitiers	75	0	0	0
17	2026-W14	2026-03-30	2025	poitiers	75	0	0	0
17	2026-W15	2026-04-06	2025	poitiers	75	0	0	0
17	2026-W16	2026-04-13	2025	poitiers	75	0	0	0
17	2026-W17	2026-04-20	2025	poitiers	75	0	0	0
18	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
18	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
18	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
18	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
18	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
18	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
18	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
18	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
18	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
18	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
18	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
18	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
18	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
18	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
18	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
18	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
18	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
18	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
18	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
18	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
18	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
18	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
18	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
18	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
18	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
18	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
18	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
19	2025-W43	2025-10-20	2025	limoges	75	0	0	0
19	2025-W44	2025-10-27	2025	limoges	75	0	0	0
19	2025-W45	2025-11-03	2025	limoges	75	0	0	0
19	2025-W46	2025-11-10	2025	limoges	75	0	0	0
19	2025-W47	2025-11-17	2025	limoges	75	0	0	0
19	2025-W48	2025-11-24	2025	limoges	75	0	0	0
19	2025-W49	2025-12-01	2025	limoges	75	0	0	0
19	2025-W50	2025-12-08	2025	limoges	75	0	0	0
19	2025-W51	2025-12-15	2025	limoges	75	0	0	0
19	2025-W52	2025-12-22	2025	limoges	75	0	0	0
19	2026-W01	2025-12-29	2025	limoges	75	0	0	0
19	2026-W02	2026-01-05	2025	limoges	75	0	0	0
19	2026-W03	2026-01-12	2025	limoges	75	0	0	0
19	2026-W04	2026-01-19	2025	limoges	75	0	0	0
19	2026-W05	2026-01-26	2025	limoges	75	0	0	0
19	2026-W06	2026-02-02	2025	limoges	75	0	0	0
19	2026-W07	2026-02-09	2025	limoges	75	0	0	0
19	2026-W08	2026-02-16	2025	limoges	75	0	0	0
19	2026-W09	2026-02-23	2025	limoges	75	0	0	0
19	2026-W10	2026-03-02	2025	limoges	75	0	0	0
19	2026-W11	2026-03-09	2025	limoges	75	0	0	0
19	2026-W12	2026-03-16	2025	limoges	75	0	0	0
19	2026-W13	2026-03-23	2025	limoges	75	0	0	0
19	2026-W14	2026-03-30	2025	limoges	75	0	0	0
19	2026-W15	2026-04-06	2025	limoges	75	0	0	0
19	2026-W16	2026-04-13	2025	limoges	75	0	0	0
19	2026-W17	2026-04-20	2025	limoges	75	0	0	0
21	2025-W43	2025-10-20	2025	dijon	27	0	0	0
21	2025-W44	2025-10-27	2025	dijon	27	0	0	0
21	2025-W45	2025-11-03	2025	dijon	27	0	0	0
21	2025-W46	2025-11-10	2025	dijon	27	0	0	0
21	2025-W47	2025-11-17	2025	dijon	27	0	0	0
21	2025-W48	2025-11-24	2025	dijon	27	0	0	0
21	2025-W49	2025-12-01	2025	dijon	27	0	0	0
21	2025-W50	2025-12-08	2025	dijon	27	0	0	0
21	2025-W51	2025-12-15	2025	dijon	27	0	0	0
21	2025-W52	2025-12-22	2025	dijon	27	0	0	0
21	2026-W01	2025-12-29	2025	dijon	27	0	0	0
21	2026-W02	2026-01-05	2025	dijon	27	0	0	0
21	2026-W03	2026-01-12	2025	dijon	27	0	0	0
21	2026-W04	2026-01-19	2025	dijon	27	0	0	0
21	2026-W05	2026-01-26	2025	dijon	27	0	0	0
21	2026-W06	2026-02-02	2025	dijon	27	0	0	0
21	2026-W07	2026-02-09	2025	dijon	27	0	0	0
21	2026-W08	2026-02-16	2025	dijon	27	0	0	0
21	2026-W09	2026-02-23	2025	dijon	27	0	0	0
21	2026-W10	2026-03-02	2025	dijon	27	0	0	0
21	2026-W11	2026-03-09	2025	dijon	27	0	0	0
21	2026-W12	2026-03-16	2025	dijon	27	0	0	0
21	2026-W13	2026-03-23	2025	dijon	27	0	0	0
21	2026-W14	2026-03-30	2025	dijon	27	0	0	0
21	2026-W15	2026-04-06	2025	dijon	27	0	0	0
21	2026-W16	2026-04-13	2025	dijon	27	0	0	0
21	2026-W17	2026-04-20	2025	dijon	27	0	0	0
22	2025-W43	2025-10-20	2025	rennes	53	0	0	0
22	2025-W44	2025-10-27	2025	rennes	53	0	0	0
22	2025-W45	2025-11-03	2025	rennes	53	0	0	0
22	2025-W46	2025-11-10	2025	rennes	53	0	0	0
22	2025-W47	2025-11-17	2025	rennes	53	0	0	0
22	2025-W48	2025-11-24	2025	rennes	53	0	0	0
22	2025-W49	2025-12-01	2025	rennes	53	0	0	0
22	2025-W50	2025-12-08	2025	rennes	53	0	0	0
22	2025-W51	2025-12-15	2025	rennes	53	0	0	0
22	2025-W52	2025-12-22	2025	rennes	53	0	0	0
22	2026-W01	2025-12-29	2025	rennes	53	0	0	0
22	2026-W02	2026-01-05	2025	rennes	53	0	0	0
22	2026-W03	2026-01-12	2025	rennes	53	0	0	0
22	2026-W04	2026-01-19	2025	rennes	53	0	0	0
22	2026-W05	2026-01-26	2025	rennes	53	0	0	0
22	2026-W06	2026-02-02	2025	rennes	53	0	0	0
22	2026-W07	2026-02-09	2025	rennes	53	0	0	0
22	2026-W08	2026-02-16	2025	rennes	53	0	0	0
22	2026-W09	2026-02-23	2025	rennes	53	0	0	0
22	2026-W10	2026-03-02	2025	rennes	53	0	0	0
22	2026-W11	2026-03-09	2025	rennes	53	0	0	0
22	2026-W12	2026-03-16	2025	rennes	53	0	0	0
22	2026-W13	2026-03-23	2025	rennes	53	0	0	0
22	2026-W14	2026-03-30	2025	rennes	53	0	0	0
22	2026-W15	2026-04-06	2025	rennes	53	0	0	0
22	2026-W16	2026-04-13	2025	rennes	53	0	0	0
22	2026-W17	2026-04-20	2025	rennes	53	0	0	0
23	2025-W43	2025-10-20	2025	limoges	75	0	0	0
23	2025-W44	2025-10-27	2025	limoges	75	0	0	0
23	2025-W45	2025-11-03	2025	limoges	75	0	0	0
23	2025-W46	2025-11-10	2025	limoges	75	0	0	0
23	2025-W47	2025-11-17	2025	limoges	75	0	0	0
23	2025-W48	2025-11-24	2025	limoges	75	0	0	0
23	2025-W49	2025-12-01	2025	limoges	75	0	0	0
23	2025-W50	2025-12-08	2025	limoges	75	0	0	0
23	2025-W51	2025-12-15	2025	limoges	75	0	0	0
23	2025-W52	2025-12-22	2025	limoges	75	0	0	0
23	2026-W01	2025-12-29	2025	limoges	75	0	0	0
23	2026-W02	2026-01-05	2025	limoges	75	0	0	0
23	2026-W03	2026-01-12	2025	limoges	75	0	0	0
23	2026-W04	2026-01-19	2025	limoges	75	0	0	0
23	2026-W05	2026-01-26	2025	limoges	75	0	0	0
23	2026-W06	2026-02-02	2025	limoges	75	0	0	0
23	2026-W07	2026-02-09	2025	limoges	75	0	0	0
23	2026-W08	2026-02-16	2025	limoges	75	0	0	0
23	2026-W09	2026-02-23	2025	limoges	75	0	0	0
23	2026-W10	2026-03-02	2025	limoges	75	0	0	0
23	2026-W11	2026-03-09	2025	limoges	75	0	0	0
23	2026-W12	2026-03-16	2025	limoges	75	0	0	0
23	2026-W13	2026-03-23	2025	limoges	75	0	0	0
23	2026-W14	2026-03-30	2025	limoges	75	0	0	0
23	2026-W15	2026-04-06	2025	limoges	75	0	0	0
23	2026-W16	2026-04-13	2025	limoges	75	0	0	0
23	2026-W17	2026-04-20	2025	limoges	75	0	0	0
24	2025-W43	2025-10-20	2025	bordeaux	75	0	0	0
24	2025-W44	2025-10-27	2025	bordeaux	75	0	0	0
24	2025-W45	2025-11-03	2025	bordeaux	75	0	0	0
24	2025-W46	2025-11-10	2025	bordeaux	75	0	0	0
24	2025-W47	2025-11-17	2025	bordeaux	75	0	0	0
24	2025-W48	2025-11-24	2025	bordeaux	75	0	0	0
24	2025-W49	2025-12-01	2025	bordeaux	75	0	0	0
24	2025-W50	2025-12-08	2025	bordeaux	75	0	0	0
24	2025-W51	2025-12-15	2025	bordeaux	75	0	0	0
24	2025-W52	2025-12-22	2025	bordeaux	75	0	0	0
24	2026-W01	2025-12-29	2025	bordeaux	75	0	0	0
24	2026-W02	2026-01-05	2025	bordeaux	75	0	0	0
24	2026-W03	2026-01-12	2025	bordeaux	75	0	0	0
24	2026-W04	2026-01-19	2025	bordeaux	75	0	0	0
24	2026-W05	2026-01-26	2025	bordeaux	75	0	0	0
24	2026-W06	2026-02-02	2025	bordeaux	75	0	0	0
24	2026-W07	2026-02-09	2025	bordeaux	75	0	0	0
24	2026-W08	2026-02-16	2025	bordeaux	75	0	0	0
24	2026-W09	2026-02-23	2025	bordeaux	75	0	0	0
24	2026-W10	2026-03-02	2025	bordeaux	75	0	0	0
24	2026-W11	2026-03-09	2025	bordeaux	75	0	0	0
24	2026-W12	2026-03-16	2025	bordeaux	75	0	0	0
24	2026-W13	2026-03-23	2025	bordeaux	75	0	0	0
24	2026-W14	2026-03-30	2025	bordeaux	75	0	0	0
24	2026-W15	2026-04-06	2025	bordeaux	75	0	0	0
24	2026-W16	2026-04-13	2025	bordeaux	75	0	0	0
24	2026-W17	2026-04-20	2025	bordeaux	75	0	0	0
25	2025-W43	2025-10-20	2025	besancon	27	0	0	0
25	2025-W44	2025-10-27	2025	besancon	27	0	0	0
25	2025-W45	2025-11-03	2025	besancon	27	0	0	0
25	2025-W46	2025-11-10	2025	besancon	27	0	0	0
25	2025-W47	2025-11-17	2025	besancon	27	0	0	0
25	2025-W48	2025-11-24	2025	besancon	27	0	0	0
25	2025-W49	2025-12-01	2025	besancon	27	0	0	0
25	2025-W50	2025-12-08	2025	besancon	27	0	0	0
25	2025-W51	2025-12-15	2025	besancon	27	0	0	0
25	2025-W52	2025-12-22	2025	besancon	27	0	0	0
25	2026-W01	2025-12-29	2025	besancon	27	0	0	0
25	2026-W02	2026-01-05	2025	besancon	27	0	0	0
25	2026-W03	2026-01-12	2025	besancon	27	0	0	0
25	2026-W04	2026-01-19	2025	besancon	27	0	0	0
25	2026-W05	2026-01-26	2025	besancon	27	0	0	0
25	2026-W06	2026-02-02	2025	besancon	27	0	0	0
25	2026-W07	2026-02-09	2025	besancon	27	0	0	0
25	2026-W08	2026-02-16	2025	besancon	27	0	0	0
25	2026-W09	2026-02-23	2025	besancon	27	0	0	0
25	2026-W10	2026-03-02	2025	besancon	27	0	0	0
25	2026-W11	2026-03-09	2025	besancon	27	0	0	0
25	2026-W12	2026-03-16	2025	besancon	27	0	0	0
25	2026-W13	2026-03-23	2025	besancon	27	0	0	0
25	2026-W14	2026-03-30	2025	besancon	27	0	0	0
25	2026-W15	2026-04-06	2025	besancon	27	0	0	0
25	2026-W16	2026-04-13	2025	besancon	27	0	0	0
25	2026-W17	2026-04-20	2025	besancon	27	0	0	0
26	2025-W43	2025-10-20	2025	grenoble	84	0	0	0
26	2025-W44	2025-10-27	2025	grenoble	84	0	0	0
26	2025-W45	2025-11-03	2025	grenoble	84	0	0	0
26	2025-W46	2025-11-10	2025	grenoble	84	0	0	0
26	2025-W47	2025-11-17	2025	grenoble	84	0	0	0
26	2025-W48	2025-11-24	2025	grenoble	84	0	0	0
26	2025-W49	2025-12-01	2025	grenoble	84	0	0	0
26	2025-W50	2025-12-08	2025	grenoble	84	0	0	0
26	2025-W51	2025-12-15	2025	grenoble	84	0	0	0
26	2025-W52	2025-12-22	2025	grenoble	84	0	0	0
26	2026-W01	2025-12-29	2025	grenoble	84	0	0	0
26	2026-W02	2026-01-05	2025	grenoble	84	0	0	0
26	2026-W03	2026-01-12	2025	grenoble	84	0	0	0
26	2026-W04	2026-01-19	2025	grenoble	84	0	0	0
26	2026-W05	2026-01-26	2025	grenoble	84	0	0	0
26	2026-W06	2026-02-02	2025	grenoble	84	0	0	0
26	2026-W07	2026-02-09	2025	grenoble	84	0	0	0
26	2026-W08	2026-02-16	2025	grenoble	84	0	0	0
26	2026-W09	2026-02-23	2025	grenoble	84	0	0	0
26	2026-W10	2026-03-02	2025	grenoble	84	0	0	0
26	2026-W11	2026-03-09	2025	grenoble	84	0	0	0
26	2026-W12	2026-03-16	2025	grenoble	84	0	0	0
26	2026-W13	2026-03-23	2025	grenoble	84	0	0	0
26	2026-W14	2026-03-30	2025	grenoble	84	0	0	0
26	2026-W15	2026-04-06	2025	grenoble	84	0	0	0
26	2026-W16	2026-04-13	2025	grenoble	84	0	0	0
26	2026-W17	2026-04-20	2025	grenoble	84	0	0	0
27	2025-W43	2025-10-20	2025	normandie	28	0	0	0
27	2025-W44	2025-10-27	2025	normandie	28	0	0	0
27	2025-W45	2025-11-03	2025	normandie	28	0	0	0
27	2025-W46	2025-11-10	2025	normandie	28	0	0	0
27	2025-W47	2025-11-17	2025	normandie	28	0	0	0
27	2025-W48	2025-11-24	2025	normandie	28	0	0	0
27	2025-W49	2025-12-01	2025	normandie	28	0	0	0
27	2025-W50	2025-12-08	2025	normandie	28	0	0	0
27	2025-W51	2025-12-15	2025	normandie	28	0	0	0
27	2025-W52	2025-12-22	2025	normandie	28	0	0	0
27	2026-W01	2025-12-29	2025	normandie	28	0	0	0
27	2026-W02	2026-01-05	2025	normandie	28	0	0	0
27	2026-W03	2026-01-12	2025	normandie	28	0	0	0
27	2026-W04	2026-01-19	2025	normandie	28	0	0	0
27	2026-W05	2026-01-26	2025	normandie	28	0	0	0
27	2026-W06	2026-02-02	2025	normandie	28	0	0	0
27	2026-W07	2026-02-09	2025	normandie	28	0	0	0
27	2026-W08	2026-02-16	2025	normandie	28	0	0	0
27	2026-W09	2026-02-23	2025	normandie	28	0	0	0
27	2026-W10	2026-03-02	2025	normandie	28	0	0	0
27	2026-W11	2026-03-09	2025	normandie	28	0	0	0
27	2026-W12	2026-03-16	2025	normandie	28	0	0	0
27	2026-W13	2026-03-23	2025	normandie	28	0	0	0
27	2026-W14	2026-03-30	2025	normandie	28	0	0	0
27	2026-W15	2026-04-06	2025	normandie	28	0	0	0
27	2026-W16	2026-04-13	2025	normandie	28	0	0	0
27	2026-W17	2026-04-20	2025	normandie	28	0	0	0
28	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
28	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
28	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
28	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
28	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
28	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
28	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
28	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
28	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
28	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
28	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
28	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
28	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
28	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
28	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
28	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
28	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
28	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
28	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
28	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
28	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
28	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
28	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
28	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
28	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
28	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
28	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
29	2025-W43	2025-10-20	2025	rennes	53	0	0	0
29	2025-W44	2025-10-27	2025	rennes	53	0	0	0
29	2025-W45	2025-11-03	2025	rennes	53	0	0	0
29	2025-W46	2025-11-10	2025	rennes	53	0	0	0
29	2025-W47	2025-11-17	2025	rennes	53	0	0	0
29	2025-W48	2025-11-24	2025	rennes	53	0	0	0
29	2025-W49	2025-12-01	2025	rennes	53	0	0	0
29	2025-W50	2025-12-08	2025	rennes	53	0	0	0
29	2025-W51	2025-12-15	2025	rennes	53	0	0	0
29	2025-W52	2025-12-22	2025	rennes	53	0	0	0
29	2026-W01	2025-12-29	2025	rennes	53	0	0	0
29	2026-W02	2026-01-05	2025	rennes	53	0	0	0
29	2026-W03	2026-01-12	2025	rennes	53	0	0	0
29	2026-W04	2026-01-19	2025	rennes	53	0	0	0
29	2026-W05	2026-01-26	2025	rennes	53	0	0	0
29	2026-W06	2026-02-02	2025	rennes	53	0	0	0
29	2026-W07	2026-02-09	2025	rennes	53	0	0	0
29	2026-W08	2026-02-16	2025	rennes	53	0	0	0
29	2026-W09	2026-02-23	2025	rennes	53	0	0	0
29	2026-W10	2026-03-02	2025	rennes	53	0	0	0
29	2026-W11	2026-03-09	2025	rennes	53	0	0	0
29	2026-W12	2026-03-16	2025	rennes	53	0	0	0
29	2026-W13	2026-03-23	2025	rennes	53	0	0	0
29	2026-W14	2026-03-30	2025	rennes	53	0	0	0
29	2026-W15	2026-04-06	2025	rennes	53	0	0	0
29	2026-W16	2026-04-13	2025	rennes	53	0	0	0
29	2026-W17	2026-04-20	2025	rennes	53	0	0	0
2A	2025-W43	2025-10-20	2025	corse	94	0	0	0
2A	2025-W44	2025-10-27	2025	corse	94	0	0	0
2A	2025-W45	2025-11-03	2025	corse	94	0	0	0
2A	2025-W46	2025-11-10	2025	corse	94	0	0	0
2A	2025-W47	2025-11-17	2025	corse	94	0	0	0
2A	2025-W48	2025-11-24	2025	corse	94	0	0	0
2A	2025-W49	2025-12-01	2025	corse	94	0	0	0
2A	2025-W50	2025-12-08	2025	corse	94	0	0	0
2A	2025-W51	2025-12-15	2025	corse	94	0	0	0
2A	2025-W52	2025-12-22	2025	corse	94	0	0	0
2A	2026-W01	2025-12-29	2025	corse	94	0	0	0
2A	2026-W02	2026-01-05	2025	corse	94	0	0	0
2A	2026-W03	2026-01-12	2025	corse	94	0	0	0
2A	2026-W04	2026-01-19	2025	corse	94	0	0	0
2A	2026-W05	2026-01-26	2025	corse	94	0	0	0
2A	2026-W06	2026-02-02	2025	corse	94	0	0	0
2A	2026-W07	2026-02-09	2025	corse	94	0	0	0
2A	2026-W08	2026-02-16	2025	corse	94	0	0	0
2A	2026-W09	2026-02-23	2025	corse	94	0	0	0
2A	2026-W10	2026-03-02	2025	corse	94	0	0	0
2A	2026-W11	2026-03-09	2025	corse	94	0	0	0
2A	2026-W12	2026-03-16	2025	corse	94	0	0	0
2A	2026-W13	2026-03-23	2025	corse	94	0	0	0
2A	2026-W14	2026-03-30	2025	corse	94	0	0	0
2A	2026-W15	2026-04-06	2025	corse	94	0	0	0
2A	2026-W16	2026-04-13	2025	corse	94	0	0	0
2A	2026-W17	2026-04-20	2025	corse	94	0	0	0
2B	2025-W43	2025-10-20	2025	corse	94	0	0	0
2B	2025-W44	2025-10-27	2025	corse	94	0	0	0
2B	2025-W45	2025-11-03	2025	corse	94	0	0	0
2B	2025-W46	2025-11-10	2025	corse	94	0	0	0
2B	2025-W47	2025-11-17	2025	corse	94	0	0	0
2B	2025-W48	2025-11-24	2025	corse	94	0	0	0
2B	2025-W49	2025-12-01	2025	corse	94	0	0	0
2B	2025-W50	2025-12-08	2025	corse	94	0	0	0
2B	2025-W51	2025-12-15	2025	corse	94	0	0	0
2B	2025-W52	2025-12-22	2025	corse	94	0	0	0
2B	2026-W01	2025-12-29	2025	corse	94	0	0	0
2B	2026-W02	2026-01-05	2025	corse	94	0	0	0
2B	2026-W03	2026-01-12	2025	corse	94	0	0	0
2B	2026-W04	2026-01-19	2025	corse	94	0	0	0
2B	2026-W05	2026-01-26	2025	corse	94	0	0	0
2B	2026-W06	2026-02-02	2025	corse	94	0	0	0
2B	2026-W07	2026-02-09	2025	corse	94	0	0	0
2B	2026-W08	2026-02-16	2025	corse	94	0	0	0
2B	2026-W09	2026-02-23	2025	corse	94	0	0	0
2B	2026-W10	2026-03-02	2025	corse	94	0	0	0
2B	2026-W11	2026-03-09	2025	corse	94	0	0	0
2B	2026-W12	2026-03-16	2025	corse	94	0	0	0
2B	2026-W13	2026-03-23	2025	corse	94	0	0	0
2B	2026-W14	2026-03-30	2025	corse	94	0	0	0
2B	2026-W15	2026-04-06	2025	corse	94	0	0	0
2B	2026-W16	2026-04-13	2025	corse	94	0	0	0
2B	2026-W17	2026-04-20	2025	corse	94	0	0	0
30	2025-W43	2025-10-20	2025	montpellier	76	0	0	0
30	2025-W44	2025-10-27	2025	montpellier	76	0	0	0
30	2025-W45	2025-11-03	2025	montpellier	76	0	0	0
30	2025-W46	2025-11-10	2025	montpellier	76	0	0	0
30	2025-W47	2025-11-17	2025	montpellier	76	0	0	0
30	2025-W48	2025-11-24	2025	montpellier	76	0	0	0
30	2025-W49	2025-12-01	2025	montpellier	76	0	0	0
30	2025-W50	2025-12-08	2025	montpellier	76	0	0	0
30	2025-W51	2025-12-15	2025	montpellier	76	0	0	0
30	2025-W52	2025-12-22	2025	montpellier	76	0	0	0
30	2026-W01	2025-12-29	2025	montpellier	76	0	0	0
30	2026-W02	2026-01-05	2025	montpellier	76	0	0	0
30	2026-W03	2026-01-12	2025	montpellier	76	0	0	0
30	2026-W04	2026-01-19	2025	montpellier	76	0	0	0
30	2026-W05	2026-01-26	2025	montpellier	76	0	0	0
30	2026-W06	2026-02-02	2025	montpellier	76	0	0	0
30	2026-W07	2026-02-09	2025	montpellier	76	0	0	0
30	2026-W08	2026-02-16	2025	montpellier	76	0	0	0
30	2026-W09	2026-02-23	2025	montpellier	76	0	0	0
30	2026-W10	2026-03-02	2025	montpellier	76	0	0	0
30	2026-W11	2026-03-09	2025	montpellier	76	0	0	0
30	2026-W12	2026-03-16	2025	montpellier	76	0	0	0
30	2026-W13	2026-03-23	2025	montpellier	76	0	0	0
30	2026-W14	2026-03-30	2025	montpellier	76	0	0	0
30	2026-W15	2026-04-06	2025	montpellier	76	0	0	0
30	2026-W16	2026-04-13	2025	montpellier	76	0	0	0
30	2026-W17	2026-04-20	2025	montpellier	76	0	0	0
31	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
31	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
31	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
31	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
31	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
31	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
31	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
31	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
31	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
31	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
31	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
31	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
31	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
31	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
31	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
31	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
31	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
31	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
31	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
31	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
31	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
31	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
31	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
31	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
31	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
31	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
31	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
32	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
32	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
32	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
32	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
32	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
32	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
32	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
32	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
32	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
32	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
32	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
32	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
32	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
32	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
32	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
32	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
32	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
32	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
32	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
32	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
32	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
32	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
32	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
32	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
32	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
32	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
32	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
33	2025-W43	2025-10-20	2025	bordeaux	75	0	0	0
33	2025-W44	2025-10-27	2025	bordeaux	75	0	0	0
33	2025-W45	2025-11-03	2025	bordeaux	75	0	0	0
33	2025-W46	2025-11-10	2025	bordeaux	75	0	0	0
33	2025-W47	2025-11-17	2025	bordeaux	75	0	0	0
33	2025-W48	2025-11-24	2025	bordeaux	75	0	0	0
33	2025-W49	2025-12-01	2025	bordeaux	75	0	0	0
33	2025-W50	2025-12-08	2025	bordeaux	75	0	0	0
33	2025-W51	2025-12-15	2025	bordeaux	75	0	0	0
33	2025-W52	2025-12-22	2025	bordeaux	75	0	0	0
33	2026-W01	2025-12-29	2025	bordeaux	75	0	0	0
33	2026-W02	2026-01-05	2025	bordeaux	75	0	0	0
33	2026-W03	2026-01-12	2025	bordeaux	75	0	0	0
33	2026-W04	2026-01-19	2025	bordeaux	75	0	0	0
33	2026-W05	2026-01-26	2025	bordeaux	75	0	0	0
33	2026-W06	2026-02-02	2025	bordeaux	75	0	0	0
33	2026-W07	2026-02-09	2025	bordeaux	75	0	0	0
33	2026-W08	2026-02-16	2025	bordeaux	75	0	0	0
33	2026-W09	2026-02-23	2025	bordeaux	75	0	0	0
33	2026-W10	2026-03-02	2025	bordeaux	75	0	0	0
33	2026-W11	2026-03-09	2025	bordeaux	75	0	0	0
33	2026-W12	2026-03-16	2025	bordeaux	75	0	0	0
33	2026-W13	2026-03-23	2025	bordeaux	75	0	0	0
33	2026-W14	2026-03-30	2025	bordeaux	75	0	0	0
33	2026-W15	2026-04-06	2025	bordeaux	75	0	0	0
33	2026-W16	2026-04-13	2025	bordeaux	75	0	0	0
33	2026-W17	2026-04-20	2025	bordeaux	75	0	0	0
34	2025-W43	2025-10-20	2025	montpellier	76	0	0	0
34	2025-W44	2025-10-27	2025	montpellier	76	0	0	0
34	2025-W45	2025-11-03	2025	montpellier	76	0	0	0
34	2025-W46	2025-11-10	2025	montpellier	76	0	0	0
34	2025-W47	2025-11-17	2025	montpellier	76	0	0	0
34	2025-W48	2025-11-24	2025	montpellier	76	0	0	0
34	2025-W49	2025-12-01	2025	montpellier	76	0	0	0
34	2025-W50	2025-12-08	2025	montpellier	76	0	0	0
34	2025-W51	2025-12-15	2025	montpellier	76	0	0	0
34	2025-W52	2025-12-22	2025	montpellier	76	0	0	0
34	2026-W01	2025-12-29	2025	montpellier	76	0	0	0
34	2026-W02	2026-01-05	2025	montpellier	76	0	0	0
34	2026-W03	2026-01-12	2025	montpellier	76	0	0	0
34	2026-W04	2026-01-19	2025	montpellier	76	0	0	0
34	2026-W05	2026-01-26	2025	montpellier	76	0	0	0
34	2026-W06	2026-02-02	2025	montpellier	76	0	0	0
34	2026-W07	2026-02-09	2025	montpellier	76	0	0	0
34	2026-W08	2026-02-16	2025	montpellier	76	0	0	0
34	2026-W09	2026-02-23	2025	montpellier	76	0	0	0
34	2026-W10	2026-03-02	2025	montpellier	76	0	0	0
34	2026-W11	2026-03-09	2025	montpellier	76	0	0	0
34	2026-W12	2026-03-16	2025	montpellier	76	0	0	0
34	2026-W13	2026-03-23	2025	montpellier	76	0	0	0
34	2026-W14	2026-03-30	2025	montpellier	76	0	0	0
34	2026-W15	2026-04-06	2025	montpellier	76	0	0	0
34	2026-W16	2026-04-13	2025	montpellier	76	0	0	0
34	2026-W17	2026-04-20	2025	montpellier	76	0	0	0
35	2025-W43	2025-10-20	2025	rennes	53	0	0	0
35	2025-W44	2025-10-27	2025	rennes	53	0	0	0
35	2025-W45	2025-11-03	2025	rennes	53	0	0	0
35	2025-W46	2025-11-10	2025	rennes	53	0	0	0
35	2025-W47	2025-11-17	2025	rennes	53	0	0	0
35	2025-W48	2025-11-24	2025	rennes	53	0	0	0
35	2025-W49	2025-12-01	2025	rennes	53	0	0	0
35	2025-W50	2025-12-08	2025	rennes	53	0	0	0
35	2025-W51	2025-12-15	2025	rennes	53	0	0	0
35	2025-W52	2025-12-22	2025	rennes	53	0	0	0
35	2026-W01	2025-12-29	2025	rennes	53	0	0	0
35	2026-W02	2026-01-05	2025	rennes	53	0	0	0
35	2026-W03	2026-01-12	2025	rennes	53	0	0	0
35	2026-W04	2026-01-19	2025	rennes	53	0	0	0
35	2026-W05	2026-01-26	2025	rennes	53	0	0	0
35	2026-W06	2026-02-02	2025	rennes	53	0	0	0
35	2026-W07	2026-02-09	2025	rennes	53	0	0	0
35	2026-W08	2026-02-16	2025	rennes	53	0	0	0
35	2026-W09	2026-02-23	2025	rennes	53	0	0	0
35	2026-W10	2026-03-02	2025	rennes	53	0	0	0
35	2026-W11	2026-03-09	2025	rennes	53	0	0	0
35	2026-W12	2026-03-16	2025	rennes	53	0	0	0
35	2026-W13	2026-03-23	2025	rennes	53	0	0	0
35	2026-W14	2026-03-30	2025	rennes	53	0	0	0
35	2026-W15	2026-04-06	2025	rennes	53	0	0	0
35	2026-W16	2026-04-13	2025	rennes	53	0	0	0
35	2026-W17	2026-04-20	2025	rennes	53	0	0	0
36	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
36	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
36	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
36	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
36	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
36	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
36	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
36	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
36	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
36	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
36	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
36	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
36	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
36	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
36	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
36	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
36	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
36	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
36	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
36	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
36	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
36	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
36	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
36	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
36	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
36	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
36	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
37	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
37	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
37	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
37	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
37	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
37	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
37	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
37	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
37	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
37	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
37	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
37	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
37	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
37	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
37	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
37	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
37	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
37	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
37	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
37	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
37	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
37	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
37	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
37	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
37	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
37	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
37	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
38	2025-W43	2025-10-20	2025	grenoble	84	0	0	0
38	2025-W44	2025-10-27	2025	grenoble	84	0	0	0
38	2025-W45	2025-11-03	2025	grenoble	84	0	0	0
38	2025-W46	2025-11-10	2025	grenoble	84	0	0	0
38	2025-W47	2025-11-17	2025	grenoble	84	0	0	0
38	2025-W48	2025-11-24	2025	grenoble	84	0	0	0
38	2025-W49	2025-12-01	2025	grenoble	84	0	0	0
38	2025-W50	2025-12-08	2025	grenoble	84	0	0	0
38	2025-W51	2025-12-15	2025	grenoble	84	0	0	0
38	2025-W52	2025-12-22	2025	grenoble	84	0	0	0
38	2026-W01	2025-12-29	2025	grenoble	84	0	0	0
38	2026-W02	2026-01-05	2025	grenoble	84	0	0	0
38	2026-W03	2026-01-12	2025	grenoble	84	0	0	0
38	2026-W04	2026-01-19	2025	grenoble	84	0	0	0
38	2026-W05	2026-01-26	2025	grenoble	84	0	0	0
38	2026-W06	2026-02-02	2025	grenoble	84	0	0	0
38	2026-W07	2026-02-09	2025	grenoble	84	0	0	0
38	2026-W08	2026-02-16	2025	grenoble	84	0	0	0
38	2026-W09	2026-02-23	2025	grenoble	84	0	0	0
38	2026-W10	2026-03-02	2025	grenoble	84	0	0	0
38	2026-W11	2026-03-09	2025	grenoble	84	0	0	0
38	2026-W12	2026-03-16	2025	grenoble	84	0	0	0
38	2026-W13	2026-03-23	2025	grenoble	84	0	0	0
38	2026-W14	2026-03-30	2025	grenoble	84	0	0	0
38	2026-W15	2026-04-06	2025	grenoble	84	0	0	0
38	2026-W16	2026-04-13	2025	grenoble	84	0	0	0
38	2026-W17	2026-04-20	2025	grenoble	84	0	0	0
39	2025-W43	2025-10-20	2025	besancon	27	0	0	0
39	2025-W44	2025-10-27	2025	besancon	27	0	0	0
39	2025-W45	2025-11-03	2025	besancon	27	0	0	0
39	2025-W46	2025-11-10	2025	besancon	27	0	0	0
39	2025-W47	2025-11-17	2025	besancon	27	0	0	0
39	2025-W48	2025-11-24	2025	besancon	27	0	0	0
39	2025-W49	2025-12-01	2025	besancon	27	0	0	0
39	2025-W50	2025-12-08	2025	besancon	27	0	0	0
39	2025-W51	2025-12-15	2025	besancon	27	0	0	0
39	2025-W52	2025-12-22	2025	besancon	27	0	0	0
39	2026-W01	2025-12-29	2025	besancon	27	0	0	0
39	2026-W02	2026-01-05	2025	besancon	27	0	0	0
39	2026-W03	2026-01-12	2025	besancon	27	0	0	0
39	2026-W04	2026-01-19	2025	besancon	27	0	0	0
39	2026-W05	2026-01-26	2025	besancon	27	0	0	0
39	2026-W06	2026-02-02	2025	besancon	27	0	0	0
39	2026-W07	2026-02-09	2025	besancon	27	0	0	0
39	2026-W08	2026-02-16	2025	besancon	27	0	0	0
39	2026-W09	2026-02-23	2025	besancon	27	0	0	0
39	2026-W10	2026-03-02	2025	besancon	27	0	0	0
39	2026-W11	2026-03-09	2025	besancon	27	0	0	0
39	2026-W12	2026-03-16	2025	besancon	27	0	0	0
39	2026-W13	2026-03-23	2025	besancon	27	0	0	0
39	2026-W14	2026-03-30	2025	besancon	27	0	0	0
39	2026-W15	2026-04-06	2025	besancon	27	0	0	0
39	2026-W16	2026-04-13	2025	besancon	27	0	0	0
39	2026-W17	2026-04-20	2025	besancon	27	0	0	0
40	2025-W43	2025-10-20	2025	bordeaux	75	0	0	0
40	2025-W44	2025-10-27	2025	bordeaux	75	0	0	0
40	2025-W45	2025-11-03	2025	bordeaux	75	0	0	0
40	2025-W46	2025-11-10	2025	bordeaux	75	0	0	0
40	2025-W47	2025-11-17	2025	bordeaux	75	0	0	0
40	2025-W48	2025-11-24	2025	bordeaux	75	0	0	0
40	2025-W49	2025-12-01	2025	bordeaux	75	0	0	0
40	2025-W50	2025-12-08	2025	bordeaux	75	0	0	0
40	2025-W51	2025-12-15	2025	bordeaux	75	0	0	0
40	2025-W52	2025-12-22	2025	bordeaux	75	0	0	0
40	2026-W01	2025-12-29	2025	bordeaux	75	0	0	0
40	2026-W02	2026-01-05	2025	bordeaux	75	0	0	0
40	2026-W03	2026-01-12	2025	bordeaux	75	0	0	0
40	2026-W04	2026-01-19	2025	bordeaux	75	0	0	0
40	2026-W05	2026-01-26	2025	bordeaux	75	0	0	0
40	2026-W06	2026-02-02	2025	bordeaux	75	0	0	0
40	2026-W07	2026-02-09	2025	bordeaux	75	0	0	0
40	2026-W08	2026-02-16	2025	bordeaux	75	0	0	0
40	2026-W09	2026-02-23	2025	bordeaux	75	0	0	0
40	2026-W10	2026-03-02	2025	bordeaux	75	0	0	0
40	2026-W11	2026-03-09	2025	bordeaux	75	0	0	0
40	2026-W12	2026-03-16	2025	bordeaux	75	0	0	0
40	2026-W13	2026-03-23	2025	bordeaux	75	0	0	0
40	2026-W14	2026-03-30	2025	bordeaux	75	0	0	0
40	2026-W15	2026-04-06	2025	bordeaux	75	0	0	0
40	2026-W16	2026-04-13	2025	bordeaux	75	0	0	0
40	2026-W17	2026-04-20	2025	bordeaux	75	0	0	0
41	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
41	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
41	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
41	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
41	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
41	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
41	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
41	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
41	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
41	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
41	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
41	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
41	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
41	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
41	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
41	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
41	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
41	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
41	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
41	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
41	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
41	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
41	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
41	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
41	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
41	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
41	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
42	2025-W43	2025-10-20	2025	lyon	84	0	0	0
42	2025-W44	2025-10-27	2025	lyon	84	0	0	0
42	2025-W45	2025-11-03	2025	lyon	84	0	0	0
42	2025-W46	2025-11-10	2025	lyon	84	0	0	0
42	2025-W47	2025-11-17	2025	lyon	84	0	0	0
42	2025-W48	2025-11-24	2025	lyon	84	0	0	0
42	2025-W49	2025-12-01	2025	lyon	84	0	0	0
42	2025-W50	2025-12-08	2025	lyon	84	0	0	0
42	2025-W51	2025-12-15	2025	lyon	84	0	0	0
42	2025-W52	2025-12-22	2025	lyon	84	0	0	0
42	2026-W01	2025-12-29	2025	lyon	84	0	0	0
42	2026-W02	2026-01-05	2025	lyon	84	0	0	0
42	2026-W03	2026-01-12	2025	lyon	84	0	0	0
42	2026-W04	2026-01-19	2025	lyon	84	0	0	0
42	2026-W05	2026-01-26	2025	lyon	84	0	0	0
42	2026-W06	2026-02-02	2025	lyon	84	0	0	0
42	2026-W07	2026-02-09	2025	lyon	84	0	0	0
42	2026-W08	2026-02-16	2025	lyon	84	0	0	0
42	2026-W09	2026-02-23	2025	lyon	84	0	0	0
42	2026-W10	2026-03-02	2025	lyon	84	0	0	0
42	2026-W11	2026-03-09	2025	lyon	84	0	0	0
42	2026-W12	2026-03-16	2025	lyon	84	0	0	0
42	2026-W13	2026-03-23	2025	lyon	84	0	0	0
42	2026-W14	2026-03-30	2025	lyon	84	0	0	0
42	2026-W15	2026-04-06	2025	lyon	84	0	0	0
42	2026-W16	2026-04-13	2025	lyon	84	0	0	0
42	2026-W17	2026-04-20	2025	lyon	84	0	0	0
43	2025-W43	2025-10-20	2025	clermont-ferrand	84	0	0	0
43	2025-W44	2025-10-27	2025	clermont-ferrand	84	0	0	0
43	2025-W45	2025-11-03	2025	clermont-ferrand	84	0	0	0
43	2025-W46	2025-11-10	2025	clermont-ferrand	84	0	0	0
43	2025-W47	2025-11-17	2025	clermont-ferrand	84	0	0	0
43	2025-W48	2025-11-24	2025	clermont-ferrand	84	0	0	0
43	2025-W49	2025-12-01	2025	clermont-ferrand	84	0	0	0
43	2025-W50	2025-12-08	2025	clermont-ferrand	84	0	0	0
43	2025-W51	2025-12-15	2025	clermont-ferrand	84	0	0	0
43	2025-W52	2025-12-22	2025	clermont-ferrand	84	0	0	0
43	2026-W01	2025-12-29	2025	clermont-ferrand	84	0	0	0
43	2026-W02	2026-01-05	2025	clermont-ferrand	84	0	0	0
43	2026-W03	2026-01-12	2025	clermont-ferrand	84	0	0	0
43	2026-W04	2026-01-19	2025	clermont-ferrand	84	0	0	0
43	2026-W05	2026-01-26	2025	clermont-ferrand	84	0	0	0
43	2026-W06	2026-02-02	2025	clermont-ferrand	84	0	0	0
43	2026-W07	2026-02-09	2025	clermont-ferrand	84	0	0	0
43	2026-W08	2026-02-16	2025	clermont-ferrand	84	0	0	0
43	2026-W09	2026-02-23	2025	clermont-ferrand	84	0	0	0
43	2026-W10	2026-03-02	2025	clermont-ferrand	84	0	0	0
43	2026-W11	2026-03-09	2025	clermont-ferrand	84	0	0	0
43	2026-W12	2026-03-16	2025	clermont-ferrand	84	0	0	0
43	2026-W13	2026-03-23	2025	clermont-ferrand	84	0	0	0
43	2026-W14	2026-03-30	2025	clermont-ferrand	84	0	0	0
43	2026-W15	2026-04-06	2025	clermont-ferrand	84	0	0	0
43	2026-W16	2026-04-13	2025	clermont-ferrand	84	0	0	0
43	2026-W17	2026-04-20	2025	clermont-ferrand	84	0	0	0
44	2025-W43	2025-10-20	2025	nantes	52	0	0	0
44	2025-W44	2025-10-27	2025	nantes	52	0	0	0
44	2025-W45	2025-11-03	2025	nantes	52	0	0	0
44	2025-W46	2025-11-10	2025	nantes	52	0	0	0
44	2025-W47	2025-11-17	2025	nantes	52	0	0	0
44	2025-W48	2025-11-24	2025	nantes	52	0	0	0
44	2025-W49	2025-12-01	2025	nantes	52	0	0	0
44	2025-W50	2025-12-08	2025	nantes	52	0	0	0
44	2025-W51	2025-12-15	2025	nantes	52	0	0	0
44	2025-W52	2025-12-22	2025	nantes	52	0	0	0
44	2026-W01	2025-12-29	2025	nantes	52	0	0	0
44	2026-W02	2026-01-05	2025	nantes	52	0	0	0
44	2026-W03	2026-01-12	2025	nantes	52	0	0	0
44	2026-W04	2026-01-19	2025	nantes	52	0	0	0
44	2026-W05	2026-01-26	2025	nantes	52	0	0	0
44	2026-W06	2026-02-02	2025	nantes	52	0	0	0
44	2026-W07	2026-02-09	2025	nantes	52	0	0	0
44	2026-W08	2026-02-16	2025	nantes	52	0	0	0
44	2026-W09	2026-02-23	2025	nantes	52	0	0	0
44	2026-W10	2026-03-02	2025	nantes	52	0	0	0
44	2026-W11	2026-03-09	2025	nantes	52	0	0	0
44	2026-W12	2026-03-16	2025	nantes	52	0	0	0
44	2026-W13	2026-03-23	2025	nantes	52	0	0	0
44	2026-W14	2026-03-30	2025	nantes	52	0	0	0
44	2026-W15	2026-04-06	2025	nantes	52	0	0	0
44	2026-W16	2026-04-13	2025	nantes	52	0	0	0
44	2026-W17	2026-04-20	2025	nantes	52	0	0	0
45	2025-W43	2025-10-20	2025	orleans-tours	24	0	0	0
45	2025-W44	2025-10-27	2025	orleans-tours	24	0	0	0
45	2025-W45	2025-11-03	2025	orleans-tours	24	0	0	0
45	2025-W46	2025-11-10	2025	orleans-tours	24	0	0	0
45	2025-W47	2025-11-17	2025	orleans-tours	24	0	0	0
45	2025-W48	2025-11-24	2025	orleans-tours	24	0	0	0
45	2025-W49	2025-12-01	2025	orleans-tours	24	0	0	0
45	2025-W50	2025-12-08	2025	orleans-tours	24	0	0	0
45	2025-W51	2025-12-15	2025	orleans-tours	24	0	0	0
45	2025-W52	2025-12-22	2025	orleans-tours	24	0	0	0
45	2026-W01	2025-12-29	2025	orleans-tours	24	0	0	0
45	2026-W02	2026-01-05	2025	orleans-tours	24	0	0	0
45	2026-W03	2026-01-12	2025	orleans-tours	24	0	0	0
45	2026-W04	2026-01-19	2025	orleans-tours	24	0	0	0
45	2026-W05	2026-01-26	2025	orleans-tours	24	0	0	0
45	2026-W06	2026-02-02	2025	orleans-tours	24	0	0	0
45	2026-W07	2026-02-09	2025	orleans-tours	24	0	0	0
45	2026-W08	2026-02-16	2025	orleans-tours	24	0	0	0
45	2026-W09	2026-02-23	2025	orleans-tours	24	0	0	0
45	2026-W10	2026-03-02	2025	orleans-tours	24	0	0	0
45	2026-W11	2026-03-09	2025	orleans-tours	24	0	0	0
45	2026-W12	2026-03-16	2025	orleans-tours	24	0	0	0
45	2026-W13	2026-03-23	2025	orleans-tours	24	0	0	0
45	2026-W14	2026-03-30	2025	orleans-tours	24	0	0	0
45	2026-W15	2026-04-06	2025	orleans-tours	24	0	0	0
45	2026-W16	2026-04-13	2025	orleans-tours	24	0	0	0
45	2026-W17	2026-04-20	2025	orleans-tours	24	0	0	0
46	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
46	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
46	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
46	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
46	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
46	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
46	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
46	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
46	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
46	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
46	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
46	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
46	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
46	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
46	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
46	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
46	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
46	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
46	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
46	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
46	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
46	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
46	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
46	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
46	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
46	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
46	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
47	2025-W43	2025-10-20	2025	bordeaux	75	0	0	0
47	2025-W44	2025-10-27	2025	bordeaux	75	0	0	0
47	2025-W45	2025-11-03	2025	bordeaux	75	0	0	0
47	2025-W46	2025-11-10	2025	bordeaux	75	0	0	0
47	2025-W47	2025-11-17	2025	bordeaux	75	0	0	0
47	2025-W48	2025-11-24	2025	bordeaux	75	0	0	0
47	2025-W49	2025-12-01	2025	bordeaux	75	0	0	0
47	2025-W50	2025-12-08	2025	bordeaux	75	0	0	0
47	2025-W51	2025-12-15	2025	bordeaux	75	0	0	0
47	2025-W52	2025-12-22	2025	bordeaux	75	0	0	0
47	2026-W01	2025-12-29	2025	bordeaux	75	0	0	0
47	2026-W02	2026-01-05	2025	bordeaux	75	0	0	0
47	2026-W03	2026-01-12	2025	bordeaux	75	0	0	0
47	2026-W04	2026-01-19	2025	bordeaux	75	0	0	0
47	2026-W05	2026-01-26	2025	bordeaux	75	0	0	0
47	2026-W06	2026-02-02	2025	bordeaux	75	0	0	0
47	2026-W07	2026-02-09	2025	bordeaux	75	0	0	0
47	2026-W08	2026-02-16	2025	bordeaux	75	0	0	0
47	2026-W09	2026-02-23	2025	bordeaux	75	0	0	0
47	2026-W10	2026-03-02	2025	bordeaux	75	0	0	0
47	2026-W11	2026-03-09	2025	bordeaux	75	0	0	0
47	2026-W12	2026-03-16	2025	bordeaux	75	0	0	0
47	2026-W13	2026-03-23	2025	bordeaux	75	0	0	0
47	2026-W14	2026-03-30	2025	bordeaux	75	0	0	0
47	2026-W15	2026-04-06	2025	bordeaux	75	0	0	0
47	2026-W16	2026-04-13	2025	bordeaux	75	0	0	0
47	2026-W17	2026-04-20	2025	bordeaux	75	0	0	0
48	2025-W43	2025-10-20	2025	montpellier	76	0	0	0
48	2025-W44	2025-10-27	2025	montpellier	76	0	0	0
48	2025-W45	2025-11-03	2025	montpellier	76	0	0	0
48	2025-W46	2025-11-10	2025	montpellier	76	0	0	0
48	2025-W47	2025-11-17	2025	montpellier	76	0	0	0
48	2025-W48	2025-11-24	2025	montpellier	76	0	0	0
48	2025-W49	2025-12-01	2025	montpellier	76	0	0	0
48	2025-W50	2025-12-08	2025	montpellier	76	0	0	0
48	2025-W51	2025-12-15	2025	montpellier	76	0	0	0
48	2025-W52	2025-12-22	2025	montpellier	76	0	0	0
48	2026-W01	2025-12-29	2025	montpellier	76	0	0	0
48	2026-W02	2026-01-05	2025	montpellier	76	0	0	0
48	2026-W03	2026-01-12	2025	montpellier	76	0	0	0
48	2026-W04	2026-01-19	2025	montpellier	76	0	0	0
48	2026-W05	2026-01-26	2025	montpellier	76	0	0	0
48	2026-W06	2026-02-02	2025	montpellier	76	0	0	0
48	2026-W07	2026-02-09	2025	montpellier	76	0	0	0
48	2026-W08	2026-02-16	2025	montpellier	76	0	0	0
48	2026-W09	2026-02-23	2025	montpellier	76	0	0	0
48	2026-W10	2026-03-02	2025	montpellier	76	0	0	0
48	2026-W11	2026-03-09	2025	montpellier	76	0	0	0
48	2026-W12	2026-03-16	2025	montpellier	76	0	0	0
48	2026-W13	2026-03-23	2025	montpellier	76	0	0	0
48	2026-W14	2026-03-30	2025	montpellier	76	0	0	0
48	2026-W15	2026-04-06	2025	montpellier	76	0	0	0
48	2026-W16	2026-04-13	2025	montpellier	76	0	0	0
48	2026-W17	2026-04-20	2025	montpellier	76	0	0	0
49	2025-W43	2025-10-20	2025	nantes	52	0	0	0
49	2025-W44	2025-10-27	2025	nantes	52	0	0	0
49	2025-W45	2025-11-03	2025	nantes	52	0	0	0
49	2025-W46	2025-11-10	2025	nantes	52	0	0	0
49	2025-W47	2025-11-17	2025	nantes	52	0	0	0
49	2025-W48	2025-11-24	2025	nantes	52	0	0	0
49	2025-W49	2025-12-01	2025	nantes	52	0	0	0
49	2025-W50	2025-12-08	2025	nantes	52	0	0	0
49	2025-W51	2025-12-15	2025	nantes	52	0	0	0
49	2025-W52	2025-12-22	2025	nantes	52	0	0	0
49	2026-W01	2025-12-29	2025	nantes	52	0	0	0
49	2026-W02	2026-01-05	2025	nantes	52	0	0	0
49	2026-W03	2026-01-12	2025	nantes	52	0	0	0
49	2026-W04	2026-01-19	2025	nantes	52	0	0	0
49	2026-W05	2026-01-26	2025	nantes	52	0	0	0
49	2026-W06	2026-02-02	2025	nantes	52	0	0	0
49	2026-W07	2026-02-09	2025	nantes	52	0	0	0
49	2026-W08	2026-02-16	2025	nantes	52	0	0	0
49	2026-W09	2026-02-23	2025	nantes	52	0	0	0
49	2026-W10	2026-03-02	2025	nantes	52	0	0	0
49	2026-W11	2026-03-09	2025	nantes	52	0	0	0
49	2026-W12	2026-03-16	2025	nantes	52	0	0	0
49	2026-W13	2026-03-23	2025	nantes	52	0	0	0
49	2026-W14	2026-03-30	2025	nantes	52	0	0	0
49	2026-W15	2026-04-06	2025	nantes	52	0	0	0
49	2026-W16	2026-04-13	2025	nantes	52	0	0	0
49	2026-W17	2026-04-20	2025	nantes	52	0	0	0
50	2025-W43	2025-10-20	2025	normandie	28	0	0	0
50	2025-W44	2025-10-27	2025	normandie	28	0	0	0
50	2025-W45	2025-11-03	2025	normandie	28	0	0	0
50	2025-W46	2025-11-10	2025	normandie	28	0	0	0
50	2025-W47	2025-11-17	2025	normandie	28	0	0	0
50	2025-W48	2025-11-24	2025	normandie	28	0	0	0
50	2025-W49	2025-12-01	2025	normandie	28	0	0	0
50	2025-W50	2025-12-08	2025	normandie	28	0	0	0
50	2025-W51	2025-12-15	2025	normandie	28	0	0	0
50	2025-W52	2025-12-22	2025	normandie	28	0	0	0
50	2026-W01	2025-12-29	2025	normandie	28	0	0	0
50	2026-W02	2026-01-05	2025	normandie	28	0	0	0
50	2026-W03	2026-01-12	2025	normandie	28	0	0	0
50	2026-W04	2026-01-19	2025	normandie	28	0	0	0
50	2026-W05	2026-01-26	2025	normandie	28	0	0	0
50	2026-W06	2026-02-02	2025	normandie	28	0	0	0
50	2026-W07	2026-02-09	2025	normandie	28	0	0	0
50	2026-W08	2026-02-16	2025	normandie	28	0	0	0
50	2026-W09	2026-02-23	2025	normandie	28	0	0	0
50	2026-W10	2026-03-02	2025	normandie	28	0	0	0
50	2026-W11	2026-03-09	2025	normandie	28	0	0	0
50	2026-W12	2026-03-16	2025	normandie	28	0	0	0
50	2026-W13	2026-03-23	2025	normandie	28	0	0	0
50	2026-W14	2026-03-30	2025	normandie	28	0	0	0
50	2026-W15	2026-04-06	2025	normandie	28	0	0	0
50	2026-W16	2026-04-13	2025	normandie	28	0	0	0
50	2026-W17	2026-04-20	2025	normandie	28	0	0	0
51	2025-W43	2025-10-20	2025	reims	44	0	0	0
51	2025-W44	2025-10-27	2025	reims	44	0	0	0
51	2025-W45	2025-11-03	2025	reims	44	0	0	0
51	2025-W46	2025-11-10	2025	reims	44	0	0	0
51	2025-W47	2025-11-17	2025	reims	44	0	0	0
51	2025-W48	2025-11-24	2025	reims	44	0	0	0
51	2025-W49	2025-12-01	2025	reims	44	0	0	0
51	2025-W50	2025-12-08	2025	reims	44	0	0	0
51	2025-W51	2025-12-15	2025	reims	44	0	0	0
51	2025-W52	2025-12-22	2025	reims	44	0	0	0
51	2026-W01	2025-12-29	2025	reims	44	0	0	0
51	2026-W02	2026-01-05	2025	reims	44	0	0	0
51	2026-W03	2026-01-12	2025	reims	44	0	0	0
51	2026-W04	2026-01-19	2025	reims	44	0	0	0
51	2026-W05	2026-01-26	2025	reims	44	0	0	0
51	2026-W06	2026-02-02	2025	reims	44	0	0	0
51	2026-W07	2026-02-09	2025	reims	44	0	0	0
51	2026-W08	2026-02-16	2025	reims	44	0	0	0
51	2026-W09	2026-02-23	2025	reims	44	0	0	0
51	2026-W10	2026-03-02	2025	reims	44	0	0	0
51	2026-W11	2026-03-09	2025	reims	44	0	0	0
51	2026-W12	2026-03-16	2025	reims	44	0	0	0
51	2026-W13	2026-03-23	2025	reims	44	0	0	0
51	2026-W14	2026-03-30	2025	reims	44	0	0	0
51	2026-W15	2026-04-06	2025	reims	44	0	0	0
51	2026-W16	2026-04-13	2025	reims	44	0	0	0
51	2026-W17	2026-04-20	2025	reims	44	0	0	0
52	2025-W43	2025-10-20	2025	reims	44	0	0	0
52	2025-W44	2025-10-27	2025	reims	44	0	0	0
52	2025-W45	2025-11-03	2025	reims	44	0	0	0
52	2025-W46	2025-11-10	2025	reims	44	0	0	0
52	2025-W47	2025-11-17	2025	reims	44	0	0	0
52	2025-W48	2025-11-24	2025	reims	44	0	0	0
52	2025-W49	2025-12-01	2025	reims	44	0	0	0
52	2025-W50	2025-12-08	2025	reims	44	0	0	0
52	2025-W51	2025-12-15	2025	reims	44	0	0	0
52	2025-W52	2025-12-22	2025	reims	44	0	0	0
52	2026-W01	2025-12-29	2025	reims	44	0	0	0
52	2026-W02	2026-01-05	2025	reims	44	0	0	0
52	2026-W03	2026-01-12	2025	reims	44	0	0	0
52	2026-W04	2026-01-19	2025	reims	44	0	0	0
52	2026-W05	2026-01-26	2025	reims	44	0	0	0
52	2026-W06	2026-02-02	2025	reims	44	0	0	0
52	2026-W07	2026-02-09	2025	reims	44	0	0	0
52	2026-W08	2026-02-16	2025	reims	44	0	0	0
52	2026-W09	2026-02-23	2025	reims	44	0	0	0
52	2026-W10	2026-03-02	2025	reims	44	0	0	0
52	2026-W11	2026-03-09	2025	reims	44	0	0	0
52	2026-W12	2026-03-16	2025	reims	44	0	0	0
52	2026-W13	2026-03-23	2025	reims	44	0	0	0
52	2026-W14	2026-03-30	2025	reims	44	0	0	0
52	2026-W15	2026-04-06	2025	reims	44	0	0	0
52	2026-W16	2026-04-13	2025	reims	44	0	0	0
52	2026-W17	2026-04-20	2025	reims	44	0	0	0
53	2025-W43	2025-10-20	2025	nantes	52	0	0	0
53	2025-W44	2025-10-27	2025	nantes	52	0	0	0
53	2025-W45	2025-11-03	2025	nantes	52	0	0	0
53	2025-W46	2025-11-10	2025	nantes	52	0	0	0
53	2025-W47	2025-11-17	2025	nantes	52	0	0	0
53	2025-W48	2025-11-24	2025	nantes	52	0	0	0
53	2025-W49	2025-12-01	2025	nantes	52	0	0	0
53	2025-W50	2025-12-08	2025	nantes	52	0	0	0
53	2025-W51	2025-12-15	2025	nantes	52	0	0	0
53	2025-W52	2025-12-22	2025	nantes	52	0	0	0
53	2026-W01	2025-12-29	2025	nantes	52	0	0	0
53	2026-W02	2026-01-05	2025	nantes	52	0	0	0
53	2026-W03	2026-01-12	2025	nantes	52	0	0	0
53	2026-W04	2026-01-19	2025	nantes	52	0	0	0
53	2026-W05	2026-01-26	2025	nantes	52	0	0	0
53	2026-W06	2026-02-02	2025	nantes	52	0	0	0
53	2026-W07	2026-02-09	2025	nantes	52	0	0	0
53	2026-W08	2026-02-16	2025	nantes	52	0	0	0
53	2026-W09	2026-02-23	2025	nantes	52	0	0	0
53	2026-W10	2026-03-02	2025	nantes	52	0	0	0
53	2026-W11	2026-03-09	2025	nantes	52	0	0	0
53	2026-W12	2026-03-16	2025	nantes	52	0	0	0
53	2026-W13	2026-03-23	2025	nantes	52	0	0	0
53	2026-W14	2026-03-30	2025	nantes	52	0	0	0
53	2026-W15	2026-04-06	2025	nantes	52	0	0	0
53	2026-W16	2026-04-13	2025	nantes	52	0	0	0
53	2026-W17	2026-04-20	2025	nantes	52	0	0	0
54	2025-W43	2025-10-20	2025	nancy-metz	44	0	0	0
54	2025-W44	2025-10-27	2025	nancy-metz	44	0	0	0
54	2025-W45	2025-11-03	2025	nancy-metz	44	0	0	0
54	2025-W46	2025-11-10	2025	nancy-metz	44	0	0	0
54	2025-W47	2025-11-17	2025	nancy-metz	44	0	0	0
54	2025-W48	2025-11-24	2025	nancy-metz	44	0	0	0
54	2025-W49	2025-12-01	2025	nancy-metz	44	0	0	0
54	2025-W50	2025-12-08	2025	nancy-metz	44	0	0	0
54	2025-W51	2025-12-15	2025	nancy-metz	44	0	0	0
54	2025-W52	2025-12-22	2025	nancy-metz	44	0	0	0
54	2026-W01	2025-12-29	2025	nancy-metz	44	0	0	0
54	2026-W02	2026-01-05	2025	nancy-metz	44	0	0	0
54	2026-W03	2026-01-12	2025	nancy-metz	44	0	0	0
54	2026-W04	2026-01-19	2025	nancy-metz	44	0	0	0
54	2026-W05	2026-01-26	2025	nancy-metz	44	0	0	0
54	2026-W06	2026-02-02	2025	nancy-metz	44	0	0	0
54	2026-W07	2026-02-09	2025	nancy-metz	44	0	0	0
54	2026-W08	2026-02-16	2025	nancy-metz	44	0	0	0
54	2026-W09	2026-02-23	2025	nancy-metz	44	0	0	0
54	2026-W10	2026-03-02	2025	nancy-metz	44	0	0	0
54	2026-W11	2026-03-09	2025	nancy-metz	44	0	0	0
54	2026-W12	2026-03-16	2025	nancy-metz	44	0	0	0
54	2026-W13	2026-03-23	2025	nancy-metz	44	0	0	0
54	2026-W14	2026-03-30	2025	nancy-metz	44	0	0	0
54	2026-W15	2026-04-06	2025	nancy-metz	44	0	0	0
54	2026-W16	2026-04-13	2025	nancy-metz	44	0	0	0
54	2026-W17	2026-04-20	2025	nancy-metz	44	0	0	0
55	2025-W43	2025-10-20	2025	nancy-metz	44	0	0	0
55	2025-W44	2025-10-27	2025	nancy-metz	44	0	0	0
55	2025-W45	2025-11-03	2025	nancy-metz	44	0	0	0
55	2025-W46	2025-11-10	2025	nancy-metz	44	0	0	0
55	2025-W47	2025-11-17	2025	nancy-metz	44	0	0	0
55	2025-W48	2025-11-24	2025	nancy-metz	44	0	0	0
55	2025-W49	2025-12-01	2025	nancy-metz	44	0	0	0
55	2025-W50	2025-12-08	2025	nancy-metz	44	0	0	0
55	2025-W51	2025-12-15	2025	nancy-metz	44	0	0	0
55	2025-W52	2025-12-22	2025	nancy-metz	44	0	0	0
55	2026-W01	2025-12-29	2025	nancy-metz	44	0	0	0
55	2026-W02	2026-01-05	2025	nancy-metz	44	0	0	0
55	2026-W03	2026-01-12	2025	nancy-metz	44	0	0	0
55	2026-W04	2026-01-19	2025	nancy-metz	44	0	0	0
55	2026-W05	2026-01-26	2025	nancy-metz	44	0	0	0
55	2026-W06	2026-02-02	2025	nancy-metz	44	0	0	0
55	2026-W07	2026-02-09	2025	nancy-metz	44	0	0	0
55	2026-W08	2026-02-16	2025	nancy-metz	44	0	0	0
55	2026-W09	2026-02-23	2025	nancy-metz	44	0	0	0
55	2026-W10	2026-03-02	2025	nancy-metz	44	0	0	0
55	2026-W11	2026-03-09	2025	nancy-metz	44	0	0	0
55	2026-W12	2026-03-16	2025	nancy-metz	44	0	0	0
55	2026-W13	2026-03-23	2025	nancy-metz	44	0	0	0
55	2026-W14	2026-03-30	2025	nancy-metz	44	0	0	0
55	2026-W15	2026-04-06	2025	nancy-metz	44	0	0	0
55	2026-W16	2026-04-13	2025	nancy-metz	44	0	0	0
55	2026-W17	2026-04-20	2025	nancy-metz	44	0	0	0
56	2025-W43	2025-10-20	2025	rennes	53	0	0	0
56	2025-W44	2025-10-27	2025	rennes	53	0	0	0
56	2025-W45	2025-11-03	2025	rennes	53	0	0	0
56	2025-W46	2025-11-10	2025	rennes	53	0	0	0
56	2025-W47	2025-11-17	2025	rennes	53	0	0	0
56	2025-W48	2025-11-24	2025	rennes	53	0	0	0
56	2025-W49	2025-12-01	2025	rennes	53	0	0	0
56	2025-W50	2025-12-08	2025	rennes	53	0	0	0
56	2025-W51	2025-12-15	2025	rennes	53	0	0	0
56	2025-W52	2025-12-22	2025	rennes	53	0	0	0
56	2026-W01	2025-12-29	2025	rennes	53	0	0	0
56	2026-W02	2026-01-05	2025	rennes	53	0	0	0
56	2026-W03	2026-01-12	2025	rennes	53	0	0	0
56	2026-W04	2026-01-19	2025	rennes	53	0	0	0
56	2026-W05	2026-01-26	2025	rennes	53	0	0	0
56	2026-W06	2026-02-02	2025	rennes	53	0	0	0
56	2026-W07	2026-02-09	2025	rennes	53	0	0	0
56	2026-W08	2026-02-16	2025	rennes	53	0	0	0
56	2026-W09	2026-02-23	2025	rennes	53	0	0	0
56	2026-W10	2026-03-02	2025	rennes	53	0	0	0
56	2026-W11	2026-03-09	2025	rennes	53	0	0	0
56	2026-W12	2026-03-16	2025	rennes	53	0	0	0
56	2026-W13	2026-03-23	2025	rennes	53	0	0	0
56	2026-W14	2026-03-30	2025	rennes	53	0	0	0
56	2026-W15	2026-04-06	2025	rennes	53	0	0	0
56	2026-W16	2026-04-13	2025	rennes	53	0	0	0
56	2026-W17	2026-04-20	2025	rennes	53	0	0	0
57	2025-W43	2025-10-20	2025	nancy-metz	44	0	0	0
57	2025-W44	2025-10-27	2025	nancy-metz	44	0	0	0
57	2025-W45	2025-11-03	2025	nancy-metz	44	0	0	0
57	2025-W46	2025-11-10	2025	nancy-metz	44	0	0	0
57	2025-W47	2025-11-17	2025	nancy-metz	44	0	0	0
57	2025-W48	2025-11-24	2025	nancy-metz	44	0	0	0
57	2025-W49	2025-12-01	2025	nancy-metz	44	0	0	0
57	2025-W50	2025-12-08	2025	nancy-metz	44	0	0	0
57	2025-W51	2025-12-15	2025	nancy-metz	44	0	0	0
57	2025-W52	2025-12-22	2025	nancy-metz	44	0	0	0
57	2026-W01	2025-12-29	2025	nancy-metz	44	0	0	0
57	2026-W02	2026-01-05	2025	nancy-metz	44	0	0	0
57	2026-W03	2026-01-12	2025	nancy-metz	44	0	0	0
57	2026-W04	2026-01-19	2025	nancy-metz	44	0	0	0
57	2026-W05	2026-01-26	2025	nancy-metz	44	0	0	0
57	2026-W06	2026-02-02	2025	nancy-metz	44	0	0	0
57	2026-W07	2026-02-09	2025	nancy-metz	44	0	0	0
57	2026-W08	2026-02-16	2025	nancy-metz	44	0	0	0
57	2026-W09	2026-02-23	2025	nancy-metz	44	0	0	0
57	2026-W10	2026-03-02	2025	nancy-metz	44	0	0	0
57	2026-W11	2026-03-09	2025	nancy-metz	44	0	0	0
57	2026-W12	2026-03-16	2025	nancy-metz	44	0	0	0
57	2026-W13	2026-03-23	2025	nancy-metz	44	0	0	0
57	2026-W14	2026-03-30	2025	nancy-metz	44	0	0	0
57	2026-W15	2026-04-06	2025	nancy-metz	44	0	0	0
57	2026-W16	2026-04-13	2025	nancy-metz	44	0	0	0
57	2026-W17	2026-04-20	2025	nancy-metz	44	0	0	0
58	2025-W43	2025-10-20	2025	dijon	27	0	0	0
58	2025-W44	2025-10-27	2025	dijon	27	0	0	0
58	2025-W45	2025-11-03	2025	dijon	27	0	0	0
58	2025-W46	2025-11-10	2025	dijon	27	0	0	0
58	2025-W47	2025-11-17	2025	dijon	27	0	0	0
58	2025-W48	2025-11-24	2025	dijon	27	0	0	0
58	2025-W49	2025-12-01	2025	dijon	27	0	0	0
58	2025-W50	2025-12-08	2025	dijon	27	0	0	0
58	2025-W51	2025-12-15	2025	dijon	27	0	0	0
58	2025-W52	2025-12-22	2025	dijon	27	0	0	0
58	2026-W01	2025-12-29	2025	dijon	27	0	0	0
58	2026-W02	2026-01-05	2025	dijon	27	0	0	0
58	2026-W03	2026-01-12	2025	dijon	27	0	0	0
58	2026-W04	2026-01-19	2025	dijon	27	0	0	0
58	2026-W05	2026-01-26	2025	dijon	27	0	0	0
58	2026-W06	2026-02-02	2025	dijon	27	0	0	0
58	2026-W07	2026-02-09	2025	dijon	27	0	0	0
58	2026-W08	2026-02-16	2025	dijon	27	0	0	0
58	2026-W09	2026-02-23	2025	dijon	27	0	0	0
58	2026-W10	2026-03-02	2025	dijon	27	0	0	0
58	2026-W11	2026-03-09	2025	dijon	27	0	0	0
58	2026-W12	2026-03-16	2025	dijon	27	0	0	0
58	2026-W13	2026-03-23	2025	dijon	27	0	0	0
58	2026-W14	2026-03-30	2025	dijon	27	0	0	0
58	2026-W15	2026-04-06	2025	dijon	27	0	0	0
58	2026-W16	2026-04-13	2025	dijon	27	0	0	0
58	2026-W17	2026-04-20	2025	dijon	27	0	0	0
59	2025-W43	2025-10-20	2025	lille	32	0	0	0
59	2025-W44	2025-10-27	2025	lille	32	0	0	0
59	2025-W45	2025-11-03	2025	lille	32	0	0	0
59	2025-W46	2025-11-10	2025	lille	32	0	0	0
59	2025-W47	2025-11-17	2025	lille	32	0	0	0
59	2025-W48	2025-11-24	2025	lille	32	0	0	0
59	2025-W49	2025-12-01	2025	lille	32	0	0	0
59	2025-W50	2025-12-08	2025	lille	32	0	0	0
59	2025-W51	2025-12-15	2025	lille	32	0	0	0
59	2025-W52	2025-12-22	2025	lille	32	0	0	0
59	2026-W01	2025-12-29	2025	lille	32	0	0	0
59	2026-W02	2026-01-05	2025	lille	32	0	0	0
59	2026-W03	2026-01-12	2025	lille	32	0	0	0
59	2026-W04	2026-01-19	2025	lille	32	0	0	0
59	2026-W05	2026-01-26	2025	lille	32	0	0	0
59	2026-W06	2026-02-02	2025	lille	32	0	0	0
59	2026-W07	2026-02-09	2025	lille	32	0	0	0
59	2026-W08	2026-02-16	2025	lille	32	0	0	0
59	2026-W09	2026-02-23	2025	lille	32	0	0	0
59	2026-W10	2026-03-02	2025	lille	32	0	0	0
59	2026-W11	2026-03-09	2025	lille	32	0	0	0
59	2026-W12	2026-03-16	2025	lille	32	0	0	0
59	2026-W13	2026-03-23	2025	lille	32	0	0	0
59	2026-W14	2026-03-30	2025	lille	32	0	0	0
59	2026-W15	2026-04-06	2025	lille	32	0	0	0
59	2026-W16	2026-04-13	2025	lille	32	0	0	0
59	2026-W17	2026-04-20	2025	lille	32	0	0	0
60	2025-W43	2025-10-20	2025	amiens	32	0	0	0
60	2025-W44	2025-10-27	2025	amiens	32	0	0	0
60	2025-W45	2025-11-03	2025	amiens	32	0	0	0
60	2025-W46	2025-11-10	2025	amiens	32	0	0	0
60	2025-W47	2025-11-17	2025	amiens	32	0	0	0
60	2025-W48	2025-11-24	2025	amiens	32	0	0	0
60	2025-W49	2025-12-01	2025	amiens	32	0	0	0
60	2025-W50	2025-12-08	2025	amiens	32	0	0	0
60	2025-W51	2025-12-15	2025	amiens	32	0	0	0
60	2025-W52	2025-12-22	2025	amiens	32	0	0	0
60	2026-W01	2025-12-29	2025	amiens	32	0	0	0
60	2026-W02	2026-01-05	2025	amiens	32	0	0	0
60	2026-W03	2026-01-12	2025	amiens	32	0	0	0
60	2026-W04	2026-01-19	2025	amiens	32	0	0	0
60	2026-W05	2026-01-26	2025	amiens	32	0	0	0
60	2026-W06	2026-02-02	2025	amiens	32	0	0	0
60	2026-W07	2026-02-09	2025	amiens	32	0	0	0
60	2026-W08	2026-02-16	2025	amiens	32	0	0	0
60	2026-W09	2026-02-23	2025	amiens	32	0	0	0
60	2026-W10	2026-03-02	2025	amiens	32	0	0	0
60	2026-W11	2026-03-09	2025	amiens	32	0	0	0
60	2026-W12	2026-03-16	2025	amiens	32	0	0	0
60	2026-W13	2026-03-23	2025	amiens	32	0	0	0
60	2026-W14	2026-03-30	2025	amiens	32	0	0	0
60	2026-W15	2026-04-06	2025	amiens	32	0	0	0
60	2026-W16	2026-04-13	2025	amiens	32	0	0	0
60	2026-W17	2026-04-20	2025	amiens	32	0	0	0
61	2025-W43	2025-10-20	2025	normandie	28	0	0	0
61	2025-W44	2025-10-27	2025	normandie	28	0	0	0
61	2025-W45	2025-11-03	2025	normandie	28	0	0	0
61	2025-W46	2025-11-10	2025	normandie	28	0	0	0
61	2025-W47	2025-11-17	2025	normandie	28	0	0	0
61	2025-W48	2025-11-24	2025	normandie	28	0	0	0
61	2025-W49	2025-12-01	2025	normandie	28	0	0	0
61	2025-W50	2025-12-08	2025	normandie	28	0	0	0
61	2025-W51	2025-12-15	2025	normandie	28	0	0	0
61	2025-W52	2025-12-22	2025	normandie	28	0	0	0
61	2026-W01	2025-12-29	2025	normandie	28	0	0	0
61	2026-W02	2026-01-05	2025	normandie	28	0	0	0
61	2026-W03	2026-01-12	2025	normandie	28	0	0	0
61	2026-W04	2026-01-19	2025	normandie	28	0	0	0
61	2026-W05	2026-01-26	2025	normandie	28	0	0	0
61	2026-W06	2026-02-02	2025	normandie	28	0	0	0
61	2026-W07	2026-02-09	2025	normandie	28	0	0	0
61	2026-W08	2026-02-16	2025	normandie	28	0	0	0
61	2026-W09	2026-02-23	2025	normandie	28	0	0	0
61	2026-W10	2026-03-02	2025	normandie	28	0	0	0
61	2026-W11	2026-03-09	2025	normandie	28	0	0	0
61	2026-W12	2026-03-16	2025	normandie	28	0	0	0
61	2026-W13	2026-03-23	2025	normandie	28	0	0	0
61	2026-W14	2026-03-30	2025	normandie	28	0	0	0
61	2026-W15	2026-04-06	2025	normandie	28	0	0	0
61	2026-W16	2026-04-13	2025	normandie	28	0	0	0
61	2026-W17	2026-04-20	2025	normandie	28	0	0	0
62	2025-W43	2025-10-20	2025	lille	32	0	0	0
62	2025-W44	2025-10-27	2025	lille	32	0	0	0
62	2025-W45	2025-11-03	2025	lille	32	0	0	0
62	2025-W46	2025-11-10	2025	lille	32	0	0	0
62	2025-W47	2025-11-17	2025	lille	32	0	0	0
62	2025-W48	2025-11-24	2025	lille	32	0	0	0
62	2025-W49	2025-12-01	2025	lille	32	0	0	0
62	2025-W50	2025-12-08	2025	lille	32	0	0	0
62	2025-W51	2025-12-15	2025	lille	32	0	0	0
62	2025-W52	2025-12-22	2025	lille	32	0	0	0
62	2026-W01	2025-12-29	2025	lille	32	0	0	0
62	2026-W02	2026-01-05	2025	lille	32	0	0	0
62	2026-W03	2026-01-12	2025	lille	32	0	0	0
62	2026-W04	2026-01-19	2025	lille	32	0	0	0
62	2026-W05	2026-01-26	2025	lille	32	0	0	0
62	2026-W06	2026-02-02	2025	lille	32	0	0	0
62	2026-W07	2026-02-09	2025	lille	32	0	0	0
62	2026-W08	2026-02-16	2025	lille	32	0	0	0
62	2026-W09	2026-02-23	2025	lille	32	0	0	0
62	2026-W10	2026-03-02	2025	lille	32	0	0	0
62	2026-W11	2026-03-09	2025	lille	32	0	0	0
62	2026-W12	2026-03-16	2025	lille	32	0	0	0
62	2026-W13	2026-03-23	2025	lille	32	0	0	0
62	2026-W14	2026-03-30	2025	lille	32	0	0	0
62	2026-W15	2026-04-06	2025	lille	32	0	0	0
62	2026-W16	2026-04-13	2025	lille	32	0	0	0
62	2026-W17	2026-04-20	2025	lille	32	0	0	0
63	2025-W43	2025-10-20	2025	clermont-ferrand	84	0	0	0
63	2025-W44	2025-10-27	2025	clermont-ferrand	84	0	0	0
63	2025-W45	2025-11-03	2025	clermont-ferrand	84	0	0	0
63	2025-W46	2025-11-10	2025	clermont-ferrand	84	0	0	0
63	2025-W47	2025-11-17	2025	clermont-ferrand	84	0	0	0
63	2025-W48	2025-11-24	2025	clermont-ferrand	84	0	0	0
63	2025-W49	2025-12-01	2025	clermont-ferrand	84	0	0	0
63	2025-W50	2025-12-08	2025	clermont-ferrand	84	0	0	0
63	2025-W51	2025-12-15	2025	clermont-ferrand	84	0	0	0
63	2025-W52	2025-12-22	2025	clermont-ferrand	84	0	0	0
63	2026-W01	2025-12-29	2025	clermont-ferrand	84	0	0	0
63	2026-W02	2026-01-05	2025	clermont-ferrand	84	0	0	0
63	2026-W03	2026-01-12	2025	clermont-ferrand	84	0	0	0
63	2026-W04	2026-01-19	2025	clermont-ferrand	84	0	0	0
63	2026-W05	2026-01-26	2025	clermont-ferrand	84	0	0	0
63	2026-W06	2026-02-02	2025	clermont-ferrand	84	0	0	0
63	2026-W07	2026-02-09	2025	clermont-ferrand	84	0	0	0
63	2026-W08	2026-02-16	2025	clermont-ferrand	84	0	0	0
63	2026-W09	2026-02-23	2025	clermont-ferrand	84	0	0	0
63	2026-W10	2026-03-02	2025	clermont-ferrand	84	0	0	0
63	2026-W11	2026-03-09	2025	clermont-ferrand	84	0	0	0
63	2026-W12	2026-03-16	2025	clermont-ferrand	84	0	0	0
63	2026-W13	2026-03-23	2025	clermont-ferrand	84	0	0	0
63	2026-W14	2026-03-30	2025	clermont-ferrand	84	0	0	0
63	2026-W15	2026-04-06	2025	clermont-ferrand	84	0	0	0
63	2026-W16	2026-04-13	2025	clermont-ferrand	84	0	0	0
63	2026-W17	2026-04-20	2025	clermont-ferrand	84	0	0	0
64	2025-W43	2025-10-20	2025	bordeaux	75	0	0	0
64	2025-W44	2025-10-27	2025	bordeaux	75	0	0	0
64	2025-W45	2025-11-03	2025	bordeaux	75	0	0	0
64	2025-W46	2025-11-10	2025	bordeaux	75	0	0	0
64	2025-W47	2025-11-17	2025	bordeaux	75	0	0	0
64	2025-W48	2025-11-24	2025	bordeaux	75	0	0	0
64	2025-W49	2025-12-01	2025	bordeaux	75	0	0	0
64	2025-W50	2025-12-08	2025	bordeaux	75	0	0	0
64	2025-W51	2025-12-15	2025	bordeaux	75	0	0	0
64	2025-W52	2025-12-22	2025	bordeaux	75	0	0	0
64	2026-W01	2025-12-29	2025	bordeaux	75	0	0	0
64	2026-W02	2026-01-05	2025	bordeaux	75	0	0	0
64	2026-W03	2026-01-12	2025	bordeaux	75	0	0	0
64	2026-W04	2026-01-19	2025	bordeaux	75	0	0	0
64	2026-W05	2026-01-26	2025	bordeaux	75	0	0	0
64	2026-W06	2026-02-02	2025	bordeaux	75	0	0	0
64	2026-W07	2026-02-09	2025	bordeaux	75	0	0	0
64	2026-W08	2026-02-16	2025	bordeaux	75	0	0	0
64	2026-W09	2026-02-23	2025	bordeaux	75	0	0	0
64	2026-W10	2026-03-02	2025	bordeaux	75	0	0	0
64	2026-W11	2026-03-09	2025	bordeaux	75	0	0	0
64	2026-W12	2026-03-16	2025	bordeaux	75	0	0	0
64	2026-W13	2026-03-23	2025	bordeaux	75	0	0	0
64	2026-W14	2026-03-30	2025	bordeaux	75	0	0	0
64	2026-W15	2026-04-06	2025	bordeaux	75	0	0	0
64	2026-W16	2026-04-13	2025	bordeaux	75	0	0	0
64	2026-W17	2026-04-20	2025	bordeaux	75	0	0	0
65	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
65	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
65	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
65	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
65	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
65	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
65	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
65	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
65	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
65	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
65	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
65	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
65	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
65	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
65	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
65	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
65	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
65	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
65	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
65	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
65	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
65	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
65	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
65	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
65	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
65	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
65	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
66	2025-W43	2025-10-20	2025	montpellier	76	0	0	0
66	2025-W44	2025-10-27	2025	montpellier	76	0	0	0
66	2025-W45	2025-11-03	2025	montpellier	76	0	0	0
66	2025-W46	2025-11-10	2025	montpellier	76	0	0	0
66	2025-W47	2025-11-17	2025	montpellier	76	0	0	0
66	2025-W48	2025-11-24	2025	montpellier	76	0	0	0
66	2025-W49	2025-12-01	2025	montpellier	76	0	0	0
66	2025-W50	2025-12-08	2025	montpellier	76	0	0	0
66	2025-W51	2025-12-15	2025	montpellier	76	0	0	0
66	2025-W52	2025-12-22	2025	montpellier	76	0	0	0
66	2026-W01	2025-12-29	2025	montpellier	76	0	0	0
66	2026-W02	2026-01-05	2025	montpellier	76	0	0	0
66	2026-W03	2026-01-12	2025	montpellier	76	0	0	0
66	2026-W04	2026-01-19	2025	montpellier	76	0	0	0
66	2026-W05	2026-01-26	2025	montpellier	76	0	0	0
66	2026-W06	2026-02-02	2025	montpellier	76	0	0	0
66	2026-W07	2026-02-09	2025	montpellier	76	0	0	0
66	2026-W08	2026-02-16	2025	montpellier	76	0	0	0
66	2026-W09	2026-02-23	2025	montpellier	76	0	0	0
66	2026-W10	2026-03-02	2025	montpellier	76	0	0	0
66	2026-W11	2026-03-09	2025	montpellier	76	0	0	0
66	2026-W12	2026-03-16	2025	montpellier	76	0	0	0
66	2026-W13	2026-03-23	2025	montpellier	76	0	0	0
66	2026-W14	2026-03-30	2025	montpellier	76	0	0	0
66	2026-W15	2026-04-06	2025	montpellier	76	0	0	0
66	2026-W16	2026-04-13	2025	montpellier	76	0	0	0
66	2026-W17	2026-04-20	2025	montpellier	76	0	0	0
67	2025-W43	2025-10-20	2025	strasbourg	44	0	0	0
67	2025-W44	2025-10-27	2025	strasbourg	44	0	0	0
67	2025-W45	2025-11-03	2025	strasbourg	44	0	0	0
67	2025-W46	2025-11-10	2025	strasbourg	44	0	0	0
67	2025-W47	2025-11-17	2025	strasbourg	44	0	0	0
67	2025-W48	2025-11-24	2025	strasbourg	44	0	0	0
67	2025-W49	2025-12-01	2025	strasbourg	44	0	0	0
67	2025-W50	2025-12-08	2025	strasbourg	44	0	0	0
67	2025-W51	2025-12-15	2025	strasbourg	44	0	0	0
67	2025-W52	2025-12-22	2025	strasbourg	44	0	0	0
67	2026-W01	2025-12-29	2025	strasbourg	44	0	0	0
67	2026-W02	2026-01-05	2025	strasbourg	44	0	0	0
67	2026-W03	2026-01-12	2025	strasbourg	44	0	0	0
67	2026-W04	2026-01-19	2025	strasbourg	44	0	0	0
67	2026-W05	2026-01-26	2025	strasbourg	44	0	0	0
67	2026-W06	2026-02-02	2025	strasbourg	44	0	0	0
67	2026-W07	2026-02-09	2025	strasbourg	44	0	0	0
67	2026-W08	2026-02-16	2025	strasbourg	44	0	0	0
67	2026-W09	2026-02-23	2025	strasbourg	44	0	0	0
67	2026-W10	2026-03-02	2025	strasbourg	44	0	0	0
67	2026-W11	2026-03-09	2025	strasbourg	44	0	0	0
67	2026-W12	2026-03-16	2025	strasbourg	44	0	0	0
67	2026-W13	2026-03-23	2025	strasbourg	44	0	0	0
67	2026-W14	2026-03-30	2025	strasbourg	44	0	0	0
67	2026-W15	2026-04-06	2025	strasbourg	44	0	0	0
67	2026-W16	2026-04-13	2025	strasbourg	44	0	0	0
67	2026-W17	2026-04-20	2025	strasbourg	44	0	0	0
68	2025-W43	2025-10-20	2025	strasbourg	44	0	0	0
68	2025-W44	2025-10-27	2025	strasbourg	44	0	0	0
68	2025-W45	2025-11-03	2025	strasbourg	44	0	0	0
68	2025-W46	2025-11-10	2025	strasbourg	44	0	0	0
68	2025-W47	2025-11-17	2025	strasbourg	44	0	0	0
68	2025-W48	2025-11-24	2025	strasbourg	44	0	0	0
68	2025-W49	2025-12-01	2025	strasbourg	44	0	0	0
68	2025-W50	2025-12-08	2025	strasbourg	44	0	0	0
68	2025-W51	2025-12-15	2025	strasbourg	44	0	0	0
68	2025-W52	2025-12-22	2025	strasbourg	44	0	0	0
68	2026-W01	2025-12-29	2025	strasbourg	44	0	0	0
68	2026-W02	2026-01-05	2025	strasbourg	44	0	0	0
68	2026-W03	2026-01-12	2025	strasbourg	44	0	0	0
68	2026-W04	2026-01-19	2025	strasbourg	44	0	0	0
68	2026-W05	2026-01-26	2025	strasbourg	44	0	0	0
68	2026-W06	2026-02-02	2025	strasbourg	44	0	0	0
68	2026-W07	2026-02-09	2025	strasbourg	44	0	0	0
68	2026-W08	2026-02-16	2025	strasbourg	44	0	0	0
68	2026-W09	2026-02-23	2025	strasbourg	44	0	0	0
68	2026-W10	2026-03-02	2025	strasbourg	44	0	0	0
68	2026-W11	2026-03-09	2025	strasbourg	44	0	0	0
68	2026-W12	2026-03-16	2025	strasbourg	44	0	0	0
68	2026-W13	2026-03-23	2025	strasbourg	44	0	0	0
68	2026-W14	2026-03-30	2025	strasbourg	44	0	0	0
68	2026-W15	2026-04-06	2025	strasbourg	44	0	0	0
68	2026-W16	2026-04-13	2025	strasbourg	44	0	0	0
68	2026-W17	2026-04-20	2025	strasbourg	44	0	0	0
69	2025-W43	2025-10-20	2025	lyon	84	0	0	0
69	2025-W44	2025-10-27	2025	lyon	84	0	0	0
69	2025-W45	2025-11-03	2025	lyon	84	0	0	0
69	2025-W46	2025-11-10	2025	lyon	84	0	0	0
69	2025-W47	2025-11-17	2025	lyon	84	0	0	0
69	2025-W48	2025-11-24	2025	lyon	84	0	0	0
69	2025-W49	2025-12-01	2025	lyon	84	0	0	0
69	2025-W50	2025-12-08	2025	lyon	84	0	0	0
69	2025-W51	2025-12-15	2025	lyon	84	0	0	0
69	2025-W52	2025-12-22	2025	lyon	84	0	0	0
69	2026-W01	2025-12-29	2025	lyon	84	0	0	0
69	2026-W02	2026-01-05	2025	lyon	84	0	0	0
69	2026-W03	2026-01-12	2025	lyon	84	0	0	0
69	2026-W04	2026-01-19	2025	lyon	84	0	0	0
69	2026-W05	2026-01-26	2025	lyon	84	0	0	0
69	2026-W06	2026-02-02	2025	lyon	84	0	0	0
69	2026-W07	2026-02-09	2025	lyon	84	0	0	0
69	2026-W08	2026-02-16	2025	lyon	84	0	0	0
69	2026-W09	2026-02-23	2025	lyon	84	0	0	0
69	2026-W10	2026-03-02	2025	lyon	84	0	0	0
69	2026-W11	2026-03-09	2025	lyon	84	0	0	0
69	2026-W12	2026-03-16	2025	lyon	84	0	0	0
69	2026-W13	2026-03-23	2025	lyon	84	0	0	0
69	2026-W14	2026-03-30	2025	lyon	84	0	0	0
69	2026-W15	2026-04-06	2025	lyon	84	0	0	0
69	2026-W16	2026-04-13	2025	lyon	84	0	0	0
69	2026-W17	2026-04-20	2025	lyon	84	0	0	0
70	2025-W43	2025-10-20	2025	besancon	27	0	0	0
70	2025-W44	2025-10-27	2025	besancon	27	0	0	0
70	2025-W45	2025-11-03	2025	besancon	27	0	0	0
70	2025-W46	2025-11-10	2025	besancon	27	0	0	0
70	2025-W47	2025-11-17	2025	besancon	27	0	0	0
70	2025-W48	2025-11-24	2025	besancon	27	0	0	0
70	2025-W49	2025-12-01	2025	besancon	27	0	0	0
70	2025-W50	2025-12-08	2025	besancon	27	0	0	0
70	2025-W51	2025-12-15	2025	besancon	27	0	0	0
70	2025-W52	2025-12-22	2025	besancon	27	0	0	0
70	2026-W01	2025-12-29	2025	besancon	27	0	0	0
70	2026-W02	2026-01-05	2025	besancon	27	0	0	0
70	2026-W03	2026-01-12	2025	besancon	27	0	0	0
70	2026-W04	2026-01-19	2025	besancon	27	0	0	0
70	2026-W05	2026-01-26	2025	besancon	27	0	0	0
70	2026-W06	2026-02-02	2025	besancon	27	0	0	0
70	2026-W07	2026-02-09	2025	besancon	27	0	0	0
70	2026-W08	2026-02-16	2025	besancon	27	0	0	0
70	2026-W09	2026-02-23	2025	besancon	27	0	0	0
70	2026-W10	2026-03-02	2025	besancon	27	0	0	0
70	2026-W11	2026-03-09	2025	besancon	27	0	0	0
70	2026-W12	2026-03-16	2025	besancon	27	0	0	0
70	2026-W13	2026-03-23	2025	besancon	27	0	0	0
70	2026-W14	2026-03-30	2025	besancon	27	0	0	0
70	2026-W15	2026-04-06	2025	besancon	27	0	0	0
70	2026-W16	2026-04-13	2025	besancon	27	0	0	0
70	2026-W17	2026-04-20	2025	besancon	27	0	0	0
71	2025-W43	2025-10-20	2025	dijon	27	0	0	0
71	2025-W44	2025-10-27	2025	dijon	27	0	0	0
71	2025-W45	2025-11-03	2025	dijon	27	0	0	0
71	2025-W46	2025-11-10	2025	dijon	27	0	0	0
71	2025-W47	2025-11-17	2025	dijon	27	0	0	0
71	2025-W48	2025-11-24	2025	dijon	27	0	0	0
71	2025-W49	2025-12-01	2025	dijon	27	0	0	0
71	2025-W50	2025-12-08	2025	dijon	27	0	0	0
71	2025-W51	2025-12-15	2025	dijon	27	0	0	0
71	2025-W52	2025-12-22	2025	dijon	27	0	0	0
71	2026-W01	2025-12-29	2025	dijon	27	0	0	0
71	2026-W02	2026-01-05	2025	dijon	27	0	0	0
71	2026-W03	2026-01-12	2025	dijon	27	0	0	0
71	2026-W04	2026-01-19	2025	dijon	27	0	0	0
71	2026-W05	2026-01-26	2025	dijon	27	0	0	0
71	2026-W06	2026-02-02	2025	dijon	27	0	0	0
71	2026-W07	2026-02-09	2025	dijon	27	0	0	0
71	2026-W08	2026-02-16	2025	dijon	27	0	0	0
71	2026-W09	2026-02-23	2025	dijon	27	0	0	0
71	2026-W10	2026-03-02	2025	dijon	27	0	0	0
71	2026-W11	2026-03-09	2025	dijon	27	0	0	0
71	2026-W12	2026-03-16	2025	dijon	27	0	0	0
71	2026-W13	2026-03-23	2025	dijon	27	0	0	0
71	2026-W14	2026-03-30	2025	dijon	27	0	0	0
71	2026-W15	2026-04-06	2025	dijon	27	0	0	0
71	2026-W16	2026-04-13	2025	dijon	27	0	0	0
71	2026-W17	2026-04-20	2025	dijon	27	0	0	0
72	2025-W43	2025-10-20	2025	nantes	52	0	0	0
72	2025-W44	2025-10-27	2025	nantes	52	0	0	0
72	2025-W45	2025-11-03	2025	nantes	52	0	0	0
72	2025-W46	2025-11-10	2025	nantes	52	0	0	0
72	2025-W47	2025-11-17	2025	nantes	52	0	0	0
72	2025-W48	2025-11-24	2025	nantes	52	0	0	0
72	2025-W49	2025-12-01	2025	nantes	52	0	0	0
72	2025-W50	2025-12-08	2025	nantes	52	0	0	0
72	2025-W51	2025-12-15	2025	nantes	52	0	0	0
72	2025-W52	2025-12-22	2025	nantes	52	0	0	0
72	2026-W01	2025-12-29	2025	nantes	52	0	0	0
72	2026-W02	2026-01-05	2025	nantes	52	0	0	0
72	2026-W03	2026-01-12	2025	nantes	52	0	0	0
72	2026-W04	2026-01-19	2025	nantes	52	0	0	0
72	2026-W05	2026-01-26	2025	nantes	52	0	0	0
72	2026-W06	2026-02-02	2025	nantes	52	0	0	0
72	2026-W07	2026-02-09	2025	nantes	52	0	0	0
72	2026-W08	2026-02-16	2025	nantes	52	0	0	0
72	2026-W09	2026-02-23	2025	nantes	52	0	0	0
72	2026-W10	2026-03-02	2025	nantes	52	0	0	0
72	2026-W11	2026-03-09	2025	nantes	52	0	0	0
72	2026-W12	2026-03-16	2025	nantes	52	0	0	0
72	2026-W13	2026-03-23	2025	nantes	52	0	0	0
72	2026-W14	2026-03-30	2025	nantes	52	0	0	0
72	2026-W15	2026-04-06	2025	nantes	52	0	0	0
72	2026-W16	2026-04-13	2025	nantes	52	0	0	0
72	2026-W17	2026-04-20	2025	nantes	52	0	0	0
73	2025-W43	2025-10-20	2025	grenoble	84	0	0	0
73	2025-W44	2025-10-27	2025	grenoble	84	0	0	0
73	2025-W45	2025-11-03	2025	grenoble	84	0	0	0
73	2025-W46	2025-11-10	2025	grenoble	84	0	0	0
73	2025-W47	2025-11-17	2025	grenoble	84	0	0	0
73	2025-W48	2025-11-24	2025	grenoble	84	0	0	0
73	2025-W49	2025-12-01	2025	grenoble	84	0	0	0
73	2025-W50	2025-12-08	2025	grenoble	84	0	0	0
73	2025-W51	2025-12-15	2025	grenoble	84	0	0	0
73	2025-W52	2025-12-22	2025	grenoble	84	0	0	0
73	2026-W01	2025-12-29	2025	grenoble	84	0	0	0
73	2026-W02	2026-01-05	2025	grenoble	84	0	0	0
73	2026-W03	2026-01-12	2025	grenoble	84	0	0	0
73	2026-W04	2026-01-19	2025	grenoble	84	0	0	0
73	2026-W05	2026-01-26	2025	grenoble	84	0	0	0
73	2026-W06	2026-02-02	2025	grenoble	84	0	0	0
73	2026-W07	2026-02-09	2025	grenoble	84	0	0	0
73	2026-W08	2026-02-16	2025	grenoble	84	0	0	0
73	2026-W09	2026-02-23	2025	grenoble	84	0	0	0
73	2026-W10	2026-03-02	2025	grenoble	84	0	0	0
73	2026-W11	2026-03-09	2025	grenoble	84	0	0	0
73	2026-W12	2026-03-16	2025	grenoble	84	0	0	0
73	2026-W13	2026-03-23	2025	grenoble	84	0	0	0
73	2026-W14	2026-03-30	2025	grenoble	84	0	0	0
73	2026-W15	2026-04-06	2025	grenoble	84	0	0	0
73	2026-W16	2026-04-13	2025	grenoble	84	0	0	0
73	2026-W17	2026-04-20	2025	grenoble	84	0	0	0
74	2025-W43	2025-10-20	2025	grenoble	84	0	0	0
74	2025-W44	2025-10-27	2025	grenoble	84	0	0	0
74	2025-W45	2025-11-03	2025	grenoble	84	0	0	0
74	2025-W46	2025-11-10	2025	grenoble	84	0	0	0
74	2025-W47	2025-11-17	2025	grenoble	84	0	0	0
74	2025-W48	2025-11-24	2025	grenoble	84	0	0	0
74	2025-W49	2025-12-01	2025	grenoble	84	0	0	0
74	2025-W50	2025-12-08	2025	grenoble	84	0	0	0
74	2025-W51	2025-12-15	2025	grenoble	84	0	0	0
74	2025-W52	2025-12-22	2025	grenoble	84	0	0	0
74	2026-W01	2025-12-29	2025	grenoble	84	0	0	0
74	2026-W02	2026-01-05	2025	grenoble	84	0	0	0
74	2026-W03	2026-01-12	2025	grenoble	84	0	0	0
74	2026-W04	2026-01-19	2025	grenoble	84	0	0	0
74	2026-W05	2026-01-26	2025	grenoble	84	0	0	0
74	2026-W06	2026-02-02	2025	grenoble	84	0	0	0
74	2026-W07	2026-02-09	2025	grenoble	84	0	0	0
74	2026-W08	2026-02-16	2025	grenoble	84	0	0	0
74	2026-W09	2026-02-23	2025	grenoble	84	0	0	0
74	2026-W10	2026-03-02	2025	grenoble	84	0	0	0
74	2026-W11	2026-03-09	2025	grenoble	84	0	0	0
74	2026-W12	2026-03-16	2025	grenoble	84	0	0	0
74	2026-W13	2026-03-23	2025	grenoble	84	0	0	0
74	2026-W14	2026-03-30	2025	grenoble	84	0	0	0
74	2026-W15	2026-04-06	2025	grenoble	84	0	0	0
74	2026-W16	2026-04-13	2025	grenoble	84	0	0	0
74	2026-W17	2026-04-20	2025	grenoble	84	0	0	0
75	2025-W43	2025-10-20	2025	paris	11	0	0	0
75	2025-W44	2025-10-27	2025	paris	11	0	0	0
75	2025-W45	2025-11-03	2025	paris	11	0	0	0
75	2025-W46	2025-11-10	2025	paris	11	0	0	0
75	2025-W47	2025-11-17	2025	paris	11	0	0	0
75	2025-W48	2025-11-24	2025	paris	11	0	0	0
75	2025-W49	2025-12-01	2025	paris	11	0	0	0
75	2025-W50	2025-12-08	2025	paris	11	0	0	0
75	2025-W51	2025-12-15	2025	paris	11	0	0	0
75	2025-W52	2025-12-22	2025	paris	11	0	0	0
75	2026-W01	2025-12-29	2025	paris	11	0	0	0
75	2026-W02	2026-01-05	2025	paris	11	0	0	0
75	2026-W03	2026-01-12	2025	paris	11	0	0	0
75	2026-W04	2026-01-19	2025	paris	11	0	0	0
75	2026-W05	2026-01-26	2025	paris	11	0	0	0
75	2026-W06	2026-02-02	2025	paris	11	0	0	0
75	2026-W07	2026-02-09	2025	paris	11	0	0	0
75	2026-W08	2026-02-16	2025	paris	11	0	0	0
75	2026-W09	2026-02-23	2025	paris	11	0	0	0
75	2026-W10	2026-03-02	2025	paris	11	0	0	0
75	2026-W11	2026-03-09	2025	paris	11	0	0	0
75	2026-W12	2026-03-16	2025	paris	11	0	0	0
75	2026-W13	2026-03-23	2025	paris	11	0	0	0
75	2026-W14	2026-03-30	2025	paris	11	0	0	0
75	2026-W15	2026-04-06	2025	paris	11	0	0	0
75	2026-W16	2026-04-13	2025	paris	11	0	0	0
75	2026-W17	2026-04-20	2025	paris	11	0	0	0
76	2025-W43	2025-10-20	2025	normandie	28	0	0	0
76	2025-W44	2025-10-27	2025	normandie	28	0	0	0
76	2025-W45	2025-11-03	2025	normandie	28	0	0	0
76	2025-W46	2025-11-10	2025	normandie	28	0	0	0
76	2025-W47	2025-11-17	2025	normandie	28	0	0	0
76	2025-W48	2025-11-24	2025	normandie	28	0	0	0
76	2025-W49	2025-12-01	2025	normandie	28	0	0	0
76	2025-W50	2025-12-08	2025	normandie	28	0	0	0
76	2025-W51	2025-12-15	2025	normandie	28	0	0	0
76	2025-W52	2025-12-22	2025	normandie	28	0	0	0
76	2026-W01	2025-12-29	2025	normandie	28	0	0	0
76	2026-W02	2026-01-05	2025	normandie	28	0	0	0
76	2026-W03	2026-01-12	2025	normandie	28	0	0	0
76	2026-W04	2026-01-19	2025	normandie	28	0	0	0
76	2026-W05	2026-01-26	2025	normandie	28	0	0	0
76	2026-W06	2026-02-02	2025	normandie	28	0	0	0
76	2026-W07	2026-02-09	2025	normandie	28	0	0	0
76	2026-W08	2026-02-16	2025	normandie	28	0	0	0
76	2026-W09	2026-02-23	2025	normandie	28	0	0	0
76	2026-W10	2026-03-02	2025	normandie	28	0	0	0
76	2026-W11	2026-03-09	2025	normandie	28	0	0	0
76	2026-W12	2026-03-16	2025	normandie	28	0	0	0
76	2026-W13	2026-03-23	2025	normandie	28	0	0	0
76	2026-W14	2026-03-30	2025	normandie	28	0	0	0
76	2026-W15	2026-04-06	2025	normandie	28	0	0	0
76	2026-W16	2026-04-13	2025	normandie	28	0	0	0
76	2026-W17	2026-04-20	2025	normandie	28	0	0	0
77	2025-W43	2025-10-20	2025	creteil	11	0	0	0
77	2025-W44	2025-10-27	2025	creteil	11	0	0	0
77	2025-W45	2025-11-03	2025	creteil	11	0	0	0
77	2025-W46	2025-11-10	2025	creteil	11	0	0	0
77	2025-W47	2025-11-17	2025	creteil	11	0	0	0
77	2025-W48	2025-11-24	2025	creteil	11	0	0	0
77	2025-W49	2025-12-01	2025	creteil	11	0	0	0
77	2025-W50	2025-12-08	2025	creteil	11	0	0	0
77	2025-W51	2025-12-15	2025	creteil	11	0	0	0
77	2025-W52	2025-12-22	2025	creteil	11	0	0	0
77	2026-W01	2025-12-29	2025	creteil	11	0	0	0
77	2026-W02	2026-01-05	2025	creteil	11	0	0	0
77	2026-W03	2026-01-12	2025	creteil	11	0	0	0
77	2026-W04	2026-01-19	2025	creteil	11	0	0	0
77	2026-W05	2026-01-26	2025	creteil	11	0	0	0
77	2026-W06	2026-02-02	2025	creteil	11	0	0	0
77	2026-W07	2026-02-09	2025	creteil	11	0	0	0
77	2026-W08	2026-02-16	2025	creteil	11	0	0	0
77	2026-W09	2026-02-23	2025	creteil	11	0	0	0
77	2026-W10	2026-03-02	2025	creteil	11	0	0	0
77	2026-W11	2026-03-09	2025	creteil	11	0	0	0
77	2026-W12	2026-03-16	2025	creteil	11	0	0	0
77	2026-W13	2026-03-23	2025	creteil	11	0	0	0
77	2026-W14	2026-03-30	2025	creteil	11	0	0	0
77	2026-W15	2026-04-06	2025	creteil	11	0	0	0
77	2026-W16	2026-04-13	2025	creteil	11	0	0	0
77	2026-W17	2026-04-20	2025	creteil	11	0	0	0
78	2025-W43	2025-10-20	2025	versailles	11	0	0	0
78	2025-W44	2025-10-27	2025	versailles	11	0	0	0
78	2025-W45	2025-11-03	2025	versailles	11	0	0	0
78	2025-W46	2025-11-10	2025	versailles	11	0	0	0
78	2025-W47	2025-11-17	2025	versailles	11	0	0	0
78	2025-W48	2025-11-24	2025	versailles	11	0	0	0
78	2025-W49	2025-12-01	2025	versailles	11	0	0	0
78	2025-W50	2025-12-08	2025	versailles	11	0	0	0
78	2025-W51	2025-12-15	2025	versailles	11	0	0	0
78	2025-W52	2025-12-22	2025	versailles	11	0	0	0
78	2026-W01	2025-12-29	2025	versailles	11	0	0	0
78	2026-W02	2026-01-05	2025	versailles	11	0	0	0
78	2026-W03	2026-01-12	2025	versailles	11	0	0	0
78	2026-W04	2026-01-19	2025	versailles	11	0	0	0
78	2026-W05	2026-01-26	2025	versailles	11	0	0	0
78	2026-W06	2026-02-02	2025	versailles	11	0	0	0
78	2026-W07	2026-02-09	2025	versailles	11	0	0	0
78	2026-W08	2026-02-16	2025	versailles	11	0	0	0
78	2026-W09	2026-02-23	2025	versailles	11	0	0	0
78	2026-W10	2026-03-02	2025	versailles	11	0	0	0
78	2026-W11	2026-03-09	2025	versailles	11	0	0	0
78	2026-W12	2026-03-16	2025	versailles	11	0	0	0
78	2026-W13	2026-03-23	2025	versailles	11	0	0	0
78	2026-W14	2026-03-30	2025	versailles	11	0	0	0
78	2026-W15	2026-04-06	2025	versailles	11	0	0	0
78	2026-W16	2026-04-13	2025	versailles	11	0	0	0
78	2026-W17	2026-04-20	2025	versailles	11	0	0	0
79	2025-W43	2025-10-20	2025	poitiers	75	0	0	0
79	2025-W44	2025-10-27	2025	poitiers	75	0	0	0
79	2025-W45	2025-11-03	2025	poitiers	75	0	0	0
79	2025-W46	2025-11-10	2025	poitiers	75	0	0	0
79	2025-W47	2025-11-17	2025	poitiers	75	0	0	0
79	2025-W48	2025-11-24	2025	poitiers	75	0	0	0
79	2025-W49	2025-12-01	2025	poitiers	75	0	0	0
79	2025-W50	2025-12-08	2025	poitiers	75	0	0	0
79	2025-W51	2025-12-15	2025	poitiers	75	0	0	0
79	2025-W52	2025-12-22	2025	poitiers	75	0	0	0
79	2026-W01	2025-12-29	2025	poitiers	75	0	0	0
79	2026-W02	2026-01-05	2025	poitiers	75	0	0	0
79	2026-W03	2026-01-12	2025	poitiers	75	0	0	0
79	2026-W04	2026-01-19	2025	poitiers	75	0	0	0
79	2026-W05	2026-01-26	2025	poitiers	75	0	0	0
79	2026-W06	2026-02-02	2025	poitiers	75	0	0	0
79	2026-W07	2026-02-09	2025	poitiers	75	0	0	0
79	2026-W08	2026-02-16	2025	poitiers	75	0	0	0
79	2026-W09	2026-02-23	2025	poitiers	75	0	0	0
79	2026-W10	2026-03-02	2025	poitiers	75	0	0	0
79	2026-W11	2026-03-09	2025	poitiers	75	0	0	0
79	2026-W12	2026-03-16	2025	poitiers	75	0	0	0
79	2026-W13	2026-03-23	2025	poitiers	75	0	0	0
79	2026-W14	2026-03-30	2025	poitiers	75	0	0	0
79	2026-W15	2026-04-06	2025	poitiers	75	0	0	0
79	2026-W16	2026-04-13	2025	poitiers	75	0	0	0
79	2026-W17	2026-04-20	2025	poitiers	75	0	0	0
80	2025-W43	2025-10-20	2025	amiens	32	0	0	0
80	2025-W44	2025-10-27	2025	amiens	32	0	0	0
80	2025-W45	2025-11-03	2025	amiens	32	0	0	0
80	2025-W46	2025-11-10	2025	amiens	32	0	0	0
80	2025-W47	2025-11-17	2025	amiens	32	0	0	0
80	2025-W48	2025-11-24	2025	amiens	32	0	0	0
80	2025-W49	2025-12-01	2025	amiens	32	0	0	0
80	2025-W50	2025-12-08	2025	amiens	32	0	0	0
80	2025-W51	2025-12-15	2025	amiens	32	0	0	0
80	2025-W52	2025-12-22	2025	amiens	32	0	0	0
80	2026-W01	2025-12-29	2025	amiens	32	0	0	0
80	2026-W02	2026-01-05	2025	amiens	32	0	0	0
80	2026-W03	2026-01-12	2025	amiens	32	0	0	0
80	2026-W04	2026-01-19	2025	amiens	32	0	0	0
80	2026-W05	2026-01-26	2025	amiens	32	0	0	0
80	2026-W06	2026-02-02	2025	amiens	32	0	0	0
80	2026-W07	2026-02-09	2025	amiens	32	0	0	0
80	2026-W08	2026-02-16	2025	amiens	32	0	0	0
80	2026-W09	2026-02-23	2025	amiens	32	0	0	0
80	2026-W10	2026-03-02	2025	amiens	32	0	0	0
80	2026-W11	2026-03-09	2025	amiens	32	0	0	0
80	2026-W12	2026-03-16	2025	amiens	32	0	0	0
80	2026-W13	2026-03-23	2025	amiens	32	0	0	0
80	2026-W14	2026-03-30	2025	amiens	32	0	0	0
80	2026-W15	2026-04-06	2025	amiens	32	0	0	0
80	2026-W16	2026-04-13	2025	amiens	32	0	0	0
80	2026-W17	2026-04-20	2025	amiens	32	0	0	0
81	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
81	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
81	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
81	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
81	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
81	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
81	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
81	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
81	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
81	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
81	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
81	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
81	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
81	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
81	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
81	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
81	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
81	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
81	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
81	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
81	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
81	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
81	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
81	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
81	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
81	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
81	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
82	2025-W43	2025-10-20	2025	toulouse	76	0	0	0
82	2025-W44	2025-10-27	2025	toulouse	76	0	0	0
82	2025-W45	2025-11-03	2025	toulouse	76	0	0	0
82	2025-W46	2025-11-10	2025	toulouse	76	0	0	0
82	2025-W47	2025-11-17	2025	toulouse	76	0	0	0
82	2025-W48	2025-11-24	2025	toulouse	76	0	0	0
82	2025-W49	2025-12-01	2025	toulouse	76	0	0	0
82	2025-W50	2025-12-08	2025	toulouse	76	0	0	0
82	2025-W51	2025-12-15	2025	toulouse	76	0	0	0
82	2025-W52	2025-12-22	2025	toulouse	76	0	0	0
82	2026-W01	2025-12-29	2025	toulouse	76	0	0	0
82	2026-W02	2026-01-05	2025	toulouse	76	0	0	0
82	2026-W03	2026-01-12	2025	toulouse	76	0	0	0
82	2026-W04	2026-01-19	2025	toulouse	76	0	0	0
82	2026-W05	2026-01-26	2025	toulouse	76	0	0	0
82	2026-W06	2026-02-02	2025	toulouse	76	0	0	0
82	2026-W07	2026-02-09	2025	toulouse	76	0	0	0
82	2026-W08	2026-02-16	2025	toulouse	76	0	0	0
82	2026-W09	2026-02-23	2025	toulouse	76	0	0	0
82	2026-W10	2026-03-02	2025	toulouse	76	0	0	0
82	2026-W11	2026-03-09	2025	toulouse	76	0	0	0
82	2026-W12	2026-03-16	2025	toulouse	76	0	0	0
82	2026-W13	2026-03-23	2025	toulouse	76	0	0	0
82	2026-W14	2026-03-30	2025	toulouse	76	0	0	0
82	2026-W15	2026-04-06	2025	toulouse	76	0	0	0
82	2026-W16	2026-04-13	2025	toulouse	76	0	0	0
82	2026-W17	2026-04-20	2025	toulouse	76	0	0	0
83	2025-W43	2025-10-20	2025	nice	93	0	0	0
83	2025-W44	2025-10-27	2025	nice	93	0	0	0
83	2025-W45	2025-11-03	2025	nice	93	0	0	0
83	2025-W46	2025-11-10	2025	nice	93	0	0	0
83	2025-W47	2025-11-17	2025	nice	93	0	0	0
83	2025-W48	2025-11-24	2025	nice	93	0	0	0
83	2025-W49	2025-12-01	2025	nice	93	0	0	0
83	2025-W50	2025-12-08	2025	nice	93	0	0	0
83	2025-W51	2025-12-15	2025	nice	93	0	0	0
83	2025-W52	2025-12-22	2025	nice	93	0	0	0
83	2026-W01	2025-12-29	2025	nice	93	0	0	0
83	2026-W02	2026-01-05	2025	nice	93	0	0	0
83	2026-W03	2026-01-12	2025	nice	93	0	0	0
83	2026-W04	2026-01-19	2025	nice	93	0	0	0
83	2026-W05	2026-01-26	2025	nice	93	0	0	0
83	2026-W06	2026-02-02	2025	nice	93	0	0	0
83	2026-W07	2026-02-09	2025	nice	93	0	0	0
83	2026-W08	2026-02-16	2025	nice	93	0	0	0
83	2026-W09	2026-02-23	2025	nice	93	0	0	0
83	2026-W10	2026-03-02	2025	nice	93	0	0	0
83	2026-W11	2026-03-09	2025	nice	93	0	0	0
83	2026-W12	2026-03-16	2025	nice	93	0	0	0
83	2026-W13	2026-03-23	2025	nice	93	0	0	0
83	2026-W14	2026-03-30	2025	nice	93	0	0	0
83	2026-W15	2026-04-06	2025	nice	93	0	0	0
83	2026-W16	2026-04-13	2025	nice	93	0	0	0
83	2026-W17	2026-04-20	2025	nice	93	0	0	0
84	2025-W43	2025-10-20	2025	aix-marseille	93	0	0	0
84	2025-W44	2025-10-27	2025	aix-marseille	93	0	0	0
84	2025-W45	2025-11-03	2025	aix-marseille	93	0	0	0
84	2025-W46	2025-11-10	2025	aix-marseille	93	0	0	0
84	2025-W47	2025-11-17	2025	aix-marseille	93	0	0	0
84	2025-W48	2025-11-24	2025	aix-marseille	93	0	0	0
84	2025-W49	2025-12-01	2025	aix-marseille	93	0	0	0
84	2025-W50	2025-12-08	2025	aix-marseille	93	0	0	0
84	2025-W51	2025-12-15	2025	aix-marseille	93	0	0	0
84	2025-W52	2025-12-22	2025	aix-marseille	93	0	0	0
84	2026-W01	2025-12-29	2025	aix-marseille	93	0	0	0
84	2026-W02	2026-01-05	2025	aix-marseille	93	0	0	0
84	2026-W03	2026-01-12	2025	aix-marseille	93	0	0	0
84	2026-W04	2026-01-19	2025	aix-marseille	93	0	0	0
84	2026-W05	2026-01-26	2025	aix-marseille	93	0	0	0
84	2026-W06	2026-02-02	2025	aix-marseille	93	0	0	0
84	2026-W07	2026-02-09	2025	aix-marseille	93	0	0	0
84	2026-W08	2026-02-16	2025	aix-marseille	93	0	0	0
84	2026-W09	2026-02-23	2025	aix-marseille	93	0	0	0
84	2026-W10	2026-03-02	2025	aix-marseille	93	0	0	0
84	2026-W11	2026-03-09	2025	aix-marseille	93	0	0	0
84	2026-W12	2026-03-16	2025	aix-marseille	93	0	0	0
84	2026-W13	2026-03-23	2025	aix-marseille	93	0	0	0
84	2026-W14	2026-03-30	2025	aix-marseille	93	0	0	0
84	2026-W15	2026-04-06	2025	aix-marseille	93	0	0	0
84	2026-W16	2026-04-13	2025	aix-marseille	93	0	0	0
84	2026-W17	2026-04-20	2025	aix-marseille	93	0	0	0
85	2025-W43	2025-10-20	2025	nantes	52	0	0	0
85	2025-W44	2025-10-27	2025	nantes	52	0	0	0
85	2025-W45	2025-11-03	2025	nantes	52	0	0	0
85	2025-W46	2025-11-10	2025	nantes	52	0	0	0
85	2025-W47	2025-11-17	2025	nantes	52	0	0	0
85	2025-W48	2025-11-24	2025	nantes	52	0	0	0
85	2025-W49	2025-12-01	2025	nantes	52	0	0	0
85	2025-W50	2025-12-08	2025	nantes	52	0	0	0
85	2025-W51	2025-12-15	2025	nantes	52	0	0	0
85	2025-W52	2025-12-22	2025	nantes	52	0	0	0
85	2026-W01	2025-12-29	2025	nantes	52	0	0	0
85	2026-W02	2026-01-05	2025	nantes	52	0	0	0
85	2026-W03	2026-01-12	2025	nantes	52	0	0	0
85	2026-W04	2026-01-19	2025	nantes	52	0	0	0
85	2026-W05	2026-01-26	2025	nantes	52	0	0	0
85	2026-W06	2026-02-02	2025	nantes	52	0	0	0
85	2026-W07	2026-02-09	2025	nantes	52	0	0	0
85	2026-W08	2026-02-16	2025	nantes	52	0	0	0
85	2026-W09	2026-02-23	2025	nantes	52	0	0	0
85	2026-W10	2026-03-02	2025	nantes	52	0	0	0
85	2026-W11	2026-03-09	2025	nantes	52	0	0	0
85	2026-W12	2026-03-16	2025	nantes	52	0	0	0
85	2026-W13	2026-03-23	2025	nantes	52	0	0	0
85	2026-W14	2026-03-30	2025	nantes	52	0	0	0
85	2026-W15	2026-04-06	2025	nantes	52	0	0	0
85	2026-W16	2026-04-13	2025	nantes	52	0	0	0
85	2026-W17	2026-04-20	2025	nantes	52	0	0	0
86	2025-W43	2025-10-20	2025	poitiers	75	0	0	0
86	2025-W44	2025-10-27	2025	poitiers	75	0	0	0
86	2025-W45	2025-11-03	2025	poitiers	75	0	0	0
86	2025-W46	2025-11-10	2025	poitiers	75	0	0	0
86	2025-W47	2025-11-17	2025	poitiers	75	0	0	0
86	2025-W48	2025-11-24	2025	poitiers	75	0	0	0
86	2025-W49	2025-12-01	2025	poitiers	75	0	0	0
86	2025-W50	2025-12-08	2025	poitiers	75	0	0	0
86	2025-W51	2025-12-15	2025	poitiers	75	0	0	0
86	2025-W52	2025-12-22	2025	poitiers	75	0	0	0
86	2026-W01	2025-12-29	2025	poitiers	75	0	0	0
86	2026-W02	2026-01-05	2025	poitiers	75	0	0	0
86	2026-W03	2026-01-12	2025	poitiers	75	0	0	0
86	2026-W04	2026-01-19	2025	poitiers	75	0	0	0
86	2026-W05	2026-01-26	2025	poitiers	75	0	0	0
86	2026-W06	2026-02-02	2025	poitiers	75	0	0	0
86	2026-W07	2026-02-09	2025	poitiers	75	0	0	0
86	2026-W08	2026-02-16	2025	poitiers	75	0	0	0
86	2026-W09	2026-02-23	2025	poitiers	75	0	0	0
86	2026-W10	2026-03-02	2025	poitiers	75	0	0	0
86	2026-W11	2026-03-09	2025	poitiers	75	0	0	0
86	2026-W12	2026-03-16	2025	poitiers	75	0	0	0
86	2026-W13	2026-03-23	2025	poitiers	75	0	0	0
86	2026-W14	2026-03-30	2025	poitiers	75	0	0	0
86	2026-W15	2026-04-06	2025	poitiers	75	0	0	0
86	2026-W16	2026-04-13	2025	poitiers	75	0	0	0
86	2026-W17	2026-04-20	2025	poitiers	75	0	0	0
87	2025-W43	2025-10-20	2025	limoges	75	0	0	0
87	2025-W44	2025-10-27	2025	limoges	75	0	0	0
87	2025-W45	2025-11-03	2025	limoges	75	0	0	0
87	2025-W46	2025-11-10	2025	limoges	75	0	0	0
87	2025-W47	2025-11-17	2025	limoges	75	0	0	0
87	2025-W48	2025-11-24	2025	limoges	75	0	0	0
87	2025-W49	2025-12-01	2025	limoges	75	0	0	0
87	2025-W50	2025-12-08	2025	limoges	75	0	0	0
87	2025-W51	2025-12-15	2025	limoges	75	0	0	0
87	2025-W52	2025-12-22	2025	limoges	75	0	0	0
87	2026-W01	2025-12-29	2025	limoges	75	0	0	0
87	2026-W02	2026-01-05	2025	limoges	75	0	0	0
87	2026-W03	2026-01-12	2025	limoges	75	0	0	0
87	2026-W04	2026-01-19	2025	limoges	75	0	0	0
87	2026-W05	2026-01-26	2025	limoges	75	0	0	0
87	2026-W06	2026-02-02	2025	limoges	75	0	0	0
87	2026-W07	2026-02-09	2025	limoges	75	0	0	0
87	2026-W08	2026-02-16	2025	limoges	75	0	0	0
87	2026-W09	2026-02-23	2025	limoges	75	0	0	0
87	2026-W10	2026-03-02	2025	limoges	75	0	0	0
87	2026-W11	2026-03-09	2025	limoges	75	0	0	0
87	2026-W12	2026-03-16	2025	limoges	75	0	0	0
87	2026-W13	2026-03-23	2025	limoges	75	0	0	0
87	2026-W14	2026-03-30	2025	limoges	75	0	0	0
87	2026-W15	2026-04-06	2025	limoges	75	0	0	0
87	2026-W16	2026-04-13	2025	limoges	75	0	0	0
87	2026-W17	2026-04-20	2025	limoges	75	0	0	0
88	2025-W43	2025-10-20	2025	nancy-metz	44	0	0	0
88	2025-W44	2025-10-27	2025	nancy-metz	44	0	0	0
88	2025-W45	2025-11-03	2025	nancy-metz	44	0	0	0
88	2025-W46	2025-11-10	2025	nancy-metz	44	0	0	0
88	2025-W47	2025-11-17	2025	nancy-metz	44	0	0	0
88	2025-W48	2025-11-24	2025	nancy-metz	44	0	0	0
88	2025-W49	2025-12-01	2025	nancy-metz	44	0	0	0
88	2025-W50	2025-12-08	2025	nancy-metz	44	0	0	0
88	2025-W51	2025-12-15	2025	nancy-metz	44	0	0	0
88	2025-W52	2025-12-22	2025	nancy-metz	44	0	0	0
88	2026-W01	2025-12-29	2025	nancy-metz	44	0	0	0
88	2026-W02	2026-01-05	2025	nancy-metz	44	0	0	0
88	2026-W03	2026-01-12	2025	nancy-metz	44	0	0	0
88	2026-W04	2026-01-19	2025	nancy-metz	44	0	0	0
88	2026-W05	2026-01-26	2025	nancy-metz	44	0	0	0
88	2026-W06	2026-02-02	2025	nancy-metz	44	0	0	0
88	2026-W07	2026-02-09	2025	nancy-metz	44	0	0	0
88	2026-W08	2026-02-16	2025	nancy-metz	44	0	0	0
88	2026-W09	2026-02-23	2025	nancy-metz	44	0	0	0
88	2026-W10	2026-03-02	2025	nancy-metz	44	0	0	0
88	2026-W11	2026-03-09	2025	nancy-metz	44	0	0	0
88	2026-W12	2026-03-16	2025	nancy-metz	44	0	0	0
88	2026-W13	2026-03-23	2025	nancy-metz	44	0	0	0
88	2026-W14	2026-03-30	2025	nancy-metz	44	0	0	0
88	2026-W15	2026-04-06	2025	nancy-metz	44	0	0	0
88	2026-W16	2026-04-13	2025	nancy-metz	44	0	0	0
88	2026-W17	2026-04-20	2025	nancy-metz	44	0	0	0
89	2025-W43	2025-10-20	2025	dijon	27	0	0	0
89	2025-W44	2025-10-27	2025	dijon	27	0	0	0
89	2025-W45	2025-11-03	2025	dijon	27	0	0	0
89	2025-W46	2025-11-10	2025	dijon	27	0	0	0
89	2025-W47	2025-11-17	2025	dijon	27	0	0	0
89	2025-W48	2025-11-24	2025	dijon	27	0	0	0
89	2025-W49	2025-12-01	2025	dijon	27	0	0	0
89	2025-W50	2025-12-08	2025	dijon	27	0	0	0
89	2025-W51	2025-12-15	2025	dijon	27	0	0	0
89	2025-W52	2025-12-22	2025	dijon	27	0	0	0
89	2026-W01	2025-12-29	2025	dijon	27	0	0	0
89	2026-W02	2026-01-05	2025	dijon	27	0	0	0
89	2026-W03	2026-01-12	2025	dijon	27	0	0	0
89	2026-W04	2026-01-19	2025	dijon	27	0	0	0
89	2026-W05	2026-01-26	2025	dijon	27	0	0	0
89	2026-W06	2026-02-02	2025	dijon	27	0	0	0
89	2026-W07	2026-02-09	2025	dijon	27	0	0	0
89	2026-W08	2026-02-16	2025	dijon	27	0	0	0
89	2026-W09	2026-02-23	2025	dijon	27	0	0	0
89	2026-W10	2026-03-02	2025	dijon	27	0	0	0
89	2026-W11	2026-03-09	2025	dijon	27	0	0	0
89	2026-W12	2026-03-16	2025	dijon	27	0	0	0
89	2026-W13	2026-03-23	2025	dijon	27	0	0	0
89	2026-W14	2026-03-30	2025	dijon	27	0	0	0
89	2026-W15	2026-04-06	2025	dijon	27	0	0	0
89	2026-W16	2026-04-13	2025	dijon	27	0	0	0
89	2026-W17	2026-04-20	2025	dijon	27	0	0	0
90	2025-W43	2025-10-20	2025	besancon	27	0	0	0
90	2025-W44	2025-10-27	2025	besancon	27	0	0	0
90	2025-W45	2025-11-03	2025	besancon	27	0	0	0
90	2025-W46	2025-11-10	2025	besancon	27	0	0	0
90	2025-W47	2025-11-17	2025	besancon	27	0	0	0
90	2025-W48	2025-11-24	2025	besancon	27	0	0	0
90	2025-W49	2025-12-01	2025	besancon	27	0	0	0
90	2025-W50	2025-12-08	2025	besancon	27	0	0	0
90	2025-W51	2025-12-15	2025	besancon	27	0	0	0
90	2025-W52	2025-12-22	2025	besancon	27	0	0	0
90	2026-W01	2025-12-29	2025	besancon	27	0	0	0
90	2026-W02	2026-01-05	2025	besancon	27	0	0	0
90	2026-W03	2026-01-12	2025	besancon	27	0	0	0
90	2026-W04	2026-01-19	2025	besancon	27	0	0	0
90	2026-W05	2026-01-26	2025	besancon	27	0	0	0
90	2026-W06	2026-02-02	2025	besancon	27	0	0	0
90	2026-W07	2026-02-09	2025	besancon	27	0	0	0
90	2026-W08	2026-02-16	2025	besancon	27	0	0	0
90	2026-W09	2026-02-23	2025	besancon	27	0	0	0
90	2026-W10	2026-03-02	2025	besancon	27	0	0	0
90	2026-W11	2026-03-09	2025	besancon	27	0	0	0
90	2026-W12	2026-03-16	2025	besancon	27	0	0	0
90	2026-W13	2026-03-23	2025	besancon	27	0	0	0
90	2026-W14	2026-03-30	2025	besancon	27	0	0	0
90	2026-W15	2026-04-06	2025	besancon	27	0	0	0
90	2026-W16	2026-04-13	2025	besancon	27	0	0	0
90	2026-W17	2026-04-20	2025	besancon	27	0	0	0
91	2025-W43	2025-10-20	2025	versailles	11	0	0	0
91	2025-W44	2025-10-27	2025	versailles	11	0	0	0
91	2025-W45	2025-11-03	2025	versailles	11	0	0	0
91	2025-W46	2025-11-10	2025	versailles	11	0	0	0
91	2025-W47	2025-11-17	2025	versailles	11	0	0	0
91	2025-W48	2025-11-24	2025	versailles	11	0	0	0
91	2025-W49	2025-12-01	2025	versailles	11	0	0	0
91	2025-W50	2025-12-08	2025	versailles	11	0	0	0
91	2025-W51	2025-12-15	2025	versailles	11	0	0	0
91	2025-W52	2025-12-22	2025	versailles	11	0	0	0
91	2026-W01	2025-12-29	2025	versailles	11	0	0	0
91	2026-W02	2026-01-05	2025	versailles	11	0	0	0
91	2026-W03	2026-01-12	2025	versailles	11	0	0	0
91	2026-W04	2026-01-19	2025	versailles	11	0	0	0
91	2026-W05	2026-01-26	2025	versailles	11	0	0	0
91	2026-W06	2026-02-02	2025	versailles	11	0	0	0
91	2026-W07	2026-02-09	2025	versailles	11	0	0	0
91	2026-W08	2026-02-16	2025	versailles	11	0	0	0
91	2026-W09	2026-02-23	2025	versailles	11	0	0	0
91	2026-W10	2026-03-02	2025	versailles	11	0	0	0
91	2026-W11	2026-03-09	2025	versailles	11	0	0	0
91	2026-W12	2026-03-16	2025	versailles	11	0	0	0
91	2026-W13	2026-03-23	2025	versailles	11	0	0	0
91	2026-W14	2026-03-30	2025	versailles	11	0	0	0
91	2026-W15	2026-04-06	2025	versailles	11	0	0	0
91	2026-W16	2026-04-13	2025	versailles	11	0	0	0
91	2026-W17	2026-04-20	2025	versailles	11	0	0	0
92	2025-W43	2025-10-20	2025	versailles	11	0	0	0
92	2025-W44	2025-10-27	2025	versailles	11	0	0	0
92	2025-W45	2025-11-03	2025	versailles	11	0	0	0
92	2025-W46	2025-11-10	2025	versailles	11	0	0	0
92	2025-W47	2025-11-17	2025	versailles	11	0	0	0
92	2025-W48	2025-11-24	2025	versailles	11	0	0	0
92	2025-W49	2025-12-01	2025	versailles	11	0	0	0
92	2025-W50	2025-12-08	2025	versailles	11	0	0	0
92	2025-W51	2025-12-15	2025	versailles	11	0	0	0
92	2025-W52	2025-12-22	2025	versailles	11	0	0	0
92	2026-W01	2025-12-29	2025	versailles	11	0	0	0
92	2026-W02	2026-01-05	2025	versailles	11	0	0	0
92	2026-W03	2026-01-12	2025	versailles	11	0	0	0
92	2026-W04	2026-01-19	2025	versailles	11	0	0	0
92	2026-W05	2026-01-26	2025	versailles	11	0	0	0
92	2026-W06	2026-02-02	2025	versailles	11	0	0	0
92	2026-W07	2026-02-09	2025	versailles	11	0	0	0
92	2026-W08	2026-02-16	2025	versailles	11	0	0	0
92	2026-W09	2026-02-23	2025	versailles	11	0	0	0
92	2026-W10	2026-03-02	2025	versailles	11	0	0	0
92	2026-W11	2026-03-09	2025	versailles	11	0	0	0
92	2026-W12	2026-03-16	2025	versailles	11	0	0	0
92	2026-W13	2026-03-23	2025	versailles	11	0	0	0
92	2026-W14	2026-03-30	2025	versailles	11	0	0	0
92	2026-W15	2026-04-06	2025	versailles	11	0	0	0
92	2026-W16	2026-04-13	2025	versailles	11	0	0	0
92	2026-W17	2026-04-20	2025	versailles	11	0	0	0
93	2025-W43	2025-10-20	2025	creteil	11	0	0	0
93	2025-W44	2025-10-27	2025	creteil	11	0	0	0
93	2025-W45	2025-11-03	2025	creteil	11	0	0	0
93	2025-W46	2025-11-10	2025	creteil	11	0	0	0
93	2025-W47	2025-11-17	2025	creteil	11	0	0	0
93	2025-W48	2025-11-24	2025	creteil	11	0	0	0
93	2025-W49	2025-12-01	2025	creteil	11	0	0	0
93	2025-W50	2025-12-08	2025	creteil	11	0	0	0
93	2025-W51	2025-12-15	2025	creteil	11	0	0	0
93	2025-W52	2025-12-22	2025	creteil	11	0	0	0
93	2026-W01	2025-12-29	2025	creteil	11	0	0	0
93	2026-W02	2026-01-05	2025	creteil	11	0	0	0
93	2026-W03	2026-01-12	2025	creteil	11	0	0	0
93	2026-W04	2026-01-19	2025	creteil	11	0	0	0
93	2026-W05	2026-01-26	2025	creteil	11	0	0	0
93	2026-W06	2026-02-02	2025	creteil	11	0	0	0
93	2026-W07	2026-02-09	2025	creteil	11	0	0	0
93	2026-W08	2026-02-16	2025	creteil	11	0	0	0
93	2026-W09	2026-02-23	2025	creteil	11	0	0	0
93	2026-W10	2026-03-02	2025	creteil	11	0	0	0
93	2026-W11	2026-03-09	2025	creteil	11	0	0	0
93	2026-W12	2026-03-16	2025	creteil	11	0	0	0
93	2026-W13	2026-03-23	2025	creteil	11	0	0	0
93	2026-W14	2026-03-30	2025	creteil	11	0	0	0
93	2026-W15	2026-04-06	2025	creteil	11	0	0	0
93	2026-W16	2026-04-13	2025	creteil	11	0	0	0
93	2026-W17	2026-04-20	2025	creteil	11	0	0	0
94	2025-W43	2025-10-20	2025	creteil	11	0	0	0
94	2025-W44	2025-10-27	2025	creteil	11	0	0	0
94	2025-W45	2025-11-03	2025	creteil	11	0	0	0
94	2025-W46	2025-11-10	2025	creteil	11	0	0	0
94	2025-W47	2025-11-17	2025	creteil	11	0	0	0
94	2025-W48	2025-11-24	2025	creteil	11	0	0	0
94	2025-W49	2025-12-01	2025	creteil	11	0	0	0
94	2025-W50	2025-12-08	2025	creteil	11	0	0	0
94	2025-W51	2025-12-15	2025	creteil	11	0	0	0
94	2025-W52	2025-12-22	2025	creteil	11	0	0	0
94	2026-W01	2025-12-29	2025	creteil	11	0	0	0
94	2026-W02	2026-01-05	2025	creteil	11	0	0	0
94	2026-W03	2026-01-12	2025	creteil	11	0	0	0
94	2026-W04	2026-01-19	2025	creteil	11	0	0	0
94	2026-W05	2026-01-26	2025	creteil	11	0	0	0
94	2026-W06	2026-02-02	2025	creteil	11	0	0	0
94	2026-W07	2026-02-09	2025	creteil	11	0	0	0
94	2026-W08	2026-02-16	2025	creteil	11	0	0	0
94	2026-W09	2026-02-23	2025	creteil	11	0	0	0
94	2026-W10	2026-03-02	2025	creteil	11	0	0	0
94	2026-W11	2026-03-09	2025	creteil	11	0	0	0
94	2026-W12	2026-03-16	2025	creteil	11	0	0	0
94	2026-W13	2026-03-23	2025	creteil	11	0	0	0
94	2026-W14	2026-03-30	2025	creteil	11	0	0	0
94	2026-W15	2026-04-06	2025	creteil	11	0	0	0
94	2026-W16	2026-04-13	2025	creteil	11	0	0	0
94	2026-W17	2026-04-20	2025	creteil	11	0	0	0
95	2025-W43	2025-10-20	2025	versailles	11	0	0	0
95	2025-W44	2025-10-27	2025	versailles	11	0	0	0
95	2025-W45	2025-11-03	2025	versailles	11	0	0	0
95	2025-W46	2025-11-10	2025	versailles	11	0	0	0
95	2025-W47	2025-11-17	2025	versailles	11	0	0	0
95	2025-W48	2025-11-24	2025	versailles	11	0	0	0
95	2025-W49	2025-12-01	2025	versailles	11	0	0	0
95	2025-W50	2025-12-08	2025	versailles	11	0	0	0
95	2025-W51	2025-12-15	2025	versailles	11	0	0	0
95	2025-W52	2025-12-22	2025	versailles	11	0	0	0
95	2026-W01	2025-12-29	2025	versailles	11	0	0	0
95	2026-W02	2026-01-05	2025	versailles	11	0	0	0
95	2026-W03	2026-01-12	2025	versailles	11	0	0	0
95	2026-W04	2026-01-19	2025	versailles	11	0	0	0
95	2026-W05	2026-01-26	2025	versailles	11	0	0	0
95	2026-W06	2026-02-02	2025	versailles	11	0	0	0
95	2026-W07	2026-02-09	2025	versailles	11	0	0	0
95	2026-W08	2026-02-16	2025	versailles	11	0	0	0
95	2026-W09	2026-02-23	2025	versailles	11	0	0	0
95	2026-W10	2026-03-02	2025	versailles	11	0	0	0
95	2026-W11	2026-03-09	2025	versailles	11	0	0	0
95	2026-W12	2026-03-16	2025	versailles	11	0	0	0
95	2026-W13	2026-03-23	2025	versailles	11	0	0	0
95	2026-W14	2026-03-30	2025	versailles	11	0	0	0
95	2026-W15	2026-04-06	2025	versailles	11	0	0	0
95	2026-W16	2026-04-13	2025	versailles	11	0	0	0
95	2026-W17	2026-04-20	2025	versailles	11	0	0	0
971	2025-W43	2025-10-20	2025	guadeloupe	01	0	0	0
971	2025-W44	2025-10-27	2025	guadeloupe	01	0	0	0
971	2025-W45	2025-11-03	2025	guadeloupe	01	0	0	0
971	2025-W46	2025-11-10	2025	guadeloupe	01	0	0	0
971	2025-W47	2025-11-17	2025	guadeloupe	01	0	0	0
971	2025-W48	2025-11-24	2025	guadeloupe	01	0	0	0
971	2025-W49	2025-12-01	2025	guadeloupe	01	0	0	0
971	2025-W50	2025-12-08	2025	guadeloupe	01	0	0	0
971	2025-W51	2025-12-15	2025	guadeloupe	01	0	0	0
971	2025-W52	2025-12-22	2025	guadeloupe	01	0	0	0
971	2026-W01	2025-12-29	2025	guadeloupe	01	0	0	0
971	2026-W02	2026-01-05	2025	guadeloupe	01	0	0	0
971	2026-W03	2026-01-12	2025	guadeloupe	01	0	0	0
971	2026-W04	2026-01-19	2025	guadeloupe	01	0	0	0
971	2026-W05	2026-01-26	2025	guadeloupe	01	0	0	0
971	2026-W06	2026-02-02	2025	guadeloupe	01	0	0	0
971	2026-W07	2026-02-09	2025	guadeloupe	01	0	0	0
971	2026-W08	2026-02-16	2025	guadeloupe	01	0	0	0
971	2026-W09	2026-02-23	2025	guadeloupe	01	0	0	0
971	2026-W10	2026-03-02	2025	guadeloupe	01	0	0	0
971	2026-W11	2026-03-09	2025	guadeloupe	01	0	0	0
971	2026-W12	2026-03-16	2025	guadeloupe	01	0	0	0
971	2026-W13	2026-03-23	2025	guadeloupe	01	0	0	0
971	2026-W14	2026-03-30	2025	guadeloupe	01	0	0	0
971	2026-W15	2026-04-06	2025	guadeloupe	01	0	0	0
971	2026-W16	2026-04-13	2025	guadeloupe	01	0	0	0
971	2026-W17	2026-04-20	2025	guadeloupe	01	0	0	0
972	2025-W43	2025-10-20	2025	martinique	02	0	0	0
972	2025-W44	2025-10-27	2025	martinique	02	0	0	0
972	2025-W45	2025-11-03	2025	martinique	02	0	0	0
972	2025-W46	2025-11-10	2025	martinique	02	0	0	0
972	2025-W47	2025-11-17	2025	martinique	02	0	0	0
972	2025-W48	2025-11-24	2025	martinique	02	0	0	0
972	2025-W49	2025-12-01	2025	martinique	02	0	0	0
972	2025-W50	2025-12-08	2025	martinique	02	0	0	0
972	2025-W51	2025-12-15	2025	martinique	02	0	0	0
972	2025-W52	2025-12-22	2025	martinique	02	0	0	0
972	2026-W01	2025-12-29	2025	martinique	02	0	0	0
972	2026-W02	2026-01-05	2025	martinique	02	0	0	0
972	2026-W03	2026-01-12	2025	martinique	02	0	0	0
972	2026-W04	2026-01-19	2025	martinique	02	0	0	0
972	2026-W05	2026-01-26	2025	martinique	02	0	0	0
972	2026-W06	2026-02-02	2025	martinique	02	0	0	0
972	2026-W07	2026-02-09	2025	martinique	02	0	0	0
972	2026-W08	2026-02-16	2025	martinique	02	0	0	0
972	2026-W09	2026-02-23	2025	martinique	02	0	0	0
972	2026-W10	2026-03-02	2025	martinique	02	0	0	0
972	2026-W11	2026-03-09	2025	martinique	02	0	0	0
972	2026-W12	2026-03-16	2025	martinique	02	0	0	0
972	2026-W13	2026-03-23	2025	martinique	02	0	0	0
972	2026-W14	2026-03-30	2025	martinique	02	0	0	0
972	2026-W15	2026-04-06	2025	martinique	02	0	0	0
972	2026-W16	2026-04-13	2025	martinique	02	0	0	0
972	2026-W17	2026-04-20	2025	martinique	02	0	0	0
973	2025-W43	2025-10-20	2025	guyane	03	0	0	0
973	2025-W44	2025-10-27	2025	guyane	03	0	0	0
973	2025-W45	2025-11-03	2025	guyane	03	0	0	0
973	2025-W46	2025-11-10	2025	guyane	03	0	0	0
973	2025-W47	2025-11-17	2025	guyane	03	0	0	0
973	2025-W48	2025-11-24	2025	guyane	03	0	0	0
973	2025-W49	2025-12-01	2025	guyane	03	0	0	0
973	2025-W50	2025-12-08	2025	guyane	03	0	0	0
973	2025-W51	2025-12-15	2025	guyane	03	0	0	0
973	2025-W52	2025-12-22	2025	guyane	03	0	0	0
973	2026-W01	2025-12-29	2025	guyane	03	0	0	0
973	2026-W02	2026-01-05	2025	guyane	03	0	0	0
973	2026-W03	2026-01-12	2025	guyane	03	0	0	0
973	2026-W04	2026-01-19	2025	guyane	03	0	0	0
973	2026-W05	2026-01-26	2025	guyane	03	0	0	0
973	2026-W06	2026-02-02	2025	guyane	03	0	0	0
973	2026-W07	2026-02-09	2025	guyane	03	0	0	0
973	2026-W08	2026-02-16	2025	guyane	03	0	0	0
973	2026-W09	2026-02-23	2025	guyane	03	0	0	0
973	2026-W10	2026-03-02	2025	guyane	03	0	0	0
973	2026-W11	2026-03-09	2025	guyane	03	0	0	0
973	2026-W12	2026-03-16	2025	guyane	03	0	0	0
973	2026-W13	2026-03-23	2025	guyane	03	0	0	0
973	2026-W14	2026-03-30	2025	guyane	03	0	0	0
973	2026-W15	2026-04-06	2025	guyane	03	0	0	0
973	2026-W16	2026-04-13	2025	guyane	03	0	0	0
973	2026-W17	2026-04-20	2025	guyane	03	0	0	0
974	2025-W43	2025-10-20	2025	la-reunion	04	0	0	0
974	2025-W44	2025-10-27	2025	la-reunion	04	0	0	0
974	2025-W45	2025-11-03	2025	la-reunion	04	0	0	0
974	2025-W46	2025-11-10	2025	la-reunion	04	0	0	0
974	2025-W47	2025-11-17	2025	la-reunion	04	0	0	0
974	2025-W48	2025-11-24	2025	la-reunion	04	0	0	0
974	2025-W49	2025-12-01	2025	la-reunion	04	0	0	0
974	2025-W50	2025-12-08	2025	la-reunion	04	0	0	0
974	2025-W51	2025-12-15	2025	la-reunion	04	0	0	0
974	2025-W52	2025-12-22	2025	la-reunion	04	0	0	0
974	2026-W01	2025-12-29	2025	la-reunion	04	0	0	0
974	2026-W02	2026-01-05	2025	la-reunion	04	0	0	0
974	2026-W03	2026-01-12	2025	la-reunion	04	0	0	0
974	2026-W04	2026-01-19	2025	la-reunion	04	0	0	0
974	2026-W05	2026-01-26	2025	la-reunion	04	0	0	0
974	2026-W06	2026-02-02	2025	la-reunion	04	0	0	0
974	2026-W07	2026-02-09	2025	la-reunion	04	0	0	0
974	2026-W08	2026-02-16	2025	la-reunion	04	0	0	0
974	2026-W09	2026-02-23	2025	la-reunion	04	0	0	0
974	2026-W10	2026-03-02	2025	la-reunion	04	0	0	0
974	2026-W11	2026-03-09	2025	la-reunion	04	0	0	0
974	2026-W12	2026-03-16	2025	la-reunion	04	0	0	0
974	2026-W13	2026-03-23	2025	la-reunion	04	0	0	0
974	2026-W14	2026-03-30	2025	la-reunion	04	0	0	0
974	2026-W15	2026-04-06	2025	la-reunion	04	0	0	0
974	2026-W16	2026-04-13	2025	la-reunion	04	0	0	0
974	2026-W17	2026-04-20	2025	la-reunion	04	0	0	0
975	2025-W43	2025-10-20	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W44	2025-10-27	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W45	2025-11-03	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W46	2025-11-10	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W47	2025-11-17	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W48	2025-11-24	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W49	2025-12-01	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W50	2025-12-08	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W51	2025-12-15	2025	saint-pierre-et-miquelon	975	0	0	0
975	2025-W52	2025-12-22	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W01	2025-12-29	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W02	2026-01-05	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W03	2026-01-12	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W04	2026-01-19	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W05	2026-01-26	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W06	2026-02-02	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W07	2026-02-09	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W08	2026-02-16	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W09	2026-02-23	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W10	2026-03-02	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W11	2026-03-09	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W12	2026-03-16	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W13	2026-03-23	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W14	2026-03-30	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W15	2026-04-06	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W16	2026-04-13	2025	saint-pierre-et-miquelon	975	0	0	0
975	2026-W17	2026-04-20	2025	saint-pierre-et-miquelon	975	0	0	0
976	2025-W43	2025-10-20	2025	mayotte	06	0	0	0
976	2025-W44	2025-10-27	2025	mayotte	06	0	0	0
976	2025-W45	2025-11-03	2025	mayotte	06	0	0	0
976	2025-W46	2025-11-10	2025	mayotte	06	0	0	0
976	2025-W47	2025-11-17	2025	mayotte	06	0	0	0
976	2025-W48	2025-11-24	2025	mayotte	06	0	0	0
976	2025-W49	2025-12-01	2025	mayotte	06	0	0	0
976	2025-W50	2025-12-08	2025	mayotte	06	0	0	0
976	2025-W51	2025-12-15	2025	mayotte	06	0	0	0
976	2025-W52	2025-12-22	2025	mayotte	06	0	0	0
976	2026-W01	2025-12-29	2025	mayotte	06	0	0	0
976	2026-W02	2026-01-05	2025	mayotte	06	0	0	0
976	2026-W03	2026-01-12	2025	mayotte	06	0	0	0
976	2026-W04	2026-01-19	2025	mayotte	06	0	0	0
976	2026-W05	2026-01-26	2025	mayotte	06	0	0	0
976	2026-W06	2026-02-02	2025	mayotte	06	0	0	0
976	2026-W07	2026-02-09	2025	mayotte	06	0	0	0
976	2026-W08	2026-02-16	2025	mayotte	06	0	0	0
976	2026-W09	2026-02-23	2025	mayotte	06	0	0	0
976	2026-W10	2026-03-02	2025	mayotte	06	0	0	0
976	2026-W11	2026-03-09	2025	mayotte	06	0	0	0
976	2026-W12	2026-03-16	2025	mayotte	06	0	0	0
976	2026-W13	2026-03-23	2025	mayotte	06	0	0	0
976	2026-W14	2026-03-30	2025	mayotte	06	0	0	0
976	2026-W15	2026-04-06	2025	mayotte	06	0	0	0
976	2026-W16	2026-04-13	2025	mayotte	06	0	0	0
976	2026-W17	2026-04-20	2025	mayotte	06	0	0	0
977	2025-W43	2025-10-20	2025	guadeloupe	977	0	0	0
977	2025-W44	2025-10-27	2025	guadeloupe	977	0	0	0
977	2025-W45	2025-11-03	2025	guadeloupe	977	0	0	0
977	2025-W46	2025-11-10	2025	guadeloupe	977	0	0	0
977	2025-W47	2025-11-17	2025	guadeloupe	977	0	0	0
977	2025-W48	2025-11-24	2025	guadeloupe	977	0	0	0
977	2025-W49	2025-12-01	2025	guadeloupe	977	0	0	0
977	2025-W50	2025-12-08	2025	guadeloupe	977	0	0	0
977	2025-W51	2025-12-15	2025	guadeloupe	977	0	0	0
977	2025-W52	2025-12-22	2025	guadeloupe	977	0	0	0
977	2026-W01	2025-12-29	2025	guadeloupe	977	0	0	0
977	2026-W02	2026-01-05	2025	guadeloupe	977	0	0	0
977	2026-W03	2026-01-12	2025	guadeloupe	977	0	0	0
977	2026-W04	2026-01-19	2025	guadeloupe	977	0	0	0
977	2026-W05	2026-01-26	2025	guadeloupe	977	0	0	0
977	2026-W06	2026-02-02	2025	guadeloupe	977	0	0	0
977	2026-W07	2026-02-09	2025	guadeloupe	977	0	0	0
977	2026-W08	2026-02-16	2025	guadeloupe	977	0	0	0
977	2026-W09	2026-02-23	2025	guadeloupe	977	0	0	0
977	2026-W10	2026-03-02	2025	guadeloupe	977	0	0	0
977	2026-W11	2026-03-09	2025	guadeloupe	977	0	0	0
977	2026-W12	2026-03-16	2025	guadeloupe	977	0	0	0
977	2026-W13	2026-03-23	2025	guadeloupe	977	0	0	0
977	2026-W14	2026-03-30	2025	guadeloupe	977	0	0	0
977	2026-W15	2026-04-06	2025	guadeloupe	977	0	0	0
977	2026-W16	2026-04-13	2025	guadeloupe	977	0	0	0
977	2026-W17	2026-04-20	2025	guadeloupe	977	0	0	0
978	2025-W43	2025-10-20	2025	guadeloupe	978	0	0	0
978	2025-W44	2025-10-27	2025	guadeloupe	978	0	0	0
978	2025-W45	2025-11-03	2025	guadeloupe	978	0	0	0
978	2025-W46	2025-11-10	2025	guadeloupe	978	0	0	0
978	2025-W47	2025-11-17	2025	guadeloupe	978	0	0	0
978	2025-W48	2025-11-24	2025	guadeloupe	978	0	0	0
978	2025-W49	2025-12-01	2025	guadeloupe	978	0	0	0
978	2025-W50	2025-12-08	2025	guadeloupe	978	0	0	0
978	2025-W51	2025-12-15	2025	guadeloupe	978	0	0	0
978	2025-W52	2025-12-22	2025	guadeloupe	978	0	0	0
978	2026-W01	2025-12-29	2025	guadeloupe	978	0	0	0
978	2026-W02	2026-01-05	2025	guadeloupe	978	0	0	0
978	2026-W03	2026-01-12	2025	guadeloupe	978	0	0	0
978	2026-W04	2026-01-19	2025	guadeloupe	978	0	0	0
978	2026-W05	2026-01-26	2025	guadeloupe	978	0	0	0
978	2026-W06	2026-02-02	2025	guadeloupe	978	0	0	0
978	2026-W07	2026-02-09	2025	guadeloupe	978	0	0	0
978	2026-W08	2026-02-16	2025	guadeloupe	978	0	0	0
978	2026-W09	2026-02-23	2025	guadeloupe	978	0	0	0
978	2026-W10	2026-03-02	2025	guadeloupe	978	0	0	0
978	2026-W11	2026-03-09	2025	guadeloupe	978	0	0	0
978	2026-W12	2026-03-16	2025	guadeloupe	978	0	0	0
978	2026-W13	2026-03-23	2025	guadeloupe	978	0	0	0
978	2026-W14	2026-03-30	2025	guadeloupe	978	0	0	0
978	2026-W15	2026-04-06	2025	guadeloupe	978	0	0	0
978	2026-W16	2026-04-13	2025	guadeloupe	978	0	0	0
978	2026-W17	2026-04-20	2025	guadeloupe	978	0	0	0
986	2025-W43	2025-10-20	2025	wallis-et-futuna	986	0	0	0
986	2025-W44	2025-10-27	2025	wallis-et-futuna	986	0	0	0
986	2025-W45	2025-11-03	2025	wallis-et-futuna	986	0	0	0
986	2025-W46	2025-11-10	2025	wallis-et-futuna	986	0	0	0
986	2025-W47	2025-11-17	2025	wallis-et-futuna	986	0	0	0
986	2025-W48	2025-11-24	2025	wallis-et-futuna	986	0	0	0
986	2025-W49	2025-12-01	2025	wallis-et-futuna	986	0	0	0
986	2025-W50	2025-12-08	2025	wallis-et-futuna	986	0	0	0
986	2025-W51	2025-12-15	2025	wallis-et-futuna	986	0	0	0
986	2025-W52	2025-12-22	2025	wallis-et-futuna	986	0	0	0
986	2026-W01	2025-12-29	2025	wallis-et-futuna	986	0	0	0
986	2026-W02	2026-01-05	2025	wallis-et-futuna	986	0	0	0
986	2026-W03	2026-01-12	2025	wallis-et-futuna	986	0	0	0
986	2026-W04	2026-01-19	2025	wallis-et-futuna	986	0	0	0
986	2026-W05	2026-01-26	2025	wallis-et-futuna	986	0	0	0
986	2026-W06	2026-02-02	2025	wallis-et-futuna	986	0	0	0
986	2026-W07	2026-02-09	2025	wallis-et-futuna	986	0	0	0
986	2026-W08	2026-02-16	2025	wallis-et-futuna	986	0	0	0
986	2026-W09	2026-02-23	2025	wallis-et-futuna	986	0	0	0
986	2026-W10	2026-03-02	2025	wallis-et-futuna	986	0	0	0
986	2026-W11	2026-03-09	2025	wallis-et-futuna	986	0	0	0
986	2026-W12	2026-03-16	2025	wallis-et-futuna	986	0	0	0
986	2026-W13	2026-03-23	2025	wallis-et-futuna	986	0	0	0
986	2026-W14	2026-03-30	2025	wallis-et-futuna	986	0	0	0
986	2026-W15	2026-04-06	2025	wallis-et-futuna	986	0	0	0
986	2026-W16	2026-04-13	2025	wallis-et-futuna	986	0	0	0
986	2026-W17	2026-04-20	2025	wallis-et-futuna	986	0	0	0
987	2025-W43	2025-10-20	2025	polynesie-francaise	987	0	0	0
987	2025-W44	2025-10-27	2025	polynesie-francaise	987	0	0	0
987	2025-W45	2025-11-03	2025	polynesie-francaise	987	0	0	0
987	2025-W46	2025-11-10	2025	polynesie-francaise	987	0	0	0
987	2025-W47	2025-11-17	2025	polynesie-francaise	987	0	0	0
987	2025-W48	2025-11-24	2025	polynesie-francaise	987	0	0	0
987	2025-W49	2025-12-01	2025	polynesie-francaise	987	0	0	0
987	2025-W50	2025-12-08	2025	polynesie-francaise	987	0	0	0
987	2025-W51	2025-12-15	2025	polynesie-francaise	987	0	0	0
987	2025-W52	2025-12-22	2025	polynesie-francaise	987	0	0	0
987	2026-W01	2025-12-29	2025	polynesie-francaise	987	0	0	0
987	2026-W02	2026-01-05	2025	polynesie-francaise	987	0	0	0
987	2026-W03	2026-01-12	2025	polynesie-francaise	987	0	0	0
987	2026-W04	2026-01-19	2025	polynesie-francaise	987	0	0	0
987	2026-W05	2026-01-26	2025	polynesie-francaise	987	0	0	0
987	2026-W06	2026-02-02	2025	polynesie-francaise	987	0	0	0
987	2026-W07	2026-02-09	2025	polynesie-francaise	987	0	0	0
987	2026-W08	2026-02-16	2025	polynesie-francaise	987	0	0	0
987	2026-W09	2026-02-23	2025	polynesie-francaise	987	0	0	0
987	2026-W10	2026-03-02	2025	polynesie-francaise	987	0	0	0
987	2026-W11	2026-03-09	2025	polynesie-francaise	987	0	0	0
987	2026-W12	2026-03-16	2025	polynesie-francaise	987	0	0	0
987	2026-W13	2026-03-23	2025	polynesie-francaise	987	0	0	0
987	2026-W14	2026-03-30	2025	polynesie-francaise	987	0	0	0
987	2026-W15	2026-04-06	2025	polynesie-francaise	987	0	0	0
987	2026-W16	2026-04-13	2025	polynesie-francaise	987	0	0	0
987	2026-W17	2026-04-20	2025	polynesie-francaise	987	0	0	0
988	2025-W43	2025-10-20	2025	nouvelle-caledonie	988	0	0	0
988	2025-W44	2025-10-27	2025	nouvelle-caledonie	988	0	0	0
988	2025-W45	2025-11-03	2025	nouvelle-caledonie	988	0	0	0
988	2025-W46	2025-11-10	2025	nouvelle-caledonie	988	0	0	0
988	2025-W47	2025-11-17	2025	nouvelle-caledonie	988	0	0	0
988	2025-W48	2025-11-24	2025	nouvelle-caledonie	988	0	0	0
988	2025-W49	2025-12-01	2025	nouvelle-caledonie	988	0	0	0
988	2025-W50	2025-12-08	2025	nouvelle-caledonie	988	0	0	0
988	2025-W51	2025-12-15	2025	nouvelle-caledonie	988	0	0	0
988	2025-W52	2025-12-22	2025	nouvelle-caledonie	988	0	0	0
988	2026-W01	2025-12-29	2025	nouvelle-caledonie	988	0	0	0
988	2026-W02	2026-01-05	2025	nouvelle-caledonie	988	0	0	0
988	2026-W03	2026-01-12	2025	nouvelle-caledonie	988	0	0	0
988	2026-W04	2026-01-19	2025	nouvelle-caledonie	988	0	0	0
988	2026-W05	2026-01-26	2025	nouvelle-caledonie	988	0	0	0
988	2026-W06	2026-02-02	2025	nouvelle-caledonie	988	0	0	0
988	2026-W07	2026-02-09	2025	nouvelle-caledonie	988	0	0	0
988	2026-W08	2026-02-16	2025	nouvelle-caledonie	988	0	0	0
988	2026-W09	2026-02-23	2025	nouvelle-caledonie	988	0	0	0
988	2026-W10	2026-03-02	2025	nouvelle-caledonie	988	0	0	0
988	2026-W11	2026-03-09	2025	nouvelle-caledonie	988	0	0	0
988	2026-W12	2026-03-16	2025	nouvelle-caledonie	988	0	0	0
988	2026-W13	2026-03-23	2025	nouvelle-caledonie	988	0	0	0
988	2026-W14	2026-03-30	2025	nouvelle-caledonie	988	0	0	0
988	2026-W15	2026-04-06	2025	nouvelle-caledonie	988	0	0	0
988	2026-W16	2026-04-13	2025	nouvelle-caledonie	988	0	0	0
988	2026-W17	2026-04-20	2025	nouvelle-caledonie	988	0	0	0
01	2026-W11	2026-03-09	2025	lyon	84	2	3	0
01	2026-W12	2026-03-16	2025	lyon	84	2	3	1
01	2026-W13	2026-03-23	2025	lyon	84	2	3	0
\.


--
-- Data for Name: eventlog_schema; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.eventlog_schema (version, applied_at) FROM stdin;
1	2026-11-26 21:06:08.275465+00
2	2026-11-26 21:06:08.275465+00
\.


--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, "position", event_id, recorded_at, payload_text, metadata_text) FROM stdin;
establishment	0010001W	1	EstablishmentListed	1	{"EstablishmentListed":{"listing":{"city":"Oyonnax","department":"01","name":"Collège Lumière","network":"rep_plus","position":[46.25,5.65]},"uai":"0010001W"}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"ImportEstablishments","correlation":"79115a45-ae5a-4d75-979a-bd9c6cc45d05","request":"b37759b0-e97f-594a-af17-cfed35ceaea0"}	1	45c4a590-a0de-59d3-8c59-d80a29b9c43b	1759132800000000	\N	\N
reference	holidays	1	HolidayListed	1	{"HolidayListed":{"holiday":{"from":"2027-05-06","name":"Pont de l'Ascension","until":"2027-05-09","zone":"A"}}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"ImportHolidays","correlation":"909f0c88-fe34-46e0-a0e1-df5c5fb469f8","request":"95f10556-08c5-53b9-a2b3-acec32f377e4"}	2	b09e8ee8-193d-5a84-83c6-558f1bd3133b	1759132800000000	\N	\N
reference	sectors	1	SectorListed	1	{"SectorListed":{"code":"apiculture","name":"Apiculture","onisep_url":null}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"ImportSectors","correlation":"4da1b7f6-2576-437f-ba7d-adbe654700d0","request":"2af82952-a734-5ace-a37a-4b28f2689228"}	3	b040d449-3539-5981-97ee-b3dbd5d90ff6	1759132800000000	\N	\N
establishment	0010001W	2	EstablishmentRegistered	1	{"EstablishmentRegistered":{"head":"bb71d8ab-99d9-48da-9092-5bd8ef758b9f","identity":"AXfHV2HL1NrDfy-LLBZ0V37MukM0u-nwDkxf8_alBwD5oaVfMCd8bhi5UBTuxnC9a-1iUJzeCl92UG9RSqT6ND68YRQQNCVsiZuV47OSK0Cps0SI0HZQbqvkKPTfV5ejPdnX99hTh_afdEMk9alhA-vAzbD2yJZMDiA1KrtWznXPUyezCQlZU0w"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"RegisterEstablishment","correlation":"97817f2a-d9be-4093-8a30-8171a1c70e57","request":"97817f2a-d9be-4093-8a30-8171a1c70e57"}	4	63d88f5a-82e8-5103-a95a-697383a9d771	1759132800000000	\N	\N
establishment	0010001W	3	ClassOpened	2	{"ClassOpened":{"class":"e6796699-4052-5a99-8b46-49712c631f19","label":"3e A","level":"troisieme","school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"RegisterEstablishment","correlation":"97817f2a-d9be-4093-8a30-8171a1c70e57","request":"97817f2a-d9be-4093-8a30-8171a1c70e57"}	5	7a793056-1ba5-5721-882d-ea9b484f5f7e	1759132800000000	\N	\N
establishment	0010001W	4	WeeksChosen	1	{"WeeksChosen":{"school_year":"2025-2026","weeks":["2026-W11"]}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"RegisterEstablishment","correlation":"97817f2a-d9be-4093-8a30-8171a1c70e57","request":"97817f2a-d9be-4093-8a30-8171a1c70e57"}	6	39a0b7df-65d3-5613-9406-031b1ab965fd	1759132800000000	\N	\N
establishment	0010001W	5	WeekExceptionGranted	1	{"WeekExceptionGranted":{"week":"2026-W14"}}	{"actor":"academic_director:78460e63-ba2d-4241-a06f-231858c97207","command":"GrantWeekException","correlation":"149440ce-6c01-4fa4-8b7c-5e60a5306196","request":"149440ce-6c01-4fa4-8b7c-5e60a5306196"}	7	5af384d5-b58a-55d1-92b1-70cd426d0951	1759132800000000	\N	\N
establishment	0010001W	6	WeekExceptionWithdrawn	1	{"WeekExceptionWithdrawn":{"week":"2026-W14"}}	{"actor":"academic_director:78460e63-ba2d-4241-a06f-231858c97207","command":"WithdrawWeekException","correlation":"80dd8de8-ea77-4a90-81a0-b546c12110ad","request":"80dd8de8-ea77-4a90-81a0-b546c12110ad"}	8	c19fbb57-4f81-56bc-ad4c-b263627cb85f	1759132800000000	\N	\N
establishment	0010001W	7	WeeksChosen	1	{"WeeksChosen":{"school_year":"2025-2026","weeks":["2026-W11","2026-W12","2026-W13"]}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"ChooseWeeks","correlation":"79cd74fc-8cbe-429b-b170-bb992b75e9f9","request":"79cd74fc-8cbe-429b-b170-bb992b75e9f9"}	9	5a0cd1c6-dcf9-58c4-b685-a9b4fc8e9efd	1759132800000000	\N	\N
establishment	0010001W	8	ClassOpened	2	{"ClassOpened":{"class":"cca893c5-587f-5834-a023-c656968d5615","label":"3e B","level":"troisieme","school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"OpenClass","correlation":"854d3117-b0fb-4da7-9d8c-25f5f8ffa82a","request":"854d3117-b0fb-4da7-9d8c-25f5f8ffa82a"}	10	96ef12d7-b0f5-580b-8e0f-1c1fece442c0	1759132800000000	\N	\N
establishment	0010001W	9	StaffJoined	1	{"StaffJoined":{"identity":"AWs-TKhzYtiA3y_vbkoVCkVYyid0Er7IEXVoPDBZA0BoOHyd4EvcQIgP3wtdeUBRU62Ix-VjsZ-FWuQWzerQbm-RlPTFctlncbyr2KhZiqYw4HSPFF6aM3e5IRPecBZ5N8q2LZAtI9bgOYbRWqQm_lRo333BGJ7Mvt4TyzntPESa_duMHAhETss","rights":["manage_pupils","manage_placements"],"role":"teacher","staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"JoinStaff","correlation":"fa0a1f60-04da-40e9-a14e-68f54ac84970","request":"fa0a1f60-04da-40e9-a14e-68f54ac84970"}	11	579f5622-caef-5046-9b4f-924c6e4d4b3e	1759132800000000	\N	\N
establishment	0010001W	10	ClassTaken	1	{"ClassTaken":{"class":"e6796699-4052-5a99-8b46-49712c631f19","staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"TakeClass","correlation":"0742f609-ffbe-44e6-a84e-abd335fd2d4f","request":"0742f609-ffbe-44e6-a84e-abd335fd2d4f"}	12	c7a86591-c515-55ae-abf5-ffc7318864e2	1759132800000000	\N	\N
establishment	0010001W	11	ClassTaken	1	{"ClassTaken":{"class":"cca893c5-587f-5834-a023-c656968d5615","staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"TakeClass","correlation":"b0155172-442a-4ce8-a6fd-ee816fe057d3","request":"b0155172-442a-4ce8-a6fd-ee816fe057d3"}	13	18d97d84-40e6-55b7-9e60-43075f2e913a	1759132800000000	\N	\N
establishment	0010001W	12	MainTeacherNamed	1	{"MainTeacherNamed":{"class":"e6796699-4052-5a99-8b46-49712c631f19","teacher":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"StateMainTeacher","correlation":"967c154d-ee98-4157-a2a4-8e392e51f449","request":"967c154d-ee98-4157-a2a4-8e392e51f449"}	14	fcaf3fda-0e5c-5c28-939b-d4b649582852	1759132800000000	\N	\N
establishment	0010001W	13	MainTeacherRelieved	1	{"MainTeacherRelieved":{"class":"e6796699-4052-5a99-8b46-49712c631f19","teacher":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"RelieveMainTeacher","correlation":"dc0eec4a-551c-4a5a-9607-108a8fc53e3c","request":"dc0eec4a-551c-4a5a-9607-108a8fc53e3c"}	15	77666f3c-63ed-599c-bc14-4e2878299f67	1759132800000000	\N	\N
establishment	0010001W	14	MainTeacherNamed	1	{"MainTeacherNamed":{"class":"e6796699-4052-5a99-8b46-49712c631f19","teacher":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"HandOverClass","correlation":"db075e1b-8ec3-4532-aedd-f916e71f021d","request":"db075e1b-8ec3-4532-aedd-f916e71f021d"}	16	8d3e6425-7b12-58fd-bad8-5e609988dd3b	1759132800000000	\N	\N
establishment	0010001W	15	ClassLeft	1	{"ClassLeft":{"class":"cca893c5-587f-5834-a023-c656968d5615","staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"LeaveClass","correlation":"9b2efcc0-12a6-4bad-b436-14ca3fe40c2b","request":"9b2efcc0-12a6-4bad-b436-14ca3fe40c2b"}	17	a319ec8b-4da6-57d9-b6cb-435f5df50815	1759132800000000	\N	\N
establishment	0010001W	16	ClassClosed	1	{"ClassClosed":{"class":"cca893c5-587f-5834-a023-c656968d5615"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"CloseClass","correlation":"04315bce-ce38-47ca-8f90-16bd93a255b9","request":"04315bce-ce38-47ca-8f90-16bd93a255b9"}	18	1d2478b5-0520-533f-9b9e-4a71b0cc9938	1759132800000000	\N	\N
establishment	0010001W	17	RightsGranted	1	{"RightsGranted":{"rights":["manage_college"],"staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"GrantRights","correlation":"6c207d38-e902-4501-a58d-b739020838a6","request":"6c207d38-e902-4501-a58d-b739020838a6"}	19	bbbab129-75f8-5afb-b056-9b7ecc959791	1759132800000000	\N	\N
establishment	0010001W	18	RightsNarrowed	1	{"RightsNarrowed":{"rights":["manage_college"],"staff":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"NarrowRights","correlation":"e6014eae-fde7-4b34-8839-062c21bf1dee","request":"e6014eae-fde7-4b34-8839-062c21bf1dee"}	20	e5df7ebb-4f14-5c49-8207-757154ab937a	1759132800000000	\N	\N
establishment	0010001W	19	StaffInvited	1	{"StaffInvited":{"identity":"Ac5tyJ46XzBDwGBjudDiKUzwV1MbgIS57Uy-KKCFVrYGcLSqFlTxPJ2Sa2agQFpXq6pIZY9AsPxawgYglLz1fRi82PgpuOa4sRycZW71Ns8VMkTzAYvejAOS8CnZhOxb-FCARioQdNGU","rights":[],"role":"documentalist","staff":"0560beae-f020-5d5c-a3ca-06687434bf8c"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"InviteStaff","correlation":"cf7604bc-6de3-4094-89c6-9c89367f9ee3","request":"cf7604bc-6de3-4094-89c6-9c89367f9ee3"}	21	e96607c7-2356-529a-a634-f834b248d5da	1759132800000000	\N	\N
establishment	0010001W	20	StaffRevoked	1	{"StaffRevoked":{"staff":"0560beae-f020-5d5c-a3ca-06687434bf8c"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"RevokeStaff","correlation":"8a85bee0-649b-46c3-858b-76576439a760","request":"8a85bee0-649b-46c3-858b-76576439a760"}	22	b1e5e1a8-ead8-5046-a86f-ad88ef9730da	1759132800000000	\N	\N
establishment	0010001W	21	StaffErased	1	{"StaffErased":{"staff":"0560beae-f020-5d5c-a3ca-06687434bf8c"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"EraseStaff","correlation":"7dbc74df-2bc9-41c6-9448-dfb0aa74fa32","request":"7dbc74df-2bc9-41c6-9448-dfb0aa74fa32"}	23	31787779-55ec-51b4-92d3-18cad3c82943	1759132800000000	\N	\N
establishment	0010001W	22	SearchOpenedNationwide	1	{"SearchOpenedNationwide":{"school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"OpenNationwideSearch","correlation":"f46ed15e-d509-4735-ab48-7ee08a7dd946","request":"f46ed15e-d509-4735-ab48-7ee08a7dd946"}	24	ca6a799e-d01b-5a34-a436-564436347765	1759132800000000	\N	\N
establishment	0010001W	23	SearchLimitedToRadius	1	{"SearchLimitedToRadius":{"school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"CloseNationwideSearch","correlation":"3b9eee8e-dd78-42d6-984b-a2c3d14d4273","request":"3b9eee8e-dd78-42d6-984b-a2c3d14d4273"}	25	c18bad1d-e33c-540f-8fb0-ac6aae8a4fa6	1759132800000000	\N	\N
host	73282932000017	1	HostRegistered	1	{"HostRegistered":{"identity":"ATnEfA6cx15PIaetn_KR7Gf92xmUkaZv-OxR9TkkKLa8Se14yCDVH2C5UJrINm8khLdBoW3pA5Uy8Vs8x8BqoXtQG68z1o7l60xmwc5FVsQxFhZSSXLd8JX_EWCHM4q_Rq5K9PXBxTvuzDWAujAlqCmYCo68UrUS6JVjIw8S_N-PoUE6gsYECVU","organisation":{"kind":{"private":{"form":"company","group":null,"paqte":false}},"name":"La ferme"},"person":"3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","siret":"73282932000017"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"RegisterHost","correlation":"9679a372-7202-404d-af59-b680d38b5321","request":"9679a372-7202-404d-af59-b680d38b5321"}	26	e71b9da4-f405-51d1-8854-07dbd256c1a2	1759132800000000	\N	\N
host	73282932000017	2	HostDescribed	1	{"HostDescribed":{"organisation":{"kind":{"private":{"form":"company","group":null,"paqte":false}},"name":"La ferme du Haut"}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"DescribeHost","correlation":"4669f31b-e775-4303-a012-ac4212e61e1a","request":"4669f31b-e775-4303-a012-ac4212e61e1a"}	27	e6ff9646-d471-5360-9fc1-37de621c9d29	1759132800000000	\N	\N
host	73282932000017	3	HostPersonAdded	1	{"HostPersonAdded":{"identity":"Ad9ZhhBkbd3RvRmCe4ZoLyVozwgVp9IGqEsoiRpZ_ybvByQOpTmsNuT6IJRohyvsf5iL6KlieBomAAg7oQu-eqK_QnZ9lJwFRh5_VIMAJKn9W3t34K2ebAAauZnDupvX6-BtHXpTSZRt","person":"83550c4a-6ea2-5890-8bc2-056e7ee751a5"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AddHostPerson","correlation":"1f76eda7-106a-4da8-b7fa-465a86d9f35f","request":"1f76eda7-106a-4da8-b7fa-465a86d9f35f"}	28	c1fb7caf-10a1-52e7-9825-746273a98d0f	1759132800000000	\N	\N
host	73282932000017	4	HostPersonRemoved	1	{"HostPersonRemoved":{"person":"83550c4a-6ea2-5890-8bc2-056e7ee751a5"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"RemoveHostPerson","correlation":"385920f7-c6d6-426b-b9e5-17032ef2e2b7","request":"385920f7-c6d6-426b-b9e5-17032ef2e2b7"}	29	ed55de9c-f23f-568f-978b-ebf0103472b1	1759132800000000	\N	\N
host	73282932000017	5	HostPersonErased	1	{"HostPersonErased":{"person":"83550c4a-6ea2-5890-8bc2-056e7ee751a5"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"EraseHostPerson","correlation":"c8e58f9f-570d-49ad-a47a-72cd04481656","request":"c8e58f9f-570d-49ad-a47a-72cd04481656"}	30	08d2a428-8198-5fef-8405-d11d9303a787	1759132800000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	1	OfferPublished	1	{"OfferPublished":{"host":"73282932000017","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","terms":{"accessibility":"accessible","description":"Une semaine avec les vaches.","format":"individual","hours":{"from":"09:00:00","until":"16:30:00"},"place":{"city":"Oyonnax","department":"01","position":[46.25,5.65],"postal_code":"01100","street":"1 chemin des Prés"},"reserved_for":null,"seats_per_week":1,"sector":"agriculture","title":"Découvrir la ferme","tutor":{"identity":"Ad7qAydDSF-j_M5Gbt5tVPD8LbMQgyyxfFTOneY9znDqNPXPh1rqpmlhL_YgmpgT3GxPmDxEa93S4ErHIPB0Y9HSCa8HW9g0k3ye60s18qzJVrCthZDAohpKy30yNL5_ahecFt0J1LlISD18Afq_FVHKbq2cEphqXvAUXqisiDMmaExUpaVISnw","person":"3a6b621d-b7bb-5409-aa22-983f168da2f4"},"weeks":["2026-W11","2026-W12","2026-W13"]}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"PublishOffer","correlation":"4b9012c4-f6f1-4d1c-9365-27d9a68e5f94","request":"4b9012c4-f6f1-4d1c-9365-27d9a68e5f94"}	31	b8c570dd-3823-57e7-bba5-f1f84709ca97	1759132800000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	2	OfferRevised	1	{"OfferRevised":{"revision":2,"terms":{"accessibility":"accessible","description":"Une semaine avec les vaches.","format":"individual","hours":{"from":"09:00:00","until":"16:30:00"},"place":{"city":"Oyonnax","department":"01","position":[46.25,5.65],"postal_code":"01100","street":"1 chemin des Prés"},"reserved_for":null,"seats_per_week":2,"sector":"agriculture","title":"Découvrir la ferme","tutor":{"identity":"ARDUHs-0fcUgZCm9cRSZ3w78bpxkNpDC3d7n8u2bunsrw1bZZGNPQbyiHIdu_v3Q1CniF_3gW4FckUFoQCkmDUW155nQAwIoS9gvVRgRxBN3ZAhZdzL4QnLuvLLRKS6YcSnOUih1LtEwcZSfzU7hwaEAf5Vd4VhjE4S50UoGsER9-TDueQwvXJo","person":"6e9117af-a41b-57d4-a67e-02336ed0a165"},"weeks":["2026-W11","2026-W12","2026-W13"]}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"ReviseOffer","correlation":"5c5e6828-91e3-4f5c-b7a5-267d4dd7f0dc","request":"5c5e6828-91e3-4f5c-b7a5-267d4dd7f0dc"}	32	936c76e9-44c1-5222-a25e-4b3c4b63e0e0	1759132800000000	\N	\N
mandate	7e700346-0710-527b-b4b4-bfb81eb82705	1	RepresentativeAppointed	1	{"RepresentativeAppointed":{"identity":"Aaov_Xb6MOSJWIqdo84ffq9Xx_OlrIg_vnajA36e-OP4KJ530xWZ7sfTFP7KDOw3qJfxByf2JCI2LmMHPuyfPS-8iRUZFQejSwkJZc8gXPBshVFYII2IaeU3OKE51xv54y3UZ2JVNIHD40fjt1--tuvdmjPyyalgMg8d8u0FN5d95fX64HGuWY4","office":{"prefect":{"department":"01"}},"representative":"7e700346-0710-527b-b4b4-bfb81eb82705"}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"AppointRepresentative","correlation":"1631e7f9-0c16-4908-b123-7046c5dc05d1","request":"1631e7f9-0c16-4908-b123-7046c5dc05d1"}	33	b10fc0d5-e684-5296-9fc7-cd0c0d0843b2	1759132800000000	\N	\N
mandate	7e700346-0710-527b-b4b4-bfb81eb82705	2	RepresentativeRelieved	1	{"RepresentativeRelieved":{"representative":"7e700346-0710-527b-b4b4-bfb81eb82705"}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"RelieveRepresentative","correlation":"4e5c37df-3545-4106-a1f5-c96e59be0e95","request":"4e5c37df-3545-4106-a1f5-c96e59be0e95"}	34	ff73d620-a07b-5d4b-9bd3-1cd05c3c0496	1759132800000000	\N	\N
partner	3cde77c9-0375-5b06-a594-eb98be8eb219	1	PartnerNamed	1	{"PartnerNamed":{"association":"Un stage et après","identity":"AYvZY_Egd9u0JxN8KlZ_mivMp0mvpWGk0IIYbY01zKnZ5ax658rS7j3uUrzRlwPYIQNjzWoKTvjpirPsM-lT8K3a8gTKdl70S8241SQbRdFMc5AzN2D0aAUL-sGgqKlndR1WI3W9UMSYtKMugnCsOH-CB5dobjitgEPhaz5tn_VN9w1GTj7JRt0","partner":"3cde77c9-0375-5b06-a594-eb98be8eb219","reach":"national"}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"NamePartner","correlation":"c0cb82f7-f75d-48bb-8b8c-997e89344524","request":"c0cb82f7-f75d-48bb-8b8c-997e89344524"}	35	70a79a39-061f-5e24-ab3d-3f219d884f1a	1759132800000000	\N	\N
partner	3cde77c9-0375-5b06-a594-eb98be8eb219	2	PartnerAssigned	1	{"PartnerAssigned":{"to":{"establishment":"0010001W"}}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"AssignPartner","correlation":"3a07c3af-bfa4-4ddf-980a-11e95f1dc77d","request":"3a07c3af-bfa4-4ddf-980a-11e95f1dc77d"}	36	60105c67-f11f-570c-9647-c5606d1b3dcf	1759132800000000	\N	\N
partner	3cde77c9-0375-5b06-a594-eb98be8eb219	3	PartnerUnassigned	1	{"PartnerUnassigned":{"from":{"establishment":"0010001W"}}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"UnassignPartner","correlation":"5c75f5a1-e7df-4dd8-bbe2-a436b504f9d8","request":"5c75f5a1-e7df-4dd8-bbe2-a436b504f9d8"}	37	2a6c727c-d5f3-540a-bff7-c5b9cc5aac10	1759132800000000	\N	\N
partner	3cde77c9-0375-5b06-a594-eb98be8eb219	4	PartnerDismissed	1	{"PartnerDismissed":{"partner":"3cde77c9-0375-5b06-a594-eb98be8eb219"}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"DismissPartner","correlation":"109ab09d-084e-42c7-89b2-e29c0fe3d98b","request":"109ab09d-084e-42c7-89b2-e29c0fe3d98b"}	38	251fd26b-fbdd-57e2-93ed-b9e55ca2cd83	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	1	StudentEnrolled	1	{"StudentEnrolled":{"class":"e6796699-4052-5a99-8b46-49712c631f19","establishment":"0010001W","gender":"girl","identity":"Ac-krd0mC-O98TUnGq_xurdPtEbOCQIsgeuEN9IpxWQs65YFeoqkX7uazpNsvy_RuYSgksjI5m6HDgA3WWKJpRbDGfM5pQczs7kwsg-nc6torS09e3Um7YXdxcvGniBBeOGQ8wB3mXT3T79eI7pl0ZJ6A7_u-qBYUFH_nPeL5bfPGMVKus2JvWwqhsvQGbC8XEgdBDekFUBgRGgMWFRHjGQvjtoVIX7c1iSNgavBOYytjZlVuBZY2LJIhrktW6GJRhorQK1htxYz","level":"troisieme","school_year":"2025-2026","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"EnrolStudent","correlation":"567ae3c9-9332-4502-b08a-e00ab71a7b82","request":"567ae3c9-9332-4502-b08a-e00ab71a7b82"}	39	92a139c9-736c-593f-a1c1-c209a7dd1c6a	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	2	AuthorisationFormHanded	1	{"AuthorisationFormHanded":{"by":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"HandAuthorisationForm","correlation":"f7f48412-7a1e-4d8f-b0d7-97258c0d4787","request":"f7f48412-7a1e-4d8f-b0d7-97258c0d4787"}	40	97e728e0-b15e-5446-96ad-086755644cae	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	3	AuthorisationRecorded	1	{"AuthorisationRecorded":{"collected_by":"34ab8f35-426e-4818-beac-3337366c3273","form_digest":"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e","guardian":"f5ebe402-b875-5ddd-ad4a-08ca04407eb4","identity":"AZ9lvn1KmrTCTiFoLyTHNetXwJ8y9pC5I2rS_ygs1CfAO9L6YJVZ_5FyGXocUWMUcwwiX_w-qfxerLqpGtd_gJuyC24p4P3jmIBswMyHZbEqtoDHVi-D5MC4vb_dnV1yPD4CMC3bLgsgFzIpqNSK4WXckcGNH95cPAXt52cciwomcMBg5cpgymc","signed_on":"2025-09-15"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"RecordAuthorisation","correlation":"8b356fbb-cd84-4447-8362-f700549c6275","request":"8b356fbb-cd84-4447-8362-f700549c6275"}	41	ced0c4cf-e0f6-5006-9089-38241ca5b10d	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	4	AccessOpened	1	{"AccessOpened":{"by":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"OpenAccess","correlation":"2cb8341d-75ad-443a-82cd-1423f8d8f490","request":"2cb8341d-75ad-443a-82cd-1423f8d8f490"}	42	24e7357c-0fb2-5f48-b17e-10e38b1666d8	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	5	CvSaved	1	{"CvSaved":{"cv":"ASVy7lEmf8vHBPgXVFN6N8rr79wn9ovY1foDLaWMJUkIzOEWr7YYRBXuJD0q-sNZI2OLOsR0Ny7imzrL7E4ycw3JlM-t1UMUiqPe-oaE5yNavNYAVDQCCb7i70YhJOymEn0_42xQ05CRSag5TmLlBdcNwQQYhWYwTLBDO8BGO76vio5r2874xOk5MZmziiZ93zeK8poYfzPiPoCcEUmMDkZL0GCNK6iBRPDyDdd77z1GtbuZXd1jpLS--eQeiWcgbB7uvw7VBF0vY9WFF9pp06buoQK4HYF5hApL8I8TQJfd9so3vgZJps4","version":1}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SaveCv","correlation":"5cf6126e-e24f-439c-93b2-35c0ae0a891e","request":"5cf6126e-e24f-439c-93b2-35c0ae0a891e"}	43	022d2464-88aa-5a5d-bc53-556147f68d4d	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	6	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"061d9db6-d828-5e37-9ec3-d2cb7ec7eed7","at":"2025-09-29T08:00:00Z","host":"73282932000017","letter":"Aa_GZxMRuFMoO3TkMlIfwxnVj2AJsTNkeuIYeJlq_anNDk0yJHlYVlP_EFTcFbnNJSdjE-TRxjDS3J_-WLolE2oledF5bw8gb8NND1p7DNe819g7V4rjnRKtI2SV-7hXG9fttaaY4jYKw8K35QkcvVVCPlSYWzE5se3pm_dIhU_Is60q8RfxR6A","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","sector":"agriculture","week":"2026-W11"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SubmitApplication","correlation":"5bcf2649-9e62-4ba6-b5f6-c33a999f92f3","request":"5bcf2649-9e62-4ba6-b5f6-c33a999f92f3"}	44	20702518-4c5f-5c1d-ac14-86187e9d383c	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	7	ApplicationWithdrawn	1	{"ApplicationWithdrawn":{"application":"061d9db6-d828-5e37-9ec3-d2cb7ec7eed7","cause":{"by_pupil":{"reason":"AWJfbrFFDvMF9BufmwD9x5en0V83vEUfXgO9igcccCfw9jPn2mZmD0PQX9xWTZfYygGBvKQS-4Q-9sppsvVo5qrWuYesQvBfXgmgIw3JY9QGE631FNGQAMaTUEsRviQ_J063kEPXY--v"}}}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"WithdrawApplication","correlation":"cb76f217-0367-4736-87b0-6f04098d5647","request":"cb76f217-0367-4736-87b0-6f04098d5647"}	45	f7ae1007-d9ca-5f4a-9b41-fe13da2405d8	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	8	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"c8b7232b-aca9-581c-80f1-de5402fccd41","at":"2025-09-29T08:00:00Z","host":"73282932000017","letter":"AewwbFYtxAyhgc-DTGS1OaBuaJhdAwWvYNtbIcCYQKi7NalkRSj44jEVxvvVrnGCotTCDhPJEYHn560wKX-NBvVc_JvEEsg420l0KjqWV0L8pIT0jTCiv-UhZODy5uu-i9a9m6LUdEB44KBos7vfek38EwiJVZkjvVaeYs8U_-aq49bWalxEaEY","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","sector":"agriculture","week":"2026-W12"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SubmitApplication","correlation":"fffc7051-a425-4830-988a-247ec2f7e94f","request":"fffc7051-a425-4830-988a-247ec2f7e94f"}	46	2bfb1546-e653-5094-af65-b52e4cc4d566	1759132800000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	16	StudentErased	1	{"StudentErased":{"student":"87e0826c-f092-54e4-8b1d-e76a6298c512"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"EraseStudent","correlation":"e78e5e26-7564-46de-9880-6805d2c3f7dd","request":"e78e5e26-7564-46de-9880-6805d2c3f7dd"}	86	fe987588-a036-5eca-9646-bfe5de96a61a	1774857600000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	9	ApplicationDeclined	1	{"ApplicationDeclined":{"application":"c8b7232b-aca9-581c-80f1-de5402fccd41","cause":{"by_host":{"message":"AeQPG8H6N4atn-X6jDorG86uDU1fe4t65H9-uwMpAAHQR0UBazH_plNsDaRCJh6wBoOXp0fT8bTteWAS4aEBiD8Jwy8n5PJhbAB8iaov5qMsSU53WoEvwIneIKT_c76iSxDSM8W_IqTU"}}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"DeclineApplication","correlation":"16dce7b8-a3bd-4061-86da-f7393bfdd6bd","request":"16dce7b8-a3bd-4061-86da-f7393bfdd6bd"}	47	e1d2ca18-d56e-5f43-886c-f283acadb7e1	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	10	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","at":"2025-09-29T08:00:00Z","host":"73282932000017","letter":"AT5ofSxAkjEP2KYLbFykEq2nrNlEaRMlOFvt7YmbseUmOTUCqGb3HPr-9Fb76x6cxaxKZ01qVPuZIxr3CBLIgcjBDBTAxTtVF93HDOsYwAMiPrfGfoFKUjJxVP56BlAswe9Bfe32t9keziMZzKeRJU8USZ8nHotNqHDRcQd0Rx8s01_Y-OOzzhs","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","sector":"agriculture","week":"2026-W11"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SubmitApplication","correlation":"179ba728-6589-437d-a8a7-5a53fa1c84c9","request":"179ba728-6589-437d-a8a7-5a53fa1c84c9"}	48	e763b732-5252-5a16-8e70-10d3656c5c40	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	11	ApplicationExamined	1	{"ApplicationExamined":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","at":"2025-09-29T08:00:00Z"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"ExamineApplication","correlation":"31f255c7-e112-434f-a5de-2bda98a49965","request":"31f255c7-e112-434f-a5de-2bda98a49965"}	49	0f92654d-7cc0-5096-bf62-116b18c7f78e	1759132800000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	3	SeatTaken	1	{"SeatTaken":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","message":"AT0d4r6moYCFmGaLo9X0XlBXEKVVKQjFESr7Z9RM4xPiIo0jWtlJoaQI2fMtOJHjSBR1BrRlpGV92RCjTNHEnhr-J4VIIo-3D3VAEtvfqWUjvxoaXhUy5tdjOXx3k27lxfazlH8KQn4B","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AcceptApplication","correlation":"05f227e7-5478-4fa9-84a5-6224037cfd5c","request":"05f227e7-5478-4fa9-84a5-6224037cfd5c"}	50	8d1834b5-870f-5c51-8559-8b2a53269c18	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	12	ApplicationAccepted	1	{"ApplicationAccepted":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","message":"AT0d4r6moYCFmGaLo9X0XlBXEKVVKQjFESr7Z9RM4xPiIo0jWtlJoaQI2fMtOJHjSBR1BrRlpGV92RCjTNHEnhr-J4VIIo-3D3VAEtvfqWUjvxoaXhUy5tdjOXx3k27lxfazlH8KQn4B","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"8d1834b5-870f-5c51-8559-8b2a53269c18","command":"PlacePupil","correlation":"05f227e7-5478-4fa9-84a5-6224037cfd5c","request":"eca76aec-0bd0-5fa6-8a29-5f06e31e3232"}	51	fec9a1be-64ab-5609-9746-1623d6babad4	1759132800000000	\N	\N
offer	074b9f4a-8341-547c-b6c4-608b9ee262ac	1	OfferPublished	1	{"OfferPublished":{"host":"73282932000017","offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","terms":{"accessibility":"accessible","description":"Une semaine avec les vaches.","format":"individual","hours":{"from":"09:00:00","until":"16:30:00"},"place":{"city":"Oyonnax","department":"01","position":[46.25,5.65],"postal_code":"01100","street":"1 chemin des Prés"},"reserved_for":null,"seats_per_week":1,"sector":"agriculture","title":"Découvrir la ferme","tutor":{"identity":"AdmuK9l9XmoiP5HUnZ8d8Vy9X5lfD6QI9773OQhC8TZcj3ZQ7IE0b3sQasU8mRVqh0bJLonrsj1V8zMHdG-MZJtV_ENlmvThjdX46xAARg5IhjkFye9DXo6kWIBeDjwk_6dY4kQsrYkPjNjt8w969YtRRVOzBXUd3W7FQCqDSVYaF98kEqFKj2c","person":"fba451c1-7b80-5950-abb8-be056c6cf969"},"weeks":["2026-W11","2026-W12","2026-W13"]}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"PublishOffer","correlation":"36ecd483-7d16-45d0-aef6-7ee96a3588d4","request":"36ecd483-7d16-45d0-aef6-7ee96a3588d4"}	52	bfb9f4bb-5c31-5d6f-beee-3ae23803a144	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	13	PlacementCancelledByPupil	1	{"PlacementCancelledByPupil":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","reason":"AdGi1FpOzqFzcqm6jlgcWu44fadMWxZb_8_B4dkK18wYWtTRqLzK8-I-ZumOfxlT-oN-h8Mzl2D-EstOKTmTPJtCNjvvUEemxw","week":"2026-W11"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"CancelPlacement","correlation":"c0a3c729-a3c3-4068-9c39-70e061c99f39","request":"c0a3c729-a3c3-4068-9c39-70e061c99f39"}	53	a439b6ac-cd66-5ba7-8e43-ed54c100a8a3	1759132800000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	4	SeatReleased	1	{"SeatReleased":{"application":"f02ddaf1-83ed-5eab-ac0b-933acd8d1ea8","cause":"cancelled_by_pupil","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","week":"2026-W11"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","causation":"a439b6ac-cd66-5ba7-8e43-ed54c100a8a3","command":"ReleaseSeat","correlation":"c0a3c729-a3c3-4068-9c39-70e061c99f39","request":"ad2ec060-fbdc-5972-8500-318508890177"}	54	9bd70084-d096-57ad-81c5-429e8eca6f96	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	14	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"0ef991ce-2d01-545f-901e-f3257eca1890","at":"2025-09-29T08:00:00Z","host":"73282932000017","letter":"AcfGgiKzRmSrBDvEuVvNvNQvFGBPO-z8Pkda4r5wyYQdKAoI_0z5HGYxHw-Dbii1EnQ104DJS6upbqarRVoM86SsXSZhi6AyWawK4t7AI9318djjU0rcGd8kK9z6FUUCz6631xfIxIXApea2qB__Pmon1-FUrx5vrjTVh_1ZemuF87jhMnhX5sE","offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","sector":"agriculture","week":"2026-W11"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SubmitApplication","correlation":"34d17670-b86c-470d-a648-7104ce37de0f","request":"34d17670-b86c-470d-a648-7104ce37de0f"}	55	69be9aca-9059-573f-a77f-dd67c6a818c6	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	15	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"b47c43e7-c7e6-5eda-923c-07bdf4549cd9","at":"2025-09-29T08:00:00Z","host":"73282932000017","letter":"Ab9g386olWjGS-JMyHFZtYhT7a8SEkHKaa0yDN77cXeUEAAYWKANk58LF0yCdxYE3zLrCfM_of9dAIRifPtsQ-J8xtOMLttS9RTvMIVbpZrkAyzNocowHzXOiTP6IaPNf-UqZVzFnk2zfwTI1OFXmm107O9m7F_hEcq8qtAqBjDCDgVjML8lOUo","offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","sector":"agriculture","week":"2026-W12"}}	{"actor":"pupil:a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","command":"SubmitApplication","correlation":"793adf3d-50f8-43a4-b785-7f0b90af5796","request":"793adf3d-50f8-43a4-b785-7f0b90af5796"}	56	05742916-bdb2-5c4b-8095-a60af882d7bf	1759132800000000	\N	\N
offer	074b9f4a-8341-547c-b6c4-608b9ee262ac	2	SeatTaken	1	{"SeatTaken":{"application":"0ef991ce-2d01-545f-901e-f3257eca1890","message":null,"student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AcceptApplication","correlation":"8d5788e2-05d4-4e78-a7b3-c01e274ce150","request":"8d5788e2-05d4-4e78-a7b3-c01e274ce150"}	57	1f26658f-b3bf-5507-97ee-b8fa02fe6124	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	16	ApplicationAccepted	1	{"ApplicationAccepted":{"application":"0ef991ce-2d01-545f-901e-f3257eca1890","message":null,"offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"1f26658f-b3bf-5507-97ee-b8fa02fe6124","command":"PlacePupil","correlation":"8d5788e2-05d4-4e78-a7b3-c01e274ce150","request":"925df56f-d864-590b-bf7d-29f6645c0a7d"}	58	7171078c-e77f-5037-b4f2-5038bfc6fb28	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	17	PlacementCancelledByHost	1	{"PlacementCancelledByHost":{"application":"0ef991ce-2d01-545f-901e-f3257eca1890","offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","reason":"AeoN5kxHFaVcEfKp47o5lly159ieouoYUTHETlnt6Kw7RV4v3NriGfmF_G-8S_alt8qnwrTChV0Vo5hj95ZsJqM6ImWJIsEwMw","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"CancelPlacementByHost","correlation":"087ae3bf-d942-4e16-bc45-c4e180269dee","request":"087ae3bf-d942-4e16-bc45-c4e180269dee"}	59	52b3b83e-1e37-53c2-ad49-abd4584f5df2	1759132800000000	\N	\N
offer	074b9f4a-8341-547c-b6c4-608b9ee262ac	3	SeatReleased	1	{"SeatReleased":{"application":"0ef991ce-2d01-545f-901e-f3257eca1890","cause":"cancelled_by_host","student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","week":"2026-W11"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"52b3b83e-1e37-53c2-ad49-abd4584f5df2","command":"ReleaseSeat","correlation":"087ae3bf-d942-4e16-bc45-c4e180269dee","request":"b111d35d-9979-51c9-b941-7b6416dea65f"}	60	6650c793-6f2e-5142-8482-d1d67aacba70	1759132800000000	\N	\N
offer	074b9f4a-8341-547c-b6c4-608b9ee262ac	4	SeatTaken	1	{"SeatTaken":{"application":"b47c43e7-c7e6-5eda-923c-07bdf4549cd9","message":null,"student":"a0189db4-1fa2-5f3d-8856-8bf7dc6a0768","week":"2026-W12"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AcceptApplication","correlation":"af2354be-2d9e-4b25-b0d0-8f2c7b47e3db","request":"af2354be-2d9e-4b25-b0d0-8f2c7b47e3db"}	61	dcd1cb1e-deee-5950-84f7-11d3fafaeeb6	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	18	ApplicationAccepted	1	{"ApplicationAccepted":{"application":"b47c43e7-c7e6-5eda-923c-07bdf4549cd9","message":null,"offer":"074b9f4a-8341-547c-b6c4-608b9ee262ac","week":"2026-W12"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"dcd1cb1e-deee-5950-84f7-11d3fafaeeb6","command":"PlacePupil","correlation":"af2354be-2d9e-4b25-b0d0-8f2c7b47e3db","request":"0117e884-f527-5a2d-abb2-3a83abed0bfc"}	62	2f09b9b2-d843-5cf7-a6c7-21945419fea8	1759132800000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	19	PlacementCompleted	1	{"PlacementCompleted":{"application":"b47c43e7-c7e6-5eda-923c-07bdf4549cd9","witness":"host"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"ConfirmCompletion","correlation":"b1f7c997-27e7-4cc7-ba3f-dae7c39a1205","request":"b1f7c997-27e7-4cc7-ba3f-dae7c39a1205"}	63	e4680bea-54bb-564c-a35a-57df534bfd6f	1774080000000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	20	DebriefRecorded	1	{"DebriefRecorded":{"application":"b47c43e7-c7e6-5eda-923c-07bdf4549cd9","debrief":"AcCBh7a964HlLYWXyGU-1N2ZvFTQ2HNtmQdK5g2Lsy19w0mPIOe8UzqBP6FrHOpCVNDd_u2dmchttzh2B8zSfixijkzQOIvAI7EZvYPis9NhweLm86hvE6yFg5qZFmPxG77onsoGvq6t","skills":["methods","citizenship"]}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"RecordDebrief","correlation":"50b056ff-cf99-47c2-ab09-2c975915f984","request":"50b056ff-cf99-47c2-ab09-2c975915f984"}	64	2c5b0ea3-c95d-52cb-bc62-f0a6cc69bd5c	1774080000000000	\N	\N
establishment	0010001W	24	ClassOpened	2	{"ClassOpened":{"class":"6b7264bf-ca27-5a89-89ae-ea926252736d","label":"3e C","level":"troisieme","school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"OpenClass","correlation":"90e038d8-796b-464c-bde0-c50f1562856f","request":"90e038d8-796b-464c-bde0-c50f1562856f"}	65	57c42f93-fceb-5128-b8e1-d038c422201d	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	1	StudentEnrolled	1	{"StudentEnrolled":{"class":"6b7264bf-ca27-5a89-89ae-ea926252736d","establishment":"0010001W","gender":"boy","identity":"AfV_8cMqlTm-Gbm4mWPwCedo0h8FQWEM-G3mjYP1VyaKNJnLzeVbrOv4-Jr-aiY-48iEASr8L3Id9jeNKAPJG-G0y5VcPAPTBjRK65D2F0qRu0sKfrug6eAj6DxRw5KRKrYLuoFYcnyC1uUVyawOwGgtDM3zKnjO56I_t1irvCqZYPcjZrtLk6M","level":"troisieme","school_year":"2025-2026","student":"87e0826c-f092-54e4-8b1d-e76a6298c512"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"EnrolStudent","correlation":"bd4ee7bf-3931-4d90-b232-f30ae1729551","request":"bd4ee7bf-3931-4d90-b232-f30ae1729551"}	66	2acf6b16-948c-52ec-93b9-a6242cdea394	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	2	StudentMoved	1	{"StudentMoved":{"class":"e6796699-4052-5a99-8b46-49712c631f19","level":"troisieme","school_year":"2025-2026"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"MoveStudent","correlation":"2a98103a-bf78-42a0-a73f-f4dce2cc8d5f","request":"2a98103a-bf78-42a0-a73f-f4dce2cc8d5f"}	67	3f83657a-61a3-57e5-92c1-acf5c6a91cd7	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	3	AuthorisationFormHanded	1	{"AuthorisationFormHanded":{"by":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"HandAuthorisationForm","correlation":"5246ef2c-367a-43cb-90c8-70da165f0d66","request":"5246ef2c-367a-43cb-90c8-70da165f0d66"}	68	289278a0-e908-5486-ba3f-19cf693b8a21	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	4	AuthorisationRecorded	1	{"AuthorisationRecorded":{"collected_by":"34ab8f35-426e-4818-beac-3337366c3273","form_digest":"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e","guardian":"baac1e67-abcb-59a2-85c1-ea23ee5d18b1","identity":"AWWvy1s6Bfu_gu4PA0TYkDd9TG8kolSWoLH8U-JFXyC-_TZDh-nlGE0sjPE9hRDAVNO48JUINMdMaguQOseQW8T9za4kNvJvizkcTQ3rZwQVRPbgJKxKf6P29nqFUFj-6q--CrHektUuYdk8oPWIHupZS9SAqgGJd-N4OXVF7g_LpNH54j3YpdY","signed_on":"2025-09-15"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"RecordAuthorisation","correlation":"60f861d3-3699-43d2-b903-b5c128cc1fcf","request":"60f861d3-3699-43d2-b903-b5c128cc1fcf"}	69	28f8d665-09a3-5628-a15e-cd8ee8cf4697	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	5	AccessOpened	1	{"AccessOpened":{"by":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"OpenAccess","correlation":"31ec3bc8-c313-4502-b4f5-c96dd0227adc","request":"31ec3bc8-c313-4502-b4f5-c96dd0227adc"}	70	f4047334-0661-5482-87ee-5384b8367f08	1774080000000000	\N	\N
offer	4958bcd8-8c89-51f3-aac2-6154a7b8c9ea	1	OfferPublished	1	{"OfferPublished":{"host":"73282932000017","offer":"4958bcd8-8c89-51f3-aac2-6154a7b8c9ea","terms":{"accessibility":"accessible","description":"Une semaine avec les vaches.","format":"individual","hours":{"from":"09:00:00","until":"16:30:00"},"place":{"city":"Oyonnax","department":"01","position":[46.25,5.65],"postal_code":"01100","street":"1 chemin des Prés"},"reserved_for":null,"seats_per_week":1,"sector":"agriculture","title":"Découvrir la ferme","tutor":{"identity":"AegDdw8_mRjQCR44N08luzWNWpkrqYlwMzmNoL8V76skto7hswOnATzSGGxAZ1yXNI_qQyP9ImQUfRYD3HHxQLRUTBEAO9_GZ4uYMqU1mKOL3PEXBS3N4ORE5sTxyyhxndcXyBq3H4_nnld4jjDfSzW7mRIMO2UUUiGI_mZ7jWmpHss_NSeNMPM","person":"fad4161c-e182-522c-892b-7a4bb89e7047"},"weeks":["2026-W13"]}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"PublishOffer","correlation":"ef4687f8-9da0-45f3-b894-b6f54ecfa457","request":"ef4687f8-9da0-45f3-b894-b6f54ecfa457"}	71	63661749-f604-5613-9c61-c51b60a487cb	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	6	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"3e423554-7a4b-508d-9a86-4acf730112fd","at":"2026-03-21T08:00:00Z","host":"73282932000017","letter":"ASLdMlvE2oTLjArcHIt7DZ7w-sL_eW0D7M26OSKnnjJu9YFi8Mi5BjkQTrlcLLFcxgh3nBXQF8cBmqWdSHaeXnICuSWOCQkYFsw3TQyyX3DpMym1hCtDcpjulDqiCv9MWWXSgQFa8qvKzdr93j1cap41T-4lyayMdTou7u9TTB9sZL5fv7rx2t4","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","sector":"agriculture","week":"2026-W13"}}	{"actor":"pupil:87e0826c-f092-54e4-8b1d-e76a6298c512","command":"SubmitApplication","correlation":"ba140d58-4588-4df5-8101-cca4dfd5112e","request":"ba140d58-4588-4df5-8101-cca4dfd5112e"}	72	96df4f6d-5c92-5d7b-8961-bcd19c98da9f	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	7	ApplicationSubmitted	1	{"ApplicationSubmitted":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","at":"2026-03-21T08:00:00Z","host":"73282932000017","letter":"AX6n7c036NQJ8luN5NFnC3IirS2zpwkw4Vz0blptJzZUhyKphBPde_xivso52joI7bBHx6emDPDcgDzjOmGZJ1EIO6vTUfPztkgmWMLd4aHvhvb53o8BBp6wHKKLAwIAFIQqTtWnDVzPcUd_xXFmWaqBWWxZxHfO0Gh_EpPAND7nUAUXWy4RMZA","offer":"4958bcd8-8c89-51f3-aac2-6154a7b8c9ea","sector":"agriculture","week":"2026-W13"}}	{"actor":"pupil:87e0826c-f092-54e4-8b1d-e76a6298c512","command":"SubmitApplication","correlation":"9b94face-2574-40d7-a2ce-1186be5c80ab","request":"9b94face-2574-40d7-a2ce-1186be5c80ab"}	73	6f98bc52-162c-5bf6-8797-2cd55bb16deb	1774080000000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	5	SeatTaken	1	{"SeatTaken":{"application":"3e423554-7a4b-508d-9a86-4acf730112fd","message":"AXH5cPj77s7fG9rQzWKI_uqUpAyeovvcvNi6Sl7yCGWsLHgnopsuI__47zQpgsBMbKRx7q47_XUbQDRXym79yPBhIFscemk9BIgQURU94VXW8dJWdGVt2MBYSwy2-EMoLK_desfg1Uvl","student":"87e0826c-f092-54e4-8b1d-e76a6298c512","week":"2026-W13"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AcceptApplication","correlation":"f9038934-9b61-400b-8189-d41a95628199","request":"f9038934-9b61-400b-8189-d41a95628199"}	74	68784a43-2332-57f1-b599-2ee67bb499eb	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	8	ApplicationAccepted	1	{"ApplicationAccepted":{"application":"3e423554-7a4b-508d-9a86-4acf730112fd","message":"AXH5cPj77s7fG9rQzWKI_uqUpAyeovvcvNi6Sl7yCGWsLHgnopsuI__47zQpgsBMbKRx7q47_XUbQDRXym79yPBhIFscemk9BIgQURU94VXW8dJWdGVt2MBYSwy2-EMoLK_desfg1Uvl","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","week":"2026-W13"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"68784a43-2332-57f1-b599-2ee67bb499eb","command":"PlacePupil","correlation":"f9038934-9b61-400b-8189-d41a95628199","request":"99368f8b-abc8-5d5b-a168-cb3aeb243354"}	75	f830f601-8bbb-57c5-86a5-7a6f70bcdcbd	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	9	ApplicationWithdrawn	1	{"ApplicationWithdrawn":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","cause":{"placed_that_week":{"by":"3e423554-7a4b-508d-9a86-4acf730112fd"}}}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"68784a43-2332-57f1-b599-2ee67bb499eb","command":"PlacePupil","correlation":"f9038934-9b61-400b-8189-d41a95628199","request":"99368f8b-abc8-5d5b-a168-cb3aeb243354"}	76	533a213c-1b4a-5d1d-beda-b4bf39c929f3	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	10	PlacementCancelledByPupil	1	{"PlacementCancelledByPupil":{"application":"3e423554-7a4b-508d-9a86-4acf730112fd","offer":"007b37b9-5d07-53ac-91d5-912128a5b4dc","reason":"AUTejnK7qP_vLq_wC7IW7By3JDRsSyOa7TOp1Dbr_lI5KrAauNsHftYl6p95SY3VOxvGdg_pHa5de3nXAVxH2HZTDG2HaLBVDA","week":"2026-W13"}}	{"actor":"pupil:87e0826c-f092-54e4-8b1d-e76a6298c512","command":"CancelPlacement","correlation":"7bd4abf3-4f82-4cac-9a7c-76d5d299b940","request":"7bd4abf3-4f82-4cac-9a7c-76d5d299b940"}	77	8888f2cd-618c-51d7-ba36-0edf3e79a84a	1774080000000000	\N	\N
offer	007b37b9-5d07-53ac-91d5-912128a5b4dc	6	SeatReleased	1	{"SeatReleased":{"application":"3e423554-7a4b-508d-9a86-4acf730112fd","cause":"cancelled_by_pupil","student":"87e0826c-f092-54e4-8b1d-e76a6298c512","week":"2026-W13"}}	{"actor":"pupil:87e0826c-f092-54e4-8b1d-e76a6298c512","causation":"8888f2cd-618c-51d7-ba36-0edf3e79a84a","command":"ReleaseSeat","correlation":"7bd4abf3-4f82-4cac-9a7c-76d5d299b940","request":"cbbd3637-281a-568e-9d30-dd9ccdaf22fa"}	78	4447950a-06be-5a0e-baac-4632c01d9e13	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	11	ApplicationReinstated	1	{"ApplicationReinstated":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","at":"2026-03-21T08:00:00Z"}}	{"actor":"pupil:87e0826c-f092-54e4-8b1d-e76a6298c512","command":"ReinstateApplication","correlation":"6ff467d4-d407-4d38-9da1-98e9128b5feb","request":"6ff467d4-d407-4d38-9da1-98e9128b5feb"}	79	75b7e154-1381-5f2a-be68-fe410c66d68b	1774080000000000	\N	\N
offer	4958bcd8-8c89-51f3-aac2-6154a7b8c9ea	2	SeatTaken	1	{"SeatTaken":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","message":"AXYtgOaZKG7qAN6jEp8fzwN2A67ItzOQj6dXMZ7OyVvy_I_r8fpZM6j-6P7wfblq9rkOchkzdnknM4FKzCjR_TPXkh6PELRpS3hmhxOuD2LckbbTBVG7d0B4W01to0_JZXskSNaul_K4","student":"87e0826c-f092-54e4-8b1d-e76a6298c512","week":"2026-W13"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AcceptApplication","correlation":"ec07d528-cb47-465e-a3aa-c22bea0fb57a","request":"ec07d528-cb47-465e-a3aa-c22bea0fb57a"}	80	a609f64b-313c-5cca-92ff-3eec9c9beb08	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	12	ApplicationAccepted	1	{"ApplicationAccepted":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","message":"AXYtgOaZKG7qAN6jEp8fzwN2A67ItzOQj6dXMZ7OyVvy_I_r8fpZM6j-6P7wfblq9rkOchkzdnknM4FKzCjR_TPXkh6PELRpS3hmhxOuD2LckbbTBVG7d0B4W01to0_JZXskSNaul_K4","offer":"4958bcd8-8c89-51f3-aac2-6154a7b8c9ea","week":"2026-W13"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","causation":"a609f64b-313c-5cca-92ff-3eec9c9beb08","command":"PlacePupil","correlation":"ec07d528-cb47-465e-a3aa-c22bea0fb57a","request":"82af6a4c-d00e-5b55-8148-612ce91308aa"}	81	387eac1b-bb1c-5e43-9f00-e2ce56c133df	1774080000000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	13	PlacementMissed	1	{"PlacementMissed":{"application":"6f1337c1-b749-5ca5-b29c-c6d710a967fc","witness":"college"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"ReportAbsence","correlation":"660c63c2-3a94-4f92-831a-4aebb60704d0","request":"660c63c2-3a94-4f92-831a-4aebb60704d0"}	82	5640863e-936e-5b98-8946-d412653ab529	1774857600000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	14	AuthorisationWithdrawn	1	{"AuthorisationWithdrawn":{"by":"guardian"}}	{"actor":"guardian:baac1e67-abcb-59a2-85c1-ea23ee5d18b1","command":"WithdrawAuthorisation","correlation":"d92d112c-fa2a-43b0-9876-7496d6a9a4e8","request":"d92d112c-fa2a-43b0-9876-7496d6a9a4e8"}	83	159bd895-4303-5abe-854f-3c24d746e770	1774857600000000	\N	\N
offer	4958bcd8-8c89-51f3-aac2-6154a7b8c9ea	3	OfferWithdrawn	1	{"OfferWithdrawn":{"reason":"closure"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"WithdrawOffer","correlation":"917156e9-7460-4ffe-9cbc-789afd385c74","request":"917156e9-7460-4ffe-9cbc-789afd385c74"}	84	124ad335-5d23-5b42-a90f-272e5a0f27f1	1774857600000000	\N	\N
student	87e0826c-f092-54e4-8b1d-e76a6298c512	15	GuardianErased	1	{"GuardianErased":{"guardian":"baac1e67-abcb-59a2-85c1-ea23ee5d18b1"}}	{"actor":"guardian:baac1e67-abcb-59a2-85c1-ea23ee5d18b1","command":"EraseGuardian","correlation":"e8e41c23-4c49-4578-92a1-e0e1d09572a3","request":"e8e41c23-4c49-4578-92a1-e0e1d09572a3"}	85	2aa1fbfe-a031-515f-9525-c0d080a35bc9	1774857600000000	\N	\N
mandate	066c00d4-bf01-5a6d-933a-9318d6b7af18	1	RepresentativeAppointed	1	{"RepresentativeAppointed":{"identity":"ATRc8oHvgBN0zdRn8vY5K5iUMTXcGEWXH-KLZYrOaT4xazuTCE54VywRiQuir_PsR7E8OhXRBi8GnZDCb9qJvzRFGMtoEHek7cOPHAoI4Z-XXz_fXDbzI130ItYLByoAJgfH9GsDsg_CSq2foPGCrs6Olm0QQST_LeXI7AIOVSCQcCNvZ2CCIyE","office":{"rector":{"academy":"lyon"}},"representative":"066c00d4-bf01-5a6d-933a-9318d6b7af18"}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"AppointRepresentative","correlation":"0b76dca0-74dc-4483-8043-78aa15a2a35a","request":"0b76dca0-74dc-4483-8043-78aa15a2a35a"}	87	6a65588d-dd44-5e82-8f7a-f8e471b46eee	1774944000000000	\N	\N
partner	f02b315a-7feb-5b76-a582-5e0d4ac2da3e	1	PartnerNamed	1	{"PartnerNamed":{"association":"Un stage pour tous","identity":"AbnfO-A0go0PU6iCN95s8QCa8Xp7Ct32ocD9CnxKRiAjw9q-3h7EvMQZ3yyWOYjslyGe13GwBUEFTOtrlFKzGRjiisVWTRQxw-8D1KLQMMVsBHu2cmQoC42VZDV2q9Cxi32pOa_P8pchrwMkjNRAFRH72AS2lnWmWb32AswT01H_CCziMlsrHzk","partner":"f02b315a-7feb-5b76-a582-5e0d4ac2da3e","reach":"national"}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"NamePartner","correlation":"db2c56df-acb6-4324-a7e5-2514243f28de","request":"db2c56df-acb6-4324-a7e5-2514243f28de"}	88	0f41e04d-d1b8-58a7-80b4-97e667e1b156	1774944000000000	\N	\N
partner	f02b315a-7feb-5b76-a582-5e0d4ac2da3e	2	PartnerAssigned	1	{"PartnerAssigned":{"to":{"establishment":"0010001W"}}}	{"actor":"national_committee:00000000-0000-0000-0000-00000000c0de","command":"AssignPartner","correlation":"3ed4b292-c39c-4d88-8255-317481b76931","request":"3ed4b292-c39c-4d88-8255-317481b76931"}	89	08909d29-db4a-5acd-9095-d8179ffbb5fe	1774944000000000	\N	\N
establishment	0010001W	25	StaffInvited	1	{"StaffInvited":{"identity":"AUj6yM4hUQtiEj6wVuUM2tBVVOEyQhcoA5fYNvBOSRd8FHsLhJsmaf-xw2BHu2tmNC-nVKbHqjMsc3-YKYL9_eHj48AwTslnbUF5msIxblUDGncwsVekZh7JpRZA-RF9D47ocxTwqxz4","rights":["manage_pupils"],"role":"documentalist","staff":"7eaee58b-e26b-577e-a846-a740ef508943"}}	{"actor":"head:bb71d8ab-99d9-48da-9092-5bd8ef758b9f","command":"InviteStaff","correlation":"332eaf98-4c9b-4d1d-97fb-5119a99bcc6a","request":"332eaf98-4c9b-4d1d-97fb-5119a99bcc6a"}	90	0da01ff6-ccae-5895-8598-595b64963518	1774944000000000	\N	\N
host	73282932000017	6	HostPersonAdded	1	{"HostPersonAdded":{"identity":"AUtOW6l2At1nOlS7TYnJVn_KYAYMDcFT3-mlG2YRAI6v5ZJYNCTOoqJG9qC48nv2q59iKzvIDzhi4pdpLcyvqILuzWEWgQCWzhDswDtsrbkfimdidw_CxwmqhAoUJ0fkSBxjt1yrPRT4","person":"e64f953b-c88d-593c-97d7-79874335fe68"}}	{"actor":"host_person:3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd","command":"AddHostPerson","correlation":"fdc4d070-a2d8-4f64-8e84-9c817b98868a","request":"fdc4d070-a2d8-4f64-8e84-9c817b98868a"}	91	9cae0df9-787d-57df-a6ac-2c601e92c61d	1774944000000000	\N	\N
student	a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	21	StudentInvited	1	{"StudentInvited":{"address":"Abknh1yNi-SCi2Wvleg4eldQk5x_eI_i56pckVgPGzzbPSg2buyxRNp3zsmu12aT0CnL4ax0i3aNkoM8YYtEc94g4Bkun9y5pA03b6x8oDdzWHlEe5TKO1MeIBx3fku6bUnaSUqR5qjo","by":"34ab8f35-426e-4818-beac-3337366c3273"}}	{"actor":"teacher:34ab8f35-426e-4818-beac-3337366c3273","command":"InviteStudent","correlation":"f6f72ba7-ec4c-49c6-abb9-e3be589178cc","request":"f6f72ba7-ec4c-49c6-abb9-e3be589178cc"}	92	5b935ea4-c1e5-5120-bcfe-29d6ad2e8342	1774944000000000	\N	\N
establishment	0010002X	1	EstablishmentListed	1	{"EstablishmentListed":{"listing":{"city":"Oyonnax","department":"01","name":"Collège Lumière","network":"rep_plus","position":[46.25,5.65]},"uai":"0010002X"}}	{"actor":"operator:00000000-0000-0000-0000-000000000be7","command":"ImportEstablishments","correlation":"56bfc450-70fb-427b-bdd9-a05259a2e9ea","request":"d2eda267-d941-5cb9-bfd1-0ac453b1d2c5"}	93	5d5a7aef-7eb4-52fd-a815-40da0521693d	1774944000000000	\N	\N
\.


--
-- Data for Name: leases; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.leases (work, holder, fence, ends_at) FROM stdin;
placement_process	ef52f850-50f2-4b7f-8f9f-54631687f6f5	1	-infinity
access-retention	ef52f850-50f2-4b7f-8f9f-54631687f6f5	1	-infinity
mail	ef52f850-50f2-4b7f-8f9f-54631687f6f5	1	-infinity
sql-dashboards	ef52f850-50f2-4b7f-8f9f-54631687f6f5	1	-infinity
\.


--
-- Data for Name: snapshots; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.snapshots (aggregate_type, aggregate_id, last_sequence, current_snapshot, payload) FROM stdin;
\.


--
-- Data for Name: master_keys; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.master_keys (id, verifier, created_at, retired_at) FROM stdin;
1	\\xfc137c5c0ea41ec66469085c2a1107d1477924381119115bcceeb967bfacddfc79fa3ca7c83cff9b8216a7947411775a0079dda717d05211cc924f4dbf4276f0e1bb6ca38936efe8	1795727168315190	\N
\.


--
-- Data for Name: person_keys; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.person_keys (person, wrapped_key, master_key_id, created_at, erased_at, erasure) FROM stdin;
00000000-0000-0000-0000-000000000000	\\x747d3a0256aa0e080ad9aa9818890df1691355cfc8bd7f9694254262e24019a477aecf4f23d517a1bb1e63915ce4aab4759ab72cb77e3a18d4dcb3646400b5e4deed1e43d7ede9a3	1	1795727168440294	\N	\N
bb71d8ab-99d9-48da-9092-5bd8ef758b9f	\\x4f61816f3d1b272befd3e40297f0cd8a9be0dd455b102fe64d0ef6cf3326a0cc2ea08ea4abcbf01d7e03890bc1ccca6522d32f67111edf1f4e8e2d7815313eb35d515b0d5a08025a	1	1795727168627410	\N	\N
34ab8f35-426e-4818-beac-3337366c3273	\\xaf01f4a6e880f85df65500dd35bbf72ba2ae826328a7c0bf320901da9c5c435972cde72d49c61da3dc37fed03789489b488b4bf403b4ccb5a25fdc3fc8dbf7eaad9c08fb65ea0d6e	1	1795727168690511	\N	\N
0560beae-f020-5d5c-a3ca-06687434bf8c	\N	1	1795727168782530	1795727168825985	1
3d796aaa-b0a8-4e94-b1df-e62f2a32b1cd	\\xfca8be7da353e5ad3062ddc58e00867b9c34af05b80b31fb77df2117a81a1da594ad8cd8778138809d934e48ef5d93aae47e13c798b6fed8a9480fb6e211d97c6899f7d302ffbb5a	1	1795727168902742	\N	\N
83550c4a-6ea2-5890-8bc2-056e7ee751a5	\N	1	1795727168933547	1795727168964031	2
3a6b621d-b7bb-5409-aa22-983f168da2f4	\\x7211c760380cccec9d80bf8517caef0fbca0d6a5422527737122ea2fdc74ece256aa0ff74bdffc1745c1c2aa3f73a044468835049b90b5d7137f1ebe211ff72cb0908afa5888a348	1	1795727169003788	\N	\N
6e9117af-a41b-57d4-a67e-02336ed0a165	\\x5f01f2bd1e9ea039348193f06450f04cedffb115c07c696601b3dd3e687b7719d7b7b4bc5a507200221278237bed8b49906bbcf94b8694bd4a7451920cca121d71d1fa6a48bf4e7f	1	1795727169025040	\N	\N
7e700346-0710-527b-b4b4-bfb81eb82705	\\xa72f6d618bdef500fdff61efd69bc29ae5090bd0dc428688f404f9498823287496b5bf923642f090c94ae471be522e717870d0f8025c1312d2cbd3e6a323a2ca73e99f8e1ffb2ba7	1	1795727169061142	\N	\N
3cde77c9-0375-5b06-a594-eb98be8eb219	\\xf26c83fd55e5434e3ede881c1fbe30167c6afc303cdd290dcb901e72a9c5a818521cc13f9fcac9d60422962ef8fe5bde7ecf70c170a0c01334a54bad1bbe43a414b7dd5aab0a912a	1	1795727169110477	\N	\N
a0189db4-1fa2-5f3d-8856-8bf7dc6a0768	\\xdda21ddcfff6c8d9c6ac82ab37b8651caad3e189970684f9f86c54c0637355fe698eccfc851eefb9cef55ae39fa641963e491d8a50ddb86d460b2d18e57acadb9a99cdc6225fdc4f	1	1795727169166909	\N	\N
f5ebe402-b875-5ddd-ad4a-08ca04407eb4	\\x01d8a9b84a2ca99ec89a298b79395876090a77a79e2494b77f16078d8110ab9aeacf2263500a1abd4e76844728dd26be8271135f000988c8cafced189d7793fac06db9ff4dbeb9e3	1	1795727169188500	\N	\N
fba451c1-7b80-5950-abb8-be056c6cf969	\\x888e2521f015906fb2624360f78d01e1ddc14df2cba57200bd099736ba761e523463f7d32baf5a65e8b4c8d8b792817d7e98c078e275a12ae66c4991ca3f3f96ad29f055dc8da5ac	1	1795727169325744	\N	\N
fad4161c-e182-522c-892b-7a4bb89e7047	\\xa3675df6612f95612c96905020c5573882bc8ea4723c5a91758d02ce8429dc6675669c3f6a357f9964fb6ce94e5d818ff32f9f1b5d58d7ce075d282c9285cd88d6d5ccb82819ffdf	1	1795727169475822	\N	\N
baac1e67-abcb-59a2-85c1-ea23ee5d18b1	\N	1	1795727169456647	1795727169665624	4
87e0826c-f092-54e4-8b1d-e76a6298c512	\N	1	1795727169431108	1795727169716366	6
066c00d4-bf01-5a6d-933a-9318d6b7af18	\\x9f064a6319bde70c68c88849c7af437752c3a05844a964dc17cbfd32056800aff499ada8cfc5af4a752a4a94b1a7f93f80e570b42c65e89cde2dba9dba346f095e099e0482a758af	1	1795727169751918	\N	\N
f02b315a-7feb-5b76-a582-5e0d4ac2da3e	\\x1de94b4bd8deea206ea583f2e42f7462390d41f38a2001b4a9d77df3ba561035ab4fe6abfb509497e354f0223b689bc39e5114c435bfa2d6d3077ec48dcc14bc3e84a0615185d70d	1	1795727169768721	\N	\N
7eaee58b-e26b-577e-a846-a740ef508943	\\x6bfb0f3cf3a60f1919a0d6982a2a959b73d3d80c744843fba295f21bb049743eb2cff424619d7404bc871f28cfbc931918193b81b6d9852110121b8802acbc5724bc1c47eddac586	1	1795727169788305	\N	\N
e64f953b-c88d-593c-97d7-79874335fe68	\\x9f4e7977c897a26debf3af4ef4e502e5dbab8c1d2722cceb2a017f9db7aa1b3fcc3041aebb16fd0c7493724cd9da22779826f488602dac8fc9ee88aa16de9a487aec8e849c0a17be	1	1795727169801918	\N	\N
7b2e7530-6b6e-50da-a8ff-4d043036a142	\\x71fd57024966b7bc1b3f90bee605c37b0e41c4dbd251793b3a119980fe329f00b7cbfd3a41f1ff7086363b4e99c28361ea4f8902f13d102babc8402084e26f8fb788153461c15869	1	1795727169980397	\N	\N
\.


--
-- Data for Name: state; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.state (one, schema_version, last_erasure) FROM stdin;
t	2	7
\.


--
-- Name: access_reads_id_seq; Type: SEQUENCE SET; Schema: access; Owner: -
--

SELECT pg_catalog.setval('access.access_reads_id_seq', 3, true);


--
-- Name: access_reads access_reads_pkey; Type: CONSTRAINT; Schema: access; Owner: -
--

ALTER TABLE ONLY access.access_reads
    ADD CONSTRAINT access_reads_pkey PRIMARY KEY (id);


--
-- Name: access_retention access_retention_pkey; Type: CONSTRAINT; Schema: access; Owner: -
--

ALTER TABLE ONLY access.access_retention
    ADD CONSTRAINT access_retention_pkey PRIMARY KEY (only_one);


--
-- Name: part_versions part_versions_pkey; Type: CONSTRAINT; Schema: access; Owner: -
--

ALTER TABLE ONLY access.part_versions
    ADD CONSTRAINT part_versions_pkey PRIMARY KEY (part);


--
-- Name: account_accounts account_accounts_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_accounts
    ADD CONSTRAINT account_accounts_pkey PRIMARY KEY (person);


--
-- Name: account_credentials account_credentials_address_digest_key; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_credentials
    ADD CONSTRAINT account_credentials_address_digest_key UNIQUE (address_digest);


--
-- Name: account_credentials account_credentials_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_credentials
    ADD CONSTRAINT account_credentials_pkey PRIMARY KEY (id);


--
-- Name: account_identities account_identities_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_identities
    ADD CONSTRAINT account_identities_pkey PRIMARY KEY (identity_digest);


--
-- Name: account_links account_links_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_links
    ADD CONSTRAINT account_links_pkey PRIMARY KEY (digest);


--
-- Name: account_messages account_messages_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_messages
    ADD CONSTRAINT account_messages_pkey PRIMARY KEY (id);


--
-- Name: account_outbox account_outbox_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_outbox
    ADD CONSTRAINT account_outbox_pkey PRIMARY KEY (id);


--
-- Name: account_refresh_tokens account_refresh_tokens_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_refresh_tokens
    ADD CONSTRAINT account_refresh_tokens_pkey PRIMARY KEY (digest);


--
-- Name: account_secrets account_secrets_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_secrets
    ADD CONSTRAINT account_secrets_pkey PRIMARY KEY (name);


--
-- Name: account_sessions account_sessions_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_sessions
    ADD CONSTRAINT account_sessions_pkey PRIMARY KEY (id);


--
-- Name: account_signing_keys account_signing_keys_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_signing_keys
    ADD CONSTRAINT account_signing_keys_pkey PRIMARY KEY (id);


--
-- Name: account_throttles account_throttles_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_throttles
    ADD CONSTRAINT account_throttles_pkey PRIMARY KEY (subject);


--
-- Name: part_versions part_versions_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.part_versions
    ADD CONSTRAINT part_versions_pkey PRIMARY KEY (part);


--
-- Name: dashboard_checkpoint dashboard_checkpoint_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_checkpoint
    ADD CONSTRAINT dashboard_checkpoint_pkey PRIMARY KEY (layout);


--
-- Name: dashboard_classes dashboard_classes_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_classes
    ADD CONSTRAINT dashboard_classes_pkey PRIMARY KEY (class_id);


--
-- Name: dashboard_establishments dashboard_establishments_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_establishments
    ADD CONSTRAINT dashboard_establishments_pkey PRIMARY KEY (uai);


--
-- Name: dashboard_offers dashboard_offers_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_offers
    ADD CONSTRAINT dashboard_offers_pkey PRIMARY KEY (offer_id);


--
-- Name: dashboard_sectors dashboard_sectors_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_sectors
    ADD CONSTRAINT dashboard_sectors_pkey PRIMARY KEY (territory_kind, territory_code, school_year, sector);


--
-- Name: dashboard_territories dashboard_territories_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_territories
    ADD CONSTRAINT dashboard_territories_pkey PRIMARY KEY (territory_kind, territory_code, school_year);


--
-- Name: dashboard_weeks dashboard_weeks_pkey; Type: CONSTRAINT; Schema: dashboards_v1_b68de7f0; Owner: -
--

ALTER TABLE ONLY dashboards_v1_b68de7f0.dashboard_weeks
    ADD CONSTRAINT dashboard_weeks_pkey PRIMARY KEY (department, week);


--
-- Name: eventlog_schema eventlog_schema_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.eventlog_schema
    ADD CONSTRAINT eventlog_schema_pkey PRIMARY KEY (version);


--
-- Name: events events_event_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_event_id UNIQUE (event_id);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence);


--
-- Name: events events_position; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_position UNIQUE ("position");


--
-- Name: leases leases_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (work);


--
-- Name: snapshots snapshots_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (aggregate_type, aggregate_id, last_sequence);


--
-- Name: master_keys master_keys_pkey; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.master_keys
    ADD CONSTRAINT master_keys_pkey PRIMARY KEY (id);


--
-- Name: person_keys person_keys_pkey; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.person_keys
    ADD CONSTRAINT person_keys_pkey PRIMARY KEY (person);


--
-- Name: state state_pkey; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.state
    ADD CONSTRAINT state_pkey PRIMARY KEY (one);


--
-- Name: access_reads_by_age; Type: INDEX; Schema: access; Owner: -
--

CREATE INDEX access_reads_by_age ON access.access_reads USING btree (read_at);


--
-- Name: access_reads_by_reader; Type: INDEX; Schema: access; Owner: -
--

CREATE INDEX access_reads_by_reader ON access.access_reads USING btree (reader, read_at, id);


--
-- Name: access_reads_of_subject; Type: INDEX; Schema: access; Owner: -
--

CREATE INDEX access_reads_of_subject ON access.access_reads USING btree (subject, read_at, id);


--
-- Name: account_accounts_of_credential; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_accounts_of_credential ON accounts.account_accounts USING btree (credential);


--
-- Name: account_identities_of_credential; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_identities_of_credential ON accounts.account_identities USING btree (credential);


--
-- Name: account_links_by_expiry; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_links_by_expiry ON accounts.account_links USING btree (expires_at);


--
-- Name: account_links_of_credential; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_links_of_credential ON accounts.account_links USING btree (credential);


--
-- Name: account_links_of_person; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_links_of_person ON accounts.account_links USING btree (person);


--
-- Name: account_messages_due; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_messages_due ON accounts.account_messages USING btree (due_at);


--
-- Name: account_messages_of_recipient; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_messages_of_recipient ON accounts.account_messages USING btree (recipient, kind);


--
-- Name: account_refresh_tokens_of_session; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_refresh_tokens_of_session ON accounts.account_refresh_tokens USING btree (session);


--
-- Name: account_sessions_by_end; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_sessions_by_end ON accounts.account_sessions USING btree (idles_at);


--
-- Name: account_sessions_by_revocation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_sessions_by_revocation ON accounts.account_sessions USING btree (revoked_at);


--
-- Name: account_sessions_of_person; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_sessions_of_person ON accounts.account_sessions USING btree (person);


--
-- Name: account_throttles_by_age; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX account_throttles_by_age ON accounts.account_throttles USING btree (forgotten_at);


--
-- Name: erasures; Type: INDEX; Schema: vault; Owner: -
--

CREATE INDEX erasures ON vault.person_keys USING btree (erasure) WHERE (erasure IS NOT NULL);


--
-- Name: access_reads access_reads_are_not_emptied; Type: TRIGGER; Schema: access; Owner: -
--

CREATE TRIGGER access_reads_are_not_emptied BEFORE TRUNCATE ON access.access_reads FOR EACH STATEMENT EXECUTE FUNCTION access.access_keep_all();


--
-- Name: access_reads access_reads_stay; Type: TRIGGER; Schema: access; Owner: -
--

CREATE TRIGGER access_reads_stay BEFORE DELETE OR UPDATE ON access.access_reads FOR EACH ROW EXECUTE FUNCTION access.access_keep_read();


--
-- Name: access_retention access_retention_is_not_emptied; Type: TRIGGER; Schema: access; Owner: -
--

CREATE TRIGGER access_retention_is_not_emptied BEFORE TRUNCATE ON access.access_retention FOR EACH STATEMENT EXECUTE FUNCTION access.access_keep_all();


--
-- Name: access_retention access_retention_only_moves_on; Type: TRIGGER; Schema: access; Owner: -
--

CREATE TRIGGER access_retention_only_moves_on BEFORE DELETE OR UPDATE ON access.access_retention FOR EACH ROW EXECUTE FUNCTION access.access_keep_mark();


--
-- Name: events events_in_turn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_in_turn BEFORE INSERT ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.events_in_turn();


--
-- Name: events events_never_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_never_changed BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.events_never_changed();

ALTER TABLE public.events ENABLE ALWAYS TRIGGER events_never_changed;


--
-- Name: events events_placed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_placed BEFORE INSERT ON public.events FOR EACH ROW WHEN ((current_setting('eventlog.append'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION public.events_placed();


--
-- Name: person_keys erased_is_final; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER erased_is_final BEFORE UPDATE ON vault.person_keys FOR EACH ROW WHEN ((old.erased_at IS NOT NULL)) EXECUTE FUNCTION vault.refuse('an erased person stays erased');


--
-- Name: person_keys made_under_one_that_serves; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER made_under_one_that_serves AFTER INSERT ON vault.person_keys REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse_retired();


--
-- Name: master_keys master_keys_stay; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER master_keys_stay BEFORE DELETE OR TRUNCATE ON vault.master_keys FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse('a master key is retired, never deleted');


--
-- Name: master_keys retired_is_final; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER retired_is_final BEFORE UPDATE ON vault.master_keys FOR EACH ROW WHEN ((old.retired_at IS NOT NULL)) EXECUTE FUNCTION vault.refuse('a retired master key stays retired');


--
-- Name: person_keys rows_stay; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER rows_stay BEFORE DELETE OR TRUNCATE ON vault.person_keys FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse('a person is erased, never deleted');


--
-- Name: person_keys wrapped_under_one_that_serves; Type: TRIGGER; Schema: vault; Owner: -
--

CREATE TRIGGER wrapped_under_one_that_serves AFTER UPDATE ON vault.person_keys REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse_retired();


--
-- Name: account_accounts account_accounts_credential_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_accounts
    ADD CONSTRAINT account_accounts_credential_fkey FOREIGN KEY (credential) REFERENCES accounts.account_credentials(id);


--
-- Name: account_identities account_identities_credential_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_identities
    ADD CONSTRAINT account_identities_credential_fkey FOREIGN KEY (credential) REFERENCES accounts.account_credentials(id);


--
-- Name: account_links account_links_credential_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_links
    ADD CONSTRAINT account_links_credential_fkey FOREIGN KEY (credential) REFERENCES accounts.account_credentials(id);


--
-- Name: account_refresh_tokens account_refresh_tokens_session_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.account_refresh_tokens
    ADD CONSTRAINT account_refresh_tokens_session_fkey FOREIGN KEY (session) REFERENCES accounts.account_sessions(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


