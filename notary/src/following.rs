//! From the log to the level files of this server.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Checkpoint, EventLog, Follower, LogError, Recorded};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::TreeHash;
use crate::level_files::{Entry, LevelFiles, LevelFilesError};
use crate::state::{Following, State};
use crate::store::{CheckpointStore, StoreError};
use crate::tree::{self, NoSubtree, Subtrees};

/// Events taken at once.
const BATCH: usize = 1_000;
/// How often the log is read while much is stored.
const PACE: Duration = Duration::from_millis(20);

/// The level files, for whoever asks while they grow.
#[derive(Clone, Default)]
pub struct SharedFiles(Arc<Mutex<Option<LevelFiles>>>);

impl SharedFiles {
    /// Looks into them; they are not there while they are opened.
    ///
    /// # Errors
    /// As what is done says; `Missing` while they are opened.
    pub fn look<T>(
        &self,
        what: impl FnOnce(&LevelFiles) -> Result<T, LevelFilesError>,
    ) -> Result<T, LevelFilesError> {
        match &*self.0.lock() {
            Some(files) => what(files),
            None => Err(NoSubtree { level: 0, index: 0 }.into()),
        }
    }

    /// How many leaves they hold.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.lock().as_ref().map_or(0, LevelFiles::size)
    }

    pub(crate) fn put(&self, files: Option<LevelFiles>) {
        *self.0.lock() = files;
    }

    fn append(&self, entries: &[Entry]) -> Result<u64, LevelFilesError> {
        match &mut *self.0.lock() {
            Some(files) => {
                files.append(entries)?;
                Ok(files.size())
            }
            None => Err(NoSubtree { level: 0, index: 0 }.into()),
        }
    }
}

impl Subtrees for SharedFiles {
    type Error = LevelFilesError;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, LevelFilesError> {
        self.look(|files| files.subtree(level, index))
    }
}

/// Why the log is not followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowingError {
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// What was signed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files.
    #[error(transparent)]
    Files(#[from] LevelFilesError),
    /// A thread ended.
    #[error("a thread of the notary ended: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// What follows.
pub(crate) struct TreeFollower {
    pub log: Arc<dyn EventLog>,
    pub store: CheckpointStore,
    pub folder: PathBuf,
    pub files: SharedFiles,
    pub state: watch::Sender<State>,
}

impl TreeFollower {
    /// Opens the files and follows the log, for ever or until something fails.
    pub(crate) async fn follow(&self) -> Result<std::convert::Infallible, FollowingError> {
        let mut files = self.open().await?;
        let kept = self.agreeing(&files).await?;
        files.truncate(kept)?;
        let after = files.last()?;
        if self.log.compare(after).await?.is_some() {
            // The log holds other events than those that were signed. The tree is made from what it
            // holds, and whoever signs finds that it does not go on.
            files.truncate(0)?;
        }
        let after = files.last()?;
        self.files.put(Some(files));
        let followed = self.follow_after(after).await;
        self.files.put(None);
        followed
    }

    async fn follow_after(
        &self,
        after: Checkpoint,
    ) -> Result<std::convert::Infallible, FollowingError> {
        self.tell(self.files.size());
        let follower = Follower::new(self.log.clone(), after, BATCH);
        let mut follower = follower.at_pace(PACE);
        loop {
            let batch = follower.next_batch().await?;
            let files = self.files.clone();
            let size = spawn_blocking(move || take(&files, &batch)).await??;
            self.tell(size);
        }
    }

    fn tell(&self, size: u64) {
        self.state.send_modify(|state| {
            state.size = size;
            state.following = Following::Following;
        });
    }

    /// The files, made anew where they are not right.
    async fn open(&self) -> Result<LevelFiles, FollowingError> {
        self.files.put(None);
        let folder = self.folder.clone();
        Ok(spawn_blocking(move || open_or_anew(&folder)).await??)
    }

    /// How many of their events have a root that was signed: the rest is read again.
    async fn agreeing(&self, files: &LevelFiles) -> Result<u64, FollowingError> {
        let (mut after, mut agreeing) = (0, 0);
        loop {
            let page = self.store.checkpoints_each(after, 1_000).await?;
            let Some((last, _)) = page.last() else {
                return Ok(agreeing);
            };
            after = u64::try_from(*last).unwrap_or(u64::MAX);
            // Of one that cannot be read whoever signs and whoever verifies tells.
            for one in page.into_iter().filter_map(|(_, one)| one.ok()) {
                let within = one.size <= files.size() && one.size > agreeing;
                if within && tree::root(files, one.size)? == one.root {
                    agreeing = one.size;
                }
            }
        }
    }
}

fn take(files: &SharedFiles, batch: &[Recorded]) -> Result<u64, LevelFilesError> {
    let entries: Vec<Entry> = batch.iter().map(Entry::from).collect();
    files.append(&entries)
}

fn open_or_anew(folder: &Path) -> Result<LevelFiles, LevelFilesError> {
    match LevelFiles::open(folder) {
        Err(
            error @ (LevelFilesError::Damaged { .. }
            | LevelFilesError::Unordered { .. }
            | LevelFilesError::Missing(_)),
        ) => {
            tracing::error!(%error, "the notary's files are made again from the log");
            LevelFiles::discard(folder)?;
            LevelFiles::open(folder)
        }
        opened => opened,
    }
}
