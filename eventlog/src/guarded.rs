//! A log that is given up once it turns out to be another one than it was.
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::{AnotherHistory, EventLog, LogError, LogLayer, Position};

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
}

#[async_trait]
impl LogLayer for GuardedLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    fn admit(&self) -> Result<(), LogError> {
        self.is_the_same()
    }

    fn failed(&self, error: &LogError) {
        let LogError::AnotherHistory(which) = error else {
            return;
        };
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

    async fn on_wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        let mut another = self.another.subscribe();
        tokio::select! {
            reached = self.log.wait_beyond(after) => reached,
            // Nothing is left to wait for.
            _ = another.wait_for(Option::is_some) => self.is_the_same().map(|()| after),
        }
    }
}
