//! The task that follows the log, and writes snapshots on its way.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{AnotherHistory, Follower, LogError, Position, Recorded};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use super::{Core, Options};
use crate::as_of_states::AsOfStates;
use crate::folds::FoldStatus;
use crate::snapshot::{Image, NotWritten, SnapshotFolder};

/// How long a log that does not answer is left alone before it is asked again.
const RETRY: Duration = Duration::from_millis(250);
/// How often the log is read while much is stored and nobody waits.
const PACE: Duration = Duration::from_millis(2);

pub(super) struct Following {
    core: Arc<Core>,
    snapshots: Option<SnapshotFolder>,
    states: Option<Arc<AsOfStates>>,
    snapshot_every: u64,
    batch: usize,
    kept_at: Position,
    /// Events applied since the last snapshot; after a start, positions replayed.
    since: u64,
    writing: Option<JoinHandle<()>>,
    /// No snapshot is left from before this erasure.
    purged: Position,
    said: Vec<&'static str>,
}

impl Following {
    pub(super) fn new(
        core: Arc<Core>,
        snapshots: Option<SnapshotFolder>,
        options: &Options,
        kept_at: Position,
    ) -> Self {
        let since = core.folds.read().position().0.saturating_sub(kept_at.0);
        let (snapshot_every, batch) = (options.snapshot_every.max(1), options.batch);
        let (writing, said) = (None, Vec::new());
        let last_erasure = core.folds.read().entities().last_erasure();
        let oldest = snapshots.as_ref().and_then(|folder| {
            let positions = folder.positions().unwrap_or_default();
            positions.last().copied()
        });
        let purged = match oldest {
            Some(oldest) if oldest < last_erasure => Position::START,
            Some(_) | None => last_erasure,
        };
        Self {
            core,
            snapshots,
            states: options.states.clone(),
            snapshot_every,
            batch,
            kept_at,
            since,
            writing,
            purged,
            said,
        }
    }

