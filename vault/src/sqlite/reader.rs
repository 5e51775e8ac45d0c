use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::schema;
use crate::holding::Holding;
use crate::person_key::PersonKey;
use crate::{MasterKey, PersonId, VaultError};

/// Finds keys: in memory if it can, else by a point read.
///
/// An erasure counts at once, whichever handle or process did it: every look-up first asks
/// SQLite whether the file was committed to since (`data_version`, some microseconds, no disk),
/// and if so forgets the keys of those erased meanwhile. Only what was read under the lock
/// enters the memory, so a key cannot slip back in behind its erasure.
pub(crate) struct Reader {
    master: Arc<MasterKey>,
    kept: Mutex<Kept>,
}

struct Kept {
    connection: Connection,
    keys: LruCache<PersonId, Arc<PersonKey>>,
    /// The commit the keys are known to stand at; `None` before the first look.
    data_version: Option<i64>,
    /// The number of the last erasure that was heeded.
    last_erasure: i64,
}

impl Reader {
    pub(crate) fn open(
        path: &Path,
        master: Arc<MasterKey>,
        room: NonZeroUsize,
    ) -> Result<Self, VaultError> {
        let mut kept = Kept {
            connection: schema::open_to_read(path)?,
            keys: LruCache::new(room),
            data_version: None,
            last_erasure: 0,
        };
        kept.heed_erasures()?;
        Ok(Self {
            master,
            kept: Mutex::new(kept),
        })
    }

    /// What the vault holds of a person now.
    pub(crate) fn look_up(&self, person: PersonId) -> Result<Holding, VaultError> {
        let mut kept = self.kept.lock();
        kept.heed_erasures()?;
        kept.look_up(&self.master, person)
    }

    /// What the vault holds of each of these now. Keep the list short: others wait meanwhile.
    pub(crate) fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, Holding),
    ) -> Result<(), VaultError> {
        let mut kept = self.kept.lock();
        kept.heed_erasures()?;
        for person in persons {
            tell(*person, kept.look_up(&self.master, *person)?);
        }
        Ok(())
    }

    /// Forgets the keys of those erased meanwhile.
    pub(crate) fn heed_erasures(&self) -> Result<(), VaultError> {
        self.kept.lock().heed_erasures()
    }
}

impl Kept {
    fn heed_erasures(&mut self) -> Result<(), VaultError> {
        self.forget_erased()
            .map_err(VaultError::store("look for erasures"))
    }

    fn forget_erased(&mut self) -> rusqlite::Result<()> {
        let now: i64 = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        if self.data_version == Some(now) {
            return Ok(());
        }
        let mut select = self.connection.prepare_cached(
            "SELECT person, erasure FROM person_keys WHERE erasure > ?1 ORDER BY erasure",
        )?;
        let mut rows = select.query([self.last_erasure])?;
        while let Some(row) = rows.next()? {
            self.keys.pop(&PersonId(Uuid::from_bytes(row.get(0)?)));
            self.last_erasure = row.get(1)?;
        }
        self.data_version = Some(now);
        Ok(())
    }

    fn look_up(&mut self, master: &MasterKey, person: PersonId) -> Result<Holding, VaultError> {
        if let Some(key) = self.keys.get(&person) {
            return Ok(Holding::Key(Arc::clone(key)));
        }
        let Some(wrapped) = self.read(person).map_err(VaultError::store("read a key"))? else {
            return Ok(Holding::Nothing);
        };
        let Some(wrapped) = wrapped else {
            return Ok(Holding::Erased);
        };
        let Some(key) = PersonKey::unwrap(&wrapped, master, person).map(Arc::new) else {
            return Ok(Holding::Damaged);
        };
        self.keys.put(person, Arc::clone(&key));
        Ok(Holding::Key(key))
    }

    /// The wrapped key, if there is a row and if it was not erased.
    fn read(&self, person: PersonId) -> rusqlite::Result<Option<Option<Vec<u8>>>> {
        self.connection
            .prepare_cached("SELECT wrapped_key FROM person_keys WHERE person = ?1")?
            .query_row(params![person.0.as_bytes()], |row| row.get(0))
            .optional()
    }
}
