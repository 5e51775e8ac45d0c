//! Who read which person's data, apart from the log of what happened.
//!
//! A row says that a reader was shown something of a person: when, what, and at which position of
//! the log it stood. A read is on disk when [`AccessLog::record`] returns, so whoever answers
//! only after that leaves no read unrecorded. Rows hold ids and names of methods, never a name or
//! a text of a person.
//!
//! Rows only ever come; triggers refuse every other statement but the sweep of those that are
//! older than the retention, and what was swept is marked for good.
mod covered;
mod errors;
mod queue;
mod row;
mod settings;
mod store;

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use uuid::Uuid;

pub use errors::AccessLogError;
pub use row::{Access, Read, RowPlace};
pub use settings::AccessSettings;

use covered::Covered;
use queue::Job;
use storage::StoreLocation;
use store::Store;
use vault::PersonId;

/// The reads of all persons. One handle serves all tasks of a program. In a file it belongs to
/// one program; in PostgreSQL several servers may share it.
pub struct AccessLog {
    store: Store,
    queue: mpsc::Sender<Job>,
    covered: Mutex<Covered>,
    settings: AccessSettings,
}

impl AccessLog {
    /// Opens the access log in a SQLite file of its own; on the first start makes it, readable by
    /// its owner only. Its folder must be there.
    ///
    /// # Errors
    /// `Database`, `File`.
    pub async fn open(
        path: impl AsRef<Path>,
        settings: AccessSettings,
    ) -> Result<Self, AccessLogError> {
        Store::open_file(path.as_ref())
            .await
            .map(|store| Self::over(store, settings))
    }

    /// Opens the access log in the schema `access` of a PostgreSQL database; on the first start
    /// makes it. `url` is `postgres://user:password@host:port/database`.
    ///
    /// # Errors
    /// `Database`.
    pub async fn open_postgres(
        url: &str,
        settings: AccessSettings,
    ) -> Result<Self, AccessLogError> {
        Store::open_postgres(url, settings.patience)
            .await
            .map(|store| Self::over(store, settings))
    }

    fn over(store: Store, settings: AccessSettings) -> Self {
        let (queue, waiting) = mpsc::channel(queue::ROOM);
        tokio::spawn(queue::serve(store.clone(), waiting));
        Self {
            store,
            queue,
            covered: Mutex::new(Covered::new(settings.merge_within)),
            settings,
        }
    }

    /// Whether reads can be recorded, as far as that can be told without a write: of a file, that
    /// it is still what has its name, and has room to grow.
    ///
    /// # Errors
    /// `Database`.
    pub fn usable(&self) -> Result<(), AccessLogError> {
        self.store.usable()
    }

    /// Records that a reader is shown something of each of these persons. On disk when this
    /// returns; reads at the same time share one write. What a row of the last
    /// [`AccessSettings::merge_within`] covers already costs nothing and leaves nothing.
    ///
    /// # Errors
    /// `Database`, `Late`, `Closed`: then nothing may be shown.
    pub async fn record(&self, read: Read, subjects: &[PersonId]) -> Result<(), AccessLogError> {
        let read = Arc::new(read);
        let subjects = self.covered.lock().uncovered(&read, subjects);
        if subjects.is_empty() {
            return Ok(());
        }
        let (reply, told) = oneshot::channel();
        let job = Job {
            read: Arc::clone(&read),
            subjects: subjects.clone(),
            reply,
        };
        let written = async {
            self.queue
                .send(job)
                .await
                .map_err(|_| AccessLogError::Closed)?;
            told.await.map_err(|_| AccessLogError::Closed)?
        };
        timeout(self.settings.patience, written)
            .await
            .map_err(|_| AccessLogError::Late)??;
        self.covered.lock().cover(&read, subjects);
        Ok(())
    }

    /// Who was shown something of a person, the newest first, after a place in that order.
    ///
    /// # Errors
    /// `Database`.
    pub async fn of_subject(
        &self,
        subject: PersonId,
        after: Option<RowPlace>,
        limit: usize,
    ) -> Result<Vec<Access>, AccessLogError> {
        self.store.of_subject(subject, after, limit).await
    }

    /// What a reader (`teacher:{uuid}`) was shown, the newest first, after a place in that order.
    ///
    /// # Errors
    /// `Database`.
    pub async fn by_reader(
        &self,
        reader: &str,
        after: Option<RowPlace>,
        limit: usize,
    ) -> Result<Vec<Access>, AccessLogError> {
        self.store.by_reader(reader, after, limit).await
    }

    /// The numbers of the rows that are not as they were written, in order. Reads all of them.
    ///
    /// # Errors
    /// `Database`.
    pub async fn damaged(&self) -> Result<Vec<i64>, AccessLogError> {
        const PAGE: u32 = 10_000;
        let (mut found, mut after) = (vec![], i64::MIN);
        while let Some((damaged, last)) = self.store.damaged(after, PAGE).await? {
            found.extend(damaged);
            after = last;
        }
        Ok(found)
    }

    /// Removes the rows that at `now`, in microseconds since 1970, are older than the retention;
    /// tells how many. What was swept stays marked: no row from before comes to be missed again
    /// without it. Sweeping twice, or in two servers at once, does no harm.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sweep(&self, now: i64) -> Result<u64, AccessLogError> {
        let kept = i64::try_from(self.settings.retention.as_micros()).unwrap_or(i64::MAX);
        self.store.sweep(now.saturating_sub(kept)).await
    }

    /// Since when rows are kept, in microseconds since 1970; `None` while none was ever swept.
    ///
    /// # Errors
    /// `Database`.
    pub async fn kept_since(&self) -> Result<Option<i64>, AccessLogError> {
        self.store.kept_since().await
    }

    /// Whether it holds no row.
    ///
    /// # Errors
    /// `Database`.
    pub async fn is_empty(&self) -> Result<bool, AccessLogError> {
        self.store.is_empty().await
    }

    /// The installation that it belongs to; `None` where it was given to none yet.
    ///
    /// # Errors
    /// `Database`.
    pub async fn installation(&self) -> Result<Option<Uuid>, AccessLogError> {
        self.store.installation().await
    }

    /// Gives it to an installation, unless it belongs to one. The one that it belongs to.
    ///
    /// # Errors
    /// `Database`.
    pub async fn join_installation(&self, installation: Uuid) -> Result<Uuid, AccessLogError> {
        self.store.join_installation(installation).await
    }

    /// Ends the connections: call it before the program ends, and nothing after. In a file, what
    /// was recorded is then in the file itself.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Where it lies, as it may be told to anyone.
    #[must_use]
    pub fn place(&self) -> &StoreLocation {
        self.store.place()
    }
}
