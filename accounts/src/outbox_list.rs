//! What waits, what was sent, and what came of it.
use std::time::Duration;

use uuid::Uuid;

use super::outbox::{MESSAGE_ADDRESS, MESSAGE_BODY, MESSAGE_LINK, MESSAGE_REASON};
use super::{AccountError, Accounts, ListedMessage, Message, MessageState, bytes, id, later};
use storage::{DamagedText, text_of};
use vault::{Keyring, OpenError, PersonId};

/// How long a message that does not open is put off.
const PUT_OFF: Duration = Duration::from_secs(24 * 3_600);

/// Why a message is not to be had.
#[derive(Debug, thiserror::Error)]
enum MessageFault {
    #[error(transparent)]
    Text(#[from] DamagedText),
    #[error(transparent)]
    Sealed(#[from] OpenError),
}

/// A message's id, its recipient, and what there is of it.
type Opened = (Uuid, PersonId, Result<ListedMessage, MessageFault>);

const READING: &str = "read messages";
const NOTING: &str = "note what became of a message";

/// Texts as bytes: one that is damaged keeps no other letter waiting.
type Row = (
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
);

const TABLE: &str = "account_messages";

/// The texts of a message, in the order of [`Row`].
const TEXTS: [&str; 5] = [
    "kind",
    "sealed_address",
    "sealed_body",
    "sealed_link_token",
    "sealed_reason",
];

impl Accounts {
    /// The messages that wait and are due at `now` (microseconds since 1970, UTC), the longest
    /// due first, `limit` at most. Those whose recipient was erased are left out, for good; those
    /// that do not open for another reason (a damaged key) are put off by a day, so that they keep
    /// no others waiting.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn due_messages(&self, now: i64, limit: u32) -> Result<Vec<Message>, AccountError> {
        let select = self.select_messages();
        let text = format!("{select} WHERE due_at <= $1 ORDER BY due_at, queued_at, id LIMIT $2");
        let rows: Vec<Row> = sqlx::query_as(&text)
            .bind(now)
            .bind(i64::from(limit))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        let mut due = Vec::with_capacity(rows.len());
        for (key, person, message) in self.opened(rows).await? {
            match message {
                Ok(listed) => due.push(listed.message),
                Err(MessageFault::Sealed(OpenError::Erased)) => {
                    self.forget_messages_of(person).await?;
                }
                Err(error) => {
                    let place = self.database.place();
                    tracing::error!(
                        %place, letter = %key, %error,
                        "a letter does not open: put off by a day"
                    );
                    self.put_off(key).await?;
                }
            }
        }
        Ok(due)
    }

    /// All messages there are, the newest first: what waits, and for a while what was sent or
    /// given up. Skips `offset` of them. Those that do not open are left out.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn list_messages(
        &self,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<ListedMessage>, AccountError> {
        let select = self.select_messages();
        let text = format!("{select} ORDER BY queued_at DESC, id LIMIT $1 OFFSET $2");
        let rows: Vec<Row> = sqlx::query_as(&text)
            .bind(i64::from(limit))
            .bind(i64::from(offset))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        let opened = self.opened(rows).await?;
        Ok(opened
            .into_iter()
            .filter_map(|(_, _, message)| message.ok())
            .collect())
    }

    /// The message was sent: its address, body and link go.
    ///
    /// # Errors
    /// `Database`.
    pub async fn message_sent(&self, message: Uuid) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE account_messages SET sent_at = $2, due_at = NULL, sealed_address = NULL,
             sealed_body = NULL, sealed_link_token = NULL, sealed_reason = NULL
             WHERE id = $1 AND due_at IS NOT NULL",
        )
        .bind(bytes(message))
        .bind(self.now())
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(NOTING))?;
        Ok(())
    }

    /// The message could not be sent, and will be tried again at `retry_at` (microseconds since
    /// 1970, UTC). The reason is sealed: a mail server likes to quote addresses.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn message_failed(
        &self,
        message: Uuid,
        reason: &str,
        retry_at: i64,
    ) -> Result<(), AccountError> {
        let Some(reason) = self.sealed_reason(message, reason).await? else {
            return Ok(());
        };
        sqlx::query(
            "UPDATE account_messages SET attempts = attempts + 1, due_at = $2, sealed_reason = $3
             WHERE id = $1 AND due_at IS NOT NULL",
        )
        .bind(bytes(message))
        .bind(retry_at)
        .bind(reason)
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(NOTING))?;
        Ok(())
    }

    /// The message is given up: its address, body and link go.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn message_dropped(&self, message: Uuid, reason: &str) -> Result<(), AccountError> {
        let Some(reason) = self.sealed_reason(message, reason).await? else {
            return Ok(());
        };
        sqlx::query(
            "UPDATE account_messages SET attempts = attempts + 1, dropped_at = $2, due_at = NULL,
             sealed_address = NULL, sealed_body = NULL, sealed_link_token = NULL,
             sealed_reason = $3 WHERE id = $1 AND due_at IS NOT NULL",
        )
        .bind(bytes(message))
        .bind(self.now())
        .bind(reason)
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(NOTING))?;
        Ok(())
    }

    /// `None` if there is no such message (any more).
    async fn sealed_reason(
        &self,
        message: Uuid,
        reason: &str,
    ) -> Result<Option<String>, AccountError> {
        let recipient: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT recipient FROM account_messages WHERE id = $1")
                .bind(bytes(message))
                .fetch_optional(self.database.reads())
                .await
                .map_err(self.database.fault(NOTING))?;
        let Some(recipient) = recipient else {
            return Ok(None);
        };
        let recipient = PersonId(id(&recipient).map_err(self.database.fault(NOTING))?);
        match self.vault.seal_for(recipient, MESSAGE_REASON, reason).await {
            Ok(sealed) => Ok(Some(sealed)),
            Err(vault::VaultError::Erased(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn select_messages(&self) -> String {
        let texts = TEXTS
            .map(|column| self.database.bytes_of(column))
            .join(", ");
        format!(
            "SELECT id, recipient, {texts}, queued_at, due_at, attempts, sent_at, dropped_at
             FROM {TABLE}"
        )
    }

    /// Each with its id and recipient.
    async fn opened(&self, rows: Vec<Row>) -> Result<Vec<Opened>, AccountError> {
        let mut recipients = Vec::with_capacity(rows.len());
        for row in &rows {
            recipients.push(PersonId(id(&row.1).map_err(self.database.fault(READING))?));
        }
        let keys = self.vault.load_keys(&recipients).await?;
        let mut opened = Vec::with_capacity(rows.len());
        for (row, recipient) in rows.into_iter().zip(recipients) {
            let key = id(&row.0).map_err(self.database.fault(READING))?;
            opened.push((key, recipient, open(&keys, key, recipient, row)));
        }
        Ok(opened)
    }

    async fn put_off(&self, message: Uuid) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE account_messages SET attempts = attempts + 1, due_at = $2
             WHERE id = $1 AND due_at IS NOT NULL",
        )
        .bind(bytes(message))
        .bind(later(self.now(), PUT_OFF))
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(NOTING))?;
        Ok(())
    }

    async fn forget_messages_of(&self, person: PersonId) -> Result<(), AccountError> {
        sqlx::query("DELETE FROM account_messages WHERE recipient = $1")
            .bind(bytes(person.0))
            .execute(self.database.writes()?)
            .await
            .map_err(self.database.fault(NOTING))?;
        Ok(())
    }
}

