//! What the follower writes and the readers read.
use std::sync::Arc;
use std::time::{Duration, Instant};

use eventlog::{EventLog, LogError, Position, Recorded};
use parking_lot::{RwLock, RwLockWriteGuard};
use tokio::sync::{Mutex, Notify, watch};

use crate::folds::Folds;
use crate::record::decode;

/// How long readers wait for one turn, but for the last record in it.
const TURN: Duration = Duration::from_millis(1);

/// The folds and what is told of them.
pub(crate) struct Core {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) folds: RwLock<Folds>,
    /// Held by whoever applies events, or needs the folds to stand still.
    pub(crate) turn: Mutex<()>,
    pub(super) applied: watch::Sender<Position>,
    pub(super) healthy: watch::Sender<bool>,
    /// Told by whoever waits for what comes next.
    pub(super) hurry: Arc<Notify>,
    /// Nothing will be applied any more.
    pub(super) stopped: watch::Sender<bool>,
}

impl Core {
    pub(super) fn new(log: Arc<dyn EventLog>, folds: Folds) -> Self {
        let applied = watch::Sender::new(folds.position());
        let healthy = watch::Sender::new(!folds.is_parked());
        let stopped = watch::Sender::new(folds.is_stopped());
        Self {
            log,
            folds: RwLock::new(folds),
            turn: Mutex::new(()),
            applied,
            healthy,
            hurry: Arc::default(),
            stopped,
        }
    }

    /// Reads the events before anybody waits, then applies them in short turns, between which
    /// waiting readers come first.
    pub(super) async fn apply(&self, events: &[Recorded]) {
        let read = events.iter().map(|event| (event.position, decode(event)));
        let read: Vec<_> = read.collect();
        let _turn = self.turn.lock().await;
        let mut read = read.into_iter().peekable();
        while read.peek().is_some() {
            let mut folds = self.folds.write();
            let began = Instant::now();
            for (position, record) in read.by_ref() {
                folds.apply_decoded(position, record);
                if began.elapsed() >= TURN {
                    break;
                }
            }
            RwLockWriteGuard::unlock_fair(folds);
        }
        self.tell();
    }

    /// Parks the folds before an event that is damaged; another error of the log is given back.
    pub(super) async fn park_damaged(&self, error: LogError) -> Result<(), LogError> {
        let _turn = self.turn.lock().await;
        self.folds.write().park_damaged(error)?;
        self.tell();
        Ok(())
    }

    /// Tells where the folds stand, and whether they go on.
    fn tell(&self) {
        let folds = self.folds.read();
        let (position, parked, stopped) = (folds.position(), folds.is_parked(), folds.is_stopped());
        drop(folds);
        self.applied
            .send_if_modified(|applied| replace(applied, position));
        self.stopped.send_if_modified(|was| replace(was, stopped));
        self.tell_health(!parked);
    }

    pub(super) fn tell_health(&self, healthy: bool) {
        self.healthy.send_if_modified(|was| replace(was, healthy));
    }
}

fn replace<T: PartialEq>(place: &mut T, value: T) -> bool {
    let moved = *place != value;
    *place = value;
    moved
}
