use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::{Clock, system_clock};
use crate::holding::Holding;
use crate::reader::Reader;
use crate::turn::Turns;
use crate::writer::Writer;
use crate::{Erasure, Keyring, MasterKey, OpenError, PersonId, VaultError, schema};

/// Persons looked up in one go, so that neither the task nor the other callers wait for long.
const CHUNK: usize = 64;

/// What may be set when a vault is opened.
#[derive(Clone)]
pub struct Settings {
    /// How many persons' keys stay in memory; 100,000 (some 12 MB) unless told.
    pub cached_keys: NonZeroUsize,
    /// Dates keys and erasures; the machine's clock unless told.
    pub clock: Clock,
}

impl Default for Settings {
    fn default() -> Self {
        const CACHED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);
        Self {
            cached_keys: CACHED,
            clock: system_clock(),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("cached_keys", &self.cached_keys)
            .finish_non_exhaustive()
    }
}

/// The keys of all persons, and what is done with them. One handle (`Arc<Vault>`) serves all
/// tasks of a program; several handles and processes may share the file.
///
/// Dropping the handle waits until the writer has finished what was asked of it.
pub struct Vault {
    path: PathBuf,
    // Dropped before the writer, whose connection is then the last and tidies up.
    reader: Reader,
    writer: Writer,
}

impl Vault {
    /// Opens the vault at `path` with the settings left as they are. See [`Vault::open_with`].
    ///
    /// # Errors
    /// As [`Vault::open_with`].
    pub fn open(path: impl AsRef<Path>, master: MasterKey) -> Result<Self, VaultError> {
        Self::open_with(path, master, Settings::default())
    }

    /// Opens the vault at `path`; on the first start makes it, readable by its owner only. Its
    /// folder must be there, on a local disk. Blocks: call it when the program starts.
    ///
    /// # Errors
    /// `WrongMasterKey`, `NewerSchema`, `NotAVault` before anything is written; `Store`, `File`,
    /// `NoRandomness`.
    pub fn open_with(
        path: impl AsRef<Path>,
        master: MasterKey,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        let path = path.as_ref();
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

    /// Makes the keys that are missing. They are on disk when this returns: what is sealed from
    /// now on can be opened after any crash. Callers at the same time share one write.
    ///
    /// # Errors
    /// `Erased`, naming one erased person of the list (others may have got their keys);
    /// `DamagedKey`, `Store`, `File`, `NoRandomness`, `Closed`.
    pub async fn ensure_keys(&self, persons: &[PersonId]) -> Result<(), VaultError> {
        let mut missing = Vec::new();
        let mut refused = None;
        self.look_up_each(persons, |person, holding| match holding {
            Holding::Key(_) => {}
            Holding::Nothing => missing.push(person),
            Holding::Erased => refused = Some(VaultError::Erased(person)),
            Holding::Damaged => refused = Some(VaultError::DamagedKey(person)),
        })
        .await?;
        match refused {
            Some(refusal) => Err(refusal),
            None if missing.is_empty() => Ok(()),
            None => self.writer.create_keys(missing).await,
        }
    }

    /// Seals a value for a person whose key exists ([`Vault::ensure_keys`]). The field's name is
    /// bound into the seal: give it again to open.
    ///
    /// # Errors
    /// `NoKey`, `Erased`, `Unserialisable`, `TooLong`, `DamagedKey`, `Store`, `NoRandomness`.
    pub fn seal<T: Serialize + ?Sized>(
        &self,
        person: PersonId,
        field: &'static str,
        value: &T,
    ) -> Result<String, VaultError> {
        self.reader.look_up(person)?.seal(person, field, value)
    }

    /// Makes the person's key if it is missing, then seals.
    ///
    /// # Errors
    /// As [`Vault::ensure_keys`] and [`Vault::seal`].
    pub async fn seal_for<T: Serialize + Sync + ?Sized>(
        &self,
        person: PersonId,
        field: &'static str,
        value: &T,
    ) -> Result<String, VaultError> {
        self.ensure_keys(&[person]).await?;
        self.seal(person, field, value)
    }

    /// Seals bytes as they are (a CV): shorter than a JSON list of numbers.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub fn seal_bytes(
        &self,
        person: PersonId,
        field: &'static str,
        clear: &[u8],
    ) -> Result<String, VaultError> {
        self.reader
            .look_up(person)?
            .seal_bytes(person, field, clear)
    }

    /// Opens a value that was sealed for this person and field. Costs some microseconds; a
    /// person whose key is not in memory costs a point read more.
    ///
    /// # Errors
    /// `Erased` from the moment an erasure was acknowledged by any handle; `NoKey`, `Tampered`,
    /// `Malformed`; `Unavailable` if the key could not be read.
    pub fn open_sealed<T: DeserializeOwned>(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<T, OpenError> {
        self.held_of(person)?.open_sealed(person, field, sealed)
    }

    /// Opens bytes that [`Vault::seal_bytes`] sealed.
    ///
    /// # Errors
    /// As [`Vault::open_sealed`].
    pub fn open_bytes(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<Vec<u8>, OpenError> {
        self.held_of(person)?.open_bytes(person, field, sealed)
    }

    /// The keys of a list's persons, to open many values for one answer. They also stay in
    /// memory for later.
    ///
    /// # Errors
    /// `Store`. A person who was erased, has no key or a damaged one is no error here; opening
    /// their values is.
    pub async fn load_keys(&self, persons: &[PersonId]) -> Result<Keyring, VaultError> {
        let mut keyring = Keyring::with_room_for(persons.len());
        self.look_up_each(persons, |person, holding| keyring.put(person, holding))
            .await?;
        Ok(keyring)
    }

    /// Destroys the person's key: nothing sealed for them opens again, through any handle, and
    /// they never get another key. Erasing again changes nothing and tells when it happened.
    ///
    /// # Errors
    /// `Store`, `File`, `Closed`. After an error it is not known whether the person was erased:
    /// erase again.
    pub async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        let erasure = self.writer.erase(person).await?;
        // Every later look-up heeds the erasure; this only frees the key at once. If it cannot
        // be done now, the person is erased all the same.
        let _ = self.reader.heed_erasures();
        Ok(erasure)
    }

    fn held_of(&self, person: PersonId) -> Result<Holding, OpenError> {
        self.reader.look_up(person).map_err(OpenError::Unavailable)
    }

    async fn look_up_each(
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
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
