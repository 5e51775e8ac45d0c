//! Why the vault did not do what was asked.
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use storage::FileFault;

use crate::PersonId;
use crate::random::NoRandomness;
use storage::StoreLocation;

/// Why the vault did not do what was asked. Carries ids, paths and reasons; never clear text, a
/// key, or ciphertext.
#[derive(Clone, Debug, thiserror::Error)]
pub enum VaultError {
    /// The person was erased and gets no key again.
    #[error("person {0} was erased")]
    Erased(PersonId),
    /// The nil id is the service's own: its key seals what belongs to nobody, and is never erased.
    #[error("the service's own key is not erased")]
    TheService,
    /// Something was sealed for the person before, and their key is not there: this is an older
    /// vault than the log, or another one. No second key is made.
    #[error("the key of person {0}, for whom something is sealed, is not in this vault")]
    KeyLost(PersonId),
    /// No key was ever made for the person.
    #[error("person {0} has no key")]
    NoKey(PersonId),
    /// The stored key of the person does not unwrap: the file was altered or damaged.
    #[error("the stored key of person {0} is damaged")]
    DamagedKey(PersonId),
    /// The vault was made with another master key.
    #[error("this is not the master key of the vault {place}")]
    WrongMasterKey {
        /// Where the vault lies.
        place: StoreLocation,
    },
    /// Keys of the vault are wrapped by a master key that is not at hand: it is being rotated,
    /// and this program was given only the others. Where they come from a file, it was read
    /// again just now.
    #[error(
        "the master key with id {id} of the vault {place} is missing{}; \
         give this program the keys that the rotation works with",
        why_missing(ring.as_deref())
    )]
    MissingMasterKey {
        /// The id by which the vault knows the key.
        id: i64,
        /// Where the vault lies.
        place: StoreLocation,
        /// Why the file of the keys could not be read again.
        ring: Option<Arc<MasterKeyError>>,
    },
    /// The vault was written by a newer program.
    #[error("the vault has schema version {found}; this program knows versions up to {known}")]
    NewerSchema {
        /// The version of the vault.
        found: i64,
        /// The newest version this program reads.
        known: i64,
    },
    /// The file, or the schema `vault` of the database, is something else.
    #[error("{place} is not a vault")]
    NotAVault {
        /// The file, or the database.
        place: StoreLocation,
    },
    /// The value to seal could not be written as JSON.
    #[error("the value to seal cannot be written as JSON")]
    Unserialisable,
    /// The value to seal is longer than 4 GiB.
    #[error("the value to seal is too long")]
    TooLong,
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// SQLite refused.
    #[error("the vault could not {doing}: {source}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// The text is no address of a PostgreSQL database. It is not quoted: it may hold a password.
    #[error("the vault's address is not of the form postgres://user@host:port/database")]
    BadAddress,
    /// The PostgreSQL server is older than what the vault needs.
    #[error("the vault's PostgreSQL has version {found}; it needs {needed} or later")]
    OldServer {
        /// The server's major version.
        found: i64,
        /// The oldest major version that serves.
        needed: i64,
    },
    /// PostgreSQL cannot be reached, went away or did not answer in time. Ask again later: the
    /// vault connects by itself.
    #[error("the vault {place} is not available to {doing}")]
    Unavailable {
        /// Where the vault lies.
        place: StoreLocation,
        /// What was being done.
        doing: &'static str,
        /// What happened.
        source: Arc<sqlx::Error>,
    },
    /// PostgreSQL refused.
    #[error("the vault's PostgreSQL refused to {doing}")]
    Postgres {
        /// What was being done.
        doing: &'static str,
        /// What PostgreSQL said.
        source: Arc<sqlx::Error>,
    },
    /// The file system refused.
    #[error("could not {doing} {}: {source}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// The vault's file is open to others, has no room to be written, or is no longer what has
    /// its name.
    #[error(transparent)]
    DataFile(Arc<FileFault>),
    /// The thread that serves a vault on PostgreSQL could not start.
    #[error("the vault's thread could not start")]
    NoThread(#[source] Arc<io::Error>),
    /// The writer has stopped; open the vault anew.
    #[error("the vault's writer has stopped")]
    Closed,
}

