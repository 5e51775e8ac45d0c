//! States of the folds kept along the log, so that a question of the past replays from the one
//! before its instant and not from the first event (DSH-6). They are snapshots, in a folder of
//! their own; deleting them loses nothing.
//!
//! Whatever replays leaves them on its way: a start without a usable snapshot, a question of the
//! past; and the server that follows the log, with its snapshots. So they come again by themselves
//! where they were thrown away, or were made by another version of the folds.
//!
//! Each is judged as a snapshot is, by its hash, its folds, its installation and the event of the log
//! at its position, before anything is made of it; one that does not hold is removed.
mod spacing;

use std::fs;
use std::io;

use eventlog::snapshot::Head;
use eventlog::{EventLog, LogError, Position};
use parking_lot::Mutex;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::folds::Folds;
use crate::replay::{joined, replay};
use crate::snapshot::{Image, NotWritten, SnapshotFolder, Unusable};
use spacing::OnDisk;
pub use spacing::Spacing;

/// The states of one server.
#[derive(Debug)]
pub struct AsOfStates {
    folder: SnapshotFolder,
    spacing: Spacing,
    /// Held by whoever writes or removes.
    turn: Mutex<()>,
}

/// What is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// How many states.
    pub states: u64,
    /// How many bytes they take.
    pub bytes: u64,
}

impl AsOfStates {
    /// The states beside the snapshots of a server; none are kept or read where the spacing says so.
    #[must_use]
    pub fn new(snapshots: &SnapshotFolder, spacing: Spacing) -> Self {
        Self {
            folder: snapshots.as_of(),
            spacing,
            turn: Mutex::new(()),
        }
    }

    /// Where they lie.
    #[must_use]
    pub fn folder(&self) -> &SnapshotFolder {
        &self.folder
    }

    /// How many there are, and how large.
    #[must_use]
    pub fn held(&self) -> Held {
        let positions = self.folder.positions().unwrap_or_default();
        let sizes = positions.iter().map(|at| size(&self.folder, *at));
        sizes.fold(Held::default(), |held, bytes| Held {
            states: held.states + 1,
            bytes: held.bytes + bytes,
        })
    }

    /// The positions of those that may be read, newest first.
    pub(crate) fn positions(&self) -> Vec<Position> {
        if self.spacing.most == 0 {
            return vec![];
        }
        self.folder.positions().unwrap_or_else(|error| {
            tracing::warn!(%error, "no states of the past can be listed");
            vec![]
        })
    }

    /// Says that a state is left aside, and removes it where it will never be of use here.
    pub(crate) fn leave_aside(&self, position: Position, reason: &Unusable) {
        tracing::warn!(%position, %reason, "a state of the past is left aside");
        let is_of_no_use = match reason {
            Unusable::NotASnapshot
            | Unusable::OtherFormat(_)
            | Unusable::OtherState
            | Unusable::Damaged
            | Unusable::Misfit
            | Unusable::OtherLog(_) => true,
            // It may be of use to whoever put it here, or once disk and log are whole again.
            Unusable::Unreadable(_)
            | Unusable::OtherInstallation { .. }
            | Unusable::LogDamaged(_) => false,
        };
        if is_of_no_use {
            let _turn = self.turn.lock();
            self.remove(position);
        }
    }

    /// Replays as [`replay`], and keeps states on the way where they are missing.
    ///
    /// # Errors
    /// As the log's; that a state cannot be kept is said in a warning.
    pub async fn replay(
        &self,
        log: &dyn EventLog,
        folds: &mut Folds,
        until: Position,
    ) -> Result<(), LogError> {
        let end = log.head().await?;
        let until = until.min(end);
        let installation = log.installation().await?;
        while let Some(due) = self.next_due(installation, (folds.position(), until), end) {
            let from = folds.position();
            replay(log, folds, due).await?;
            if folds.position() == from {
                // No event stands so near: the next one is taken.
                let next = log.read_all(from, 1).await?;
                let next = next.first().map_or(until, |event| event.position);
                replay(log, folds, next.min(until)).await?;
            }
            if folds.position() == from || folds.is_parked() {
                break;
            }
            if let Err(reason) = self.keep_of(folds, installation, end).await? {
                tracing::warn!(%reason, "no state of the past is kept");
                break;
            }
        }
        replay(log, folds, until).await
    }

