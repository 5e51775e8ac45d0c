//! The store in a SQLite file.
mod master_keys;
mod reader;
mod request;
mod schema;
mod transactions;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use storage::{LOCK_SUFFIX, Others, Watch, WriteLock, check_owner, check_room, real_name};

use self::reader::Reader;

use self::writer::{Writer, WriterTask};
use crate::key_lookup::KeyLookup;
use crate::master_key::{KnownKeys, MasterKey, MasterKeyRing, Registered};
use crate::rewrap::{Page, Retirement};
use crate::{Erasure, PersonId, Settings, VaultError};

/// Persons looked up in one go, so that neither the task nor the other callers wait for long.
const CHUNK: usize = 64;

/// Keys in one file. Several handles and processes may share it.
pub(crate) struct FileStore {
    path: PathBuf,
    known: Arc<KnownKeys>,
    watch: Arc<Watch>,
    // Dropped before the writer, whose connection is then the last and tidies up.
    reader: Reader,
    writer: Writer,
}

impl FileStore {
    /// See [`crate::Vault::open_with`].
    pub(crate) fn open(
        path: &Path,
        masters: MasterKeyRing,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        let path = &real_name(path)?;
        check_owner(path, Others::Refused, LOCK_SUFFIX)?;
        check_room(path, 0)?;
        let no_turn = |source| VaultError::File {
            doing: "take the writer's turn of",
            path: path.to_owned(),
            source: Arc::new(source),
        };
        let write_lock = WriteLock::of(path).map_err(no_turn)?;
        let turn = write_lock.take().map_err(no_turn)?;
        let (connection, known) = schema::open_to_write(path, masters, (settings.clock)())?;
        drop(turn);
        let known = Arc::new(known);
        let reader = Reader::open(path, Arc::clone(&known), settings.cached_keys)?;
        let watch = Arc::new(Watch::of(path)?);
        let writer = Writer::start(WriterTask {
            path: path.to_owned(),
            connection,
            write_lock,
            watch: Arc::clone(&watch),
            known: Arc::clone(&known),
            clock: settings.clock,
        })?;
        Ok(Self {
            path: path.to_owned(),
            known,
            watch,
            reader,
            writer,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether keys can be made and destroyed.
    pub(crate) fn usable(&self) -> Result<(), VaultError> {
        self.watch.check()?;
        Ok(check_room(&self.path, 0)?)
    }

    pub(crate) fn look_up(&self, person: PersonId) -> Result<KeyLookup, VaultError> {
        self.reader.look_up(person)
    }

    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, KeyLookup),
    ) -> Result<(), VaultError> {
        for (turn, chunk) in persons.chunks(CHUNK).enumerate() {
            if turn > 0 {
                tokio::task::yield_now().await;
            }
            self.reader.look_up_each(chunk, &mut tell)?;
        }
        Ok(())
    }

    pub(crate) fn persons(&self, after: PersonId, limit: i64) -> Result<Vec<PersonId>, VaultError> {
        self.reader.persons(after, limit)
    }

    pub(crate) async fn create_keys(&self, persons: Vec<PersonId>) -> Result<(), VaultError> {
        self.writer.create_keys(persons).await
    }

    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        let erasure = self.writer.erase(person).await?;
        // Every later look-up applies the erasure; this only frees the key at once. If it cannot
        // be done now, the person is erased all the same.
        let _ = self.reader.apply_erasures();
        Ok(erasure)
    }

    pub(crate) fn known_keys(&self) -> &KnownKeys {
        &self.known
    }

    pub(crate) async fn master_keys(&self) -> Result<Vec<(Registered, u64)>, VaultError> {
        let counted = self.writer.rotate(false, |tx, known, _| {
            let counted = master_keys::counted(tx)?;
            let registered: Vec<Registered> = counted.iter().map(|(row, _)| row.clone()).collect();
            known.learn(&registered);
            Ok(counted)
        });
        counted.await.map(|(counted, _)| counted)
    }

    pub(crate) async fn register(&self, key: Arc<MasterKey>) -> Result<i64, VaultError> {
        let registered = self.writer.rotate(false, move |tx, known, now| {
            master_keys::register(tx, known, &key, now)
        });
        registered.await.map(|(id, _)| id)
    }

    pub(crate) async fn rewrap(&self, after: Option<PersonId>) -> Result<Page, VaultError> {
        let rewrapped = self.writer.rotate(false, move |tx, known, _| {
            master_keys::rewrap_page(tx, known, after)
        });
        rewrapped.await.map(|(page, _)| page)
    }

    pub(crate) async fn retire(&self) -> Result<Retirement, VaultError> {
        let (retirement, traces) = self.writer.rotate(true, master_keys::retire).await?;
        Ok(Retirement {
            traces,
            ..retirement
        })
    }
}
