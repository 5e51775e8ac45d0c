use super::{AccountError, Accounts, earlier};

const SWEEPING: &str = "sweep what is over";

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// One-time links that expired.
    pub links: u64,
    /// Credentials, with their accounts, whose address was not confirmed in time.
    pub unconfirmed: u64,
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
        let swept = Swept {
            links: self
                .remove("DELETE FROM account_links WHERE expires_at <= $1", now)
                .await?,
            unconfirmed: self.remove_unconfirmed(now).await?,
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

    /// Whoever signed up and has no link left to confirm: the address is free again.
    async fn remove_unconfirmed(&self, now: i64) -> Result<u64, AccountError> {
        let mut tx = self.begin().await?;
        let removed = async {
            let select = format!(
                "SELECT c.id FROM account_credentials c
                 WHERE c.confirmed_at IS NULL AND c.made_at <= $1 AND NOT EXISTS (
                     SELECT 1 FROM account_links l WHERE l.credential = c.id AND l.expires_at > $2){}",
                self.database.for_update()
            );
            let over: Vec<Vec<u8>> = sqlx::query_scalar(&select)
                .bind(earlier(now, self.settings.confirmation_lasts))
                .bind(now)
                .fetch_all(&mut *tx)
                .await?;
            let mut removed = 0;
            for credential in over {
                for text in [
                    "DELETE FROM account_links WHERE credential = $1",
                    "DELETE FROM account_identities WHERE credential = $1",
                    "DELETE FROM account_accounts WHERE credential = $1",
                    "DELETE FROM account_credentials WHERE id = $1",
                ] {
                    sqlx::query(text)
                        .bind(credential.clone())
                        .execute(&mut *tx)
                        .await?;
                }
                removed += 1;
            }
            Ok(removed)
        };
        let removed = removed.await.map_err(self.database.fault(SWEEPING))?;
        self.commit(tx, SWEEPING).await?;
        Ok(removed)
    }
}
