//! The notary of a server: it follows the log into its level files, and signs while it holds the
//! lease.
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use eventlog::{Backoff, Clock, EventLog, Lease, Leases, LogError, run_under_lease};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::following::{FollowingError, SharedFiles, TreeFollower};
use crate::origin::LogName;
use crate::signing::Refusal;
use crate::state::{Following, State};
use crate::store::CheckpointStore;
use crate::worker::{SigningWorker, WORK};

/// What the notary works with.
pub struct Parts {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// Where servers agree who signs.
    pub leases: Arc<dyn Leases>,
    /// This server.
    pub holder: Uuid,
    /// What was signed.
    pub store: CheckpointStore,
    /// The key that signs, unless it is kept elsewhere.
    pub key: Option<SigningKey>,
    /// Why this server signs nothing until it is started again, if so.
    pub refused: Option<Refusal>,
    /// When checkpoints are signed.
    pub clock: Arc<dyn Clock>,
}

/// How it works.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the level files, of this server alone.
    pub folder: PathBuf,
    /// What the log is called.
    pub name: LogName,
    /// How old the last checkpoint is when the next is signed, where events came.
    pub every: Duration,
    /// How often it is looked whether one is due, and whether the log goes on.
    pub poll: Duration,
    /// How long a server that was killed is waited for.
    pub lease: Duration,
}

impl Options {
    /// The defaults, with files in this folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            name: LogName::default(),
            every: Duration::from_secs(3_600),
            poll: Duration::from_secs(1),
            lease: Duration::from_secs(15),
        }
    }
}

/// Running.
pub struct Notary {
    /// The tree.
    pub files: SharedFiles,
    /// What was signed.
    pub store: CheckpointStore,
    state: watch::Receiver<State>,
    stop: watch::Sender<bool>,
    work: Mutex<Vec<JoinHandle<()>>>,
}

impl Notary {
    /// Follows the log and signs from now on.
    #[must_use]
    pub fn start(parts: Parts, options: Options) -> Self {
        let (stop, stopping) = watch::channel(false);
        let (sender, state) = watch::channel(State::default());
        let files = SharedFiles::default();
        let follower = TreeFollower {
            log: parts.log.clone(),
            store: parts.store.clone(),
            folder: options.folder.clone(),
            files: files.clone(),
            state: sender.clone(),
        };
        let mut worker = SigningWorker {
            log: parts.log,
            store: parts.store.clone(),
            key: parts.key,
            refused: parts.refused,
            name: options.name,
            clock: parts.clock,
            every: options.every,
            poll: options.poll,
            files: files.clone(),
            published: options.folder.join("checkpoint"),
            state: sender,
        };
        let lease = Lease::new(parts.leases, WORK, parts.holder, options.lease);
        let backoff = Backoff {
            first: options.poll,
            longest: options.poll.saturating_mul(30),
        };
        let following = tokio::spawn(keep_following(follower, options.poll, stopping.clone()));
        let signing = tokio::spawn(async move {
            run_under_lease(&lease, backoff, &mut worker, stopping).await;
        });
        Self {
            files,
            store: parts.store,
            state,
            stop,
            work: Mutex::new(vec![following, signing]),
        }
    }

    /// How it stands.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Stops both, and ends the connections of the store.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let work = std::mem::take(&mut *self.work.lock());
        for work in work {
            if let Err(error) = work.await {
                tracing::error!(%error, "the notary ended badly");
            }
        }
        self.store.close().await;
    }
}

/// Follows, again after a failure, until it is told to stop.
async fn keep_following(
    follower: TreeFollower,
    pause: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        let failed = tokio::select! {
            biased;
            _ = stopping.wait_for(|stop| *stop) => break,
            failed = follower.follow() => failed,
        };
        let Err(error) = failed;
        let waiting = Following::Waiting(error.to_string());
        if follower.state.borrow().following != waiting {
            match &error {
                // That the log does not answer is told by who serves it, in one line.
                FollowingError::Log(LogError::Unavailable(_)) => {
                    tracing::debug!(%error, "the notary waits");
                }
                _ => tracing::warn!(%error, "the notary waits"),
            }
        }
        follower
            .state
            .send_modify(|state| state.following = waiting);
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    // Another start may open them.
    follower.files.put(None);
    follower
        .state
        .send_modify(|state| state.following = Following::Stopped);
}
