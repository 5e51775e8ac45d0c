//! The tree as files, one a level, that only grow at their end: a cache on each server, made again
//! from the log where it is not there or not right.
//!
//! `level-00` holds the hashes of the leaves, `level-01` those of each two of them, and so on, 32
//! bytes each; `events` holds for each leaf the position and the id of its event, 24 bytes. What a
//! killed server left unequal is made equal when they are opened. Nothing is asked of the disk:
//! what a power cut takes is found, for all that was not signed yet is read again from the log, and
//! the rest has the root that was signed.
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};

use eventlog::{Checkpoint, Position, Recorded};
use storage::FileLock;
use storage::private_file::open_or_create_private;
use uuid::Uuid;

use crate::TreeHash;
use crate::leaf::Leaf;
use crate::tree::{NoSubtree, Subtrees, wide};

const HASH: u64 = 32;
const EVENT: u64 = 24;
/// Hashes read at once while the files are checked.
const AT_ONCE: u64 = 8_192;

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LevelFilesError {
    /// The file system says no.
    #[error("the notary's files in {}: {why}", .folder.display())]
    System {
        /// Where they lie.
        folder: PathBuf,
        /// Why not.
        why: io::Error,
    },
    /// Another process has them.
    #[error("the notary's files in {} are used by another process", .folder.display())]
    InUse {
        /// Where they lie.
        folder: PathBuf,
    },
    /// A hash is not the one of what is below it.
    #[error(
        "the notary's file of level {level} is damaged: hash {index} is not of the two below it"
    )]
    Damaged {
        /// The level.
        level: usize,
        /// The number of the hash within it.
        index: u64,
    },
    /// The positions do not grow.
    #[error(
        "the notary's file of events is damaged: number {index} stands before the one before it"
    )]
    Unordered {
        /// The number of the leaf.
        index: u64,
    },
    /// A hash is asked for that is not there.
    #[error(transparent)]
    Missing(#[from] NoSubtree),
}

/// An event as the files know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands, and its id.
    pub event: Checkpoint,
    /// The hash of its leaf.
    pub leaf: TreeHash,
}

impl From<&Recorded> for Entry {
    fn from(event: &Recorded) -> Self {
        Self {
            event: event.into(),
            leaf: Leaf::from(event).hash(),
        }
    }
}

/// The files, open.
pub struct LevelFiles {
    folder: PathBuf,
    /// Held for as long as they are open.
    _lock: FileLock,
    events: File,
    levels: Vec<File>,
    size: u64,
}

impl LevelFiles {
    /// Opens the files of a folder, or makes them; brings them to one size, and checks that each
    /// hash is the one of what is below it.
    ///
    /// # Errors
    /// [`LevelFilesError`].
    pub fn open(folder: &Path) -> Result<Self, LevelFilesError> {
        let failed = |why| LevelFilesError::System {
            folder: folder.to_owned(),
            why,
        };
        let mut make = DirBuilder::new();
        make.recursive(true).mode(0o700);
        make.create(folder).map_err(failed)?;
        let file = |name: &str| open_or_create_private(&folder.join(name)).map_err(failed);
        let lock = Self::lock(folder)?;
        let mut files = Self {
            folder: folder.to_owned(),
            _lock: lock,
            events: file("events")?,
            levels: vec![file("level-00")?],
            size: 0,
        };
        while folder.join(level_name(files.levels.len())).exists() {
            files.levels.push(file(&level_name(files.levels.len()))?);
        }
        let mut size = files.length(&files.events)? / EVENT;
        if let Some(leaves) = files.levels.first() {
            size = size.min(files.length(leaves)? / HASH);
        }
        files.truncate(size)?;
        files.check_events()?;
        for level in 1..64 {
            files.check_level(level)?;
        }
        Ok(files)
    }

