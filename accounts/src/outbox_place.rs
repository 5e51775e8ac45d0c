//! Where the outbox stands in the log, and going back where the log did.
use std::time::Duration;

use sqlx::AnyConnection;
use uuid::Uuid;

use super::{AccountError, Accounts, bytes, earlier, id};

const BEGINNING: &str = "begin the outbox";
const READING: &str = "read where the outbox stands";
const GOING_BACK: &str = "take the outbox back";

/// How far apart the places are that are kept.
const APART: Duration = Duration::from_secs(60);

/// A place in the log: the last event whose messages are queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxPlace {
    /// Its position; 0 before the first event.
    pub position: u64,
    /// Its id; nil before the first event.
    pub event: Uuid,
}

impl Accounts {
    /// Up to which position of the log messages were queued; 0 before the first.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_checkpoint(&self) -> Result<u64, AccountError> {
        Ok(self.outbox_stands_at().await?.0)
    }

    /// The same with the id of the event there; `None` where it was queued by a program that kept
    /// no ids.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_stands_at(&self) -> Result<(u64, Option<Uuid>), AccountError> {
        let (at, event): (i64, Option<Vec<u8>>) =
            sqlx::query_as("SELECT checkpoint, event FROM account_outbox WHERE id = 1")
                .fetch_one(self.database.reads())
                .await
                .map_err(self.database.fault(READING))?;
        let event = event.as_deref().map(id).transpose();
        let event = event.map_err(self.database.fault(READING))?;
        Ok((u64::try_from(at).unwrap_or_default(), event))
    }

    /// Whether the outbox has begun to follow a log.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_has_begun(&self) -> Result<bool, AccountError> {
        let at: i64 = sqlx::query_scalar("SELECT checkpoint FROM account_outbox WHERE id = 1")
            .fetch_one(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        Ok(at >= 0)
    }

    /// An outbox that has not followed a log yet begins after `head`: what a log that is older
    /// than its outbox tells is no news. An outbox that has begun, be it on an empty log, stays
    /// where it is.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_begins_at(&self, head: OutboxPlace) -> Result<(), AccountError> {
        let mut tx = self.begin().await?;
        let begun = async {
            let begins = "UPDATE account_outbox SET checkpoint = $1, event = $2
                WHERE id = 1 AND checkpoint < 0";
            let begun = sqlx::query(begins)
                .bind(number(head.position))
                .bind(bytes(head.event))
                .execute(&mut *tx)
                .await?;
            if begun.rows_affected() > 0 {
                self.pass(&mut tx, head).await?;
            }
            Ok(())
        };
        begun.await.map_err(self.database.fault(BEGINNING))?;
        self.commit(tx, BEGINNING).await
    }

    /// The places that are kept, in their order: one a minute, for as long as messages are kept
    /// that were sent, and the last one.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_places(&self) -> Result<Vec<OutboxPlace>, AccountError> {
        let rows: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT position, event FROM account_outbox_places ORDER BY position")
                .fetch_all(self.database.reads())
                .await
                .map_err(self.database.fault(READING))?;
        let place = |(position, event): (i64, Vec<u8>)| -> sqlx::Result<OutboxPlace> {
            Ok(OutboxPlace {
                position: u64::try_from(position).unwrap_or_default(),
                event: id(&event)?,
            })
        };
        let places: sqlx::Result<_> = rows.into_iter().map(place).collect();
        Ok(places.map_err(self.database.fault(READING))?)
    }

    /// The outbox follows its log from this place on, whatever it followed before. Messages that
    /// were queued since the place was passed and are not sent yet are taken out: what the log
    /// still asks for is queued again. How many they were.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_goes_back(&self, place: OutboxPlace) -> Result<u64, AccountError> {
        self.follow_from(place, place, place.position).await
    }

    /// The outbox follows a copy of its log from this place on, which stood at `was` in the log that
    /// it followed. Messages that were queued since that place was passed and are not sent yet are
    /// taken out, and the places of the other log forgotten. How many messages they were.
    ///
    /// # Errors
    /// `Database`.
    pub async fn outbox_moves(
        &self,
        was: OutboxPlace,
        place: OutboxPlace,
    ) -> Result<u64, AccountError> {
        self.follow_from(was, place, 0).await
    }

    /// Takes out what was queued and not sent since `was` was passed, stands at `place`, and forgets
    /// the places after the position `kept_to`.
    async fn follow_from(
        &self,
        was: OutboxPlace,
        place: OutboxPlace,
        kept_to: u64,
    ) -> Result<u64, AccountError> {
        let mut tx = self.begin().await?;
        let gone = async {
            let passed: Option<i64> = sqlx::query_scalar(
                "SELECT passed_at FROM account_outbox_places WHERE position = $1 AND event = $2",
            )
            .bind(number(was.position))
            .bind(bytes(was.event))
            .fetch_optional(&mut *tx)
            .await?;
            let removed = match passed {
                Some(passed) => remove_unsent_since(&mut tx, passed).await?,
                None => 0,
            };
            sqlx::query("UPDATE account_outbox SET checkpoint = $1, event = $2 WHERE id = 1")
                .bind(number(place.position))
                .bind(bytes(place.event))
                .execute(&mut *tx)
                .await?;
            // The place before the first event, at position 0, is one of every log.
            sqlx::query("DELETE FROM account_outbox_places WHERE position > $1")
                .bind(number(kept_to))
                .execute(&mut *tx)
                .await?;
            self.note(&mut tx, place).await?;
            Ok(removed)
        };
        let removed = gone.await.map_err(self.database.fault(GOING_BACK))?;
        self.commit(tx, GOING_BACK).await?;
        Ok(removed)
    }

    /// Notes that the place was passed, unless another was lately.
    pub(super) async fn pass(
        &self,
        tx: &mut AnyConnection,
        place: OutboxPlace,
    ) -> sqlx::Result<()> {
        let now = self.now();
        let lately: Option<i64> = sqlx::query_scalar(
            "SELECT position FROM account_outbox_places WHERE passed_at > $1 AND passed_at <= $2
             LIMIT 1",
        )
        .bind(earlier(now, APART))
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
        if lately.is_some() {
            return Ok(());
        }
        self.note(tx, place).await
    }

    async fn note(&self, tx: &mut AnyConnection, place: OutboxPlace) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO account_outbox_places (position, event, passed_at) VALUES ($1, $2, $3)
             ON CONFLICT (position) DO UPDATE SET event = excluded.event,
             passed_at = excluded.passed_at WHERE account_outbox_places.event <> excluded.event",
        )
        .bind(number(place.position))
        .bind(bytes(place.event))
        .bind(self.now())
        .execute(tx)
        .await
        .map(|_| ())
    }
}

/// Those that the log asked for; a message about an account is not the log's.
async fn remove_unsent_since(tx: &mut AnyConnection, since: i64) -> sqlx::Result<u64> {
    let text = "DELETE FROM account_messages
        WHERE queued_at >= $1 AND due_at IS NOT NULL AND kind NOT LIKE 'account.%'";
    let removed = sqlx::query(text).bind(since).execute(tx).await?;
    Ok(removed.rows_affected())
}

pub(super) fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