    /// Keeps a state; it is put into bytes and written on a thread of its own.
    async fn keep_of(
        &self,
        folds: &mut Folds,
        installation: Option<Uuid>,
        end: Position,
    ) -> Result<Result<(), NotWritten>, LogError> {
        let whole = std::mem::take(folds);
        let imaged = spawn_blocking(move || {
            let image = Image::of(&whole);
            (whole, image)
        });
        let (whole, image) = joined(imaged).await?;
        *folds = whole;
        let image = match image {
            Ok(image) => image.of_installation(installation),
            Err(reason) => return Ok(Err(reason)),
        };
        let folder = self.folder.clone();
        let written = spawn_blocking(move || {
            let written = folder.put(&image);
            (image, written)
        });
        let (image, written) = joined(written).await?;
        Ok(written.map(|()| self.make_room(&image, end)))
    }

    /// Keeps the state of a snapshot that was just written at the end of the log, where one is
    /// missing.
    ///
    /// # Errors
    /// [`NotWritten::Io`].
    pub(crate) fn offer(&self, image: &Image) -> Result<(), NotWritten> {
        let at = image.position();
        let before = Position(at.0.saturating_sub(1));
        let installation = Some(image.installation());
        if self.next_due(installation, (before, at), at) == Some(at) {
            self.folder.put(image)?;
            self.make_room(image, at);
        }
        Ok(())
    }

    fn next_due(
        &self,
        installation: Option<Uuid>,
        (from, until): (Position, Position),
        end: Position,
    ) -> Option<Position> {
        let kept = self.on_disk(installation.unwrap_or_default(), end);
        let due = self.spacing.next_due(&kept, (from.0, until.0), end.0);
        due.map(Position)
    }

    /// Those of an installation and of these folds that do not stand beyond the end of the log, in
    /// the order of their positions.
    fn on_disk(&self, installation: Uuid, end: Position) -> Vec<OnDisk> {
        let mut positions = self.folder.positions().unwrap_or_default();
        positions.reverse();
        positions.retain(|at| {
            let head = self.folder.head(*at);
            let ours = head.is_some_and(|head| head.is_read_here && is_of(&head, installation));
            ours && *at <= end
        });
        let on_disk = |at: Position| OnDisk {
            at: at.0,
            bytes: size(&self.folder, at),
        };
        positions.into_iter().map(on_disk).collect()
    }

    /// After a state was written: removes what is too much, what is of other folds, and what stands
    /// beyond the end of the log. What is of another installation is not ours to remove.
    fn make_room(&self, written: &Image, end: Position) {
        let _turn = self.turn.lock();
        let ours = written.installation();
        for position in self.folder.positions().unwrap_or_default() {
            let of_no_use = match self.folder.head(position) {
                Some(head) if !is_of(&head, ours) => false,
                Some(head) => !head.is_read_here || position > end,
                None => true,
            };
            if of_no_use {
                self.remove(position);
            }
        }
        for at in self.spacing.surplus(self.on_disk(ours, end), end.0) {
            self.remove(Position(at));
        }
        let held = self.held();
        tracing::debug!(position = %written.position(), ?held, "a state of the past is kept");
    }

    fn remove(&self, position: Position) {
        match fs::remove_file(self.folder.path(position)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%position, %error, "a state of the past is not removed"),
        }
    }
}

/// Whether it is of an installation, or from before the log belonged to one.
fn is_of(head: &Head, installation: Uuid) -> bool {
    head.installation.is_nil() || head.installation == installation
}

fn size(folder: &SnapshotFolder, position: Position) -> u64 {
    let about = fs::metadata(folder.path(position));
    about.map_or(0, |about| about.len())
}

#[cfg(test)]
mod tests;
