//! A moment's patience before a batch, so that callers who were just answered and come straight
//! back share it.
//!
//! Without it, callers that append one thing after another split into two groups that take
//! turns, and every sync of the disk serves half of them.
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;

/// No batch is held back for longer.
const MOST: Duration = Duration::from_micros(500);

/// What the last batch says about how long it pays to wait for the next one.
#[derive(Default)]
pub(super) struct Gather {
    in_flight: usize,
    patience: Duration,
}

impl Gather {
    /// Notes that `answered` appends took `time`, and `waiting` more came meanwhile.
    pub(super) fn served(&mut self, answered: usize, waiting: usize, time: Duration) {
        self.in_flight = answered + waiting;
        self.patience = (time / 4).min(MOST);
    }

    /// Waits until as many appends wait as were in flight at the last batch, but for no more than
    /// a quarter of the time that batch took. One caller alone is never waited for.
    pub(super) fn wait<T>(&mut self, pending: &Receiver<T>, max_batch: usize) {
        let wanted = std::mem::take(&mut self.in_flight).min(max_batch);
        if wanted < 2 {
            return;
        }
        let began = Instant::now();
        while pending.len() < wanted && !pending.is_closed() && began.elapsed() < self.patience {
            std::thread::yield_now();
        }
    }
}
