//! Snapshots of the write side: a start goes on from the newest one, instead of reading the whole
//! log. They are written, left aside and removed as those of the projections are
//! ([`eventlog::snapshot`]); deleting them loses nothing.
mod told;
mod verifying;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use eventlog::Position;
use eventlog::snapshot::{Image, NotWritten, SnapshotFolder};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::failure::Failure;
pub use crate::kept::WriteSide;
use crate::service::CommandService;
use told::told_steps;
pub use verifying::verify;

/// How often it is looked whether a snapshot is due.
const LOOK: Duration = Duration::from_millis(250);
/// At most so often a snapshot is written because somebody was erased: many at once share one.
const BETWEEN_PURGES: Duration = Duration::from_secs(10);

/// How snapshots are kept.
#[derive(Clone, Debug)]
pub struct SnapshotOptions {
    /// Where they lie: a folder of their own.
    pub folder: PathBuf,
    /// One is written after so many events, at the stop, and within ten seconds of an erasure, those
    /// from before it being removed. `u64::MAX`: none ever is, nor removed.
    pub every: u64,
}

impl SnapshotOptions {
    fn folder(&self) -> SnapshotFolder<WriteSide> {
        SnapshotFolder::new(&self.folder)
    }
}

/// Brings a write side that has followed nothing yet to the newest usable snapshot, and gives where
/// it stands then. Those left aside are said in a warning; without any it stands at the start.
///
/// # Errors
/// Where the log does not answer.
pub async fn take_up(
    service: &CommandService,
    options: &SnapshotOptions,
) -> Result<Position, Failure> {
    let folder = options.folder();
    let head = service.log.head().await?;
    let positions = folder.positions().unwrap_or_else(|error| {
        tracing::warn!(folder = %options.folder.display(), %error, "no snapshots can be listed");
        vec![]
    });
    for position in positions.into_iter().filter(|position| *position <= head) {
        let began = Instant::now();
        let reason = match folder.read(&*service.log, position).await? {
            Ok(state) => {
                let told = told_steps(&*service.log, &state).await?;
                match told.map(|told| state.take_up(service.of_log(), &told)) {
                    Some(true) => {
                        let took = began.elapsed();
                        tracing::debug!(%position, ?took, "the write side goes on from a snapshot");
                        return Ok(position);
                    }
                    Some(false) => "holds what is no state".to_owned(),
                    None => "holds a step that its event does not ask for".to_owned(),
                }
            }
            Err(reason) => reason.to_string(),
        };
        tracing::warn!(%position, reason, "a snapshot of the write side is left aside");
    }
    Ok(Position::START)
}

/// Writes snapshots as they are due, until `stop`, and one then.
pub async fn run(
    service: Arc<CommandService>,
    options: SnapshotOptions,
    kept_at: Position,
    mut stop: watch::Receiver<bool>,
) {
    let mut keeper = Keeper::new(service, options, kept_at);
    loop {
        if keeper.is_due() {
            keeper.write().await;
        }
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    keeper.write().await;
}

/// What two write sides hold otherwise, by name: nothing, where both have followed the same log to the
/// same event. Of that which only one of them did, and the log does not tell, nothing is compared.
#[must_use]
pub fn differing(one: &CommandService, other: &CommandService) -> Vec<&'static str> {
    one.of_log().differing(other.of_log())
}

struct Keeper {
    service: Arc<CommandService>,
    folder: SnapshotFolder<WriteSide>,
    every: u64,
    kept_at: Position,
    /// No snapshot is left from before this erasure.
    purged: Position,
    purged_at: Option<Instant>,
}

impl Keeper {
    fn new(service: Arc<CommandService>, options: SnapshotOptions, kept_at: Position) -> Self {
        let folder = options.folder();
        let last_erasure = service.open.last_erasure();
        let oldest = folder.positions().unwrap_or_default().last().copied();
        let purged = match oldest {
            Some(oldest) if oldest < last_erasure => Position::START,
            Some(_) | None => last_erasure,
        };
        Self {
            service,
            folder,
            every: options.every.max(1),
            kept_at,
            purged,
            purged_at: None,
        }
    }

    fn is_due(&self) -> bool {
        let since = self.service.since_kept.load(Ordering::Relaxed);
        let lately = |at: Instant| at.elapsed() < BETWEEN_PURGES;
        let purges = self.must_purge() && !self.purged_at.is_some_and(lately);
        self.every < u64::MAX && (since >= self.every || purges)
    }

    /// Whether snapshots may be left that hold more of somebody than may be held.
    fn must_purge(&self) -> bool {
        self.service.open.last_erasure() > self.purged
    }

    /// Writes one, unless nothing has come since the last.
    async fn write(&mut self) {
        let nothing_new = self.service.open.position() == self.kept_at;
        if self.every == u64::MAX || nothing_new && !self.must_purge() {
            return;
        }
        let installation = match self.service.log.installation().await {
            Ok(installation) => installation,
            Err(error) => return tracing::warn!(%error, "no snapshot of the write side"),
        };
        let began = Instant::now();
        if self.must_purge() {
            self.purged_at = Some(began);
        }
        let gate = Arc::clone(&self.service.keeping).write_owned().await;
        let (service, folder) = (Arc::clone(&self.service), self.folder.clone());
        let written = spawn_blocking(move || {
            let erased = service.open.last_erasure();
            let state = WriteSide::of(service.of_log());
            service.since_kept.store(0, Ordering::Relaxed);
            drop(gate);
            let held = began.elapsed();
            let written = state.and_then(|state| {
                let image = Image::of(&state)?.of_installation(installation);
                folder.write(&image)?;
                Ok((image.position(), image.size()))
            });
            // What is left from before an erasure goes all the same.
            if let Err(reason) = folder.remove_before(erased) {
                tracing::error!(%reason, "a snapshot from before an erasure is not removed");
            }
            (erased, held, written)
        });
        match written.await {
            Ok((erased, held, Ok((position, bytes)))) => {
                (self.kept_at, self.purged) = (position, erased);
                let took = began.elapsed();
                tracing::debug!(
                    %position, bytes, ?held, ?took, "a snapshot of the write side is written"
                );
            }
            // Not kept until a later program has read on.
            Ok((erased, _, Err(NotWritten::Parked))) => self.purged = erased,
            Ok((erased, _, Err(reason))) => {
                self.purged = erased;
                tracing::warn!(%reason, "no snapshot of the write side");
            }
            Err(error) => tracing::warn!(%error, "no snapshot of the write side"),
        }
    }
}

#[cfg(test)]
mod tests;