fn open(
    keys: &Keyring,
    key: Uuid,
    recipient: PersonId,
    row: Row,
) -> Result<ListedMessage, MessageFault> {
    let (_, _, kind, address, body, link, reason, queued_at, due_at, attempts, sent_at, dropped_at) =
        row;
    let [_, address_column, body_column, link_column, reason_column] = TEXTS;
    let opened = |field: &'static str,
                  column: &'static str,
                  sealed: Option<Vec<u8>>|
     -> Result<Option<String>, MessageFault> {
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        let sealed = text_of(sealed, TABLE, key, column)?;
        Ok(Some(keys.open_sealed(recipient, field, &sealed)?))
    };
    Ok(ListedMessage {
        message: Message {
            id: key,
            recipient,
            address: opened(MESSAGE_ADDRESS, address_column, address)?.unwrap_or_default(),
            kind: text_of(kind, TABLE, key, "kind")?,
            body: opened(MESSAGE_BODY, body_column, body)?.unwrap_or_default(),
            link_token: opened(MESSAGE_LINK, link_column, link)?,
            queued_at,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        },
        state: match (sent_at, dropped_at) {
            (Some(at), _) => MessageState::Sent(at),
            (None, Some(at)) => MessageState::Dropped(at),
            (None, None) => MessageState::Due(due_at.unwrap_or(queued_at)),
        },
        reason: opened(MESSAGE_REASON, reason_column, reason)?,
    })
}
