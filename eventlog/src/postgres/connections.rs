//! Connections that are used one after another.
use std::time::Duration;

use futures::future::BoxFuture;
use parking_lot::Mutex;
use sqlx::postgres::PgConnection;
use tokio::sync::Semaphore;

use super::address::{Address, Use};
use super::error::{Meaning, damaged, meaning, unavailable};
use super::row::Names;
use crate::LogError;

/// A connection, and the names read over it.
pub(super) struct Open {
    pub connection: PgConnection,
    pub names: Names,
}

/// How one statement ended.
pub(super) enum Failed {
    /// As the database said.
    Sql(sqlx::Error),
    /// What it holds is not what this program writes.
    Log(LogError),
}

impl From<sqlx::Error> for Failed {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<LogError> for Failed {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

/// Something to do on a connection, which may be done twice.
pub(super) trait Work: Send + Sync {
    /// What it gives.
    type Answer: Send;

    /// Does it.
    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Self::Answer, Failed>>;
}

/// Some connections, made when they are needed and kept while they work.
pub(super) struct Connections {
    address: Address,
    purpose: Use,
    idle: Mutex<Vec<Open>>,
    places: Semaphore,
}

impl Connections {
    pub(super) fn new(address: Address, purpose: Use, most: usize) -> Self {
        Self {
            address,
            purpose,
            idle: Mutex::default(),
            places: Semaphore::new(most.max(1)),
        }
    }

    /// Does the work; where a connection turns out to be dead, once more over a new one.
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached or does not answer in time, and whatever
    /// the work answers.
    pub(super) async fn run<W: Work>(&self, work: W) -> Result<W::Answer, LogError> {
        let _place = self.places.acquire().await.map_err(unavailable)?;
        let kept = self.idle.lock().pop();
        if let Some(open) = kept
            && let Some(done) = self.once(open, &work).await
        {
            return done;
        }
        let open = Open {
            connection: self.address.connect(self.purpose).await?,
            names: Names::default(),
        };
        match self.once(open, &work).await {
            Some(done) => done,
            None => Err(unavailable(format_args!(
                "{}: the connection was lost",
                self.address
            ))),
        }
    }

    /// `None`: the connection was dead.
    async fn once<W: Work>(&self, mut open: Open, work: &W) -> Option<Result<W::Answer, LogError>> {
        let answered = tokio::time::timeout(self.address.patience(), work.on(&mut open)).await;
        let done = match answered {
            Ok(Ok(value)) => Ok(value),
            // The rest of the answer may still be on its way: the connection is not kept.
            Ok(Err(Failed::Log(error))) => return Some(Err(error)),
            Ok(Err(Failed::Sql(error))) => match meaning(&error) {
                Meaning::Lost => {
                    tracing::debug!(%error, "a connection was lost");
                    // Those that lay idle beside it are most likely as dead.
                    self.idle.lock().clear();
                    return None;
                }
                Meaning::Damaged => Err(damaged(&error)),
                Meaning::TurnedDown | Meaning::Nothing => {
                    Err(unavailable(format_args!("{}: {error}", self.address)))
                }
            },
            Err(_) => {
                self.idle.lock().clear();
                return Some(Err(unavailable(format_args!(
                    "{}: no answer within {:?}",
                    self.address,
                    self.address.patience()
                ))));
            }
        };
        self.idle.lock().push(open);
        Some(done)
    }
}

/// Between attempts to reach a database that is away.
pub(super) const PAUSE: Duration = Duration::from_millis(50);
