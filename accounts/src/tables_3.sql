-- A credential is its address's, for whoever acts as several persons with it, or one person's
-- alone: `address_digest` is the address's then, or that person's id. `mailbox_digest` is the
-- address's in both.
ALTER TABLE account_credentials ADD COLUMN mailbox_digest BLOB;
UPDATE account_credentials SET mailbox_digest = address_digest;
CREATE INDEX account_credentials_of_mailbox ON account_credentials (mailbox_digest);

-- A sign-up is a link until it is followed; `apart`: the account gets a credential of its own.
ALTER TABLE account_links ADD COLUMN mailbox_digest BLOB;
ALTER TABLE account_links ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
CREATE INDEX account_links_of_mailbox ON account_links (mailbox_digest);
UPDATE account_links SET apart = 1
    WHERE purpose = 'invite' AND capacity LIKE '%"role":"pupil"%';
DELETE FROM account_links WHERE purpose = 'confirm';

-- Where a pupil shared a credential, nobody can tell whose its password is: each chooses another
-- one, by a link that goes to the address.
UPDATE account_sessions SET revoked_at = last_used_at WHERE revoked_at IS NULL AND person IN (
    SELECT o.person FROM account_accounts o
    JOIN account_accounts p ON p.credential = o.credential
    JOIN account_accounts q ON q.credential = p.credential AND q.person <> p.person
    WHERE p.capacity LIKE '%"role":"pupil"%');
UPDATE account_credentials SET password_hash = NULL, password_salt = NULL,
    memory = NULL, passes = NULL, lanes = NULL
    WHERE id IN (
        SELECT p.credential FROM account_accounts p
        JOIN account_accounts q ON q.credential = p.credential AND q.person <> p.person
        WHERE p.capacity LIKE '%"role":"pupil"%');
INSERT INTO account_credentials (id, address_digest, mailbox_digest, made_at, confirmed_at)
    SELECT p.person, p.person, c.mailbox_digest, c.made_at, c.confirmed_at
    FROM account_accounts p JOIN account_credentials c ON c.id = p.credential
    WHERE p.capacity LIKE '%"role":"pupil"%' AND EXISTS (
        SELECT 1 FROM account_accounts q
        WHERE q.credential = p.credential AND q.person <> p.person);
UPDATE account_accounts SET credential = person
    WHERE person IN (SELECT id FROM account_credentials);
DELETE FROM account_identities
    WHERE credential NOT IN (SELECT credential FROM account_accounts);
DELETE FROM account_links
    WHERE credential IS NOT NULL AND credential NOT IN (SELECT credential FROM account_accounts);
DELETE FROM account_credentials WHERE id NOT IN (SELECT credential FROM account_accounts);
UPDATE account_credentials
    SET address_digest = (SELECT p.person FROM account_accounts p
        WHERE p.credential = account_credentials.id)
    WHERE id IN (SELECT credential FROM account_accounts
        WHERE capacity LIKE '%"role":"pupil"%');
