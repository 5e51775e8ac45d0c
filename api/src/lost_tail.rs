//! The sign of a lost tail: what was kept of a log beyond its end was made from events that it does
//! not hold any more, be it a snapshot of the projections, a state of the past, or a snapshot of the
//! write side.
use std::io;

use commands::snapshots::WriteSide;
use eventlog::snapshot::SnapshotFolder as Folder;
use eventlog::{Checkpoint, EventLog, LogError, Position};
use projections::SnapshotFolder;
use uuid::Uuid;

use crate::app::StoreLocations;

/// Where states are kept.
struct Folders {
    snapshots: SnapshotFolder,
    states: SnapshotFolder,
    commands: Folder<WriteSide>,
}

impl Folders {
    fn of(places: &StoreLocations) -> Self {
        let snapshots = SnapshotFolder::new(&places.snapshots);
        Self {
            states: snapshots.as_of(),
            snapshots,
            commands: Folder::new(places.command_snapshots()),
        }
    }

    /// Sets all states aside that stand beyond the end of the log; the signs lie in one folder.
    fn set_aside(&self, head: Position, installation: Uuid) -> io::Result<Option<Checkpoint>> {
        let signs = &self.snapshots;
        self.snapshots.set_aside_beyond(head, installation, signs)?;
        self.states.set_aside_beyond(head, installation, signs)?;
        self.commands.set_aside_beyond(head, installation, signs)?;
        self.snapshots.lost()
    }
}

/// The furthest event of which a state tells, or told at an earlier start, and that the log does not
/// hold any more: said aloud at every start until an operator removes the sign.
///
/// # Errors
/// Where the log does not answer.
pub(crate) async fn said_at_start(
    log: &dyn EventLog,
    places: &StoreLocations,
) -> Result<Option<Checkpoint>, LogError> {
    let Some(installation) = log.installation().await? else {
        return Ok(None);
    };
    let head = log.head().await?;
    let lost = Folders::of(places).set_aside(head, installation);
    let lost = lost.unwrap_or_else(|error| {
        tracing::warn!(%error, "what is kept beyond the head of the log cannot be set aside");
        None
    });
    if let Some(lost) = lost {
        let head_event = log.last().await.ok().map(|last| last.event_id);
        tracing::error!(
            lost_until = %lost.position,
            lost_event = %lost.event_id,
            %head,
            head_event = head_event.map(tracing::field::display),
            "the log has lost its tail: a state was kept of events that it does not hold any \
             more; once it is known what was lost, remove the file of that position ending in \
             .lost from the snapshots"
        );
    }
    Ok(lost)
}

/// The same for whoever only reads, be it beside a server.
///
/// # Errors
/// Where the log does not answer.
pub(crate) async fn found(
    log: &dyn EventLog,
    places: &StoreLocations,
) -> Result<Option<Checkpoint>, LogError> {
    let folders = Folders::of(places);
    let mut lost = folders.snapshots.beyond(log).await?;
    lost.extend(folders.states.beyond(log).await?);
    lost.extend(folders.commands.beyond(log).await?);
    let signs = folders.snapshots.lost().unwrap_or_else(|error| {
        tracing::warn!(%error, "the signs of a lost tail cannot be read");
        None
    });
    Ok(lost
        .into_iter()
        .chain(signs)
        .max_by_key(|lost| lost.position))
}