impl VaultError {
    /// For `map_err`: what was being done when SQLite refused.
    pub(crate) fn store(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Store {
            doing,
            source: Arc::new(source),
        }
    }
}

fn why_missing(ring: Option<&MasterKeyError>) -> String {
    ring.map_or_else(String::new, |error| format!(" ({error})"))
}

impl From<FileFault> for VaultError {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::System {
                doing,
                path,
                source,
            } => Self::File {
                doing,
                path,
                source: Arc::new(source),
            },
            other => Self::DataFile(Arc::new(other)),
        }
    }
}

impl From<NoRandomness> for VaultError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

/// Why a sealed value did not open.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// The person was erased: nobody can read this again.
    #[error("the person was erased")]
    Erased,
    /// No key was ever made for the person.
    #[error("the person has no key")]
    NoKey,
    /// Not what this person's key sealed for this field: another person, another field, or
    /// altered bytes.
    #[error("the sealed value was altered, or belongs to another person or field")]
    Tampered,
    /// Not a sealed value at all, or, once opened, not of the type asked for.
    #[error("not a sealed value of the expected form")]
    Malformed,
    /// The key could not be read.
    #[error("the key could not be read")]
    Unavailable(#[source] VaultError),
}

/// Why there is no master key to work with.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The text is not base64.
    #[error("the master key is not base64 of 32 bytes")]
    NotBase64,
    /// There are not 32 bytes, or in a file 32 for each of its keys.
    #[error("a master key has 32 bytes, and a file of them 32 for each; found {found}")]
    WrongLength {
        /// How many bytes there are (513 for a longer file).
        found: usize,
    },
    /// Another program rotates the master key.
    #[error("another program is rotating the master key in {}", path.display())]
    Rotating {
        /// The key file.
        path: PathBuf,
    },
    /// Anybody may write to the folder of the file.
    #[error(transparent)]
    OpenFolder(Box<FileFault>),
    /// Others than its owner may read the file.
    #[error(
        "{} may be read by others than its owner (mode {mode:03o}); \
         make it `chmod 600` and consider the key known",
        path.display()
    )]
    ReadableByOthers {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no file of keys, and a vault that was made with one.
    #[error(
        "the file of the master key {} is not there, and the vault is: put the file back, for \
         no other key opens it",
        path.display()
    )]
    Missing {
        /// The key file.
        path: PathBuf,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// The file system refused.
    #[error("could not {doing} {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a rotation of the master key did not go on. Nothing is lost: once the reason is gone, the
/// rotation goes on where it was.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The vault says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The file of the master keys says no.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The keys were given, not in a file, and the first of them is the vault's newest already.
    #[error(
        "the first of the master keys given is the vault's newest already; \
         put a new one before it, and a comma between"
    )]
    NoNewKey,
    /// The keys were given, not in a file: only who gives them can take the retired ones away.
    #[error("the master keys do not come from a file; take the retired ones away where they do")]
    NoFile,
    /// Some keys do not unwrap: they were altered or damaged. As long as they are there, the old
    /// master key is not retired.
    #[error(
        "the keys of {} persons are damaged, as of {}; bring them back from a backup of the \
         vault, or erase these persons, then rotate again",
        persons.len(),
        named(persons)
    )]
    Damaged {
        /// Whose.
        persons: Vec<PersonId>,
    },
    /// A retired master key wraps keys: the vault was altered by other means.
    #[error("the retired master key with id {id} wraps {keys} keys; it is not forgotten")]
    RetiredInUse {
        /// The id of the master key.
        id: i64,
        /// How many keys it wraps.
        keys: u64,
    },
}

/// The first few.
fn named(persons: &[PersonId]) -> String {
    let named: Vec<String> = persons.iter().take(5).map(PersonId::to_string).collect();
    named.join(", ")
}

impl From<NoRandomness> for RotationError {
    fn from(_: NoRandomness) -> Self {
        Self::Vault(VaultError::NoRandomness)
    }
}

impl From<NoRandomness> for MasterKeyError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}
