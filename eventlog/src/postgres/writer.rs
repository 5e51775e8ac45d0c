//! The one task that writes.
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnection;
use tokio::sync::{mpsc, oneshot, watch};

use super::address::{self, Address, Use};
use super::batch::{self, Outcomes};
use super::connections::PAUSE;
use super::error::{Meaning, damaged, meaning, unavailable};
use super::gather::Gather;
use super::options::PostgresOptions;
use crate::{Append, Appended, Clock, LogError, Position};

/// What one statement carries: more waits for the next one, unless it is a single append.
const MOST_BYTES: usize = 16 << 20;
/// A connection that lay idle for longer is tried before it is trusted, so that a server that
/// went away meanwhile makes no outcome unknown.
const TRUSTED: Duration = Duration::from_millis(250);

/// An append and whom to answer.
pub(super) struct Job {
    pub append: Append,
    pub reply: oneshot::Sender<Result<Appended, LogError>>,
}

/// Why a whole batch failed.
enum Failed {
    /// The database turned a row down; nothing of the batch is stored.
    TurnedDown(String),
    /// Nothing of the batch is stored.
    Nothing(LogError),
    /// It was sent, and the database stayed away since.
    Unknown(String),
}

/// The writer.
pub(super) struct Writer {
    address: Address,
    clock: Arc<dyn Clock>,
    max_batch: usize,
    outcome_within: Duration,
    /// `None` after a failure, until the next batch.
    connection: Option<PgConnection>,
    used: Instant,
    head: watch::Sender<Position>,
}

impl Writer {
    pub(super) fn new(
        address: Address,
        connection: PgConnection,
        head: watch::Sender<Position>,
        options: &PostgresOptions,
    ) -> Self {
        Self {
            address,
            clock: Arc::clone(&options.clock),
            max_batch: options.max_batch.max(1),
            outcome_within: options.outcome_within,
            connection: Some(connection),
            used: Instant::now(),
            head,
        }
    }

    /// Serves appends until every sender is gone and none waits any more.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(self.max_batch);
        let mut gather = Gather::default();
        loop {
            gather.wait(&jobs, self.max_batch).await;
            let taken = jobs.recv_many(&mut batch, self.max_batch).await;
            if taken == 0 {
                break;
            }
            let began = Instant::now();
            while !batch.is_empty() {
                let rest = batch.split_off(fitting(&batch));
                self.serve(batch).await;
                batch = rest;
            }
            gather.served(taken, jobs.len(), began.elapsed());
        }
        if let Some(connection) = self.connection.take() {
            address::close(connection).await;
        }
    }

    /// Stores a batch and answers each of its callers.
    async fn serve(&mut self, batch: Vec<Job>) {
        match self.store(&batch).await {
            Err(Failed::TurnedDown(_)) if batch.len() > 1 => {
                // One append spoils the transaction for all: each gets its own.
                for job in batch {
                    let outcome = self.store(std::slice::from_ref(&job)).await;
                    answer_all(vec![job], outcome);
                }
            }
            outcome => answer_all(batch, outcome),
        }
    }

    async fn store(&mut self, batch: &[Job]) -> Result<Outcomes, Failed> {
        let appends: Vec<&Append> = batch.iter().map(|job| &job.append).collect();
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
                        return Err(Failed::Nothing(error));
                    };
                    if since.elapsed() > self.outcome_within {
                        return Err(Failed::Unknown(error.to_string()));
                    }
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            let asked = batch::send(&mut connection, self.clock.now(), &appends);
            let why = match tokio::time::timeout(self.address.patience(), asked).await {
                Ok(Ok(outcomes)) => {
                    self.keep(connection);
                    self.publish(&outcomes);
                    return Ok(outcomes);
                }
                Ok(Err(error)) => match meaning(&error) {
                    Meaning::Lost => error.to_string(),
                    Meaning::TurnedDown => {
                        self.keep(connection);
                        return Err(Failed::TurnedDown(error.to_string()));
                    }
                    // A server that cannot write (a standby, a full disk) may not be the one to
                    // go on with: the next batch connects anew.
                    Meaning::Damaged => return Err(Failed::Nothing(damaged(&error))),
                    Meaning::Nothing => {
                        let why = unavailable(format_args!("{}: {error}", self.address));
                        return Err(Failed::Nothing(why));
                    }
                },
                Err(_) => format!("no answer within {:?}", self.address.patience()),
            };
            // It may be stored, or be stored at any moment by a server that still works on it.
            // To send it again tells: the event ids make a second try the first outcome.
            tracing::warn!(why, appends = appends.len(), "a batch was not answered");
            let since = *sent.get_or_insert_with(Instant::now);
            if since.elapsed() > self.outcome_within {
                return Err(Failed::Unknown(format!("{}: {why}", self.address)));
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

    fn publish(&self, outcomes: &Outcomes) {
        let reached = outcomes.iter().flatten().map(|outcome| outcome.position);
        if let Some(head) = reached.max() {
            advance(&self.head, head);
        }
    }
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

/// How many of the first jobs fit into one statement; at least one.
fn fitting(batch: &[Job]) -> usize {
    let mut bytes = 0;
    let over = batch.iter().position(|job| {
        bytes += size(&job.append);
        bytes > MOST_BYTES
    });
    over.map_or(batch.len(), |over| over.max(1))
}

/// The bytes of the texts of an append.
pub(super) fn size(append: &Append) -> usize {
    let events = append.events.iter();
    events
        .map(|event| event.payload.len() + event.metadata.len())
        .sum()
}

/// A caller that has gone away needs no answer.
fn answer_all(batch: Vec<Job>, outcome: Result<Outcomes, Failed>) {
    match outcome {
        Ok(outcomes) => {
            for (job, outcome) in batch.into_iter().zip(outcomes) {
                drop(job.reply.send(outcome));
            }
        }
        Err(failed) => {
            for job in batch {
                drop(job.reply.send(Err(failed.for_one())));
            }
        }
    }
}

impl Failed {
    /// What a caller is told.
    fn for_one(&self) -> LogError {
        match self {
            Self::TurnedDown(why) => LogError::Refused(why.clone()),
            Self::Nothing(LogError::Damaged(why)) => LogError::Damaged(why.clone()),
            Self::Nothing(LogError::Unavailable(why)) => LogError::Unavailable(why.clone()),
            Self::Nothing(other) => LogError::Unavailable(other.to_string()),
            Self::Unknown(why) => LogError::UnknownOutcome(why.clone()),
        }
    }
}
