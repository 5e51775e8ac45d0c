//! What was asked of the server, counted.
use std::sync::atomic::{AtomicU64, Ordering};

use crate::protocol::event_store::client::streams::read_req::options::all_options::AllOption;
use crate::store::Store;

/// Counts since the start.
#[derive(Default)]
pub(crate) struct Seen {
    ungiven: AtomicU64,
    looked_at: AtomicU64,
    bytes: AtomicU64,
    calls: AtomicU64,
}

impl Seen {
    /// A read or a subscription begins here.
    pub(crate) fn asked(&self, from: Option<AllOption>, store: &Store) {
        if let Some(AllOption::Position(at)) = from
            && !store.begins(at.commit_position)
        {
            self.ungiven.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// So many records were looked at for a reader.
    pub(crate) fn looked(&self, records: u64) {
        self.looked_at.fetch_add(records, Ordering::Relaxed);
    }

    /// So many bytes of an event go to a reader.
    pub(crate) fn sends(&self, bytes: usize) {
        self.bytes
            .fetch_add(crate::store::wide(bytes), Ordering::Relaxed);
    }

    /// A call arrives.
    pub(crate) fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn counts(&self) -> Counts {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            ungiven_positions: count(&self.ungiven),
            looked_at: count(&self.looked_at),
            bytes: count(&self.bytes),
            calls: count(&self.calls),
        }
    }
}

/// What was asked of a server since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reads and subscriptions that began at a position where no record begins.
    pub ungiven_positions: u64,
    /// Records that were looked at for readers of the one order, wanted or not.
    pub looked_at: u64,
    /// Bytes of events that were sent to readers of the one order.
    pub bytes: u64,
    /// Calls on streams.
    pub calls: u64,
}
