//! The last events that this process stored, for those who follow closely: each of them would read
//! the same few rows again, a moment after they were written.
use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::{Append, Appended, Checkpoint, Position, Recorded};

/// How many events are remembered.
const EVENTS: usize = 4_096;
/// And how many bytes of payload and metadata at most.
const BYTES: usize = 8 * 1024 * 1024;

/// What is shared between the writer, which adds what is on disk, and those who follow.
#[derive(Clone, Default)]
pub(super) struct RecentEvents(Arc<Mutex<Recent>>);

/// Events without a gap, up to the last that was stored.
#[derive(Default)]
struct Recent {
    events: VecDeque<Recorded>,
    bytes: usize,
}

impl RecentEvents {
    /// Adds an append that is on disk now, where it stands after all that were before. One that had
    /// been stored earlier adds nothing.
    pub(super) fn stored(&self, append: Append, outcome: &Appended) {
        let mut recent = self.0.lock();
        let count = append.events.len() as u64;
        let before = outcome.position.0.saturating_sub(count);
        match recent.events.back().map(|last| last.position.0) {
            Some(last) if outcome.position.0 <= last => return,
            // Another program has written meanwhile.
            Some(last) if before != last => recent.forget(),
            Some(_) | None => {}
        }
        let sequence = outcome.version.saturating_sub(count);
        for (n, event) in (1..).zip(append.events) {
            recent.add(Recorded {
                position: Position(before + n),
                stream: append.stream.clone(),
                sequence: sequence + n,
                id: event.id,
                event_type: event.event_type,
                event_version: event.event_version,
                recorded_at: outcome.recorded_at,
                payload: event.payload,
                metadata: event.metadata,
            });
        }
    }

    /// Nothing is known any more of what the log holds.
    pub(super) fn forget(&self) {
        self.0.lock().forget();
    }

    /// What follows an event that is remembered; `None` where it is not, or where nothing follows:
    /// then the log itself is asked.
    pub(super) fn after(&self, after: Checkpoint, limit: usize) -> Option<Vec<Recorded>> {
        let recent = self.0.lock();
        let first = recent.events.front()?.position.0;
        let place = usize::try_from(after.position.0.checked_sub(first)?).ok()?;
        let known = recent.events.get(place)?;
        if known.id != after.event_id || limit == 0 {
            return None;
        }
        let following = recent.events.range(place + 1..).take(limit);
        let following: Vec<_> = following.cloned().collect();
        (!following.is_empty()).then_some(following)
    }
}

impl Recent {
    fn forget(&mut self) {
        self.events.clear();
        self.bytes = 0;
    }

    fn add(&mut self, event: Recorded) {
        self.bytes += size(&event);
        self.events.push_back(event);
        while self.events.len() > EVENTS || self.bytes > BYTES {
            let Some(oldest) = self.events.pop_front() else {
                return;
            };
            self.bytes -= size(&oldest);
        }
    }
}

fn size(event: &Recorded) -> usize {
    event.payload.len() + event.metadata.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use uuid::Uuid;

    use super::*;
    use crate::{NewEvent, RecordedAt, StreamId};

    fn append(ids: std::ops::RangeInclusive<u128>, bytes: usize) -> (Append, Appended) {
        let event = |id| NewEvent {
            id: Uuid::from_u128(id),
            event_type: "Made".into(),
            event_version: 1,
            payload: vec![b' '; bytes],
            metadata: b"{}".to_vec(),
        };
        let outcome = Appended {
            position: Position(u64::try_from(*ids.end()).unwrap()),
            version: u64::try_from(*ids.end()).unwrap(),
            recorded_at: RecordedAt(7),
        };
        let append = Append {
            stream: StreamId::new("thing", "1").unwrap(),
            expected: u64::try_from(*ids.start()).unwrap() - 1,
            events: ids.map(event).collect(),
            recorded_at: None,
        };
        (append, outcome)
    }

    fn store(recent: &RecentEvents, ids: std::ops::RangeInclusive<u128>) {
        let (append, outcome) = append(ids, 2);
        recent.stored(append, &outcome);
    }

    fn at(id: u128) -> Checkpoint {
        Checkpoint {
            position: Position(u64::try_from(id).unwrap()),
            event_id: Uuid::from_u128(id),
        }
    }

    fn told(recent: &RecentEvents, after: Checkpoint, limit: usize) -> Option<Vec<(u64, u64)>> {
        let events = recent.after(after, limit)?;
        Some(
            events
                .iter()
                .map(|event| (event.position.0, event.sequence))
                .collect(),
        )
    }

    #[test]
    fn what_follows_a_remembered_event_is_told_in_order() {
        let recent = RecentEvents::default();
        store(&recent, 5..=5);
        store(&recent, 6..=8);
        assert_eq!(told(&recent, at(5), 10), Some(vec![(6, 6), (7, 7), (8, 8)]));
        assert_eq!(told(&recent, at(6), 1), Some(vec![(7, 7)]));
        for unknown in [at(4), at(8), at(9), Checkpoint::START] {
            assert_eq!(told(&recent, unknown, 10), None);
        }
        assert_eq!(told(&recent, at(5), 0), None);
    }

    #[test]
    fn who_followed_another_event_is_told_nothing() {
        let recent = RecentEvents::default();
        store(&recent, 5..=8);
        let other = Checkpoint {
            event_id: Uuid::from_u128(99),
            ..at(6)
        };
        assert_eq!(told(&recent, other, 10), None);
    }

    #[test]
    fn what_was_stored_before_or_beyond_a_gap_is_not_taken_for_what_follows() {
        let recent = RecentEvents::default();
        store(&recent, 5..=8);
        store(&recent, 6..=7);
        assert_eq!(told(&recent, at(7), 10), Some(vec![(8, 8)]));
        store(&recent, 10..=11);
        assert_eq!(told(&recent, at(8), 10), None);
        assert_eq!(told(&recent, at(10), 10), Some(vec![(11, 11)]));
        recent.forget();
        assert_eq!(told(&recent, at(10), 10), None);
    }

    #[test]
    fn it_is_bounded_by_events_and_by_bytes() {
        let recent = RecentEvents::default();
        let many = u128::try_from(EVENTS).unwrap();
        store(&recent, 1..=many + 1);
        assert_eq!(told(&recent, at(1), 1), None);
        assert_eq!(told(&recent, at(2), 1), Some(vec![(3, 3)]));
        let (large, outcome) = append(many + 2..=many + 3, BYTES / 2 + 1);
        recent.stored(large, &outcome);
        assert_eq!(recent.0.lock().events.len(), 1);
        assert!(recent.0.lock().bytes <= BYTES);
    }
}
