//! The adapter: the port on top of the writer, the readers and the listener.
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::address::{Address, Use, close};
use super::connections::Connections;
use super::error::unavailable;
use super::installation::{Installation, Join};
use super::lease::PostgresLeases;
use super::listen;
use super::options::PostgresOptions;
use super::query;
use super::schema;
use super::tail_cache::TailCache;
use super::thread;
use super::write_connection::WriteConnection;
use super::writer::{self, PendingAppend};
use crate::checkpoint::beyond;
use crate::limits;
use crate::{
    Append, Appended, Checkpoint, EventLog, Leases, LogError, Position, Recorded, RecordedAt,
    StreamId,
};

/// The most bytes of payload and metadata one append may hold together: what fits one statement.
const MAX_APPEND: usize = 64 << 20;

/// The log in a PostgreSQL database.
///
/// Beside the limits of every log, an append holds at most 64 MiB of payload and metadata together,
/// and the name of an event type no U+0000.
///
/// It reads and listens on the runtime it was opened on; what everybody waits for, the appends and
/// the looks at the end of the log, has a thread of its own. Dropping it lets the appends that wait
/// be stored, in the background.
pub struct PostgresLog {
    connections: Arc<Connections>,
    /// For what is written beside the events.
    beside: Arc<Connections>,
    tail: TailCache,
    leases: Arc<PostgresLeases>,
    /// `None` when opened read-only.
    pending: Option<mpsc::Sender<PendingAppend>>,
    head: watch::Receiver<Position>,
    listener: AbortHandle,
}

impl PostgresLog {
    /// Opens the log in the database at `url` (`postgres://user:password@host:port/name`) for
    /// reading and writing, making or migrating its tables first.
    ///
    /// # Errors
    /// `Unavailable`, naming the database and never the password, with nothing created: when the
    /// server cannot be reached or is older than PostgreSQL 15, when there is no such database,
    /// when it holds tables of another program, or when its schema is newer than this program.
    pub async fn open(url: &str, options: PostgresOptions) -> Result<Self, LogError> {
        let address = Address::new(url, &options)?;
        let mut connection = address.connect(Use::Write).await?;
        let migrated = schema::migrate(&mut connection).await;
        migrated.map_err(|error| at(&address, error))?;
        let head = watch::Sender::new(Position::START);
        let (pending, waiting) = mpsc::channel(options.max_waiting.max(1));
        close(connection).await;
        let (log, looks) = Self::reading(address.clone(), &options, head.clone(), Some(pending));
        let connection = WriteConnection::new(address, head, log.tail.clone(), &options);
        let writes = writer::run(connection, waiting, options.max_batch);
        thread::run(async { tokio::join!(looks, writes) })?;
        Ok(log)
    }

    /// Whether the database at `url` holds a log, of whatever version; nothing is made.
    ///
    /// # Errors
    /// `Unavailable`, naming the database and never the password, when it cannot be asked.
    pub async fn is_there(url: &str, options: PostgresOptions) -> Result<bool, LogError> {
        let address = Address::new(url, &options)?;
        let mut connection = address.connect(Use::Read).await?;
        let there = schema::is_there(&mut connection).await;
        close(connection).await;
        there.map_err(|error| at(&address, error))
    }

    /// Opens the log for reading only: nothing is made or migrated, and appends are refused.
    ///
    /// # Errors
    /// As [`PostgresLog::open`], and `Unavailable` when the database holds no log.
    pub async fn open_read_only(url: &str, options: PostgresOptions) -> Result<Self, LogError> {
        let address = Address::new(url, &options)?;
        let mut connection = address.connect(Use::Read).await?;
        let checked = schema::check(&mut connection).await;
        checked.map_err(|error| at(&address, error))?;
        close(connection).await;
        let head = watch::Sender::new(Position::START);
        let (log, looks) = Self::reading(address, &options, head, None);
        thread::run(looks)?;
        Ok(log)
    }

