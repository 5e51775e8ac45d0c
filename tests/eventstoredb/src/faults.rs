//! What goes wrong, on demand.
use std::collections::VecDeque;
use std::time::Duration;

use parking_lot::Mutex;
use tonic::Status;

/// What becomes of one append.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Every connection is cut before anything is stored.
    CutBeforeAppend,
    /// The append is stored; then every connection is cut, before the answer.
    CutAfterAppend,
    /// The append is stored; the answer comes later than anybody waits for it.
    StallAfterAppend,
    /// The server says that another node is the leader (itself, under the same address).
    NotLeader,
    /// The server says that another node is the leader, which nobody can connect to.
    LeaderIsGone,
    /// The server has no time: nothing is stored.
    Busy,
    /// The append is stored; its answer says that the other nodes did not confirm it in time.
    CommitTimeout,
}

/// How long an append takes: a random time up to this, before it is stored and after.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delays {
    /// Before it is stored.
    pub before: Duration,
    /// Between storing and answering.
    pub after: Duration,
}

#[derive(Default)]
pub(crate) struct Faults {
    waiting: Mutex<VecDeque<Fault>>,
    delays: Mutex<Delays>,
}

impl Faults {
    pub(crate) fn push(&self, fault: Fault) {
        self.waiting.lock().push_back(fault);
    }

    pub(crate) fn next(&self) -> Option<Fault> {
        self.waiting.lock().pop_front()
    }

    pub(crate) fn set_delays(&self, delays: Delays) {
        *self.delays.lock() = delays;
    }

    pub(crate) fn delays(&self) -> Delays {
        *self.delays.lock()
    }
}

/// A pause of a random length up to `most`.
pub(crate) async fn pause(most: Duration) {
    if !most.is_zero() {
        takes(most.mul_f64(rand::random())).await;
    }
}

/// What the server does takes so long.
pub(crate) async fn takes(time: Duration) {
    let never = std::future::pending::<()>();
    let _ = tokio::time::timeout(time, never).await;
}

pub(crate) fn cut() -> Status {
    Status::unavailable("the connection was cut")
}
