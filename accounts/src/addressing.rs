//! Where news goes, and how much of it a day.
use std::time::Duration;

use super::address::Address;
use super::{AccountError, Accounts, bytes, later};
use vault::PersonId;

/// Over how long letters to an address are counted.
const DAY: Duration = Duration::from_secs(24 * 3_600);

const COUNTING: &str = "count a letter";

/// A letter among those of its class to one address since the first of them, for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its number, from 1.
    pub number: u32,
    /// When the count begins anew, in microseconds since 1970 (UTC).
    pub anew_at: i64,
}

impl Accounts {
    /// The mail address of a person's account, once its holder has confirmed that it is theirs.
    ///
    /// # Errors
    /// `Database`, `Sealed`. A person without an account, or erased, has none.
    pub async fn confirmed_address_of(
        &self,
        person: PersonId,
    ) -> Result<Option<String>, AccountError> {
        let confirmed = "SELECT sealed_address FROM account_accounts
             JOIN account_credentials ON account_credentials.id = account_accounts.credential
             WHERE person = $1 AND confirmed_at IS NOT NULL";
        self.address_found_by(confirmed, person).await
    }

    /// What a person acts as, if they have an account.
    ///
    /// # Errors
    /// `Database`.
    pub async fn capacity_of(&self, person: PersonId) -> Result<Option<String>, AccountError> {
        Ok(
            sqlx::query_scalar("SELECT capacity FROM account_accounts WHERE person = $1")
                .bind(bytes(person.0))
                .fetch_optional(self.database.reads())
                .await
                .map_err(self.database.fault("read a capacity"))?,
        )
    }

    /// Counts a letter of a class that is about to go to an address: only its keyed digest is
    /// kept, for a day.
    ///
    /// # Errors
    /// `Database`.
    pub async fn count_letter(&self, address: &str, class: &str) -> Result<Counted, AccountError> {
        let now = self.now();
        let (number, anew_at): (i64, i64) = sqlx::query_as(
            "INSERT INTO account_throttles (subject, failures, last_at, blocked_until, forgotten_at)
             VALUES ($1, 1, $2, 0, $3)
             ON CONFLICT (subject) DO UPDATE SET last_at = $2,
                 failures = CASE WHEN account_throttles.forgotten_at <= $2 THEN 1
                                 ELSE account_throttles.failures + 1 END,
                 forgotten_at = CASE WHEN account_throttles.forgotten_at <= $2 THEN $3
                                     ELSE account_throttles.forgotten_at END
             RETURNING failures, forgotten_at",
        )
        .bind(self.letters_to(address, class)?)
        .bind(now)
        .bind(later(now, DAY))
        .fetch_one(self.database.writes()?)
        .await
        .map_err(self.database.fault(COUNTING))?;
        Ok(Counted {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            anew_at,
        })
    }

    /// A letter that was counted did not go.
    ///
    /// # Errors
    /// `Database`.
    pub async fn uncount_letter(&self, address: &str, class: &str) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE account_throttles SET failures = failures - 1
             WHERE subject = $1 AND failures > 0",
        )
        .bind(self.letters_to(address, class)?)
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(COUNTING))?;
        Ok(())
    }

    fn letters_to(&self, address: &str, class: &str) -> Result<Vec<u8>, AccountError> {
        let address = Address::loosely(address);
        let what = format!("letters {class}");
        Ok(self.secrets.of_tries(&what, address.as_str())?.to_vec())
    }
}
