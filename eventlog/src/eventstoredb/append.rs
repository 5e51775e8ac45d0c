//! Appending: judged by what is known of the stream, sent, and sent again until the outcome is
//! certain.
use std::time::Duration;

use super::client::{Begin, Failure, Stored, Witness};
use super::envelope::wrap;
use super::shared::{Pauses, Shared};
use crate::append_decision::AppendDecision;
use crate::limits;
use crate::{Append, Appended, LogError, Position};

/// How long the follower is waited for before an event is read for itself.
const FOLLOWER: Duration = Duration::from_secs(1);
/// How often a stream may move between a look at it and an append that expects what was seen.
const MOVES: usize = 8;

/// What the server said of an append.
enum Sent {
    /// The stream holds it just after what was expected.
    Stored(Stored),
    /// The stream is elsewhere.
    Moved,
}

impl Shared {
    pub(super) async fn append(&self, append: Append) -> Result<Appended, LogError> {
        limits::check(&append)?;
        let mut known = self.known(&append.stream);
        for _ in 0..MOVES {
            let known = match known.take() {
                Some(known) if known.version == append.expected => known,
                Some(_) | None => self.learn(&append.stream).await?,
            };
            match self.decide(&append, &known)? {
                AppendDecision::Already(outcome) => {
                    return self.outcome(&append, outcome.version).await;
                }
                AppendDecision::Store => {}
            }
            // The server takes it only if the stream is where the ids were looked for.
            match self.send(&append).await? {
                Sent::Stored(stored) => {
                    self.whole(&append, stored)?;
                    self.remember(&append);
                    return self.stored(&append).await;
                }
                Sent::Moved => {}
            }
        }
        Err(LogError::Unavailable(format!(
            "stream {} moves all the time",
            append.stream
        )))
    }

    /// Sends until the outcome is certain: the server knows an append it has stored by its ids and
    /// its expected revision, and stores it once.
    async fn send(&self, append: &Append) -> Result<Sent, LogError> {
        let told = append.recorded_at;
        let told = told.unwrap_or_else(|| self.options.clock.now());
        let stamp = self.ring.lock().stamp(told);
        let name = self.names.of(&append.stream);
        let events = (1_u64..).zip(&append.events);
        let events = events
            .map(|(nth, event)| {
                let sequence = append.expected.saturating_add(nth);
                wrap(&append.stream, sequence, event.clone(), stamp)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut pauses = Pauses::new(self.options.patience);
        let mut may_be_stored = false;
        loop {
            let sent = self
                .connection
                .append(&name, append.expected, events.clone());
            let why = match sent.await {
                Ok(stored) => {
                    self.goes_on(&name, append, stored, stamp.seen).await?;
                    return Ok(Sent::Stored(stored));
                }
                Err(Failure::WrongRevision) => return Ok(Sent::Moved),
                Err(Failure::Never(why)) => return Err(LogError::Refused(why)),
                Err(Failure::StreamDeleted(why)) => return Err(LogError::damaged(why)),
                Err(Failure::AnotherHistory(which)) => return Err(which.into()),
                Err(Failure::Denied(why)) => why,
                Err(Failure::Away(why)) => {
                    if pauses.next().await {
                        continue;
                    }
                    why
                }
                Err(Failure::Lost(why) | Failure::NoRecord(why)) => {
                    may_be_stored = true;
                    if pauses.next().await {
                        continue;
                    }
                    why
                }
            };
            return Err(if may_be_stored {
                LogError::UnknownOutcome(why)
            } else {
                LogError::Unavailable(why)
            });
        }
    }

    /// What is stored stands behind what its writer had seen. Where it does not, it is a retry of
    /// what stood there before, or the log went back.
    async fn goes_on(
        &self,
        name: &str,
        append: &Append,
        stored: Stored,
        seen: Position,
    ) -> Result<(), LogError> {
        let Some(position) = stored.position else {
            return Ok(());
        };
        if position <= seen.0 {
            let looked = self.patiently(|| self.connection.look_back()).await;
            return looked.map_err(|error| match error {
                LogError::AnotherHistory(which) => which.into(),
                other => LogError::UnknownOutcome(other.to_string()),
            });
        }
        if let (Some(last), Some(revision)) = (append.events.last(), stored.version.checked_sub(1))
        {
            self.connection.saw(Witness {
                stream: name.to_owned(),
                revision,
                id: last.id,
                position,
            });
        }
        Ok(())
    }

    /// The server lets a stream whose events were deleted begin anew, behind their numbers.
    fn whole(&self, append: &Append, stored: Stored) -> Result<(), LogError> {
        let events = u64::try_from(append.events.len()).unwrap_or(u64::MAX);
        let version = append.expected.saturating_add(events);
        if stored.version <= version {
            return Ok(());
        }
        Err(LogError::damaged(format_args!(
            "events {} to {} of stream {} are missing: somebody deleted it on the server",
            append.expected.saturating_add(1),
            stored.version - events,
            self.names.of(&append.stream),
        )))
    }

    /// The outcome of an append that was just stored, from the follower.
    async fn stored(&self, append: &Append) -> Result<Appended, LogError> {
        let version = append.expected + u64::try_from(append.events.len()).unwrap_or(u64::MAX);
        let Some(last) = append.events.last() else {
            return Err(LogError::Refused("it holds no event".into()));
        };
        let found = async {
            let mut head = self.head.subscribe();
            loop {
                head.mark_unchanged();
                if let Some(found) = self.ring.lock().find(&last.id) {
                    return Some(found);
                }
                head.changed().await.ok()?;
            }
        };
        match tokio::time::timeout(FOLLOWER, found).await {
            Ok(Some(found)) => Ok(Appended {
                position: found.position,
                version,
                recorded_at: found.recorded_at,
            }),
            Ok(None) | Err(_) => self.outcome(append, version).await,
        }
    }

    /// The outcome of an append whose last event has this number in its stream.
    async fn outcome(&self, append: &Append, version: u64) -> Result<Appended, LogError> {
        let name = self.names.of(&append.stream);
        let read = self
            .page_of_stream(&name, Begin::At(version.saturating_sub(1)), 1)
            .await;
        // It is stored, but nobody can say where.
        let unknown = |error: LogError| LogError::UnknownOutcome(error.to_string());
        let last = read.map_err(unknown)?.pop();
        let last = last.map(|event| self.names.unwrap(event)).transpose()?;
        let Some(last) = last.flatten() else {
            let (stream, what) = (&append.stream, "is missing");
            return Err(LogError::damaged(format_args!(
                "event {version} of stream {stream} {what}"
            )));
        };
        Ok(Appended {
            position: last.recorded.position,
            version,
            recorded_at: self.settled(&last).await.map_err(unknown)?,
        })
    }
}