    /// Removes the files of a folder that no process has open.
    ///
    /// # Errors
    /// `InUse`, `System`.
    pub fn discard(folder: &Path) -> Result<(), LevelFilesError> {
        let failed = |why| LevelFilesError::System {
            folder: folder.to_owned(),
            why,
        };
        if !folder.exists() {
            return Ok(());
        }
        let _lock = Self::lock(folder)?;
        let levels = (0..64).map(level_name);
        for name in levels.chain(["events".to_owned()]) {
            match std::fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn lock(folder: &Path) -> Result<FileLock, LevelFilesError> {
        let folder = folder.to_owned();
        match FileLock::take(&folder.join("lock")) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(LevelFilesError::InUse { folder }),
            Err(why) => Err(LevelFilesError::System { folder, why }),
        }
    }

    /// How many leaves they hold.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds events at their end.
    ///
    /// # Errors
    /// `System`; what was not written is not counted.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), LevelFilesError> {
        let (mut events, mut leaves) = (vec![], vec![]);
        for entry in entries {
            events.extend_from_slice(&entry.event.position.0.to_be_bytes());
            events.extend_from_slice(entry.event.event_id.as_bytes());
            leaves.extend_from_slice(&entry.leaf.0);
        }
        let size = self.size + wide(entries.len());
        let written = self.events.write_all_at(&events, self.size * EVENT);
        written.map_err(|why| self.failed(why))?;
        if let Some(lowest) = self.levels.first() {
            let written = lowest.write_all_at(&leaves, self.size * HASH);
            written.map_err(|why| self.failed(why))?;
        }
        for level in 1..64 {
            if size >> level == 0 {
                break;
            }
            self.extend_level(level, self.size >> level, size >> level)?;
        }
        self.size = size;
        Ok(())
    }

    /// Cuts them to their first events.
    ///
    /// # Errors
    /// `System`.
    pub fn truncate(&mut self, size: u64) -> Result<(), LevelFilesError> {
        let cut = |file: &File, length: u64| -> Result<(), LevelFilesError> {
            if self.length(file)? > length {
                file.set_len(length).map_err(|why| self.failed(why))?;
            }
            Ok(())
        };
        // From above: a kill in between leaves nothing that stands on nothing.
        for (level, file) in self.levels.iter().enumerate().rev() {
            cut(file, (size >> level.min(63)) * HASH)?;
        }
        cut(&self.events, size * EVENT)?;
        self.size = size;
        Ok(())
    }

    /// The event of a leaf, by its number from 0.
    ///
    /// # Errors
    /// `System`, `Missing`.
    pub fn event(&self, index: u64) -> Result<Checkpoint, LevelFilesError> {
        if index >= self.size {
            return Err(NoSubtree { level: 0, index }.into());
        }
        let mut bytes = [0; 24];
        let read = self.events.read_exact_at(&mut bytes, index * EVENT);
        read.map_err(|why| self.failed(why))?;
        Ok(event_of(bytes))
    }

    /// The last event; [`Checkpoint::START`] where there is none.
    ///
    /// # Errors
    /// `System`.
    pub fn last(&self) -> Result<Checkpoint, LevelFilesError> {
        match self.size.checked_sub(1) {
            Some(last) => self.event(last),
            None => Ok(Checkpoint::START),
        }
    }

