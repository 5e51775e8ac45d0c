//! The sign of a lost tail: a snapshot of this installation that stands beyond the end of its log
//! was made from events that the log does not hold any more. It is set aside as a small file,
//! `<position>.lost`, until an operator removes it.
use std::fs;
use std::io;

use uuid::Uuid;

use super::{SnapshotFolder, SnapshotState, head};
use crate::{Checkpoint, EventLog, LogError, Position};

/// The ending of such a file.
const ENDING: &str = "lost";

impl<S: SnapshotState> SnapshotFolder<S> {
    /// The last events of the snapshots that stand beyond the end of a log and are of its installation.
    /// A folder that cannot be listed holds none, with a warning.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn beyond(&self, log: &dyn EventLog) -> Result<Vec<Checkpoint>, LogError> {
        let Some(installation) = log.installation().await? else {
            return Ok(vec![]);
        };
        let mut made = self.made_of(installation).unwrap_or_else(|error| {
            tracing::warn!(%error, "no snapshots can be listed");
            vec![]
        });
        // Asked afterwards: a server may go on meanwhile, and keep what it made of that.
        let head = log.head().await?;
        made.retain(|made| made.position > head);
        Ok(made)
    }

    /// The last event of each snapshot of an installation, as its header says; of a file that cannot be
    /// read nothing is told.
    fn made_of(&self, installation: Uuid) -> io::Result<Vec<Checkpoint>> {
        let made_at = self.positions()?.into_iter().filter_map(|position| {
            let header = head(&self.path(position))?;
            let fits = header.installation == installation && header.made_at.position == position;
            fits.then_some(header.made_at)
        });
        Ok(made_at.collect())
    }

    /// Sets the snapshots of an installation aside that stand beyond the head of its log: of each a
    /// sign is left in another folder, where one looks for them.
    ///
    /// # Errors
    /// As the file system's; what was found is then still there.
    pub fn set_aside_beyond<T>(
        &self,
        log: Position,
        installation: Uuid,
        signs: &SnapshotFolder<T>,
    ) -> io::Result<()> {
        let made = self.made_of(installation)?.into_iter();
        for lost in made.filter(|made| made.position > log) {
            let Checkpoint { position, event_id } = lost;
            let sign = signs.folder.join(format!("{position}.{ENDING}"));
            fs::write(sign, format!("{event_id}\n"))?;
            fs::remove_file(self.path(position))?;
        }
        Ok(())
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
