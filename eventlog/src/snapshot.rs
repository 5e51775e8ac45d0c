//! Snapshots: the state of what follows a log in a file, so that a start need not read everything.
//! Deleting them loses nothing.
//!
//! A file is a header (magic, format, fingerprint of the state, installation, position, event id,
//! SHA-256 of the body, each at a fixed place) and the state in bytes. One that does not fit this
//! program, is damaged, or was made from another log is left aside, with a warning. One of this
//! installation that stands beyond the end of its log tells that the log has lost what it held.
mod lost;
mod verdict;

pub use verdict::SnapshotVerdict;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::marker::PhantomData;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{AnotherHistory, Checkpoint, EventLog, LogError, Position};

const MAGIC: &[u8; 8] = b"PLCSNAP\n";
/// The layout of the file.
const FORMAT: u32 = 2;
/// How many bytes stand before the state.
pub const HEADER: usize = 8 + 4 + 32 + 16 + 8 + 16 + 32;
/// How many are kept: a damaged one leaves another.
const KEPT: usize = 2;

/// What follows a log and is kept in snapshots.
pub trait SnapshotState: Sized + Send + 'static {
    /// Stands for what the state is and for the version of the program that makes it: a state of
    /// another one cannot be read.
    fn fingerprint() -> [u8; 32];

    /// The last event that the state holds.
    fn checkpoint(&self) -> Checkpoint;

    /// Whether it stands still before an event that this program cannot take.
    fn is_parked(&self) -> bool;

    /// The state in bytes.
    ///
    /// # Errors
    /// [`NotWritten::Encoding`].
    fn encode(&self) -> Result<Vec<u8>, NotWritten>;

    /// The state that bytes stand for, if any.
    fn decode(bytes: &[u8]) -> Option<Self>;
}

/// Why a snapshot is left aside.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It is no snapshot, or is cut short within its header.
    #[error("is no snapshot")]
    NotASnapshot,
    /// Its layout is of another version of the program.
    #[error("has format {0}, not {FORMAT}")]
    OtherFormat(u32),
    /// The state is another one, or of another version.
    #[error("holds a state of another version")]
    OtherState,
    /// The body is not the one that was written.
    #[error("is damaged: its hash is wrong")]
    Damaged,
    /// The body is no state, or stands elsewhere than the header says.
    #[error("holds a state that does not fit its header")]
    Misfit,
    /// It is of another installation than the log.
    #[error("is of installation {theirs}, the log of {ours}")]
    OtherInstallation {
        /// The snapshot's.
        theirs: Uuid,
        /// The log's.
        ours: Uuid,
    },
    /// The event at its position is damaged: whether it is of this log cannot be told.
    #[error("cannot be compared with the log: {0}")]
    LogDamaged(String),
    /// The log has another event, or none, at its position.
    #[error("was made from another log: {0}")]
    OtherLog(AnotherHistory),
}

impl Unusable {
    /// Whether its file is not there any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Unreadable(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

/// Why a snapshot is not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The file system refuses.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The state cannot be put into bytes.
    #[error("cannot be encoded: {0}")]
    Encoding(String),
    /// The state stands still; a later program may take what this one cannot, so that the state
    /// must not be kept.
    #[error("the state stands still before an event that cannot be taken")]
    Parked,
}

/// A state in bytes, ready to be written.
#[derive(Debug)]
pub struct Image<S> {
    /// Nil where the log belongs to none.
    installation: Uuid,
    made_at: Checkpoint,
    body: Vec<u8>,
    of: PhantomData<fn() -> S>,
}

impl<S: SnapshotState> Image<S> {
    /// Puts a state into bytes.
    ///
    /// # Errors
    /// [`NotWritten::Parked`] when it stands still, [`NotWritten::Encoding`].
    pub fn of(state: &S) -> Result<Self, NotWritten> {
        if state.is_parked() {
            return Err(NotWritten::Parked);
        }
        Ok(Self {
            installation: Uuid::nil(),
            made_at: state.checkpoint(),
            body: state.encode()?,
            of: PhantomData,
        })
    }

    /// The same, of the log of an installation.
    #[must_use]
    pub fn of_installation(mut self, installation: Option<Uuid>) -> Self {
        self.installation = installation.unwrap_or_default();
        self
    }

