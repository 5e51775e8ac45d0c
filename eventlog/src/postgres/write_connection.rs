//! A connection that stores batches, one after another.
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnection;
use tokio::sync::watch;

use super::address::{self, Address, Use};
use super::batch::{self, Outcomes};
use super::connections::PAUSE;
use super::error::{Meaning, damaged, meaning, unavailable};
use super::options::PostgresOptions;
use super::tail_cache::TailCache;
use super::writer::PendingAppend;
use crate::batch_failure::BatchFailure;
use crate::{Append, Appended, Clock, LogError, Position, Recorded};

/// A connection that lay idle for longer is tried before it is trusted, so that a server that
/// went away meanwhile makes no outcome unknown.
const TRUSTED: Duration = Duration::from_millis(250);

/// The connection.
pub(super) struct WriteConnection {
    address: Address,
    clock: Arc<dyn Clock>,
    outcome_within: Duration,
    /// `None` at first and after a failure, until the next batch.
    connection: Option<PgConnection>,
    used: Instant,
    head: watch::Sender<Position>,
    tail: TailCache,
}

impl WriteConnection {
    /// It connects for its first batch.
    pub(super) fn new(
        address: Address,
        head: watch::Sender<Position>,
        tail: TailCache,
        options: &PostgresOptions,
    ) -> Self {
        Self {
            address,
            clock: Arc::clone(&options.clock),
            outcome_within: options.outcome_within,
            connection: None,
            used: Instant::now(),
            head,
            tail,
        }
    }

    /// Stores a batch and answers each of its callers.
    pub(super) async fn serve(&mut self, batch: Vec<PendingAppend>) {
        match self.store(&batch).await {
            Err(BatchFailure::TurnedDown(_)) if batch.len() > 1 => {
                // One append spoils the transaction for all: each gets its own.
                for entry in batch {
                    let outcome = self.store(std::slice::from_ref(&entry)).await;
                    self.answer_all(vec![entry], outcome);
                }
            }
            outcome => self.answer_all(batch, outcome),
        }
    }

    /// Says good-bye.
    pub(super) async fn close(self) {
        if let Some(connection) = self.connection {
            address::close(connection).await;
        }
    }

    async fn store(&mut self, batch: &[PendingAppend]) -> Result<Outcomes, BatchFailure> {
        let appends: Vec<&Append> = batch.iter().map(|entry| &entry.append).collect();
        if self.used.elapsed() > TRUSTED {
            self.distrust().await;
        }
        // When the batch was first sent without an answer.
        let mut sent: Option<Instant> = None;
        loop {
            let mut connection = match self.connect().await {
                Ok(connection) => connection,
                Err(error) => {
                    let Some(since) = sent else {
                        return Err(BatchFailure::Nothing(error));
                    };
                    if since.elapsed() > self.outcome_within {
                        return Err(BatchFailure::Unknown(error.to_string()));
                    }
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            let asked = batch::send(&mut connection, self.clock.now(), &appends);
            let why = match tokio::time::timeout(self.address.patience(), asked).await {
                Ok(Ok(outcomes)) => {
                    self.keep(connection);
                    return Ok(outcomes);
                }
                Ok(Err(error)) => match meaning(&error) {
                    Meaning::Lost => error.to_string(),
                    Meaning::TurnedDown => {
                        self.keep(connection);
                        return Err(BatchFailure::TurnedDown(error.to_string()));
                    }
                    // A server that cannot write (a standby, a full disk) may not be the one to
                    // go on with: the next batch connects anew.
                    Meaning::Damaged => return Err(BatchFailure::Nothing(damaged(&error))),
                    Meaning::Nothing => {
                        let why = unavailable(format_args!("{}: {error}", self.address));
                        return Err(BatchFailure::Nothing(why));
                    }
                },
                Err(_) => format!("no answer within {:?}", self.address.patience()),
            };
            // It may be stored, or be stored at any moment by a server that still works on it.
            // To send it again tells: the event ids make a second try the first outcome.
            tracing::warn!(why, appends = appends.len(), "a batch was not answered");
            let since = *sent.get_or_insert_with(Instant::now);
            if since.elapsed() > self.outcome_within {
                return Err(BatchFailure::Unknown(format!("{}: {why}", self.address)));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Drops the connection if it does not answer.
    async fn distrust(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let ping = sqlx::Connection::ping(&mut connection);
            if let Ok(Ok(())) = tokio::time::timeout(self.address.connect_within, ping).await {
                self.keep(connection);
            }
        }
    }

    async fn connect(&mut self) -> Result<PgConnection, LogError> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None => self.address.connect(Use::Write).await,
        }
    }

    fn keep(&mut self, connection: PgConnection) {
        self.connection = Some(connection);
        self.used = Instant::now();
    }

    /// A caller that has gone away needs no answer.
    fn answer_all(&self, mut batch: Vec<PendingAppend>, outcome: Result<Outcomes, BatchFailure>) {
        match outcome {
            Ok(outcomes) => {
                self.publish(&mut batch, &outcomes);
                for (entry, outcome) in batch.into_iter().zip(outcomes) {
                    drop(entry.reply.send(outcome.map(|stored| stored.appended)));
                }
            }
            Err(failed) => {
                for entry in batch {
                    drop(entry.reply.send(Err(failed.for_one())));
                }
            }
        }
    }

    /// Tells those who follow, before anybody is answered.
    fn publish(&self, batch: &mut [PendingAppend], outcomes: &Outcomes) {
        let mut stored = Vec::with_capacity(batch.len());
        let mut head = Position::START;
        for (entry, outcome) in batch.iter_mut().zip(outcomes) {
            let Ok(outcome) = outcome else { continue };
            head = head.max(outcome.appended.position);
            // What another log recorded has times of its own.
            if outcome.is_new && entry.append.recorded_at.is_none() {
                stored.extend(recorded(&mut entry.append, &outcome.appended));
            }
        }
        stored.sort_unstable_by_key(|event| event.position);
        self.tail.stored(stored);
        advance(&self.head, head);
    }
}

/// The events of an append as the log holds them: one after the other, up to where it ends.
fn recorded(append: &mut Append, outcome: &Appended) -> impl Iterator<Item = Recorded> {
    let events = std::mem::take(&mut append.events);
    let (position, version, recorded_at) =
        (outcome.position.0, outcome.version, outcome.recorded_at);
    let stream = append.stream.clone();
    let beyond = (0..events.len() as u64).rev();
    events
        .into_iter()
        .zip(beyond)
        .map(move |(event, beyond)| Recorded {
            position: Position(position.saturating_sub(beyond)),
            stream: stream.clone(),
            sequence: version.saturating_sub(beyond),
            id: event.id,
            event_type: event.event_type,
            event_version: event.event_version,
            recorded_at,
            payload: event.payload,
            metadata: event.metadata,
        })
}

/// Notes that the log reaches that far; it never goes back.
pub(super) fn advance(known: &watch::Sender<Position>, head: Position) {
    known.send_if_modified(|known| {
        let moved = head > *known;
        if moved {
            *known = head;
        }
        moved
    });
}
