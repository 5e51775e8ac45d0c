//! What the writer holds in memory while it has the lease: the folds, and what of them is in the
//! tables.
use std::path::PathBuf;

use eventlog::{Checkpoint, EventLog, Fence, Position, Recorded};

use super::image::{Difference, Image};
use super::statement::{CheckpointMove, TableCheckpoint};
use super::touched::Touched;
use super::worker::TableWriterError;
use crate::as_of::folds_at;
use crate::folds::{Folds, Parked, ParkedReason};
use crate::record::decode;
use crate::snapshot::SnapshotFolder;

/// The folds and the image of the tables.
pub(super) struct Live {
    folds: Folds,
    image: Image,
    touched: Touched,
    /// The checkpoint of the tables as last known.
    written: Position,
    /// Whether the tables are of another history of the log, and every row of theirs goes with
    /// the first that is written.
    replaces: bool,
    /// The event before which the tables stand still for good.
    parked: Option<Parked>,
}

impl Live {
    /// The folds as they stand in the tables; of empty tables, and of tables that are to be
    /// replaced, as they stand at the head.
    pub(super) async fn take_up(
        log: &dyn EventLog,
        snapshots: Option<PathBuf>,
        at: &TableCheckpoint,
        replaces: bool,
    ) -> Result<Self, TableWriterError> {
        let snapshots = snapshots.map(SnapshotFolder::new);
        let anew = replaces || at.position == Position::START;
        let until = if anew { log.head().await? } else { at.position };
        let folds = folds_at(log, snapshots.as_ref(), until).await?;
        if let Some(parked) = parked(&folds) {
            return Err(TableWriterError::Parked(parked));
        }
        let (image, touched) = if anew {
            (Image::default(), Touched::all(&folds))
        } else {
            (Image::of(&folds).await, Touched::none(&folds))
        };
        Ok(Self {
            folds,
            image,
            touched,
            written: at.position,
            replaces,
            parked: None,
        })
    }

    /// The last event that the folds hold.
    pub(super) fn reached(&self) -> Checkpoint {
        self.folds.checkpoint()
    }

    /// Where the tables stood when they were last known.
    pub(super) fn written(&self) -> Position {
        self.written
    }

    /// Why nothing more is taken in.
    pub(super) fn parked(&self) -> Option<&Parked> {
        self.parked.as_ref()
    }

    /// Whether the tables are to be written. Of an event that was taken in part, nothing is.
    pub(super) fn is_ahead(&self) -> bool {
        let position = self.folds.position();
        let whole = |parked: &Parked| position < parked.position;
        (self.replaces || position != self.written) && self.parked.as_ref().is_none_or(whole)
    }

    /// Takes events in; stops for good at one that cannot be taken.
    pub(super) fn apply(&mut self, events: &[Recorded]) {
        for event in events {
            if self.parked.is_some() {
                return;
            }
            match decode(event) {
                Ok(record) => {
                    self.touched.apply(&mut self.folds, &record);
                    self.parked = parked(&self.folds);
                }
                Err(reason) => {
                    self.parked = Some(Parked {
                        position: event.position,
                        reason: ParkedReason::Undecodable(reason),
                    });
                }
            }
        }
    }

    /// The step from what the tables hold to what the folds hold, and the rows that moved.
    pub(super) async fn step(&self, fence: Fence) -> (CheckpointMove, Difference) {
        let groups = self.touched.groups(&self.folds);
        let difference = self.image.difference(&self.folds, groups).await;
        let step = CheckpointMove {
            from: self.written,
            replaces: self.replaces,
            to: self.folds.position(),
            fence,
            event_id: self.folds.event_id(),
            recorded_at: self.folds.recorded_at(),
        };
        (step, difference)
    }

    /// The difference is in the tables.
    pub(super) fn is_written(&mut self, difference: Difference) {
        self.image.take(difference);
        self.touched = Touched::none(&self.folds);
        self.written = self.folds.position();
        self.replaces = false;
    }

    /// Every row, as the folds stand.
    #[cfg(test)]
    pub(super) fn rows(folds: &Folds) -> Vec<super::row::Row> {
        super::row::Group::all(folds)
            .flat_map(|group| group.rows(folds))
            .collect()
    }
}

/// Why a fold from which rows are made stands still, if one does.
fn parked(folds: &Folds) -> Option<Parked> {
    let slots = [
        folds.entities_slot().parked(),
        folds.steering().parked(),
        folds.follow_up().parked(),
        folds.search().parked(),
    ];
    slots.into_iter().flatten().next().cloned()
}
