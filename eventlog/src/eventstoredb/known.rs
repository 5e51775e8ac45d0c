//! The ids of a stream's events: EventStoreDB has no look-up by id.
use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::client::Begin;
use super::shared::{PAGE, Shared};
use crate::append_decision::{AppendDecision, KnownEvent, decide_append};
use crate::{Append, LogError, Position, RecordedAt, StreamId};

/// The ids of the first `version` events of a stream, with their numbers.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub version: u64,
    sequences: HashMap<Uuid, u64>,
}

impl Known {
    fn push(&mut self, id: Uuid) {
        self.version += 1;
        self.sequences.insert(id, self.version);
    }
}

impl Shared {
    pub(super) fn known(&self, stream: &StreamId) -> Option<Arc<Known>> {
        self.streams.lock().get(stream).cloned()
    }

    /// Reads what the stream holds beyond what is known of it.
    pub(super) async fn learn(&self, stream: &StreamId) -> Result<Arc<Known>, LogError> {
        let mut known = self.known(stream).unwrap_or_default();
        let name = self.names.of(stream);
        loop {
            let page = self
                .page_of_stream(&name, Begin::At(known.version), PAGE)
                .await?;
            let is_last = page.len() < PAGE;
            let grown = Arc::make_mut(&mut known);
            for event in page {
                in_order(stream, grown.version, event.revision)?;
                grown.push(event.id);
            }
            if is_last {
                break;
            }
        }
        self.streams.lock().put(stream.clone(), Arc::clone(&known));
        Ok(known)
    }

    /// Takes in what was read of a stream from its first event to its end.
    pub(super) fn met(&self, stream: &StreamId, ids: impl Iterator<Item = Uuid>) {
        let mut known = Known::default();
        ids.for_each(|id| known.push(id));
        let mut streams = self.streams.lock();
        if streams
            .get(stream)
            .is_none_or(|before| before.version < known.version)
        {
            streams.put(stream.clone(), Arc::new(known));
        }
    }

    /// Adds the events of an append that was stored.
    pub(super) fn remember(&self, append: &Append) {
        let mut streams = self.streams.lock();
        if append.expected == 0 {
            streams.get_or_insert(append.stream.clone(), Arc::default);
        }
        if let Some(known) = streams.get_mut(&append.stream)
            && known.version == append.expected
        {
            let known = Arc::make_mut(known);
            append.events.iter().for_each(|event| known.push(event.id));
        }
    }

    /// Decides on an append by the ids of its stream and by those of the last events of the log. Of an
    /// append that is there already, only the version is right.
    pub(super) fn decide(
        &self,
        append: &Append,
        known: &Known,
    ) -> Result<AppendDecision, LogError> {
        let ring = self.ring.lock();
        decide_append(append, known.version, |id| {
            let here = known.sequences.get(id).map(|sequence| KnownEvent {
                stream: append.stream.clone(),
                sequence: *sequence,
                position: Position::START,
                recorded_at: RecordedAt::default(),
            });
            // What the ring knows of this stream the stream itself will tell when it is read.
            let elsewhere = || ring.find(id).filter(|found| found.stream != append.stream);
            Ok(here.or_else(elsewhere))
        })
    }
}

/// A stream of the log is whole: nothing of it was deleted.
pub(super) fn in_order(stream: &StreamId, version: u64, revision: u64) -> Result<(), LogError> {
    if revision == version {
        return Ok(());
    }
    Err(LogError::damaged(format_args!(
        "event {} of stream {stream} is missing",
        version + 1
    )))
}
