//! Removing what is out of date.
use super::{AccountError, Accounts, earlier};

const SWEEPING: &str = "sweep what is over";

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// One-time links that expired, sign-ups among them.
    pub links: u64,
    /// Sessions that are over and need not be told any more.
    pub sessions: u64,
    /// Messages sent or dropped long ago.
    pub messages: u64,
    /// Counts of tries that are forgotten.
    pub tries: u64,
    /// Signing keys that are not published any more.
    pub signing_keys: u64,
}

impl Accounts {
    /// Removes what is over. On SQLite it also moves what was written into the file. Call it
    /// every few minutes; several servers may.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sweep(&self) -> Result<Swept, AccountError> {
        let now = self.now();
        let told = earlier(now, self.settings.revocation_told);
        let kept = earlier(now, self.settings.message_kept);
        // A letter whose link is over is of no use; it holds the address of nobody known.
        self.remove(
            "DELETE FROM account_messages WHERE sent_at IS NULL AND dropped_at IS NULL AND id IN (
                 SELECT substr(digest, 1, 16) FROM account_links
                 WHERE purpose = 'confirm' AND expires_at <= $1)",
            now,
        )
        .await?;
        let swept = Swept {
            links: self
                .remove("DELETE FROM account_links WHERE expires_at <= $1", now)
                .await?,
            // One that was revoked is told as long as it must, then goes like any other.
            sessions: self
                .remove("DELETE FROM account_sessions WHERE revoked_at < $1", told)
                .await?
                + self
                    .remove(
                        "DELETE FROM account_sessions WHERE idles_at < $1 AND revoked_at IS NULL",
                        told,
                    )
                    .await?,
            messages: self
                .remove(
                    "DELETE FROM account_messages WHERE sent_at < $1 OR dropped_at < $1",
                    kept,
                )
                .await?,
            tries: self.remove_tries(now).await?,
            signing_keys: self
                .remove(
                    "DELETE FROM account_signing_keys WHERE retires_at <= $1",
                    now,
                )
                .await?,
        };
        // Of the places of the outbox the last one stays.
        self.remove(
            "DELETE FROM account_outbox_places WHERE passed_at < $1
             AND position < (SELECT max(position) FROM account_outbox_places)",
            kept,
        )
        .await?;
        self.database.checkpoint().await;
        Ok(swept)
    }

    async fn remove(&self, text: &'static str, before: i64) -> Result<u64, AccountError> {
        let done = sqlx::query(text)
            .bind(before)
            .execute(self.database.writes()?)
            .await
            .map_err(self.database.fault(SWEEPING))?;
        Ok(done.rows_affected())
    }

    /// Leaves out those that a sign-in holds at this instant: they are alive again.
    async fn remove_tries(&self, now: i64) -> Result<u64, AccountError> {
        let text = format!(
            "DELETE FROM account_throttles WHERE subject IN (
                 SELECT subject FROM account_throttles WHERE forgotten_at <= $1{})",
            self.database.skip_locked()
        );
        let done = sqlx::query(&text)
            .bind(now)
            .execute(self.database.writes()?)
            .await
            .map_err(self.database.fault(SWEEPING))?;
        Ok(done.rows_affected())
    }
}