    fn reading(
        address: Address,
        options: &PostgresOptions,
        head: watch::Sender<Position>,
        pending: Option<mpsc::Sender<PendingAppend>>,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let connections = Connections::new(address.clone(), Use::Read, options.readers);
        let connections = Arc::new(connections);
        let looking = Connections::new(address.clone(), Use::Read, 1);
        let (tail, looks) = TailCache::new(looking, head.clone());
        let beside = Arc::new(Connections::new(address.clone(), Use::Write, 1));
        let leases = PostgresLeases::new(Arc::clone(&beside));
        let receiver = head.subscribe();
        let listener = tokio::spawn(listen::follow(address, tail.clone(), head, options.poll));
        let log = Self {
            connections,
            beside,
            tail,
            leases: Arc::new(leases),
            pending,
            head: receiver,
            listener: listener.abort_handle(),
        };
        (log, looks)
    }

    /// The leases kept beside this log.
    #[must_use]
    pub fn leases(&self) -> Arc<dyn Leases> {
        Arc::clone(&self.leases) as Arc<dyn Leases>
    }
}

/// Says of which database an error tells.
fn at(address: &Address, error: LogError) -> LogError {
    match error {
        LogError::Unavailable(why) => unavailable(format_args!("{address}: {why}")),
        other => other,
    }
}

impl Drop for PostgresLog {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// What every adapter checks, and what this database cannot hold.
fn check(append: &Append) -> Result<(), LogError> {
    limits::check(append)?;
    let refused = |why: String| Err(LogError::Refused(why));
    if append
        .events
        .iter()
        .any(|event| event.event_type.contains('\0'))
    {
        return refused("the name of an event type holds a NUL".into());
    }
    let size = writer::size(append);
    if size > MAX_APPEND {
        return refused(format!("it holds {size} bytes, more than {MAX_APPEND}"));
    }
    Ok(())
}

#[async_trait]
impl EventLog for PostgresLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        let Some(pending) = &self.pending else {
            return Err(LogError::Refused(
                "the log is opened for reading only".into(),
            ));
        };
        check(&append)?;
        let (reply, outcome) = oneshot::channel();
        let stopped = || "the writer of the log has stopped".to_owned();
        pending
            .send(PendingAppend { append, reply })
            .await
            .map_err(|_| LogError::Unavailable(stopped()))?;
        outcome
            .await
            .map_err(|_| LogError::UnknownOutcome(stopped()))?
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        self.connections
            .run(query::ReadStream {
                stream,
                after,
                limit,
            })
            .await
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        self.tail.version(stream).await
    }

    fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.tail.version_lately(stream)
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        match self.tail.after(after, limit).await? {
            Some(events) => Ok(events),
            None => self.connections.run(query::ReadAll { after, limit }).await,
        }
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        if self.tail.knows(after)
            && let Some(events) = self.tail.after(after.position, limit).await?
        {
            return Ok(events);
        }
        let (from, one_more) = after.with_its_event(limit);
        let read = query::ReadAll {
            after: from,
            limit: one_more,
        };
        let events = beyond(after, self.connections.run(read).await?)?;
        if events.is_empty() && limit > 0 {
            // Whether the next event is damaged is told by a read that begins there.
            let after = after.position;
            return self.connections.run(query::ReadAll { after, limit }).await;
        }
        Ok(events)
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        self.connections.run(query::ReadAt { positions }).await
    }

    async fn head(&self) -> Result<Position, LogError> {
        self.tail.look().await?;
        Ok(*self.head.borrow())
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        self.connections.run(query::PositionAt { instant }).await
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        let mut head = self.head.clone();
        let reached = head.wait_for(|head| *head > after).await;
        reached
            .map(|head| *head)
            .map_err(|_| LogError::Unavailable("the log is closed".into()))
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.connections.run(Installation).await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        if self.pending.is_none() {
            return Err(LogError::Refused(
                "the log is opened for reading only".into(),
            ));
        }
        self.beside.run(Join(installation)).await?;
        Ok(self.beside.run(Installation).await?.unwrap_or(installation))
    }
}
