//! Logs that fail as real ones do.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use eventlog::{Append, Appended, EventLog, LogError, LogLayer, Recorded, StreamId};
use parking_lot::Mutex;
use tokio::sync::Notify;
use uuid::Uuid;

/// Stops answering after so many appends, as a process that was killed just then.
pub struct FailingLog {
    log: Arc<dyn EventLog>,
    left: Mutex<usize>,
}

impl FailingLog {
    /// A log that takes `appends` more of them.
    #[must_use]
    pub fn after(log: Arc<dyn EventLog>, appends: usize) -> Arc<Self> {
        Arc::new(Self {
            log,
            left: Mutex::new(appends),
        })
    }

    /// How many appends it would still have taken.
    #[must_use]
    pub fn left(&self) -> usize {
        *self.left.lock()
    }

    fn answers(&self) -> Result<(), LogError> {
        if self.left() > 0 {
            Ok(())
        } else {
            Err(LogError::Unavailable("killed".into()))
        }
    }
}

#[async_trait]
impl LogLayer for FailingLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    fn admit(&self) -> Result<(), LogError> {
        self.answers()
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        {
            let mut left = self.left.lock();
            *left = left
                .checked_sub(1)
                .ok_or_else(|| LogError::Unavailable("killed".into()))?;
        }
        self.log.append(append).await
    }
}

/// Stores every append, and at its first try answers that it does not know the outcome: the
/// connection was lost after the commit.
pub struct ForgetfulLog {
    log: Arc<dyn EventLog>,
    told: Mutex<HashSet<Uuid>>,
}

impl ForgetfulLog {
    /// On another log.
    #[must_use]
    pub fn on(log: Arc<dyn EventLog>) -> Arc<Self> {
        Arc::new(Self {
            log,
            told: Mutex::default(),
        })
    }

    /// How many outcomes it kept to itself.
    #[must_use]
    pub fn forgotten(&self) -> usize {
        self.told.lock().len()
    }
}

#[async_trait]
impl LogLayer for ForgetfulLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        let first = append
            .events
            .first()
            .map(|event| event.id)
            .unwrap_or_default();
        let appended = self.log.append(append).await?;
        if self.told.lock().insert(first) {
            return Err(LogError::UnknownOutcome("the connection was lost".into()));
        }
        Ok(appended)
    }
}

/// Holds the first append of one kind of event back until it is let go: the world moves on between
/// the decision and the disk.
pub struct PausingLog {
    log: Arc<dyn EventLog>,
    event_type: &'static str,
    begun: Notify,
    go_on: Notify,
    paused: Mutex<bool>,
}

impl PausingLog {
    /// Holds back the first append that begins with such an event.
    #[must_use]
    pub fn before(log: Arc<dyn EventLog>, event_type: &'static str) -> Arc<Self> {
        Arc::new(Self {
            log,
            event_type,
            begun: Notify::new(),
            go_on: Notify::new(),
            paused: Mutex::new(false),
        })
    }

    /// Over when the append is held back.
    pub async fn held_back(&self) {
        self.begun.notified().await;
    }

    /// Lets it go.
    pub fn let_go(&self) {
        self.go_on.notify_one();
    }

    fn is_to_pause(&self, append: &Append) -> bool {
        let first = append.events.first();
        let meant = first.is_some_and(|event| &*event.event_type == self.event_type);
        meant && !std::mem::replace(&mut *self.paused.lock(), true)
    }
}

#[async_trait]
impl LogLayer for PausingLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        if self.is_to_pause(&append) {
            self.begun.notify_one();
            self.go_on.notified().await;
        }
        self.log.append(append).await
    }
}

/// Hears of nothing that others store until it is asked: what it saw lately is what it read or
/// stored itself.
pub struct LaggingLog {
    log: Arc<dyn EventLog>,
    seen: Mutex<HashMap<StreamId, u64>>,
}

impl LaggingLog {
    /// Beside those who write to this log.
    #[must_use]
    pub fn on(log: Arc<dyn EventLog>) -> Arc<Self> {
        let seen = Mutex::default();
        Arc::new(Self { log, seen })
    }
}

#[async_trait]
impl LogLayer for LaggingLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        let stream = append.stream.clone();
        let appended = self.log.append(append).await?;
        self.seen.lock().insert(stream, appended.version);
        Ok(appended)
    }

    async fn on_read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        let events = self.log.read_stream(stream, after, limit).await?;
        if let Some(last) = events.last() {
            self.seen.lock().insert(stream.clone(), last.sequence);
        }
        Ok(events)
    }

    fn on_version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.seen.lock().get(stream).copied()
    }
}

/// Takes no append of one stream, until it is mended.
pub struct BrokenStream {
    log: Arc<dyn EventLog>,
    broken: Mutex<Option<StreamId>>,
}

impl BrokenStream {
    /// A log that refuses what grows this stream.
    #[must_use]
    pub fn on(log: Arc<dyn EventLog>, stream: StreamId) -> Arc<Self> {
        Arc::new(Self {
            log,
            broken: Mutex::new(Some(stream)),
        })
    }

    /// From now on it takes everything.
    pub fn mend(&self) {
        *self.broken.lock() = None;
    }
}

#[async_trait]
impl LogLayer for BrokenStream {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        if self.broken.lock().as_ref() == Some(&append.stream) {
            return Err(LogError::Refused("this stream is broken".into()));
        }
        self.log.append(append).await
    }
}
