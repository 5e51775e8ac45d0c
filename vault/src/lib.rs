//! Personal data, sealed with a key of its person.
//!
//! Every person has a key of their own. What is personal is sealed with it before it reaches an
//! event, and opened at the last moment for those who may read it. The keys lie in the vault's
//! own SQLite file, each wrapped by the master key, which lies elsewhere. Erasing a person
//! destroys their key: every copy of what was sealed, in the log and in its backups, is noise
//! from then on.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use vault::{MasterKey, MasterKeySource, PersonId, Vault};
//!
//! let master = MasterKey::load(MasterKeySource::File("/etc/placement/master.key".as_ref()))?;
//! let vault = Vault::open("/var/lib/placement/vault.db", master)?;
//! let pupil = PersonId(uuid::Uuid::now_v7());
//! let sealed = vault.seal_for(pupil, "student.name", "Zoé Martin").await?;
//! let name: String = vault.open_sealed(pupil, "student.name", &sealed)?;
//! vault.erase(pupil).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not promise
//! - A backup of the vault file taken before an erasure, together with the master key, still
//!   opens that person's data: keep such backups for days, not years, and erase again after
//!   restoring one.
//! - The destroyed key is overwritten in the files. What a disk or a file system keeps of
//!   overwritten blocks is beyond a program's reach.
//! - Lengths are blurred to 32 bytes, not hidden.
mod clock;
mod envelope;
mod erasure;
mod errors;
mod files;
mod holding;
mod keyring;
mod master_key;
mod padding;
mod person;
mod person_key;
mod random;
mod reader;
mod request;
mod schema;
mod transactions;
mod turn;
mod vault;
mod writer;

pub use clock::Clock;
pub use erasure::{Erasure, Found, Traces};
pub use errors::{MasterKeyError, OpenError, VaultError};
pub use keyring::Keyring;
pub use master_key::{MasterKey, MasterKeySource};
pub use person::PersonId;
pub use vault::{Settings, Vault};
