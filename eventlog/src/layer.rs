//! A log around another one: what a layer does not say otherwise is handed on to the log below.
use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    AnotherHistory, Append, Appended, Checkpoint, EventLog, Irregularity, LogError, Position,
    Recorded, RecordedAt, StreamId,
};

/// Some of what a log does, done otherwise. Every layer is an [`EventLog`]: each call asks
/// [`LogLayer::admit`], then does as the layer says or hands on to [`LogLayer::below`], and an
/// error is shown to [`LogLayer::failed`].
#[async_trait]
pub trait LogLayer: Send + Sync + 'static {
    /// The log that this one is around.
    fn below(&self) -> &dyn EventLog;

    /// Whether a call is let through at all.
    ///
    /// # Errors
    /// What the caller is answered instead.
    fn admit(&self) -> Result<(), LogError> {
        Ok(())
    }

    /// A call came to nothing.
    fn failed(&self, error: &LogError) {
        let _ = error;
    }

    /// What is done in place of [`EventLog::append`].
    ///
    /// # Errors
    /// As there.
    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        self.below().append(append).await
    }

    /// What is done in place of [`EventLog::can_append`].
    ///
    /// # Errors
    /// As there.
    async fn on_can_append(&self) -> Result<(), LogError> {
        self.below().can_append().await
    }

    /// What is done in place of [`EventLog::read_stream`].
    ///
    /// # Errors
    /// As there.
    async fn on_read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        self.below().read_stream(stream, after, limit).await
    }

    /// What is done in place of [`EventLog::version_lately`].
    fn on_version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.below().version_lately(stream)
    }

    /// What is done in place of [`EventLog::wait_beyond`].
    ///
    /// # Errors
    /// As there.
    async fn on_wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        self.below().wait_beyond(after).await
    }
}

async fn through<L: LogLayer, T>(
    layer: &L,
    call: impl Future<Output = Result<T, LogError>>,
) -> Result<T, LogError> {
    layer.admit()?;
    let done = call.await;
    if let Err(error) = &done {
        layer.failed(error);
    }
    done
}

#[async_trait]
impl<L: LogLayer> EventLog for L {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        through(self, self.on_append(append)).await
    }

    async fn can_append(&self) -> Result<(), LogError> {
        through(self, self.on_can_append()).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        through(self, self.on_read_stream(stream, after, limit)).await
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        through(self, self.below().stream_version(stream)).await
    }

    fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.admit().ok()?;
        self.on_version_lately(stream)
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        through(self, self.below().read_all(after, limit)).await
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        through(self, self.below().read_after(after, limit)).await
    }

    async fn compare(&self, checkpoint: Checkpoint) -> Result<Option<AnotherHistory>, LogError> {
        through(self, self.below().compare(checkpoint)).await
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        through(self, self.below().read_at(positions)).await
    }

    async fn head(&self) -> Result<Position, LogError> {
        through(self, self.below().head()).await
    }

    async fn last(&self) -> Result<Checkpoint, LogError> {
        through(self, self.below().last()).await
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        through(self, self.below().position_at(instant)).await
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        through(self, self.on_wait_beyond(after)).await
    }

    async fn deletions(&self) -> Result<Vec<Irregularity>, LogError> {
        through(self, self.below().deletions()).await
    }

    async fn irregularities(&self) -> Result<Vec<Irregularity>, LogError> {
        through(self, self.below().irregularities()).await
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        through(self, self.below().installation()).await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        through(self, self.below().join_installation(installation)).await
    }
}
