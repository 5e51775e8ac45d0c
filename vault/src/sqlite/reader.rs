//! Looking up keys in the file, with those read before in memory.
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{master_keys, schema};
use crate::key_lookup::KeyLookup;
use crate::master_key::KnownKeys;
use crate::person_key::PersonKey;
use crate::{PersonId, VaultError};

/// The wrapped key, if its person was not erased, and its master key's id.
type Fetched = (Option<Vec<u8>>, i64);

/// How often a row is read again for a master key that is not known.
const LOOKS_FOR_KEYS: u32 = 2;

/// Finds keys: in memory if it can, else by a point read.
///
/// An erasure counts at once, whichever handle or process did it: every look-up first asks
/// SQLite whether the file was committed to since (`data_version`, some microseconds, no disk),
/// and if so forgets the keys of those erased meanwhile. Only what was read under the lock
/// enters the memory, so a key cannot slip back in behind its erasure.
pub(crate) struct Reader {
    known: Arc<KnownKeys>,
    kept: Mutex<Kept>,
}

struct Kept {
    connection: Connection,
    keys: LruCache<PersonId, Arc<PersonKey>>,
    /// The commit the keys are known to stand at; `None` before the first look.
    data_version: Option<i64>,
    /// The number of the last erasure that was applied.
    last_erasure: i64,
}

impl Reader {
    pub(crate) fn open(
        path: &Path,
        known: Arc<KnownKeys>,
        room: NonZeroUsize,
    ) -> Result<Self, VaultError> {
        let mut kept = Kept {
            connection: schema::open_to_read(path)?,
            keys: LruCache::new(room),
            data_version: None,
            last_erasure: 0,
        };
        kept.apply_erasures()?;
        Ok(Self {
            known,
            kept: Mutex::new(kept),
        })
    }

    /// What the vault holds of a person now.
    pub(crate) fn look_up(&self, person: PersonId) -> Result<KeyLookup, VaultError> {
        let mut kept = self.kept.lock();
        kept.apply_erasures()?;
        kept.look_up(&self.known, person)
    }

    /// What the vault holds of each of these now. Keep the list short: others wait meanwhile.
    pub(crate) fn look_up_each(
        &self,
        persons: &[PersonId],
        mut tell: impl FnMut(PersonId, KeyLookup),
    ) -> Result<(), VaultError> {
        let mut kept = self.kept.lock();
        kept.apply_erasures()?;
        for person in persons {
            tell(*person, kept.look_up(&self.known, *person)?);
        }
        Ok(())
    }

    /// Whoever has a key, after somebody.
    pub(crate) fn persons(&self, after: PersonId, limit: i64) -> Result<Vec<PersonId>, VaultError> {
        self.kept
            .lock()
            .persons(after, limit)
            .map_err(VaultError::store("list its persons"))
    }

    /// Forgets the keys of those erased meanwhile.
    pub(crate) fn apply_erasures(&self) -> Result<(), VaultError> {
        self.kept.lock().apply_erasures()
    }
}

impl Kept {
    fn apply_erasures(&mut self) -> Result<(), VaultError> {
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

    fn persons(&self, after: PersonId, limit: i64) -> rusqlite::Result<Vec<PersonId>> {
        let mut select = self.connection.prepare_cached(
            "SELECT person FROM person_keys WHERE wrapped_key IS NOT NULL AND person > ?1
             ORDER BY person LIMIT ?2",
        )?;
        let rows = select.query_map(params![after.0.as_bytes(), limit], |row| {
            Ok(PersonId(Uuid::from_bytes(row.get(0)?)))
        })?;
        rows.collect()
    }

    fn look_up(&mut self, known: &KnownKeys, person: PersonId) -> Result<KeyLookup, VaultError> {
        if let Some(key) = self.keys.get(&person) {
            return Ok(KeyLookup::Key(Arc::clone(key)));
        }
        let mut row = self.read(person)?;
        for _ in 0..LOOKS_FOR_KEYS {
            match row {
                Some((Some(_), id)) if known.find(id).is_none() => {
                    known.learn(&master_keys::registered(&self.connection)?);
                    // By now it may be under a newer one, and the old one forgotten.
                    row = self.read(person)?;
                }
                _ => break,
            }
        }
        let Some((wrapped, id)) = row else {
            return Ok(KeyLookup::Nothing);
        };
        let Some(wrapped) = wrapped else {
            return Ok(KeyLookup::Erased);
        };
        let Some(master) = known.find(id) else {
            return Ok(KeyLookup::Locked(known.missing(id)));
        };
        let Some(key) = PersonKey::unwrap(&wrapped, &master, person).map(Arc::new) else {
            return Ok(KeyLookup::Damaged);
        };
        self.keys.put(person, Arc::clone(&key));
        Ok(KeyLookup::Key(key))
    }

    /// The person's row, if there is one.
    fn read(&self, person: PersonId) -> Result<Option<Fetched>, VaultError> {
        self.connection
            .prepare_cached("SELECT wrapped_key, master_key_id FROM person_keys WHERE person = ?1")
            .and_then(|mut select| {
                select
                    .query_row(params![person.0.as_bytes()], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })
                    .optional()
            })
            .map_err(VaultError::store("read a key"))
    }
}
