//! The last events that this server saw, and how many events the streams hold that it met lately.
use std::collections::VecDeque;
use std::num::NonZeroUsize;

use lru::LruCache;

use crate::{Checkpoint, Position, Recorded, StreamId};

/// The most events kept.
const MOST_EVENTS: usize = 4_096;
/// The most bytes of payload and metadata kept.
const MOST_BYTES: usize = 16 << 20;
/// The most streams whose version is kept.
const MOST_STREAMS: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();

/// All events with a position beyond `begin` and up to `end`, in order, none missing.
pub(super) struct Recent {
    begin: Checkpoint,
    end: Checkpoint,
    events: VecDeque<Recorded>,
    bytes: usize,
    /// As of `end` or later.
    versions: LruCache<StreamId, u64>,
}

impl Recent {
    /// Nothing yet, beyond this event.
    pub(super) fn beyond(end: Checkpoint) -> Self {
        Self {
            begin: end,
            end,
            events: VecDeque::new(),
            bytes: 0,
            versions: LruCache::new(MOST_STREAMS),
        }
    }

    /// The last event that was seen.
    pub(super) fn end(&self) -> Checkpoint {
        self.end
    }

    /// Whether this event was seen, and what came next is here.
    pub(super) fn knows(&self, event: Checkpoint) -> bool {
        if event == self.begin || event == self.end {
            return true;
        }
        let found = self
            .events
            .binary_search_by_key(&event.position, |event| event.position);
        found
            .ok()
            .and_then(|index| self.events.get(index))
            .is_some_and(|found| found.id == event.event_id)
    }

    /// Takes in events that follow one another without a gap, from the end or before it.
    pub(super) fn extend(&mut self, events: Vec<Recorded>) {
        let end = self.end.position;
        for event in events.into_iter().filter(|event| event.position > end) {
            self.end = (&event).into();
            self.note(&event.stream, event.sequence);
            self.bytes += size(&event);
            self.events.push_back(event);
        }
        while self.events.len() > MOST_EVENTS || self.bytes > MOST_BYTES {
            let Some(oldest) = self.events.pop_front() else {
                break;
            };
            self.begin = (&oldest).into();
            self.bytes -= size(&oldest);
        }
    }

    /// The events after a position, at most `limit`, empty where none was seen yet; `None` where
    /// they are not all here.
    pub(super) fn after(&self, after: Position, limit: usize) -> Option<Vec<Recorded>> {
        if after < self.begin.position || after > self.end.position {
            return None;
        }
        let first = self.events.partition_point(|event| event.position <= after);
        Some(
            self.events
                .iter()
                .skip(first)
                .take(limit)
                .cloned()
                .collect(),
        )
    }

    /// How many events a stream held at the end or later, where that is known.
    pub(super) fn version(&mut self, stream: &StreamId) -> Option<u64> {
        self.versions.get(stream).copied()
    }

    /// Notes how many events a stream holds, seen no earlier than the end. A stream never shrinks.
    pub(super) fn note(&mut self, stream: &StreamId, version: u64) {
        match self.versions.get_mut(stream) {
            Some(known) => *known = version.max(*known),
            None => {
                self.versions.put(stream.clone(), version);
            }
        }
    }
}

fn size(event: &Recorded) -> usize {
    event.payload.len() + event.metadata.len()
}

#[cfg(test)]
mod tests;
