//! The adapter: the port on top of the writer and the readers.
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::file::LogFile;
use super::lock::lock;
use super::options::SqliteOptions;
use super::query;
use super::readers::Readers;
use super::recent::RecentEvents;
use super::writer::{PendingAppend, Replaced, Writer};
use crate::{
    Append, Appended, Checkpoint, EventLog, LogError, Position, Recorded, RecordedAt, StreamId,
};
use crate::{checkpoint, limits};

/// How often a log that another process writes is looked at by those who wait for more.
const POLL: Duration = Duration::from_millis(20);
/// What a connection keeps in memory that writes once.
const SMALL_CACHE_KIB: u32 = 64;
/// Up to so many events a read is short enough for the calling thread.
const SHORT: usize = 64;

/// The log in one SQLite file.
///
/// Dropping it finishes the appends that wait, takes the write-ahead log into the file and
/// releases the lock; that blocks for some milliseconds.
pub struct SqliteLog {
    readers: Arc<Readers>,
    /// `None` when opened read-only.
    writing: Option<Writing>,
}

struct Writing {
    file: LogFile,
    pending: Option<mpsc::Sender<PendingAppend>>,
    head: watch::Receiver<Position>,
    recent: RecentEvents,
    thread: Option<JoinHandle<()>>,
}

impl SqliteLog {
    /// Opens the log at `path` for reading and writing, creating it if it is not there. Its
    /// folder must be. `<path>.lock` says that a process has it open for writing, and the file
    /// itself is locked: links to it are no way around.
    ///
    /// # Errors
    /// `Unavailable`, naming the path, when another process or handle writes to it, when it is a
    /// directory or not an event log, when its schema is newer than this program, when others may
    /// write to it or anybody to its folder, when its file system is full, or when it cannot be
    /// reached. `Damaged` when SQLite finds it malformed.
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, LogError> {
        let file = LogFile::new_or_there(path.as_ref())?;
        let _look = file.look()?;
        let lock = lock(file.path())?;
        let hold = file.hold()?;
        let replaced = Replaced::default();
        let writer = Writer::open(file.clone(), (lock, hold), replaced.clone(), &options)?;
        let (head, recent) = (writer.head(), writer.recent());
        let (pending, waiting) = mpsc::channel(options.max_waiting.max(1));
        let thread = std::thread::Builder::new()
            .name("eventlog-writer".into())
            .spawn(move || writer.run(waiting))
            .map_err(|error| LogError::Unavailable(format!("no thread to write on: {error}")))?;
        Ok(Self {
            readers: readers(file.clone(), replaced, &options),
            writing: Some(Writing {
                file,
                pending: Some(pending),
                head,
                recent,
                thread: Some(thread),
            }),
        })
    }

    /// Opens the log at `path` for reading only, beside the process that writes it or without
    /// one. Appends are refused.
    ///
    /// # Errors
    /// As [`SqliteLog::open`], and `Unavailable` when there is no such file.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, LogError> {
        let file = LogFile::there(path.as_ref())?;
        let _look = file.look()?;
        let readers = readers(file, Replaced::default(), &SqliteOptions::default());
        readers.short(|reader| query::head(&reader.connection))?;
        Ok(Self {
            readers,
            writing: None,
        })
    }
}

fn readers(file: LogFile, replaced: Replaced, options: &SqliteOptions) -> Arc<Readers> {
    Arc::new(Readers::new(
        file,
        replaced,
        options.cache_kib,
        options.readers,
    ))
}

/// An append of nothing: the writer answers it with a write of its own that changes nothing.
fn nothing() -> Result<Append, LogError> {
    let stream =
        StreamId::new("log", "nothing").map_err(|error| LogError::Refused(error.to_string()))?;
    Ok(Append {
        stream,
        expected: 0,
        events: vec![],
        recorded_at: None,
    })
}

