//! Leases as streams: who appends after the last revision holds the lease. A server's clock says
//! nothing to another, so who wants a lease that another holds watches it for as long as it lasts.
use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use uuid::Uuid;

use super::client::{Begin, Outgoing};
use super::log::EventStoreDbLog;
use crate::{Fence, Leases, LogError};

/// How many events of a lease are kept.
const KEPT: u64 = 10;

/// What the last event of a lease's stream says.
#[derive(Serialize, Deserialize)]
struct Said {
    holder: Uuid,
    fence: u64,
    /// For how long, in milliseconds; 0: given back.
    ttl: u64,
}

/// Since when this process has seen the leases of others as they are.
#[derive(Default)]
pub(super) struct Sightings(Mutex<HashMap<String, (u64, Instant)>>);

impl Sightings {
    /// Whether the lease has stood still at this revision for so long.
    fn has_stood(&self, work: &str, revision: u64, ttl: Duration) -> bool {
        let now = Instant::now();
        let mut sightings = self.0.lock();
        let seen = sightings.entry(work.to_owned()).or_insert((revision, now));
        if seen.0 != revision {
            *seen = (revision, now);
        }
        now.duration_since(seen.1) >= ttl
    }
}

impl EventStoreDbLog {
    /// How many events the lease's stream has seen, and what the last of them says.
    async fn last_said(&self, stream: &str) -> Result<(u64, Option<Said>), LogError> {
        let last = self.shared.page_of_stream(stream, Begin::End, 1).await?;
        let Some(last) = last.first() else {
            return Ok((0, None));
        };
        let said = serde_json::from_slice(&last.data).map_err(|error| {
            LogError::damaged(format_args!(
                "{stream} was not written by this log: {error}"
            ))
        })?;
        Ok((last.revision + 1, Some(said)))
    }

    /// Whether it could be said, just after the event of this number.
    async fn say(&self, stream: &str, sequence: u64, said: &Said) -> Result<bool, LogError> {
        let data =
            serde_json::to_vec(said).map_err(|error| LogError::Refused(error.to_string()))?;
        let event = Outgoing {
            id: Uuid::new_v4(),
            event_type: "LeaseHeld".into(),
            data,
            metadata: Vec::new(),
        };
        if !self.shared.append_one(stream, sequence, event).await? {
            return Ok(false);
        }
        if sequence == 0 && self.shared.connection.keep(stream, KEPT).await.is_err() {
            // Nothing is lost by it: only the last one is ever read.
            tracing::debug!(stream, "all events of this lease will be kept");
        }
        Ok(true)
    }
}

#[async_trait]
impl Leases for EventStoreDbLog {
    async fn hold(
        &self,
        work: &str,
        holder: Uuid,
        ttl: Duration,
    ) -> Result<Option<Fence>, LogError> {
        let stream = self.shared.names.of_lease(work);
        let (sequence, last) = self.last_said(&stream).await?;
        let fence = match last {
            Some(last) if last.holder == holder && last.ttl > 0 => last.fence,
            Some(last) => {
                let lasts = Duration::from_millis(last.ttl);
                if last.ttl > 0 && !self.sightings.has_stood(work, sequence, lasts) {
                    return Ok(None);
                }
                sequence + 1
            }
            None => 1,
        };
        let ttl = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1);
        let said = Said { holder, fence, ttl };
        let is_held = self.say(&stream, sequence, &said).await?;
        Ok(is_held.then_some(Fence(fence)))
    }

    async fn release(&self, work: &str, holder: Uuid) -> Result<(), LogError> {
        let stream = self.shared.names.of_lease(work);
        let (sequence, last) = self.last_said(&stream).await?;
        if let Some(last) = last.filter(|last| last.holder == holder && last.ttl > 0) {
            let said = Said { ttl: 0, ..last };
            // Where somebody else was faster, it is theirs already.
            self.say(&stream, sequence, &said).await?;
        }
        Ok(())
    }
}
