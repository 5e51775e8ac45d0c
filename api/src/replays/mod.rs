//! Replays for the national committee, one at a time on a server: asked for, told of, taken back.
//! Nothing of it is in the log, and a server that is stopped forgets them.
mod course;
mod desk;

use std::sync::Arc;

use eventlog::{Clock, Position};
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use uuid::Uuid;

pub use course::{Outcome, Parts, Step};
use desk::Desk;
pub use desk::{Replay, Stage};

/// The replays of a server.
pub struct Replays {
    desk: Mutex<Desk>,
    /// The one that runs, and what ends it.
    running: Mutex<Option<(Uuid, AbortHandle)>>,
    asked: Notify,
    clock: Arc<dyn Clock>,
}

impl Replays {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            desk: Mutex::default(),
            running: Mutex::default(),
            asked: Notify::new(),
            clock,
        }
    }

    /// The one of a person that waits or runs, else a new one; and how many are to be over before it
    /// begins.
    pub fn ask(&self, person: Uuid) -> (Replay, usize) {
        let mut desk = self.desk.lock();
        let replay = desk.ask(person, self.clock.now());
        self.asked.notify_one();
        desk.find(replay.id).unwrap_or((replay, 0))
    }

    /// One of them, by its id; without one the last that the person asked for.
    pub fn find(&self, person: Uuid, id: Option<Uuid>) -> Option<(Replay, usize)> {
        let desk = self.desk.lock();
        let id = id.or_else(|| desk.last_of(person))?;
        desk.find(id)
    }

    /// Takes one back that the person asked for; one that is over stays as it is. None where they
    /// asked for none of that id.
    pub fn cancel(&self, person: Uuid, id: Uuid) -> Option<(Replay, usize)> {
        let found = self.desk.lock().find(id);
        if found.is_none_or(|(replay, _)| replay.person != person) {
            return None;
        }
        let mut desk = self.desk.lock();
        if desk.end(id, Stage::Cancelled, self.clock.now()) {
            let running = self.running.lock();
            if let Some((_, end)) = running.as_ref().filter(|(running, _)| *running == id) {
                end.abort();
            }
        }
        desk.find(id)
    }

    /// Replays what is asked for, one after the other, until it is told to stop.
    pub async fn run(self: Arc<Self>, parts: Parts, mut stopping: watch::Receiver<bool>) {
        loop {
            let next = self.desk.lock().begin(self.clock.now());
            let Some(id) = next else {
                tokio::select! {
                    () = told(&mut stopping) => return,
                    () = self.asked.notified() => continue,
                }
            };
            let (parts, replays) = (parts.clone(), Arc::clone(&self));
            let mut replaying = tokio::spawn(async move {
                let tell = |step, span: (Position, Position)| {
                    replays.desk.lock().tell(id, step, span);
                };
                course::replay(&parts, tell).await
            });
            *self.running.lock() = Some((id, replaying.abort_handle()));
            // Whoever took it back in between found nothing that runs.
            let taken_back = self.desk.lock().find(id);
            if taken_back.is_none_or(|(replay, _)| matches!(replay.stage, Stage::Cancelled)) {
                replaying.abort();
            }
            let done = tokio::select! {
                () = told(&mut stopping) => {
                    replaying.abort();
                    (&mut replaying).await
                }
                done = &mut replaying => done,
            };
            *self.running.lock() = None;
            let how = match done {
                Ok(Ok(outcome)) => {
                    if !outcome.passed() {
                        tracing::error!(replay = %id, "the log does not replay to what is shown");
                    }
                    Stage::Done(Arc::new(outcome))
                }
                Ok(Err(error)) => {
                    tracing::warn!(replay = %id, %error, "a replay came to no end");
                    Stage::Failed
                }
                Err(ended) if ended.is_cancelled() => Stage::Cancelled,
                Err(error) => {
                    tracing::error!(replay = %id, %error, "a replay ended badly");
                    Stage::Failed
                }
            };
            self.desk.lock().end(id, how, self.clock.now());
        }
    }
}

/// Until the stop is told, or nobody is left who could tell it.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _told_or_alone = stopping.wait_for(|stop| *stop).await;
}