impl Drop for SqliteLog {
    fn drop(&mut self) {
        self.readers.close_idle();
        let Some(writing) = &mut self.writing else {
            return;
        };
        writing.pending = None;
        if let Some(thread) = writing.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended abnormally; the log recovers when opened");
        }
    }
}

impl SqliteLog {
    async fn write(&self, append: Append) -> Result<Appended, LogError> {
        let Some(pending) = self
            .writing
            .as_ref()
            .and_then(|writing| writing.pending.as_ref())
        else {
            return Err(LogError::Refused(
                "the log is opened for reading only".into(),
            ));
        };
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
}

#[async_trait]
impl EventLog for SqliteLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        limits::check(&append)?;
        self.write(append).await
    }

    async fn can_append(&self) -> Result<(), LogError> {
        self.write(nothing()?).await.map(drop)
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        // Most streams are short, whatever limit was given: begin here, go on elsewhere.
        let mut events = self.readers.short(|reader| {
            let limit = limit.min(SHORT);
            query::read_stream(&reader.connection, &mut reader.names, stream, after, limit)
        })?;
        let rest = limit - events.len();
        if events.len() == SHORT && rest > 0 {
            let stream = stream.clone();
            let after = events.last().map_or(after, |last| last.sequence);
            let read = self.readers.long(move |reader| {
                query::read_stream(&reader.connection, &mut reader.names, &stream, after, rest)
            });
            events.extend(read.await?);
        }
        Ok(events)
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        self.readers
            .short(|reader| query::stream_version(&reader.connection, stream))
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        // Who follows closely finds a few events; who is far behind reads on another thread.
        let near = limit <= SHORT
            || self.writing.as_ref().is_some_and(|writing| {
                let head = *writing.head.borrow();
                head.0.saturating_sub(after.0) <= SHORT as u64
            });
        if near {
            return self.readers.short(|reader| {
                query::read_all(&reader.connection, &mut reader.names, after, limit)
            });
        }
        let read = self.readers.long(move |reader| {
            query::read_all(&reader.connection, &mut reader.names, after, limit)
        });
        read.await
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        let recent = self.writing.as_ref().map(|writing| &writing.recent);
        if let Some(events) = recent.and_then(|recent| recent.after(after, limit)) {
            self.readers.check()?;
            return Ok(events);
        }
        checkpoint::read_after(self, after, limit).await
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        if positions.len() <= SHORT {
            return self
                .readers
                .short(|reader| query::read_at(&reader.connection, &mut reader.names, positions));
        }
        let positions = positions.to_vec();
        let read = self
            .readers
            .long(move |reader| query::read_at(&reader.connection, &mut reader.names, &positions));
        read.await
    }

    async fn head(&self) -> Result<Position, LogError> {
        match &self.writing {
            Some(writing) => Ok(*writing.head.borrow()),
            None => self.readers.short(|reader| query::head(&reader.connection)),
        }
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        self.readers
            .short(|reader| query::position_at(&reader.connection, &mut reader.names, instant))
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        if let Some(writing) = &self.writing {
            let mut head = writing.head.clone();
            let reached = head.wait_for(|head| *head > after).await;
            return reached
                .map(|head| *head)
                .map_err(|_| LogError::Unavailable("the writer of the log has stopped".into()));
        }
        loop {
            let head = self.head().await?;
            if head > after {
                return Ok(head);
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.readers
            .short(|reader| query::installation(&reader.connection))
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        if let Some(joined) = self.installation().await? {
            return Ok(joined);
        }
        let Some(writing) = &self.writing else {
            return Err(LogError::Refused(
                "the log is opened for reading only".into(),
            ));
        };
        // Once in the life of a log: a connection of its own, which waits for the writer's.
        let file = writing.file.clone();
        let join = tokio::task::spawn_blocking(move || {
            let connection = file.open_writer(SMALL_CACHE_KIB)?;
            query::join_installation(&connection, installation)
        });
        let joined = join.await;
        joined.map_err(|_| LogError::Unavailable("the program is stopping".into()))??;
        Ok(self.installation().await?.unwrap_or(installation))
    }
}
