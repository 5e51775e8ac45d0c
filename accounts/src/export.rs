//! All that the accounts hold of one person, for them.
use serde::Serialize;

use super::outbox::{MESSAGE_ADDRESS, MESSAGE_BODY};
use super::{AccountError, Accounts, SessionId, bytes, id};
use vault::{OpenError, PersonId};

const EXPORTING: &str = "export an account";

/// What the accounts hold of a person. Times in microseconds since 1970 (UTC). Passwords, tokens
/// and the links' secrets are not kept in a form that could be shown.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AccountExport {
    /// Their mail address.
    pub address: Option<String>,
    /// What they act as.
    pub capacity: Option<String>,
    /// Since when there is an account.
    pub made_at: Option<i64>,
    /// When the address was confirmed.
    pub confirmed_at: Option<i64>,
    /// When they last signed in.
    pub last_sign_in: Option<i64>,
    /// Whether there is a password.
    pub has_password: bool,
    /// The external issuers that vouch for them.
    pub identities: Vec<IdentityExport>,
    /// Their sign-ins.
    pub sessions: Vec<SessionExport>,
    /// The links that were sent to them and may still be used.
    pub links: Vec<LinkExport>,
    /// The messages to them that wait, and those sent lately.
    pub messages: Vec<MessageExport>,
}

/// An external issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdentityExport {
    /// Its name.
    pub issuer: String,
    /// Since when it is linked.
    pub linked_at: i64,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionExport {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub started_at: i64,
    /// When it was last refreshed.
    pub last_used_at: i64,
    /// When it ends at the latest.
    pub ends_at: i64,
    /// When it was ended before its time.
    pub revoked_at: Option<i64>,
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkExport {
    /// `confirm`, `invite` or `reset`.
    pub purpose: String,
    /// Until when it may be used.
    pub expires_at: i64,
}

/// A message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MessageExport {
    /// What it is about.
    pub kind: String,
    /// Where to; gone once it was sent.
    pub address: Option<String>,
    /// What it says, as JSON; gone once it was sent.
    pub body: Option<String>,
    /// When it was queued.
    pub queued_at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
}

impl Accounts {
    /// All that is held of a person. Of an erased one, and of one never heard of, nothing.
    ///
    /// # Errors
    /// `Vault`, `Sealed`, `Database`.
    pub async fn export(&self, person: PersonId) -> Result<AccountExport, AccountError> {
        type Row = (
            String,
            i64,
            Option<i64>,
            Option<i64>,
            Option<Vec<u8>>,
            Vec<u8>,
        );
        let row: Option<Row> = sqlx::query_as(
            "SELECT a.capacity, a.made_at, c.confirmed_at, a.last_sign_in, c.password_salt,
             a.credential FROM account_accounts a
             JOIN account_credentials c ON c.id = a.credential WHERE a.person = $1",
        )
        .bind(bytes(person.0))
        .fetch_optional(self.database.reads())
        .await
        .map_err(self.database.fault(EXPORTING))?;
        let mut export = AccountExport {
            address: self.address_of(person).await?,
            capacity: None,
            made_at: None,
            confirmed_at: None,
            last_sign_in: None,
            has_password: false,
            identities: Vec::new(),
            sessions: self.export_sessions(person).await?,
            links: self.export_links(person).await?,
            messages: self.export_messages(person).await?,
        };
        if let Some((capacity, made_at, confirmed_at, last_sign_in, salt, credential)) = row {
            export.capacity = Some(capacity);
            export.made_at = Some(made_at);
            export.confirmed_at = confirmed_at;
            export.last_sign_in = last_sign_in;
            export.has_password = salt.is_some();
            export.identities = self.export_identities(&credential).await?;
        }
        Ok(export)
    }

    async fn export_identities(
        &self,
        credential: &[u8],
    ) -> Result<Vec<IdentityExport>, AccountError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT issuer, linked_at FROM account_identities WHERE credential = $1
             ORDER BY linked_at, issuer",
        )
        .bind(credential.to_vec())
        .fetch_all(self.database.reads())
        .await
        .map_err(self.database.fault(EXPORTING))?;
        Ok(rows
            .into_iter()
            .map(|(issuer, linked_at)| IdentityExport { issuer, linked_at })
            .collect())
    }

    async fn export_sessions(&self, person: PersonId) -> Result<Vec<SessionExport>, AccountError> {
        type Row = (Vec<u8>, i64, i64, i64, Option<i64>);
        let fault = || self.database.fault(EXPORTING);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, started_at, last_used_at, ends_at, revoked_at FROM account_sessions
             WHERE person = $1 ORDER BY started_at, id",
        )
        .bind(bytes(person.0))
        .fetch_all(self.database.reads())
        .await
        .map_err(fault())?;
        let mut sessions = Vec::with_capacity(rows.len());
        for (key, started_at, last_used_at, ends_at, revoked_at) in rows {
            sessions.push(SessionExport {
                id: SessionId(id(&key).map_err(fault())?),
                started_at,
                last_used_at,
                ends_at,
                revoked_at,
            });
        }
        Ok(sessions)
    }

    async fn export_links(&self, person: PersonId) -> Result<Vec<LinkExport>, AccountError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT purpose, expires_at FROM account_links WHERE person = $1
             ORDER BY expires_at, purpose",
        )
        .bind(bytes(person.0))
        .fetch_all(self.database.reads())
        .await
        .map_err(self.database.fault(EXPORTING))?;
        Ok(rows
            .into_iter()
            .map(|(purpose, expires_at)| LinkExport {
                purpose,
                expires_at,
            })
            .collect())
    }

    async fn export_messages(&self, person: PersonId) -> Result<Vec<MessageExport>, AccountError> {
        type Row = (String, Option<String>, Option<String>, i64, Option<i64>);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT kind, sealed_address, sealed_body, queued_at, sent_at FROM account_messages
             WHERE recipient = $1 ORDER BY queued_at, id",
        )
        .bind(bytes(person.0))
        .fetch_all(self.database.reads())
        .await
        .map_err(self.database.fault(EXPORTING))?;
        let keys = self.vault.load_keys(&[person]).await?;
        let opened = |field: &'static str, sealed: Option<String>| match sealed
            .map(|sealed| keys.open_sealed::<String>(person, field, &sealed))
            .transpose()
        {
            Err(OpenError::Erased) => Ok(None),
            opened => opened,
        };
        rows.into_iter()
            .map(|(kind, address, body, queued_at, sent_at)| {
                Ok(MessageExport {
                    kind,
                    address: opened(MESSAGE_ADDRESS, address)?,
                    body: opened(MESSAGE_BODY, body)?,
                    queued_at,
                    sent_at,
                })
            })
            .collect()
    }
}
