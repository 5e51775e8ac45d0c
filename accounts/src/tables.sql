-- What the service keeps for itself, sealed with its own key.
CREATE TABLE account_secrets (
    name TEXT PRIMARY KEY NOT NULL,
    sealed TEXT NOT NULL
) STRICT;

-- One a mail address, which only its keyed digest names.
CREATE TABLE account_credentials (
    id BLOB PRIMARY KEY NOT NULL,
    address_digest BLOB NOT NULL UNIQUE,
    password_hash BLOB,
    password_salt BLOB,
    memory INTEGER,
    passes INTEGER,
    lanes INTEGER,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER
) STRICT;

-- One a person; several may share a credential.
CREATE TABLE account_accounts (
    person BLOB PRIMARY KEY NOT NULL,
    credential BLOB NOT NULL REFERENCES account_credentials (id),
    capacity TEXT NOT NULL,
    sealed_address TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    last_sign_in INTEGER
) STRICT;
CREATE INDEX account_accounts_of_credential ON account_accounts (credential);

-- Whoever an external issuer vouches for; its name for them only as a keyed digest.
CREATE TABLE account_identities (
    identity_digest BLOB PRIMARY KEY NOT NULL,
    credential BLOB NOT NULL REFERENCES account_credentials (id),
    issuer TEXT NOT NULL,
    linked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_identities_of_credential ON account_identities (credential);

-- One-time links that were not used yet. An invitation has no credential yet, but a capacity and
-- an address.
CREATE TABLE account_links (
    digest BLOB PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    person BLOB NOT NULL,
    credential BLOB REFERENCES account_credentials (id),
    capacity TEXT,
    sealed_address TEXT,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_links_of_person ON account_links (person);
CREATE INDEX account_links_of_credential ON account_links (credential);
CREATE INDEX account_links_by_expiry ON account_links (expires_at);

-- The person is NULL once erased: that the session is over is told a while longer.
CREATE TABLE account_sessions (
    id BLOB PRIMARY KEY NOT NULL,
    person BLOB,
    started_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    idles_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX account_sessions_of_person ON account_sessions (person);
CREATE INDEX account_sessions_by_revocation ON account_sessions (revoked_at);
CREATE INDEX account_sessions_by_end ON account_sessions (idles_at);

CREATE TABLE account_refresh_tokens (
    digest BLOB PRIMARY KEY NOT NULL,
    session BLOB NOT NULL REFERENCES account_sessions (id) ON DELETE CASCADE,
    used_at INTEGER
) STRICT;
CREATE INDEX account_refresh_tokens_of_session ON account_refresh_tokens (session);

-- Tries that failed, by the keyed digest of an address or a source.
CREATE TABLE account_throttles (
    subject BLOB PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    forgotten_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_throttles_by_age ON account_throttles (forgotten_at);

-- Messages to be written, and for a while those that were.
CREATE TABLE account_messages (
    id BLOB PRIMARY KEY NOT NULL,
    recipient BLOB NOT NULL,
    kind TEXT NOT NULL,
    sealed_address TEXT,
    sealed_body TEXT,
    sealed_link_token TEXT,
    sealed_reason TEXT,
    queued_at INTEGER NOT NULL,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    sent_at INTEGER,
    dropped_at INTEGER
) STRICT;
CREATE INDEX account_messages_due ON account_messages (due_at);
CREATE INDEX account_messages_of_recipient ON account_messages (recipient, kind);

-- How far the log has been followed; -1 until it is for the first time.
CREATE TABLE account_outbox (
    id INTEGER PRIMARY KEY NOT NULL,
    checkpoint INTEGER NOT NULL
) STRICT;
INSERT INTO account_outbox (id, checkpoint) VALUES (1, -1);

CREATE TABLE account_signing_keys (
    id BLOB PRIMARY KEY NOT NULL,
    sealed TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    signs_since INTEGER,
    retires_at INTEGER
) STRICT;
