//! Signing what is due, in one server at a time.
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ed25519_dalek::SigningKey;
use eventlog::{Clock, EventLog, Fence, Lease, LeasedWork, LogError, Next, OnFailure};
use tokio::sync::watch;

use crate::following::SharedFiles;
use crate::level_files::LevelFilesError;
use crate::origin::LogName;
use crate::published::{publish, refuse_older_store};
use crate::signing::{Held, Refusal, SigningError, is_key, sign};
use crate::state::{Signing, State};
use crate::store::{CheckpointStore, Line, Standing, StoreError};

/// The work of signing, among servers.
pub const WORK: &str = "notary";

/// Signs, one look a step. No fence is kept with what is signed: a checkpoint names the number
/// after the last one that its signer saw, and the store takes each number once.
pub(crate) struct SigningWorker {
    pub log: Arc<dyn EventLog>,
    pub store: CheckpointStore,
    pub key: Option<SigningKey>,
    /// Why nothing is signed until the server is started again, if so.
    pub refused: Option<Refusal>,
    pub name: LogName,
    pub clock: Arc<dyn Clock>,
    pub every: Duration,
    pub poll: Duration,
    pub files: SharedFiles,
    /// Where the last checkpoint is put for whoever fetches it.
    pub published: PathBuf,
    pub state: watch::Sender<State>,
}

/// Why a look came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LookError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] LevelFilesError),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error("the checkpoint is signed, but not put at {}: {why}", .path.display())]
    Published { path: PathBuf, why: std::io::Error },
}

#[async_trait]
impl LeasedWork for SigningWorker {
    type Error = LookError;

    async fn step(&mut self, _: Fence, _: &Lease) -> Result<Next, LookError> {
        let head = self.log.head().await?;
        let size = self.files.size();
        let last = self.files.look(crate::level_files::LevelFiles::last);
        // While the files are opened or behind, nothing can be said of the log.
        let Some(last) = last.ok().filter(|last| last.position >= head) else {
            return Ok(Next::After(self.poll));
        };
        let standing = self.store.standing().await?;
        let lines = self.store.lines().await?;
        refuse_older_store(&self.published, &standing, &lines).map_err(SigningError::from)?;
        self.refuse_damaged(&standing, &lines).await?;
        if size == 0 && standing.last.is_none() {
            self.tell(0, self.idle());
            return Ok(Next::After(self.poll));
        }
        let first = match size {
            0 => eventlog::Checkpoint::START,
            _ => self.files.look(|files| files.event(0))?,
        };
        let held = Held {
            tree: &self.files,
            size,
            first_event: first.event_id,
            last_event: last.event_id,
            name: &self.name,
        };
        held.judge(&standing)?;
        if let Some(refusal) = &self.refused {
            return Err(SigningError::from(refusal.clone()).into());
        }
        if let Some(key) = &self.key {
            is_key(&standing, &key.verifying_key()).map_err(SigningError::from)?;
        }
        let mut signed = standing.last.as_ref().map(|last| last.note.clone());
        let mut signed_size = standing.last.as_ref().map_or(0, |last| last.size);
        if let Some(key) = self.key.as_ref().filter(|_| self.is_due(size, &standing)) {
            let checkpoint = sign((&self.store, &standing), &held, key, self.clock.now()).await?;
            signed_size = checkpoint.size;
            signed = Some(checkpoint.note);
        }
        if let Some(note) = signed {
            self.publish(&note)?;
        }
        self.tell(signed_size, self.idle());
        Ok(Next::After(self.poll))
    }

    fn stands_by(&mut self) {
        self.state
            .send_modify(|state| state.signing = Signing::StandingBy);
    }

    fn failed(&mut self, error: LookError) -> OnFailure {
        let signing = match &error {
            LookError::Signing(SigningError::Refused(refusal)) => {
                Signing::Parked(refusal.to_string())
            }
            LookError::Store(strange @ StoreError::StrangeRow { .. }) => {
                Signing::Parked(strange.to_string())
            }
            // Another server signed; the next look sees what.
            LookError::Signing(SigningError::Overtaken) => return OnFailure::Retry,
            other => Signing::Waiting(other.to_string()),
        };
        let is_news = self.state.borrow().signing != signing;
        match &signing {
            Signing::Parked(_) if is_news => {
                tracing::error!(%error, "no checkpoint is signed until an operator has looked");
            }
            // That the log does not answer is told by who serves it, in one line.
            Signing::Waiting(_) if matches!(error, LookError::Log(LogError::Unavailable(_))) => {
                tracing::debug!(%error, "signing waits");
            }
            Signing::Waiting(_) if is_news => tracing::warn!(%error, "signing waits"),
            _ => {}
        }
        self.state.send_modify(|state| state.signing = signing);
        OnFailure::Retry
    }

    async fn ends(&mut self) {
        self.state
            .send_modify(|state| state.signing = Signing::Stopped);
    }
}

impl SigningWorker {
    /// Nothing goes on from a checkpoint that is not kept as it was signed, and it is put nowhere.
    async fn refuse_damaged(&self, standing: &Standing, lines: &[Line]) -> Result<(), LookError> {
        let Some(last) = &standing.last else {
            return Ok(());
        };
        if last.is_as_signed(lines, &self.store.keys().await?) {
            return Ok(());
        }
        let number = last.number;
        Err(SigningError::from(Refusal::NotAsSigned { number }).into())
    }

    fn idle(&self) -> Signing {
        match self.key {
            Some(_) => Signing::Signing,
            None => Signing::KeyElsewhere,
        }
    }

    fn tell(&self, signed: u64, signing: Signing) {
        self.state.send_modify(|state| {
            state.signed = signed;
            state.signing = signing;
        });
    }

    /// Whether there is something new and the last checkpoint is old enough.
    fn is_due(&self, size: u64, standing: &Standing) -> bool {
        let Some(last) = &standing.last else {
            return size > 0;
        };
        let since = self.clock.now().0.saturating_sub(last.signed_at.0);
        let every = i64::try_from(self.every.as_micros()).unwrap_or(i64::MAX);
        size > last.size && since >= every
    }

    /// Puts the last checkpoint where it is fetched from.
    fn publish(&self, note: &str) -> Result<(), LookError> {
        publish(&self.published, note).map_err(|why| LookError::Published {
            path: self.published.clone(),
            why,
        })
    }
}