    /// The number of the leaf whose event stands at a position, from 0.
    ///
    /// # Errors
    /// `System`.
    pub fn index_of(&self, position: Position) -> Result<Option<u64>, LevelFilesError> {
        let (mut low, mut high) = (0, self.size);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.event(middle)?.position.cmp(&position) {
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }

    /// Some hashes of a level, one after the other.
    ///
    /// # Errors
    /// `System`, `Missing`.
    pub fn hashes(
        &self,
        level: usize,
        first: u64,
        count: u64,
    ) -> Result<Vec<TreeHash>, LevelFilesError> {
        let missing = |index| NoSubtree {
            level: u32::try_from(level).unwrap_or(u32::MAX),
            index,
        };
        let file = self.levels.get(level).ok_or_else(|| missing(first))?;
        let held = self.size >> level.min(63);
        if first + count > held {
            return Err(missing(held).into());
        }
        self.read(file, first, count)
    }

    fn read(&self, file: &File, first: u64, count: u64) -> Result<Vec<TreeHash>, LevelFilesError> {
        let bytes = usize::try_from(count * HASH).unwrap_or(usize::MAX);
        let mut bytes = vec![0; bytes];
        let read = file.read_exact_at(&mut bytes, first * HASH);
        read.map_err(|why| self.failed(why))?;
        let (hashes, _) = bytes.as_chunks::<32>();
        Ok(hashes.iter().copied().map(TreeHash).collect())
    }

    /// Writes the hashes `from..to` of a level, each of the two below it.
    fn extend_level(&mut self, level: usize, from: u64, to: u64) -> Result<(), LevelFilesError> {
        if self.levels.len() == level {
            let path = self.folder.join(level_name(level));
            let made = open_or_create_private(&path).map_err(|why| self.failed(why))?;
            self.levels.push(made);
        }
        let mut from = from;
        while from < to {
            let count = (to - from).min(AT_ONCE);
            let hashes = self.above(level, from, count)?;
            let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
            if let Some(file) = self.levels.get(level) {
                let written = file.write_all_at(&bytes, from * HASH);
                written.map_err(|why| self.failed(why))?;
            }
            from += count;
        }
        Ok(())
    }

    /// What hashes of a level should be, by the level below.
    fn above(&self, level: usize, from: u64, count: u64) -> Result<Vec<TreeHash>, LevelFilesError> {
        let Some(below) = level
            .checked_sub(1)
            .and_then(|below| self.levels.get(below))
        else {
            return Ok(vec![]);
        };
        let below = self.read(below, from * 2, count * 2)?;
        let pairs = below.chunks_exact(2);
        Ok(pairs
            .filter_map(|pair| match pair {
                [left, right] => Some(TreeHash::of_node(*left, *right)),
                _ => None,
            })
            .collect())
    }

    /// That a level holds what the level below says; what is missing at its end is written.
    fn check_level(&mut self, level: usize) -> Result<(), LevelFilesError> {
        let wanted = self.size >> level;
        let held = match self.levels.get(level) {
            Some(file) => self.length(file)? / HASH,
            None => 0,
        };
        let mut from = 0;
        while from < held.min(wanted) {
            let count = (held.min(wanted) - from).min(AT_ONCE);
            let should_be = self.above(level, from, count)?;
            let are = match self.levels.get(level) {
                Some(file) => self.read(file, from, count)?,
                None => vec![],
            };
            let pairs = are.iter().zip(&should_be);
            if let Some(at) = pairs.into_iter().position(|(is, should)| is != should) {
                let index = from + wide(at);
                return Err(LevelFilesError::Damaged { level, index });
            }
            from += count;
        }
        if held < wanted {
            self.extend_level(level, held, wanted)?;
        }
        Ok(())
    }

    fn check_events(&self) -> Result<(), LevelFilesError> {
        let mut before = None;
        let mut index = 0;
        while index < self.size {
            let count = (self.size - index).min(AT_ONCE);
            let bytes = usize::try_from(count * EVENT).unwrap_or(usize::MAX);
            let mut bytes = vec![0; bytes];
            let read = self.events.read_exact_at(&mut bytes, index * EVENT);
            read.map_err(|why| self.failed(why))?;
            for event in bytes.as_chunks::<24>().0 {
                let position = Some(event_of(*event).position);
                if position <= before {
                    return Err(LevelFilesError::Unordered { index });
                }
                before = position;
                index += 1;
            }
        }
        Ok(())
    }

    fn length(&self, file: &File) -> Result<u64, LevelFilesError> {
        let about = file.metadata().map_err(|why| self.failed(why))?;
        Ok(about.len())
    }

    fn failed(&self, why: io::Error) -> LevelFilesError {
        LevelFilesError::System {
            folder: self.folder.clone(),
            why,
        }
    }
}

impl Subtrees for LevelFiles {
    type Error = LevelFilesError;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, LevelFilesError> {
        let at = usize::try_from(level).unwrap_or(usize::MAX);
        let hashes = self.hashes(at, index, 1)?;
        let missing = NoSubtree { level, index };
        hashes.first().copied().ok_or_else(|| missing.into())
    }
}

fn event_of(bytes: [u8; 24]) -> Checkpoint {
    let (mut position, mut id) = ([0; 8], [0; 16]);
    let (first, second) = bytes.split_at(8);
    position.copy_from_slice(first);
    id.copy_from_slice(second);
    Checkpoint {
        position: Position(u64::from_be_bytes(position)),
        event_id: Uuid::from_bytes(id),
    }
}

fn level_name(level: usize) -> String {
    format!("level-{level:02}")
}

#[cfg(test)]
mod tests;
