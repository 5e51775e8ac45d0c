//! The store in a SQLite file.
mod reader;
mod request;
mod schema;
mod transactions;
mod turn;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::reader::Reader;
use self::turn::Turns;
use self::writer::Writer;
use crate::holding::Holding;
use crate::{Erasure, MasterKey, PersonId, Settings, VaultError};

/// Persons looked up in one go, so that neither the task nor the other callers wait for long.
const CHUNK: usize = 64;

/// Keys in one file. Several handles and processes may share it.
pub(crate) struct FileStore {
    path: PathBuf,
    // Dropped before the writer, whose connection is then the last and tidies up.
    reader: Reader,
    writer: Writer,
}

impl FileStore {
    /// See [`crate::Vault::open_with`].
    pub(crate) fn open(
        path: &Path,
        master: MasterKey,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        let no_turn = |source| VaultError::File {
            doing: "take the writer's turn of",
            path: path.to_owned(),
            source: Arc::new(source),
        };
        let turns = Turns::of(path).map_err(no_turn)?;
        let turn = turns.take().map_err(no_turn)?;
        let connection = schema::open_to_write(path, &master)?;
        drop(turn);
        let master = Arc::new(master);
        let reader = Reader::open(path, Arc::clone(&master), settings.cached_keys)?;
        let writer = Writer::start(path, connection, turns, master, settings.clock)?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            writer,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn look_up(&self, person: PersonId) -> Result<Holding, VaultError> {
        self.reader.look_up(person)
    }

    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, Holding),
    ) -> Result<(), VaultError> {
        for (turn, chunk) in persons.chunks(CHUNK).enumerate() {
            if turn > 0 {
                tokio::task::yield_now().await;
            }
            self.reader.look_up_each(chunk, &mut tell)?;
        }
        Ok(())
    }

    pub(crate) async fn create_keys(&self, persons: Vec<PersonId>) -> Result<(), VaultError> {
        self.writer.create_keys(persons).await
    }

    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        let erasure = self.writer.erase(person).await?;
        // Every later look-up heeds the erasure; this only frees the key at once. If it cannot
        // be done now, the person is erased all the same.
        let _ = self.reader.heed_erasures();
        Ok(erasure)
    }
}
