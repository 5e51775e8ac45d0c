-- Version 1. Instants are microseconds since 1970 (UTC), as in the vault's file.

-- One row. `last_erasure` numbers the erasures; who adds to it holds the row until the commit,
-- so that the numbers appear in their order and a reader that saw one has seen all before it.
CREATE TABLE vault.state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    schema_version bigint NOT NULL,
    last_erasure bigint NOT NULL
);
INSERT INTO vault.state (schema_version, last_erasure) VALUES (1, 0);

-- A verifier tells whether a master key is this one, and nothing of the key.
CREATE TABLE vault.master_keys (
    id bigint PRIMARY KEY,
    verifier bytea NOT NULL CHECK (length(verifier) = 72),
    created_at bigint NOT NULL,
    retired_at bigint
);

-- An erased person's row stays as the mark that no key may be made again. The version with the
-- key is vacuumed away soon.
CREATE TABLE vault.person_keys (
    person uuid PRIMARY KEY,
    wrapped_key bytea CHECK (length(wrapped_key) = 72),
    master_key_id bigint NOT NULL,
    created_at bigint NOT NULL,
    erased_at bigint,
    erasure bigint,
    CHECK ((wrapped_key IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((erasure IS NULL) = (erased_at IS NULL))
) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
CREATE INDEX erasures ON vault.person_keys (erasure) WHERE erasure IS NOT NULL;

CREATE FUNCTION vault.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;
CREATE TRIGGER erased_is_final BEFORE UPDATE ON vault.person_keys
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL)
    EXECUTE FUNCTION vault.refuse('an erased person stays erased');
CREATE TRIGGER rows_stay BEFORE DELETE OR TRUNCATE ON vault.person_keys
    FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse('a person is erased, never deleted');
