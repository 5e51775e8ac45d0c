//! A log that is given up once it turns out to be another one than it was.
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    AnotherHistory, Append, Appended, Checkpoint, EventLog, LogError, Position, Recorded,
    RecordedAt, StreamId,
};

/// Any log, as long as it is the one that was opened. From the first time that it answers
/// [`LogError::AnotherHistory`] every call is answered so: what a program remembers of the log is
/// not true any more, and must be made again by a new start.
pub struct GuardedLog {
    log: Arc<dyn EventLog>,
    another: watch::Sender<Option<AnotherHistory>>,
}

impl GuardedLog {
    /// Guards this log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>) -> Self {
        Self {
            log,
            another: watch::Sender::new(None),
        }
    }

    /// How it turned out that the log is another one, once it has.
    #[must_use]
    pub fn another(&self) -> watch::Receiver<Option<AnotherHistory>> {
        self.another.subscribe()
    }

    fn is_the_same(&self) -> Result<(), LogError> {
        match *self.another.borrow() {
            None => Ok(()),
            Some(which) => Err(which.into()),
        }
    }

    async fn guard<T>(
        &self,
        call: impl Future<Output = Result<T, LogError>>,
    ) -> Result<T, LogError> {
        self.is_the_same()?;
        let done = call.await;
        if let Err(LogError::AnotherHistory(which)) = &done {
            let is_first = self.another.send_if_modified(|another| {
                let is_first = another.is_none();
                another.get_or_insert(*which);
                is_first
            });
            if is_first {
                tracing::error!(
                    position = %which.followed.position,
                    followed = %which.followed.event_id,
                    found = which.found.map(tracing::field::display),
                    "the log is another one than it was when this server started: nothing is \
                     answered any more until a new start"
                );
            }
        }
        done
    }
}

#[async_trait]
impl EventLog for GuardedLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        self.guard(self.log.append(append)).await
    }

    async fn can_append(&self) -> Result<(), LogError> {
        self.guard(self.log.can_append()).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        self.guard(self.log.read_stream(stream, after, limit)).await
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        self.guard(self.log.stream_version(stream)).await
    }

    fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.is_the_same().ok()?;
        self.log.version_lately(stream)
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        self.guard(self.log.read_all(after, limit)).await
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        self.guard(self.log.read_after(after, limit)).await
    }

    async fn compare(&self, checkpoint: Checkpoint) -> Result<Option<AnotherHistory>, LogError> {
        self.is_the_same()?;
        self.log.compare(checkpoint).await
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        self.guard(self.log.read_at(positions)).await
    }

    async fn head(&self) -> Result<Position, LogError> {
        self.guard(self.log.head()).await
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        self.guard(self.log.position_at(instant)).await
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        let mut another = self.another.subscribe();
        tokio::select! {
            reached = self.guard(self.log.wait_beyond(after)) => reached,
            // Nothing is left to wait for.
            _ = another.wait_for(Option::is_some) => self.is_the_same().map(|()| after),
        }
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.guard(self.log.installation()).await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        self.guard(self.log.join_installation(installation)).await
    }
}
