//! The last events of the log: where they stand, and when they were recorded; of the very last also
//! what they hold, so that whoever follows the log need not ask for what was just brought.
use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use super::envelope::{Stamp, Unsettled};
use crate::append_decision::KnownEvent;
use crate::{Checkpoint, Position, Recorded, RecordedAt, StreamId};

/// How much of what the last events hold is kept, in bytes.
const KEPT: usize = 8 << 20;

struct Mark {
    position: Position,
    at: RecordedAt,
    id: Uuid,
}

struct Place {
    stream: StreamId,
    sequence: u64,
    position: Position,
    at: RecordedAt,
}

/// Every event after the oldest mark up to the head, in order.
pub(super) struct Ring {
    marks: VecDeque<Mark>,
    places: HashMap<Uuid, Place>,
    capacity: usize,
    /// The event before the oldest mark.
    base: Checkpoint,
    head: Checkpoint,
    /// When the head was recorded.
    peak: RecordedAt,
    /// The last events, whole, up to the head.
    kept: VecDeque<Recorded>,
    kept_bytes: usize,
}

/// About how much memory an event takes.
fn size(event: &Recorded) -> usize {
    size_of::<Recorded>() + event.payload.len() + event.metadata.len()
}

impl Ring {
    /// Begins after `head`.
    pub(super) fn new(capacity: usize, head: Checkpoint, peak: RecordedAt) -> Self {
        Self {
            marks: VecDeque::new(),
            places: HashMap::new(),
            capacity: capacity.max(1),
            base: head,
            head,
            peak,
            kept: VecDeque::new(),
            kept_bytes: 0,
        }
    }

    /// The next event of the log; the time of its writer counts where it is later than that of
    /// the event before it.
    pub(super) fn push(&mut self, event: Unsettled) {
        let mut event = event.recorded;
        if event.position <= self.head.position {
            return;
        }
        self.head = (&event).into();
        self.peak = self.peak.max(event.recorded_at);
        event.recorded_at = self.peak;
        self.mark(event.id);
        self.places.insert(
            event.id,
            Place {
                stream: event.stream.clone(),
                sequence: event.sequence,
                position: event.position,
                at: self.peak,
            },
        );
        self.kept_bytes += size(&event);
        self.kept.push_back(event);
        while self.kept_bytes > KEPT
            && let Some(oldest) = self.kept.pop_front()
        {
            self.kept_bytes -= size(&oldest);
        }
    }

    /// The next event of the log, of which only the place can be read.
    pub(super) fn push_damaged(&mut self, event: Checkpoint) {
        if event.position > self.head.position {
            self.head = event;
            self.mark(event.event_id);
            // Whoever follows has to come upon it.
            self.kept.clear();
            self.kept_bytes = 0;
        }
    }

    /// Remembers the head, and forgets the oldest.
    fn mark(&mut self, id: Uuid) {
        if self.marks.len() >= self.capacity
            && let Some(oldest) = self.marks.pop_front()
        {
            self.places.remove(&oldest.id);
            self.base = Checkpoint {
                position: oldest.position,
                event_id: oldest.id,
            };
        }
        self.marks.push_back(Mark {
            position: self.head.position,
            at: self.peak,
            id,
        });
    }

    /// The last event of the log.
    pub(super) fn head(&self) -> Position {
        self.head.position
    }

    /// The last event of the log, with its id.
    pub(super) fn last(&self) -> Checkpoint {
        self.head
    }

    /// What a writer stamps its events with.
    pub(super) fn stamp(&self, now: RecordedAt) -> Stamp {
        Stamp {
            at: self.peak.max(now),
            seen: self.head.position,
        }
    }

    /// When the event at the position was recorded, if it is remembered.
    pub(super) fn at(&self, position: Position) -> Option<RecordedAt> {
        if position == self.head.position && position != Position::START {
            return Some(self.peak);
        }
        let index = self
            .marks
            .binary_search_by_key(&position, |mark| mark.position);
        index
            .ok()
            .and_then(|index| self.marks.get(index))
            .map(|mark| mark.at)
    }

    /// The id of the event at a position, the position of the next one, and how many there are
    /// from that on; if both are remembered.
    pub(super) fn next_after(&self, position: Position) -> Option<(Uuid, Position, usize)> {
        let (id, next) = if position == self.base.position {
            (self.base.event_id, 0)
        } else {
            let found = self
                .marks
                .binary_search_by_key(&position, |mark| mark.position);
            let index = found.ok()?;
            (self.marks.get(index)?.id, index + 1)
        };
        let mark = self.marks.get(next)?;
        Some((id, mark.position, self.marks.len() - next))
    }

    /// At most `limit` events from the one at this position on, if they are kept.
    pub(super) fn kept_from(&self, position: Position, limit: usize) -> Option<Vec<Recorded>> {
        let first = self.kept.partition_point(|event| event.position < position);
        self.kept
            .get(first)
            .filter(|first| first.position == position)?;
        Some(self.kept.range(first..).take(limit).cloned().collect())
    }

    /// Where an event stands, if it is remembered.
    pub(super) fn find(&self, id: &Uuid) -> Option<KnownEvent> {
        self.places.get(id).map(|place| KnownEvent {
            stream: place.stream.clone(),
            sequence: place.sequence,
            position: place.position,
            recorded_at: place.at,
        })
    }

    /// The last event recorded at or before the instant, if it is remembered.
    pub(super) fn last_at(&self, instant: RecordedAt) -> Option<Position> {
        if self.head == Checkpoint::START || self.peak <= instant {
            return Some(self.head.position);
        }
        let past = self.marks.partition_point(|mark| mark.at <= instant);
        past.checked_sub(1)
            .and_then(|index| self.marks.get(index))
            .map(|mark| mark.position)
    }
}