    /// Where the state stands.
    #[must_use]
    pub fn position(&self) -> Position {
        self.made_at.position
    }

    /// Of which installation it is; nil where the log belongs to none.
    #[must_use]
    pub fn installation(&self) -> Uuid {
        self.installation
    }

    /// How many bytes the file takes.
    #[must_use]
    pub fn size(&self) -> usize {
        HEADER + self.body.len()
    }

    fn header(&self) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(FORMAT.to_be_bytes());
        header.extend(S::fingerprint());
        header.extend(self.installation.as_bytes());
        header.extend(self.made_at.position.0.to_be_bytes());
        header.extend(self.made_at.event_id.as_bytes());
        header.extend(Sha256::digest(&self.body));
        header
    }
}

/// What the header of a snapshot says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Of which installation it is; nil where its log belonged to none.
    pub installation: Uuid,
    /// Whether this program reads such a state.
    pub is_read_here: bool,
}

/// The folder of the snapshots of one log and one kind of state.
#[derive(Debug)]
pub struct SnapshotFolder<S> {
    folder: PathBuf,
    of: PhantomData<fn() -> S>,
}

impl<S> Clone for SnapshotFolder<S> {
    fn clone(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            of: PhantomData,
        }
    }
}

impl<S: SnapshotState> SnapshotFolder<S> {
    /// The snapshots in a folder, which is made by the first one written.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            of: PhantomData,
        }
    }

    /// The positions of the snapshots, newest first; whether they are usable is not looked at.
    ///
    /// # Errors
    /// As the file system's; a folder that is not there is empty.
    pub fn positions(&self) -> io::Result<Vec<Position>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut positions = Vec::new();
        for entry in entries {
            positions.extend(position_in(&entry?.path()));
        }
        positions.sort_unstable_by(|a, b| b.cmp(a));
        Ok(positions)
    }

    /// The folder, within, of the states that are kept along the log for the questions of the past.
    #[must_use]
    pub fn as_of(&self) -> Self {
        Self::new(self.folder.join("as-of"))
    }

    /// What the header of a snapshot says, where it is one of this format.
    #[must_use]
    pub fn head(&self, position: Position) -> Option<Head> {
        let header = head(&self.path(position))?;
        Some(Head {
            installation: header.installation,
            is_read_here: header.fingerprint == S::fingerprint(),
        })
    }

    /// The file of a snapshot.
    #[must_use]
    pub fn path(&self, position: Position) -> PathBuf {
        self.folder.join(format!("{position}.snap"))
    }

    /// Writes a snapshot so that it is there whole or not at all, and removes all but the newest
    /// two that stand no further than it.
    ///
    /// # Errors
    /// As the file system's; the older snapshots are then still there.
    pub fn write(&self, image: &Image<S>) -> Result<(), NotWritten> {
        self.put(image)?;
        self.prune(image)?;
        Ok(())
    }

    /// Writes a snapshot so that it is there whole or not at all.
    ///
    /// # Errors
    /// As the file system's.
    pub fn put(&self, image: &Image<S>) -> Result<(), NotWritten> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(image.position());
        let unfinished = path.with_extension("unfinished");
        let mut file = File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(&image.header())?;
        file.write_all(&image.body)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&unfinished, &path)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    /// Removes the snapshots from before a position, and whatever was left unfinished: they hold
    /// more of somebody who was erased there than may be held.
    ///
    /// # Errors
    /// As the file system's; some may then still be there.
    pub fn remove_before(&self, position: Position) -> io::Result<()> {
        for old in self.positions()?.into_iter().filter(|at| *at < position) {
            fs::remove_file(self.path(old))?;
        }
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|left| left == "unfinished") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// A snapshot beyond the one just written tells of a log that is no more. Those of other
    /// installations are not ours to remove.
    fn prune(&self, image: &Image<S>) -> io::Result<()> {
        let written = image.position();
        let mut positions = self.positions()?;
        positions.retain(|position| {
            let header = head(&self.path(*position));
            header.is_none_or(|header| header.installation == image.installation)
        });
        let (beyond, past): (Vec<_>, Vec<_>) = positions.into_iter().partition(|p| *p > written);
        for position in past.into_iter().skip(KEPT).chain(beyond) {
            fs::remove_file(self.path(position))?;
        }
        Ok(())
    }

    /// Reads a snapshot and compares it with the log.
    ///
    /// # Errors
    /// The inner one when it must be left aside; the outer one when the log does not answer.
    pub async fn read(
        &self,
        log: &dyn EventLog,
        position: Position,
    ) -> Result<Result<S, Unusable>, LogError> {
        let path = self.path(position);
        let ours = log.installation().await?;
        let read = tokio::task::spawn_blocking(move || read(&path, position, ours)).await;
        let state: S = match read {
            Ok(Ok(state)) => state,
            Ok(Err(reason)) => return Ok(Err(reason)),
            Err(stopped) => return Ok(Err(Unusable::Unreadable(io::Error::other(stopped)))),
        };
        match log.compare(state.checkpoint()).await {
            Ok(None) => Ok(Ok(state)),
            Ok(Some(which)) => Ok(Err(Unusable::OtherLog(which))),
            Err(LogError::Damaged(damage)) => Ok(Err(Unusable::LogDamaged(damage.to_string()))),
            Err(error) => Err(error),
        }
    }

    /// The newest usable state that stands no further than a position; those left aside are said
    /// in a warning.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn newest(&self, log: &dyn EventLog, until: Position) -> Result<Option<S>, LogError> {
        let positions = self.positions().unwrap_or_else(|error| {
            tracing::warn!(folder = %self.folder.display(), %error, "no snapshots can be listed");
            Vec::new()
        });
        for position in positions.into_iter().filter(|position| *position <= until) {
            match self.read(log, position).await? {
                Ok(state) => return Ok(Some(state)),
                Err(reason) => {
                    tracing::warn!(%position, %reason, "a snapshot is left aside");
                }
            }
        }
        Ok(None)
    }
}

