//! Where an outbox begins to follow a log.
use super::{AccountError, Accounts};

const BEGINNING: &str = "begin the outbox";

impl Accounts {
    /// An outbox that has not followed a log yet begins after `head`: what a log that is older
    /// than its outbox tells is no news. An outbox that has begun, be it on an empty log, stays
    /// where it is. Gives the position up to which messages are queued.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_begins_at(&self, head: u64) -> Result<u64, AccountError> {
        sqlx::query("UPDATE account_outbox SET checkpoint = $1 WHERE id = 1 AND checkpoint < 0")
            .bind(i64::try_from(head).unwrap_or(i64::MAX))
            .execute(self.database.writes()?)
            .await
            .map_err(self.database.fault(BEGINNING))?;
        self.outbox_checkpoint().await
    }
}
