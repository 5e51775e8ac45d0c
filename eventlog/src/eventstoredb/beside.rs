//! Streams beside those of the log: leases, the installation.
use super::client::{Failure, Outgoing};
use super::shared::{Pauses, Shared};
use crate::LogError;

impl Shared {
    /// Appends one event after `sequence` others, and asks again until the outcome is certain; the
    /// server knows it by its id. Whether it stands there: `false` where another was faster.
    ///
    /// # Errors
    /// A missing right; the stream was deleted; the log has another history; the outcome stays
    /// unknown for as long as the server is waited for.
    pub(super) async fn append_one(
        &self,
        stream: &str,
        sequence: u64,
        event: Outgoing,
    ) -> Result<bool, LogError> {
        let mut pauses = Pauses::new(self.options.patience);
        loop {
            let sent = self
                .connection
                .append(stream, sequence, vec![event.clone()]);
            let why = match sent.await {
                Ok(_) => return Ok(true),
                Err(Failure::WrongRevision) => return Ok(false),
                Err(Failure::Denied(why)) => return Err(LogError::Unavailable(why)),
                Err(Failure::StreamDeleted(why)) => return Err(LogError::damaged(why)),
                Err(Failure::AnotherHistory(which)) => return Err(which.into()),
                Err(
                    Failure::Never(why)
                    | Failure::Away(why)
                    | Failure::Lost(why)
                    | Failure::NoRecord(why),
                ) => why,
            };
            if !pauses.next().await {
                return Err(LogError::UnknownOutcome(why));
            }
        }
    }
}