fn position_in(path: &Path) -> Option<Position> {
    if path.extension()? != "snap" {
        return None;
    }
    path.file_stem()?.to_str()?.parse().ok().map(Position)
}

fn read<S: SnapshotState>(
    path: &Path,
    position: Position,
    ours: Option<Uuid>,
) -> Result<S, Unusable> {
    let bytes = fs::read(path)?;
    let (header, body) = bytes
        .split_at_checked(HEADER)
        .ok_or(Unusable::NotASnapshot)?;
    let header = Header::of(header)?;
    if let Some(ours) = ours
        && !header.installation.is_nil()
        && header.installation != ours
    {
        let theirs = header.installation;
        return Err(Unusable::OtherInstallation { theirs, ours });
    }
    // Of whichever state: damage is damage.
    if header.hash != <[u8; 32]>::from(Sha256::digest(body)) {
        return Err(Unusable::Damaged);
    }
    if header.fingerprint != S::fingerprint() {
        return Err(Unusable::OtherState);
    }
    let state = S::decode(body).ok_or(Unusable::Misfit)?;
    let at = header.made_at;
    let fits = at.position == position && state.checkpoint() == at;
    if fits {
        Ok(state)
    } else {
        Err(Unusable::Misfit)
    }
}

/// What a header says.
struct Header {
    fingerprint: [u8; 32],
    installation: Uuid,
    made_at: Checkpoint,
    hash: [u8; 32],
}

impl Header {
    fn of(bytes: &[u8]) -> Result<Self, Unusable> {
        let mut fields = Fields(bytes);
        if fields.take::<8>()? != *MAGIC {
            return Err(Unusable::NotASnapshot);
        }
        let format = u32::from_be_bytes(fields.take()?);
        if format != FORMAT {
            return Err(Unusable::OtherFormat(format));
        }
        Ok(Self {
            fingerprint: fields.take()?,
            installation: Uuid::from_bytes(fields.take()?),
            made_at: Checkpoint {
                position: Position(u64::from_be_bytes(fields.take()?)),
                event_id: Uuid::from_bytes(fields.take()?),
            },
            hash: fields.take()?,
        })
    }
}

/// The header of a snapshot, if it is one of this format.
fn head(path: &Path) -> Option<Header> {
    let mut bytes = [0; HEADER];
    File::open(path).ok()?.read_exact(&mut bytes).ok()?;
    Header::of(&bytes).ok()
}

/// What is left of a header.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Unusable> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Unusable::NotASnapshot)?;
        self.0 = rest;
        Ok(*field)
    }
}
