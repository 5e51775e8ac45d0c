//! Many appends in their order, for a copy: on one call, those of a stream that follow each other
//! together.
use super::client::{Failure, OneOfMany};
use super::envelope::wrap;
use super::shared::{Pauses, Shared};
use crate::limits;
use crate::{Append, LogError, Position};

/// The most bytes of the events of one append, half of what a server takes at least.
const MOST_BYTES: usize = 512 << 10;
/// The most events of one append.
const MOST_EVENTS: usize = 200;

impl Shared {
    /// Stores them in their order, and gives the version of its stream just after each.
    pub(super) async fn append_in_order(&self, appends: Vec<Append>) -> Result<Vec<u64>, LogError> {
        let versions = appends.iter().map(|append| {
            let events = u64::try_from(append.events.len()).unwrap_or(u64::MAX);
            append.expected.saturating_add(events)
        });
        let versions: Vec<_> = versions.collect();
        let grouped = self.grouped(appends)?;
        let mut pauses = Pauses::new(self.options.patience);
        let stored = loop {
            // What was stored by a try that was lost is answered as then.
            let why = match self.connection.append_many(&grouped).await {
                Ok(stored) => break stored,
                Err(Failure::WrongRevision) => {
                    return Err(LogError::Refused(
                        "a stream of the copy is not where it was: does somebody else write to it?"
                            .into(),
                    ));
                }
                Err(Failure::Never(why)) => return Err(LogError::Refused(why)),
                Err(Failure::Away(why) | Failure::Lost(why) | Failure::NoRecord(why)) => why,
                Err(
                    failure @ (Failure::Denied(_)
                    | Failure::StreamDeleted(_)
                    | Failure::AnotherHistory(_)),
                ) => return Err(failure.into()),
            };
            if !pauses.next().await {
                return Err(LogError::UnknownOutcome(why));
            }
        };
        let mut last = None;
        for (append, stored) in grouped.iter().zip(&stored) {
            let events = u64::try_from(append.events.len()).unwrap_or(u64::MAX);
            if stored.version != append.after.saturating_add(events) {
                let (stream, version) = (&append.stream, stored.version);
                return Err(LogError::damaged(format_args!(
                    "stream {stream} holds {version} events after an append to its first {}",
                    append.after
                )));
            }
            if stored.position.is_some_and(|here| Some(here) < last) {
                return Err(LogError::damaged(format_args!(
                    "the server was lost while it stored, and then stored events behind those                      that follow them, of stream {}: the copy begins again, into an empty log",
                    append.stream
                )));
            }
            last = last.max(stored.position);
        }
        if let Some(last) = last {
            self.is_followed(Position(last)).await?;
        }
        Ok(versions)
    }

    /// With their envelopes, those of a stream that follow each other in one append.
    fn grouped(&self, appends: Vec<Append>) -> Result<Vec<OneOfMany>, LogError> {
        let mut grouped: Vec<OneOfMany> = Vec::new();
        let mut bytes = 0;
        let mut latest = self.ring.lock().stamp(crate::RecordedAt(i64::MIN));
        for append in appends {
            limits::check(&append)?;
            let told = append.recorded_at;
            let told = told.unwrap_or_else(|| self.options.clock.now());
            latest.at = latest.at.max(told);
            let name = self.names.of(&append.stream);
            let mut events = Vec::with_capacity(append.events.len());
            for (nth, event) in (1_u64..).zip(append.events) {
                let sequence = append.expected.saturating_add(nth);
                events.push(wrap(&append.stream, sequence, event, latest)?);
            }
            let size: usize = events
                .iter()
                .map(|event| event.data.len() + event.metadata.len())
                .sum();
            let fits = |last: &&mut OneOfMany| {
                last.stream == name
                    && last.events.len() + events.len() <= MOST_EVENTS
                    && bytes + size <= MOST_BYTES
            };
            if let Some(last) = grouped.last_mut().filter(fits) {
                last.events.append(&mut events);
                bytes += size;
            } else {
                bytes = size;
                grouped.push(OneOfMany {
                    stream: name,
                    after: append.expected,
                    events,
                });
            }
        }
        Ok(grouped)
    }

    /// Waits until the follower has come so far.
    async fn is_followed(&self, position: Position) -> Result<(), LogError> {
        let mut head = self.head.subscribe();
        let reached = head.wait_for(|head| *head >= position);
        let reached = tokio::time::timeout(self.options.answer, reached).await;
        let is_late = reached.map(drop).is_err();
        if is_late {
            self.present_head().await?;
        }
        Ok(())
    }
}
