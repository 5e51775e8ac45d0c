//! The sign of a lost tail: a snapshot of this installation that stands beyond the end of its log
//! was made from events that the log does not hold any more. It is set aside as a small file,
//! `<position>.lost`, until an operator removes it.
use std::fs;
use std::io;

use uuid::Uuid;

use super::{SnapshotFolder, SnapshotState, head};
use crate::{Checkpoint, Position};

/// The ending of such a file.
const ENDING: &str = "lost";

impl<S: SnapshotState> SnapshotFolder<S> {
    /// Sets the snapshots of an installation aside that stand beyond the head of its log, and
    /// gives the furthest sign of a lost tail that there is, be it from an earlier start.
    ///
    /// # Errors
    /// As the file system's; what was found is then still there.
    pub fn lost_beyond(&self, log: Position, installation: Uuid) -> io::Result<Option<Checkpoint>> {
        for position in self.positions()?.into_iter().filter(|at| *at > log) {
            let path = self.path(position);
            let Some(header) = head(&path).filter(|header| header.installation == installation)
            else {
                continue;
            };
            let event = header.made_at.event_id;
            fs::write(path.with_extension(ENDING), format!("{event}\n"))?;
            fs::remove_file(&path)?;
        }
        self.lost()
    }

    /// The furthest sign of a lost tail.
    ///
    /// # Errors
    /// As the file system's; a folder that is not there holds none.
    pub fn lost(&self) -> io::Result<Option<Checkpoint>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut furthest: Option<Checkpoint> = None;
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != ENDING) {
                continue;
            }
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let Some(position) = stem.and_then(|stem| stem.parse().ok()) else {
                continue;
            };
            let event_id = fs::read_to_string(&path)?.trim().parse();
            let found = Checkpoint {
                position: Position(position),
                event_id: event_id.unwrap_or_default(),
            };
            if furthest.is_none_or(|known| known.position < found.position) {
                furthest = Some(found);
            }
        }
        Ok(furthest)
    }
}
