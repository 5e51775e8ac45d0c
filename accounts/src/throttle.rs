//! Tries are counted before their work is done, so that many at once do not slip through; one
//! that succeeds is taken back. The counts lie in the tables: all servers share them.
use std::time::Duration;

use sqlx::AnyConnection;

use super::address::Address;
use super::secrets::Digest;
use super::{AccountError, Accounts, Limits, later};

const TAKING_BACK: &str = "take a try back";

/// What is counted.
pub(super) struct Tries {
    subject: Digest,
    limits: Limits,
    /// A success makes all earlier failures forgotten; else it only does not count itself.
    forgiving: bool,
}

/// What became of a try.
pub(super) enum Admission {
    Heard,
    /// Not before so long.
    Later(Duration),
}

impl Accounts {
    /// Sign-ins for an address, from a source: always in this order, so that two servers do not
    /// wait for each other in a circle.
    pub(super) fn sign_in_tries(
        &self,
        address: &Address,
        source: &str,
    ) -> Result<Vec<Tries>, AccountError> {
        let mut tries = self.password_tries(address)?;
        tries.push(self.source_tries("sign in from", source)?);
        Ok(tries)
    }

    /// Passwords tried for an address.
    pub(super) fn password_tries(&self, address: &Address) -> Result<Vec<Tries>, AccountError> {
        let tried = self.tries("password", address.as_str(), self.settings.per_address)?;
        Ok(vec![Tries {
            forgiving: true,
            ..tried
        }])
    }

    /// Resets asked for an address, from a source. None is ever taken back.
    pub(super) fn reset_tries(
        &self,
        address: &Address,
        source: &str,
    ) -> Result<Vec<Tries>, AccountError> {
        Ok(vec![
            self.tries("reset", address.as_str(), self.settings.per_address)?,
            self.source_tries("reset from", source)?,
        ])
    }

    /// Sign-ups of an address, from a source. None is ever taken back.
    pub(super) fn sign_up_tries(
        &self,
        address: &Address,
        source: &str,
    ) -> Result<Vec<Tries>, AccountError> {
        Ok(vec![
            self.tries(
                "sign up",
                address.as_str(),
                self.settings.sign_ups_per_address,
            )?,
            self.source_tries("sign up from", source)?,
        ])
    }

    /// What comes from a source.
    pub(super) fn source_tries(
        &self,
        what: &'static str,
        source: &str,
    ) -> Result<Tries, AccountError> {
        self.tries(what, source, self.settings.per_source)
    }

    /// Tries of one kind by or for somebody, none of which is ever taken back.
    fn tries(
        &self,
        what: &'static str,
        whose: &str,
        limits: Limits,
    ) -> Result<Tries, AccountError> {
        Ok(Tries {
            subject: self.secrets.of_tries(what, whose)?,
            limits,
            forgiving: false,
        })
    }

    /// Counts a try, or says how long to wait.
    pub(super) async fn admit(&self, tries: &[Tries]) -> Result<(), AccountError> {
        let mut tx = self.begin().await?;
        match self.count(&mut tx, tries).await? {
            Admission::Heard => self.commit(tx, "count a try").await,
            Admission::Later(retry_after) => Err(AccountError::Throttled { retry_after }),
        }
    }

    /// As [`Accounts::admit`], within a transaction. What it wrote must be undone if it says
    /// `Later`.
    pub(super) async fn count(
        &self,
        tx: &mut AnyConnection,
        tries: &[Tries],
    ) -> Result<Admission, AccountError> {
        let now = self.now();
        let mut wait_until = now;
        for one in tries {
            let blocked_until = self
                .count_one(tx, one, now)
                .await
                .map_err(self.database.fault("count a try"))?;
            wait_until = wait_until.max(blocked_until);
        }
        let wait = u64::try_from(wait_until.saturating_sub(now)).unwrap_or_default();
        Ok(if wait == 0 {
            Admission::Heard
        } else {
            Admission::Later(Duration::from_micros(wait))
        })
    }

