//! One person in several capacities (STU-4): what an account may act as, and changing to another.
use uuid::Uuid;

use super::credentials;
use super::{AccountError, Accounts, SessionId, SignedIn, bytes, id};
use vault::PersonId;

const CHANGING: &str = "act in another capacity";

impl Accounts {
    /// The capacities that the credential of a person opens, their own too, the one signed in last
    /// first; none where they have no account.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn capacities_beside(&self, person: PersonId) -> Result<Vec<String>, AccountError> {
        let credential = credentials::of_person(self.database.reads(), person).await;
        let credential = credential.map_err(self.database.fault("look an account up"))?;
        let Some(credential) = credential else {
            return Ok(vec![]);
        };
        let accounts = self.accounts_of(self.database.reads(), credential).await?;
        Ok(accounts
            .into_iter()
            .map(|account| account.capacity)
            .collect())
    }

    /// Ends a session and begins one of another person of the same credential: what was proven at
    /// the sign-in holds for all of them. `None` where the credential does not open that person;
    /// nothing is done then.
    ///
    /// # Errors
    /// `SessionEnded`; `Vault`, `Sealed`, `Database`.
    pub async fn act_as(
        &self,
        session: SessionId,
        wanted: PersonId,
    ) -> Result<Option<SignedIn>, AccountError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        let found: Option<(Vec<u8>,)> = sqlx::query_as(
            "SELECT a.credential FROM account_sessions s
             JOIN account_accounts a ON a.person = s.person
             WHERE s.id = $1 AND s.revoked_at IS NULL AND s.idles_at > $2",
        )
        .bind(bytes(session.0))
        .bind(now)
        .fetch_optional(&mut *tx)
        .await
        .map_err(self.database.fault(CHANGING))?;
        let (credential,) = found.ok_or(AccountError::SessionEnded)?;
        let credential: Uuid = id(&credential).map_err(self.database.fault(CHANGING))?;
        let opened = self.open_session(&mut tx, credential, Some(wanted)).await;
        let opened = match opened {
            Err(AccountError::SignInRefused) => return Ok(None),
            opened => opened?,
        };
        let ended = sqlx::query(
            "UPDATE account_sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        )
        .bind(bytes(session.0))
        .bind(now)
        .execute(&mut *tx)
        .await
        .map_err(self.database.fault(CHANGING))?
        .rows_affected();
        if ended == 0 {
            // It was ended in this instant: the new one is not begun.
            return Err(AccountError::SessionEnded);
        }
        self.commit(tx, CHANGING).await?;
        Ok(Some(opened))
    }
}