    /// Until it is told to stop, or nobody is left who could tell.
    pub(super) async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        let from = self.core.folds.read().checkpoint();
        let mut follower = Follower::new(Arc::clone(&self.core.log), from, self.batch)
            .at_pace(PACE)
            .hurried_by(Arc::clone(&self.core.hurry));
        self.say_parked();
        loop {
            let must_purge = self.must_purge();
            let purges = must_purge && self.writing.is_none();
            if purges || self.since >= self.snapshot_every {
                self.snapshot().await;
            }
            let stopped = *self.core.stopped.borrow();
            let batch = tokio::select! {
                biased;
                () = told(&mut stopping) => break,
                // Many erasures at once share the next snapshot.
                () = written(&mut self.writing) => continue,
                batch = follower.next_batch(), if !stopped => batch,
            };
            match batch {
                Ok(events) => self.apply(&events).await,
                Err(LogError::AnotherHistory(which)) => {
                    return self.give_up(&which, &mut stopping).await;
                }
                Err(error) => {
                    let Err(error) = self.core.park_damaged(error).await else {
                        self.say_parked();
                        continue;
                    };
                    self.unanswered(&error);
                    tokio::select! {
                        () = told(&mut stopping) => break,
                        () = tokio::time::sleep(RETRY) => self.ask_again().await,
                    }
                }
            }
        }
        self.snapshot().await;
        written_if_any(self.writing.take()).await;
        self.core.stopped.send_replace(true);
    }

    async fn apply(&mut self, events: &[Recorded]) {
        self.core.apply(events).await;
        self.since += u64::try_from(events.len()).unwrap_or(u64::MAX);
        if !*self.core.healthy.borrow() {
            self.say_parked();
        }
    }

    fn unanswered(&self, error: &LogError) {
        if error.is_outage() {
            tracing::debug!(%error, "the log does not answer; the projections wait");
        } else {
            tracing::warn!(%error, "the log cannot be read; the projections wait");
        }
        self.core.tell_health(false);
    }

    /// The state is of a log that is no more: a new start makes it again. No snapshot is written
    /// of it.
    async fn give_up(mut self, which: &AnotherHistory, stopping: &mut watch::Receiver<bool>) {
        tracing::error!(%which, "the projections stand still");
        self.core.stopped.send_replace(true);
        self.core.tell_health(false);
        told(stopping).await;
        written_if_any(self.writing.take()).await;
    }

    /// An idle log gives no event from which one could tell that it answers again.
    async fn ask_again(&self) {
        let from = self.core.folds.read().position();
        if self.core.log.read_all(from, 1).await.is_ok() {
            let parked = self.core.folds.read().is_parked();
            self.core.tell_health(!parked);
        }
    }

    fn say_parked(&mut self) {
        let statuses = self.core.folds.read().statuses();
        for FoldStatus {
            name,
            position,
            parked,
        } in statuses
        {
            if let Some(parked) = parked
                && !self.said.contains(&name)
            {
                let (before, reason) = (parked.position, parked.reason);
                tracing::error!(projection = name, %position, %before, %reason, "parked");
                self.said.push(name);
            }
        }
    }

    /// The state is put into bytes while nothing is applied and everybody reads on; hash and disk
    /// come after, beside the following.
    async fn snapshot(&mut self) {
        self.since = 0;
        let Some(folder) = self.snapshots.clone() else {
            return;
        };
        if self.snapshot_every == u64::MAX {
            return;
        }
        let must_purge = self.must_purge();
        if self.core.folds.read().position() == self.kept_at && !must_purge {
            return;
        }
        let installation = match self.core.log.installation().await {
            Ok(installation) => installation,
            Err(error) => return tracing::warn!(%error, "no snapshot"),
        };
        written_if_any(self.writing.take()).await;
        let core = Arc::clone(&self.core);
        let seen = spawn_blocking(move || {
            let folds = core.folds.read();
            (folds.entities().last_erasure(), Image::of(&folds))
        });
        let (erased, image) = match seen.await {
            Ok(seen) => seen,
            Err(error) => return tracing::warn!(%error, "no snapshot"),
        };
        self.purged = erased;
        let image = match image {
            Ok(image) => Some(image.of_installation(installation)),
            // What is left from before an erasure goes all the same.
            Err(NotWritten::Parked) => None,
            Err(reason) => {
                tracing::warn!(%reason, "no snapshot");
                None
            }
        };
        if let Some(image) = &image {
            self.kept_at = image.position();
        }
        let states = self.states.clone();
        self.writing = Some(spawn_blocking(move || {
            if let Some(image) = image {
                match folder.write(&image) {
                    Ok(()) => {
                        tracing::debug!(position = %image.position(), "a snapshot is written");
                    }
                    Err(reason) => tracing::warn!(%reason, "no snapshot"),
                }
                if let Some(Err(reason)) = states.map(|states| states.offer(&image)) {
                    tracing::warn!(%reason, "no state of the past is kept");
                }
            }
            if let Err(reason) = folder.remove_before(erased) {
                tracing::error!(%reason, "a snapshot from before an erasure is not removed");
            }
        }));
    }

    /// Whether snapshots may be left that hold more of somebody than may be held.
    fn must_purge(&self) -> bool {
        let of_ours = self.snapshots.is_some() && self.snapshot_every < u64::MAX;
        of_ours && self.core.folds.read().entities().last_erasure() > self.purged
    }
}

/// Over when what is being written is; never where nothing is.
async fn written(writing: &mut Option<JoinHandle<()>>) {
    match writing.as_mut() {
        Some(under_way) => finished(under_way.await),
        None => std::future::pending().await,
    }
    *writing = None;
}

async fn written_if_any(writing: Option<JoinHandle<()>>) {
    if let Some(writing) = writing {
        finished(writing.await);
    }
}

fn finished(outcome: Result<(), tokio::task::JoinError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "no snapshot");
    }
}

/// Until the stop is told, or nobody is left who could tell it.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _told_or_alone = stopping.wait_for(|stop| *stop).await;
}