    /// Counts one more failure; the instant before which it should not have come (in the past if
    /// it may be heard).
    async fn count_one(
        &self,
        tx: &mut AnyConnection,
        tries: &Tries,
        now: i64,
    ) -> sqlx::Result<i64> {
        let subject = tries.subject.to_vec();
        // One statement makes the row or locks it: a success elsewhere may take it away meanwhile.
        let (failures, blocked_until, forgotten_at): (i64, i64, i64) = sqlx::query_as(
            "INSERT INTO account_throttles (subject, failures, last_at, blocked_until, forgotten_at)
             VALUES ($1, 0, $2, 0, $2)
             ON CONFLICT (subject) DO UPDATE SET failures = account_throttles.failures
             RETURNING failures, blocked_until, forgotten_at",
        )
        .bind(subject.clone())
        .bind(now)
        .fetch_one(&mut *tx)
        .await?;
        if blocked_until > now {
            return Ok(blocked_until);
        }
        let failures = if forgotten_at <= now { 1 } else { failures + 1 };
        let delay = tries.limits.delay_after(failures);
        sqlx::query(
            "UPDATE account_throttles SET failures = $2, last_at = $3, blocked_until = $4,
             forgotten_at = $5 WHERE subject = $1",
        )
        .bind(subject)
        .bind(failures)
        .bind(now)
        .bind(if delay.is_zero() {
            0
        } else {
            later(now, delay)
        })
        .bind(later(now, tries.limits.window.max(delay)))
        .execute(tx)
        .await?;
        Ok(now)
    }

    /// Forgets what was counted.
    pub(super) async fn forget(
        &self,
        tx: &mut AnyConnection,
        tries: &[Tries],
    ) -> Result<(), AccountError> {
        for one in tries {
            sqlx::query("DELETE FROM account_throttles WHERE subject = $1")
                .bind(one.subject.to_vec())
                .execute(&mut *tx)
                .await
                .map_err(self.database.fault("forget tries"))?;
        }
        Ok(())
    }

    /// The try succeeded.
    pub(super) async fn forgive(
        &self,
        tx: &mut AnyConnection,
        tries: &[Tries],
    ) -> Result<(), AccountError> {
        for one in tries {
            if one.forgiving {
                self.forget(&mut *tx, std::slice::from_ref(one)).await?;
            } else {
                self.uncount(&mut *tx, one).await?;
            }
        }
        Ok(())
    }

    /// What came of a try. One that was sent away unheard counts as none, and forgives none.
    pub(super) async fn heard<T>(
        &self,
        tries: &[Tries],
        outcome: Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        if let Err(AccountError::Busy { .. }) = &outcome {
            let mut tx = self.begin().await?;
            for one in tries {
                self.uncount(&mut tx, one).await?;
            }
            self.commit(tx, TAKING_BACK).await?;
        }
        outcome
    }

    async fn uncount(&self, tx: &mut AnyConnection, one: &Tries) -> Result<(), AccountError> {
        let done = sqlx::query(
            "UPDATE account_throttles SET failures = failures - 1,
             blocked_until = CASE WHEN failures - 1 <= $2 THEN 0 ELSE blocked_until END
             WHERE subject = $1 AND failures > 0",
        )
        .bind(one.subject.to_vec())
        .bind(i64::from(one.limits.free))
        .execute(tx)
        .await;
        done.map_err(self.database.fault(TAKING_BACK))?;
        Ok(())
    }
}

impl Limits {
    /// The delay once so many tries have failed in the window.
    fn delay_after(&self, failures: i64) -> Duration {
        let beyond = failures.saturating_sub(i64::from(self.free));
        if beyond <= 0 {
            return Duration::ZERO;
        }
        let doublings = u32::try_from(beyond - 1).unwrap_or(u32::MAX);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        self.first_delay
            .saturating_mul(factor)
            .min(self.longest_delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_the_longest() {
        let limits = Limits {
            free: 2,
            first_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(10),
            window: Duration::from_secs(60),
        };
        let seconds: Vec<u64> = (0..=8)
            .map(|failures| limits.delay_after(failures).as_secs())
            .collect();
        assert_eq!(seconds, [0, 0, 0, 1, 2, 4, 8, 10, 10]);
        assert_eq!(limits.delay_after(i64::MAX).as_secs(), 10);
    }
}
